"""What happens when the ground gives way: real gunicorn, real databases. See `make faults`."""
