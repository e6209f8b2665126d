"""Some locations closely: every value of both texts, its partners, and what was said of it."""
