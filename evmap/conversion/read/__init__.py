"""Reading: bytes in, clean v2 records out, and nothing of the input forgotten."""
