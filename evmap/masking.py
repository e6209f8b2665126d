"""Keeps the links of kept reviews out of the log: a link is all that it takes to open one."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/reviews/)[A-Za-z0-9_-]{20,}")


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
