"""A long text in parts of a size that a page can show, and where each line begins."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

#: A part ends at the last line end before this many bytes.
PART_BYTES = 64 * 1024
#: A part holds about so many values at most: every one of them is an element of the page.
PART_VALUES = 3000
#: Where a line is longer than a part, it is cut behind a comma near the end, if there is one.
CUT_WITHIN = 2048


@dataclass(frozen=True)
class Part:
    """One part: its number from 1, its bytes, its lines from 1."""

    number: int
    start: int
    stop: int
    first_line: int
    last_line: int

    @property
    def bytes(self) -> range:
        """Return its bytes."""
        return range(self.start, self.stop)


class Parts:
    """All parts of a UTF-8 text; every byte stands in exactly one."""

    def __init__(self, text: bytes, size: int = PART_BYTES) -> None:
        self.text = text
        self._starts = [0]
        while (stop := _cut(text, self._starts[-1], size)) < len(text):
            self._starts.append(stop)
        self._lines = [1]
        for start, stop in zip(self._starts, self._starts[1:], strict=False):
            self._lines.append(self._lines[-1] + text.count(b"\n", start, stop))

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def lines(self) -> int:
        """Return the number of lines of the whole text."""
        last = self._starts[-1]
        after = self.text.rstrip(b"\n")
        return self._lines[-1] + after.count(b"\n", last)

    def part(self, number: int) -> Part:
        """Return a part by its number; the nearest one where there is none."""
        index = min(max(number, 1), len(self)) - 1
        start = self._starts[index]
        stop = self._starts[index + 1] if index + 1 < len(self) else len(self.text)
        shown = self.text[start:stop].rstrip(b"\n")
        first = self._lines[index]
        return Part(index + 1, start, stop, first, first + shown.count(b"\n"))

    def number_at(self, place: int) -> int:
        """Return the number of the part in which a byte stands."""
        return bisect_right(self._starts, max(place, 0))


def _cut(text: bytes, start: int, size: int) -> int:
    """Return where the part that begins at `start` ends."""
    stop = min(start + size, len(text))
    if text.count(b",", start, stop) > PART_VALUES:
        stop = start + sum(map(len, text[start:stop].split(b",", PART_VALUES)[:-1])) + PART_VALUES
    if stop >= len(text):
        return stop
    line_end = text.rfind(b"\n", start, stop)
    if line_end >= 0:
        return line_end + 1
    comma = text.rfind(b",", max(start, stop - CUT_WITHIN), stop)
    if comma > start:
        return comma + 1
    while stop > start + 1 and text[stop] & 0xC0 == 0x80:  # inside a character
        stop -= 1
    return stop
