"""A converted location: the fate of each of its values, and what each v3 value was made of."""
