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
        if self._starts is None:
            self._starts = [0]
            found = self._text.find(b"\n")
            while found >= 0:
                self._starts.append(found + 1)
                found = self._text.find(b"\n", found + 1)
        line = bisect_right(self._starts, place)
        start = self._starts[line - 1]
        return line, len(self._text[start:place].decode(errors="replace")) + 1


def file_places(file: BinaryIO, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Lines and columns of byte offsets in a UTF-8 file, in one pass and little memory."""
    found: dict[int, tuple[int, int]] = {}
    line, reached, line_start = 1, 0, 0
    for offset in sorted(offsets):
        file.seek(reached)
        while reached < offset:
            chunk = file.read(min(CHUNK, offset - reached))
            if not chunk:
                break
            line += chunk.count(b"\n")
            if b"\n" in chunk:
                line_start = reached + chunk.rindex(b"\n") + 1
            reached += len(chunk)
        found[offset] = (line, _column(file, line_start, offset))
    return found


def _column(file: BinaryIO, start: int, offset: int) -> int:
    """Characters from `start` to `offset`, and one."""
    file.seek(start)
    characters = 1
    while start < offset:
        chunk = file.read(min(CHUNK, offset - start))
        if not chunk:
            break
        # Every byte that doesn't continue a character begins one.
        characters += len(chunk) - len(chunk.translate(None, delete=BEGINNINGS))
        start += len(chunk)
    return characters
