"""Byte places to lines and columns, for one or many places of a text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import BinaryIO

CHUNK = 1 << 20

#: Bytes of a text whose lines and characters are counted at once.
BLOCK = 1 << 14

#: Bytes that begin a character in UTF-8.
BEGINNINGS = bytes(byte for byte in range(256) if byte & 0xC0 != 0x80)


def line_and_column(text: bytes, place: int) -> tuple[int, int]:
    """Line and column of byte `place` in UTF-8 text, counting characters from 1."""
    start = text.rfind(b"\n", 0, place) + 1
    return (
        text.count(b"\n", 0, place) + 1,
        len(text[start:place].decode(errors="replace")) + 1,
    )


class Places:
    """Lines and columns of a UTF-8 text.

    What is before each block of the text is kept, and nothing of each line: a text may be one line,
    or nothing but line ends.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._blocks: _Blocks | None = None

    def line_and_column(self, place: int) -> tuple[int, int]:
        """Line and column (in characters) of byte `place`, counting from 1."""
        block = place // BLOCK * BLOCK
        start = self._text.rfind(b"\n", block, place) + 1 or self._known().starts[place // BLOCK]
        return self.line(place), self._characters_before(place) - self._characters_before(start) + 1

    def line(self, place: int) -> int:
        """The line of byte `place`, at no cost for a long line."""
        block = place // BLOCK
        return self._known().lines[block] + self._text.count(b"\n", block * BLOCK, place) + 1

    def _characters_before(self, place: int) -> int:
        block = place // BLOCK
        return self._known().characters[block] + _characters(self._text[block * BLOCK : place])

    def _known(self) -> _Blocks:
        if self._blocks is None:
            self._blocks = _Blocks(self._text)
        return self._blocks


class _Blocks:
    """For each block of a text: lines and characters before it, and where its first line starts."""

    def __init__(self, text: bytes) -> None:
        self.lines = array("q", [0])
        self.characters = array("q", [0])
        self.starts = array("q", [0])
        for start in range(0, len(text), BLOCK):
            block = text[start : start + BLOCK]
            last = block.rfind(b"\n")
            self.lines.append(self.lines[-1] + block.count(b"\n"))
            self.characters.append(self.characters[-1] + _characters(block))
            self.starts.append(start + last + 1 if last >= 0 else self.starts[-1])


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
            column += _characters(chunk)
        found[offset] = (line, column)
    return found


def _characters(text: bytes) -> int:
    """The number of characters: every byte that doesn't continue one begins one."""
    return len(text) - len(text.translate(None, delete=BEGINNINGS))
