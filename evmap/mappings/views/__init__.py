"""The pages of the mapping tables."""
