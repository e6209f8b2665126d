"""What the mapping tables add to `manage.py`."""
