"""What commands tell the user they did wrong."""

from __future__ import annotations


class WrongUse(Exception):
    """An option that makes no sense; the message says what to give."""
