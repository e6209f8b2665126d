"""Where in JSON text the value of a pointer stands."""

from __future__ import annotations

import json
import re

from evmap.conversion.diagnostics import Path, Step
from evmap.conversion.read.skip import value_end

_BLANKS = re.compile(rb"[ \t\r\n,:]*")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,\]}]+")
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?$)|[\[\]{}]', re.DOTALL)


def find_value(text: bytes, path: Path) -> int:
    """The byte where the value at `path` starts, or the deepest place on the way that exists.

    `text` is valid JSON; the last of several equal keys counts, as in parsing, but for a step that
    is (key, number).
    """
    place = _skip(text, 0)
    for step in path:
        found = _entry(text, place, step) if isinstance(step, int) else _member(text, place, step)
        if found is None:
            return place
        place = found
    return place


def _skip(text: bytes, place: int) -> int:
    match = _BLANKS.match(text, place)
    return match.end() if match else place


def _member(text: bytes, place: int, step: Step) -> int | None:
    if text[place : place + 1] != b"{":
        return None
    key, nth = step if isinstance(step, tuple) else (str(step), -1)
    wanted = key.encode(errors="surrogatepass")
    found: int | None = None
    number = 0
    place = _skip(text, place + 1)
    while match := _STRING.match(text, place):
        value = _skip(text, match.end())
        if match[0][1:-1] == wanted or (b"\\" in match[0] and _unescaped(match[0]) == key):
            found = value
            if number == nth:
                return found
            number += 1
        place = _skip(text, _end(text, value))
    return found


def _entry(text: bytes, place: int, index: int) -> int | None:
    if text[place : place + 1] != b"[":
        return None
    place = _skip(text, place + 1)
    for _ in range(index):
        if text[place : place + 1] in (b"]", b""):
            return None
        place = _skip(text, _end(text, place))
    return None if text[place : place + 1] in (b"]", b"") else place


def _end(text: bytes, place: int) -> int:
    """The byte after the value that starts at `place`."""
    first = text[place : place + 1]
    if first in (b"{", b"["):
        end = value_end(text, place)
        return end if end >= 0 else _end_by_brackets(text, place)
    scalar = (_STRING if first == b'"' else _SCALAR).match(text, place)
    return scalar.end() if scalar else len(text)


def _end_by_brackets(text: bytes, place: int) -> int:
    """The same for the last value of a text, and for what msgspec refuses (NaN, for one)."""
    depth = 0
    for match in _STRUCTURE.finditer(text, place):
        if match[0] in (b"{", b"["):
            depth += 1
        elif match[0] in (b"}", b"]"):
            depth -= 1
            if depth == 0:
                return match.end()
    return len(text)


def _unescaped(literal: bytes) -> str:
    return str(json.loads(literal))
