"""What commands say to people."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from evmap.masking import harmless


class WrongUse(Exception):
    """An option that makes no sense; the message says what to give."""


def say(text: str) -> None:
    """Print lines on standard error; nothing of an input in them can steer the terminal."""
    print("\n".join(map(harmless, text.split("\n"))), file=sys.stderr)


def fail(message: str, code: int) -> int:
    """Say what went wrong, and return the exit code."""
    say(f"evmap: {message}")
    return code


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as lines, their cells below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
