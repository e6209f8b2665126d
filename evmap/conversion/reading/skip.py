"""Skipping a JSON value without parsing it.

msgspec skips one value and, where more text follows, names the byte at which it does. That is an
order of magnitude faster than matching brackets in Python.
"""

from __future__ import annotations

import msgspec

MORE_NEEDED = -1
NO_VALUE = -2

_FOLLOWS = "JSON is malformed: trailing characters (byte "
_BLANKS = b" \t\r\n"

_skip = msgspec.json.Decoder(msgspec.Raw).decode


def value_end(text: bytes, place: int) -> int:
    """The byte after the JSON value that starts at `place`, where more text follows it.

    MORE_NEEDED where the text ends with the value or inside it; NO_VALUE where none starts there.
    """
    try:
        _skip(memoryview(text)[place:])
    except msgspec.DecodeError as error:
        message = str(error)
        if message.startswith(_FOLLOWS):
            end = place + int(message[len(_FOLLOWS) : -1]) - 1  # msgspec counts from 1
            while text[end - 1] in _BLANKS:
                end -= 1
            return end
        return MORE_NEEDED if "truncated" in message else NO_VALUE
    except RecursionError:
        return NO_VALUE
    return MORE_NEEDED
