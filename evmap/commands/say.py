"""What commands say to people, on standard error."""

from __future__ import annotations

import sys

from evmap.masking import harmless


def say(text: str) -> None:
    """Print lines in which nothing of an input, such as a key, can steer the terminal."""
    print("\n".join(map(harmless, text.split("\n"))), file=sys.stderr)
