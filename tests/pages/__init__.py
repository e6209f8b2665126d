"""Tests of the mapping pages, a module for each."""
