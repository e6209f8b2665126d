"""Finding v2 in the source of programs."""
