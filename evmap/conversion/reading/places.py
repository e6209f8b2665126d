"""Byte places to lines and columns, for many places of one text."""

from __future__ import annotations

from bisect import bisect_right


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
