"""Where the values of JSON text stand: one pass, all values.

The text was read before, so it is JSON; what is not (an unreadable line of NDJSON) is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evmap.conversion.fieldmap import Path

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{},]|[^\s,:\[\]{}"]+', re.DOTALL)


@dataclass(slots=True)
class Value:
    """A scalar, or an empty list or object: its path, and its bytes in the text."""

    path: Path
    start: int
    end: int


@dataclass(slots=True)
class _Open:
    """A list or object whose end was not met yet."""

    start: int
    is_list: bool
    step: str | int
    empty: bool = True
    #: Inside an object, before a key.
    at_key: bool = True


class _Scan:
    """One pass over one or several JSON texts."""

    def __init__(self, text: bytes, start: int, stop: int, root: Path | None) -> None:
        self.text = text
        self.start = start
        self.stop = stop
        self.root = root
        self.index = -1
        self.open: list[_Open] = []

    def values(self, begin: int, end: int) -> Iterator[Value]:
        """Yield the values between two bytes, as far as they overlap the part asked for."""
        for match in _TOKEN.finditer(self.text, begin, end):
            at, after = match.span()
            if at >= self.stop:
                return
            token = self.text[at]
            if token == 0x2C:  # ,
                self._next()
            elif token in b"[{":
                self._begin()
                self.open.append(_Open(at, token == 0x5B, 0 if token == 0x5B else ""))
            elif token in b"]}":
                if self.open:
                    done = self.open.pop()
                    if done.empty and after > self.start:
                        yield Value(self._path(), done.start, after)
            elif self.open and not self.open[-1].is_list and self.open[-1].at_key:
                self._key(match[0])
            else:
                self._begin()
                if after > self.start:
                    yield Value(self._path(), at, after)

    def _begin(self) -> None:
        """Note that a value begins here."""
        if self.open:
            self.open[-1].empty = False
        else:
            self.index += 1

    def _next(self) -> None:
        if not self.open:
            return
        inner = self.open[-1]
        inner.at_key = True
        if isinstance(inner.step, int):
            inner.step += 1

    def _key(self, literal: bytes) -> None:
        inner = self.open[-1]
        inner.at_key = False
        inner.step = _unescaped(literal)

    def _path(self) -> Path:
        root = (self.index,) if self.root is None else self.root
        return (*root, *(one.step for one in self.open))


def values_between(text: bytes, start: int, stop: int) -> Iterator[Value]:
    """Yield the values of one JSON text that overlap the bytes from `start` to `stop`."""
    return _Scan(text, start, stop, ()).values(0, len(text))


def values_of_texts(text: bytes, start: int, stop: int) -> Iterator[Value]:
    """Yield the values of several JSON texts; paths begin with the index of the text."""
    return _Scan(text, start, stop, None).values(0, len(text))


def _unescaped(literal: bytes) -> str:
    inner = literal[1:-1]
    if b"\\" not in inner:
        return inner.decode(errors="replace")
    try:
        return str(json.loads(literal))
    except ValueError:
        return inner.decode(errors="replace")
