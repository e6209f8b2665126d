"""One module for each resource: its addresses, and how its answers are made."""
