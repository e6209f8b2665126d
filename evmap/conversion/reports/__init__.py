"""Reports: what became of every value, in several formats with the same content."""
