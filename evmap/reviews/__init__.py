"""Uploading a v2 answer and looking at what becomes of it. Nothing is stored."""
