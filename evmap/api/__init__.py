"""The JSON API: the tables, the look-ups and the converter for programs. Version 1."""
