"""Commands of the mapping tables."""
