"""Where in JSON text the value of a pointer stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from evmap.conversion.fieldmap import Path
from evmap.conversion.read.careful import Earlier
from evmap.conversion.read.skip import value_end

_BLANKS = re.compile(rb"[ \t\r\n,:]*")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,\]}]+")
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?$)|[\[\]{}]', re.DOTALL)


#: Look-ups in one text after which the places of members and entries are remembered.
FEW = 3


class Known:
    """What look-ups in one text found, so that many of them cost one pass each, not one per value.

    `members` and `entries`: start of an object or list -> places of its values.
    """

    __slots__ = ("asked", "entries", "members")

    def __init__(self) -> None:
        self.asked = 0
        self.members: dict[int, dict[str, int]] = {}
        self.entries: dict[int, list[int]] = {}


def find_value(text: bytes, path: Path, known: Known | None = None) -> int:
    """The byte where the value at `path` starts, or the deepest place on the way that exists.

    `text` is valid JSON; the last of several equal keys counts, as in parsing, but for a step that
    is :class:`Earlier`. `known` is kept by the caller from one look-up in a text to the next.
    """
    if known is not None:
        known.asked += 1
        if known.asked <= FEW:
            known = None
    place = _skip(text, 0)
    for step in path:
        found = _step(text, place, step, known)
        if found is None:
            return place
        place = found
    return place


def _step(text: bytes, place: int, step: str | int, known: Known | None) -> int | None:
    if known is None or isinstance(step, Earlier):
        return _member(text, place, step) if isinstance(step, str) else _entry(text, place, step)
    if isinstance(step, str):
        if place not in known.members:
            known.members[place] = dict(_members(text, place))
        return known.members[place].get(step)
    if place not in known.entries:
        known.entries[place] = list(_entries(text, place))
    entries = known.entries[place]
    return entries[step] if step < len(entries) else None


def _members(text: bytes, place: int) -> Iterator[tuple[str, int]]:
    """Keys of the object at `place`, and where their values start."""
    if text[place : place + 1] != b"{":
        return
    place = _skip(text, place + 1)
    while match := _STRING.match(text, place):
        value = _skip(text, match.end())
        yield _unescaped(match[0]), value
        place = _skip(text, _end(text, value))


def _entries(text: bytes, place: int) -> Iterator[int]:
    """Where the entries of the list at `place` start."""
    if text[place : place + 1] != b"[":
        return
    place = _skip(text, place + 1)
    while text[place : place + 1] not in (b"]", b""):
        yield place
        place = _skip(text, _end(text, place))


def _skip(text: bytes, place: int) -> int:
    match = _BLANKS.match(text, place)
    return match.end() if match else place


def _member(text: bytes, place: int, key: str) -> int | None:
    if text[place : place + 1] != b"{":
        return None
    wanted = key.encode(errors="surrogatepass")
    nth = key.number if isinstance(key, Earlier) else -1
    found: int | None = None
    number = 0
    place = _skip(text, place + 1)
    while match := _STRING.match(text, place):
        value = _skip(text, match.end())
        if match[0][1:-1] == wanted or (b"\\" in match[0] and _unescaped(match[0]) == str(key)):
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
