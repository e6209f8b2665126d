"""Half a character in JSON text: `\\ud83d` without its second half, which UTF-8 can't hold."""

from __future__ import annotations

import re

from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.places import line_and_column

_ESCAPED = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


def half_a_character(text: bytes) -> ReadError:
    """Return the error of a JSON text that holds one half of a surrogate pair, with its place."""
    place, high = len(text), None
    for match in _ESCAPED.finditer(text):
        code = int(match[1], 16) if match[1] else 0
        follows = high is not None and match.start() == high.end()
        if 0xDC00 <= code < 0xE000 and follows:
            high = None
            continue
        if high is not None or 0xDC00 <= code < 0xE000:
            place = (high or match).start()
            break
        high = match if 0xD800 <= code < 0xDC00 else None
    else:
        place = high.start() if high is not None else place
    return ReadError(
        "There is half a character: \\ud800 to \\udfff stand in pairs.",
        "Write the whole character, or leave it out.",
        *line_and_column(text, place),
    )
