"""Text in rows for reading: a row is a line, or a piece of a line that is too long to read.

Nothing is added to the text and nothing left out: the rows put together are the text. A long line
(answers come without line ends) is cut where JSON allows line ends, and each piece knows how deep
it stands, so that the page can indent it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Lines of more bytes than this are cut.
LONG = 240
#: No row has more bytes: a single value may be as long as the text.
MOST_BYTES = 32 * 1024
#: Rows are indented by up to so many levels.
DEEPEST = 12

#: Strings as a whole, empty containers as a whole, and what a cut may stand beside.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|\[\s*\]|\{\s*\}|[\[\]{},]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its bytes, its line, its column (0: the line from its start), how deep it stands."""

    start: int
    stop: int
    line: int
    column: int
    depth: int

    @property
    def label(self) -> str:
        """Return line, and column where the line is cut."""
        return f"{self.line}:{self.column}" if self.column else str(self.line)

    @property
    def anchor(self) -> str:
        """Return what names the row in addresses."""
        return f"{self.line}-{self.column}" if self.column else str(self.line)


class Rows:
    """The rows of some pieces of a text."""

    def __init__(self, text: bytes, pieces: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.rows = [row for start, stop in pieces for row in _rows_of(text, start, stop)]
        self._starts = [row.start for row in self.rows]

    def index_at(self, byte: int) -> int:
        """Return the place in the list of the row in which a byte stands, or of the first."""
        return max(bisect_right(self._starts, byte) - 1, 0)


def _rows_of(text: bytes, start: int, stop: int) -> Iterator[Row]:
    line = text.count(b"\n", 0, start) + 1
    begin = start
    while begin < stop:
        found = text.find(b"\n", begin, stop)
        end = stop if found < 0 else found
        line_start = text.rfind(b"\n", 0, begin) + 1
        if end - begin > LONG:
            yield from _cut(text, begin, end, line, line_start)
        else:
            # A record that begins inside of a long line stands in the middle of it.
            column = begin - line_start + 1 if begin - line_start > LONG else 0
            yield Row(begin, end, line, column, 0)
        begin, line = end + 1, line + 1


def _cut(text: bytes, begin: int, end: int, line: int, line_start: int) -> Iterator[Row]:
    """A long line in pieces."""
    depth, row_depth, at = 0, 0, begin
    for place, change in _cuts(text, begin, end):
        if place > at and text[at:place].strip():
            yield from _hard(text, Row(at, place, line, at - line_start + 1, row_depth))
            at = place
        depth = max(depth + change, 0)
        row_depth = min(depth, DEEPEST)
    if at < end:
        yield from _hard(text, Row(at, end, line, at - line_start + 1, row_depth))


def _cuts(text: bytes, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a line may be cut, and by how much it is deeper from there."""
    for match in _TOKEN.finditer(text, begin, end):
        token = match[0]
        if token == b",":
            yield match.end(), 0
        elif token in (b"{", b"["):
            yield match.end(), 1
        elif token in (b"}", b"]"):
            yield match.start(), -1


def _hard(text: bytes, row: Row) -> Iterator[Row]:
    """A row in pieces of bearable length, cut between characters."""
    at = row.start
    while row.stop - at > MOST_BYTES:
        stop = at + MOST_BYTES
        while stop > at + 1 and text[stop] & 0xC0 == 0x80:
            stop -= 1
        yield Row(at, stop, row.line, row.column + at - row.start, row.depth)
        at = stop
    yield Row(at, row.stop, row.line, row.column + at - row.start, row.depth)
