"""JSONP: JSON as the argument of a call, as v2 sends it where a request names a callback."""

from __future__ import annotations

import re

#: What may stand before the bracket: a function, or a test that there is one.
_CALL = re.compile(rb"(?:typeof [\w$.]{1,99} === 'function' && )?[A-Za-z_$][\w$.]{0,99}")

#: The longest text before the bracket.
MOST = 400

_BLANKS = bytes(byte if byte in b"\r\n" else 0x20 for byte in range(256))


def without_call(text: bytes) -> bytes:
    """The JSON of a JSONP text, with blanks in place of the call: every byte keeps its place.

    Text that is no JSONP comes back as it is.
    """
    start = _past_comment(text)
    opening = text.find(b"(", start, start + MOST)
    if opening < 0 or _CALL.fullmatch(text[start:opening].rstrip()) is None:
        return text
    rest = text.rstrip().removesuffix(b";").rstrip()
    if not rest.endswith(b")"):
        return text
    head, tail = text[: opening + 1], text[len(rest) - 1 :]
    return head.translate(_BLANKS) + text[opening + 1 : len(rest) - 1] + tail.translate(_BLANKS)


def _past_comment(text: bytes) -> int:
    """Where the text begins behind blanks and one comment."""
    start = len(text) - len(text.lstrip())
    if text.startswith(b"/*", start):
        end = text.find(b"*/", start + 2, start + MOST)
        if end > 0:
            start = end + 2
            start += len(text[start:]) - len(text[start:].lstrip())
    return start
