"""JSON text as it stands: where its values begin and end, without parsing them.

The text is JSON, or was found to be none already: then the places are as good as they can be. Every
pattern runs through a text once, whatever it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from evmap.conversion.diagnostics import Path, Step

#: A string; one that doesn't end runs to the end of the text.
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?$)'

#: A scalar, an empty list or object; a key, with its colon in the group.
_LEAF = re.compile(STRING + rb'(\s*:)?|\[\s*\]|\{\s*\}|[^\s,:\[\]{}"]+', re.DOTALL)
_STRUCTURE = re.compile(STRING + rb"|[\[\]{}]", re.DOTALL)
_STRING = re.compile(STRING, re.DOTALL)
_BLANKS = re.compile(rb"[ \t\r\n,:]*+")
_SCALAR = re.compile(rb"[^\s,\]}]+")

#: `value_end` where no value ends: the text ends too early, or no value starts there.
MORE_NEEDED, NO_VALUE = -1, -2

#: How msgspec says that a value ended, and where.
_FOLLOWS = "trailing characters"
_BYTE = re.compile(r"\(byte (\d+)\)")
_WHITE = b" \t\r\n"

_skip = msgspec.json.Decoder(msgspec.Raw).decode


def leaves(text: bytes) -> Iterator[tuple[int, int]]:
    """(first byte, the byte after it) of the scalars and empty lists and objects, in order."""
    return (match.span() for match in _LEAF.finditer(text) if not match[1])


def unescaped(literal: bytes) -> str:
    """The text of a string in JSON."""
    inner = literal[1:-1]
    if b"\\" not in inner:
        return inner.decode(errors="replace")
    try:
        return str(json.loads(literal))
    except ValueError:
        return inner.decode(errors="replace")


def places(text: bytes, paths: Iterable[Path]) -> dict[Path, int]:
    """The byte where the value at each path starts, or the deepest place on the way that exists.

    The last of several equal keys counts, as in parsing, but for a step that is (key, number).
    Whatever no path leads into is skipped, so one pass finds all.
    """
    wanted: dict[Step, Any] = {}
    found: dict[Path, int] = {}
    for path in paths:
        inner = wanted
        for step in path:
            inner = inner.setdefault(step, {})
        found[path] = -1
    _find(text, len(text) - len(text.lstrip()), wanted, (), found)
    return found


def place(text: bytes, path: Path) -> int:
    """The byte where the value at a path starts; see `places`."""
    return places(text, [path])[path]


def _find(
    text: bytes, at: int, wanted: dict[Step, Any], path: Path, found: dict[Path, int]
) -> None:
    """Note where the paths lead that begin with this one, whose value starts at a byte."""
    if path in found:
        found[path] = at
    first, inside = text[at : at + 1], dict[Step, int]()
    if wanted and first == b"{":
        inside = _members(text, at, wanted)
    elif wanted and first == b"[":
        inside = _items(text, at, wanted)
    for step, further in wanted.items():
        if step in inside:
            _find(text, inside[step], further, (*path, step), found)
        else:
            _note(at, further, (*path, step), found)


def _note(at: int, wanted: dict[Step, Any], path: Path, found: dict[Path, int]) -> None:
    """Note for paths that lead no further than to this place."""
    left = [(wanted, path)]
    while left:
        inner, here = left.pop()
        if here in found:
            found[here] = at
        left += [(further, (*here, step)) for step, further in inner.items()]


def _members(text: bytes, at: int, wanted: dict[Step, Any]) -> dict[Step, int]:
    found: dict[Step, int] = {}
    numbers: dict[str, int] = {}
    at = _blanks(text, at + 1)
    while match := _STRING.match(text, at):
        start = _blanks(text, match.end())
        key = unescaped(match[0])
        number = numbers[key] = numbers.get(key, -1) + 1
        if key in wanted:
            found[key] = start
        if (key, number) in wanted:
            found[key, number] = start
        at = _blanks(text, end_of(text, start))
    return found


def _items(text: bytes, at: int, wanted: dict[Step, Any]) -> dict[Step, int]:
    found: dict[Step, int] = {}
    last = max([step for step in wanted if isinstance(step, int)], default=-1)
    at = _blanks(text, at + 1)
    for index in range(last + 1):
        if text[at : at + 1] in (b"]", b""):
            break
        if index in wanted:
            found[index] = at
        at = _blanks(text, end_of(text, at))
    return found


def value_end(text: bytes, start: int) -> int:
    """The byte after the JSON value that starts at `start`, where more text follows it.

    msgspec skips one value and, where more text follows, names the byte at which it does. That is
    an order of magnitude faster than matching brackets in Python.

    MORE_NEEDED where the text ends with the value or inside it; NO_VALUE where none starts there.
    """
    try:
        _skip(memoryview(text)[start:])
    except msgspec.DecodeError as error:
        message = str(error)
        byte = _BYTE.search(message)
        if byte is None:  # "Input data was truncated"
            return MORE_NEEDED
        end = start + int(byte[1]) - 1  # msgspec counts from 1
        if _FOLLOWS not in message:
            # A number that is cut off is called invalid, at the last byte of the text.
            return MORE_NEEDED if end >= len(text) - 1 else NO_VALUE
        while text[end - 1] in _WHITE:
            end -= 1
        return end
    except RecursionError:
        return NO_VALUE
    return MORE_NEEDED


def end_of(text: bytes, start: int) -> int:
    """The byte after the value that starts at a byte."""
    first = text[start : start + 1]
    if first in (b"{", b"["):
        end = value_end(text, start)
        return end if end >= 0 else _end_by_brackets(text, start)
    match = (_STRING if first == b'"' else _SCALAR).match(text, start)
    return match.end() if match else len(text)


def _end_by_brackets(text: bytes, start: int) -> int:
    """The same for the last value of a text, and for what msgspec refuses (NaN, for one)."""
    depth = 0
    for token, _, end in structure(text, start):
        depth += 1 if token in b"[{" else -1
        if depth == 0:
            return end
    return len(text)


def structure(text: bytes, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """(bracket, its byte, the byte after it) of all brackets outside of strings."""
    for match in _STRUCTURE.finditer(text, start):
        token = text[match.start()]
        if token in b"[]{}":
            yield token, match.start(), match.end()


def without_strings(text: bytes) -> bytes:
    """The text without its strings."""
    return _STRING.sub(b"", text)


def _blanks(text: bytes, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at
