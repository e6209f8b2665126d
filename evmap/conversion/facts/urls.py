"""Web addresses: which texts are one that a client can open."""

from __future__ import annotations

import re

#: Scheme, host (a name, or an IPv6 address in brackets), port, and whatever follows (RFC 3986).
_WEB = re.compile(
    r"https?://(?:[^\s/?#@<>\"]*@)?"
    r"(?:[^\s/?#@:<>\"\[\]]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s<>\"]*)?",
    re.IGNORECASE,
)


def is_web_address(text: str) -> bool:
    """Say whether a text is a whole address of the web.

    A name without a scheme (`www.example.com`) is none, nor is `n/a` or what a browser would run.
    """
    return _WEB.fullmatch(text) is not None
