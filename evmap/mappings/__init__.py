"""The mapping tables: models, fixtures, pages and admin."""
