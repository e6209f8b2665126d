"""What is counted: every leaf of both sides, every diagnostic, and their first places."""
