"""What no log and no terminal shows: links of kept reviews, and signs that are no text.

A link is all that it takes to open a review. Control characters end lines, move the cursor and turn
the direction of writing.
"""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/reviews/)[A-Za-z0-9_-]{20,}")


#: C0 and C1 controls, the separators of lines, the directions of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return a text of one line that does nothing to a terminal: its controls are spelled out."""
    return _CONTROL.sub(lambda sign: ascii(sign[0])[1:-1], text)


def without_tokens(text: str) -> str:
    """Return a text with the tokens of kept reviews masked."""
    return _TOKEN.sub(r"\1...", text)


class TokenFilter(logging.Filter):
    """Masks the tokens of kept reviews in every line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask them and keep the record."""
        if isinstance(record.msg, str):
            record.msg = without_tokens(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_tokens(arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True
