"""Template tags of the mapping pages."""
