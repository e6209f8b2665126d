"""Hostile requests against the real site: none may cost much, break it, or hurt others."""
