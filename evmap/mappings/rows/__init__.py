"""What a row's page says: its equivalence line, and what is lost on the way there and back."""
