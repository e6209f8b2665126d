"""Byte places to lines and columns, for many places of one text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import BinaryIO

CHUNK = 1 << 20

#: Bytes that begin a character in UTF-8.
BEGINNINGS = bytes(byte for byte in range(256) if byte & 0xC0 != 0x80)


class Places:
    """Lines and columns of a UTF-8 text; line starts are looked up once."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def line_and_column(self, place: int) -> tuple[int, int]:
        """Line and column (in characters) of byte `place`, counting from 1."""
        line = self.line(place)
        start = self._line_starts()[line - 1]
        return line, len(self._text[start:place].decode(errors="replace")) + 1

    def line(self, place: int) -> int:
        """The line of byte `place`, at no cost for a long line."""
        return bisect_right(self._line_starts(), place)

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0]
            found = self._text.find(b"\n")
            while found >= 0:
                self._starts.append(found + 1)
                found = self._text.find(b"\n", found + 1)
        return self._starts


def file_places(file: BinaryIO, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Lines and columns of byte offsets in a UTF-8 file, in one pass and little memory."""
    found: dict[int, tuple[int, int]] = {}
    line, column, reached = 1, 1, 0
    file.seek(0)
    for offset in sorted(offsets):
        while reached < offset:
            chunk = file.read(min(CHUNK, offset - reached))
            if not chunk:
                break
            reached += len(chunk)
            lines = chunk.count(b"\n")
            if lines:
                line, column = line + lines, 1
                chunk = chunk[chunk.rindex(b"\n") + 1 :]
            # Every byte that doesn't continue a character begins one.
            column += len(chunk) - len(chunk.translate(None, delete=BEGINNINGS))
        found[offset] = (line, column)
    return found
