"""The records of an input by location, with what is around them: a page shows one of them closely.

A small input is shown as a whole; then there is only one record to choose, which is everything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from evmap.conversion.convert import units_of
from evmap.conversion.converter import Unit
from evmap.conversion.read.split import BadRecord, RawRecord, split
from evmap.reviews.service import Tables

#: An input is shown as a whole up to so many bytes and (about) so many values.
WHOLE_BYTES = 48 * 1024
WHOLE_VALUES = 800
#: Pieces of text around the records that are shown; NDJSON with frames has many.
MOST_PIECES = 500

Piece = tuple[int, int]


class _Head(msgspec.Struct, rename="camel"):
    """What tells a record's pool, and its name."""

    pool_id: str = ""
    name: str = ""


_head = msgspec.json.Decoder(_Head).decode


def _head_of(record: RawRecord | BadRecord) -> _Head:
    try:
        return _head(record.raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Head()


@dataclass(frozen=True)
class Record:
    """One to choose: `number` from 1. kind: all, location, unreadable, or frame (around all).

    sources: the records of the location, or the one that cannot be read.
    """

    number: int
    kind: str
    pool: str
    name: str
    pieces: list[Piece]
    sources: tuple[RawRecord | BadRecord, ...] = ()

    @property
    def title(self) -> str:
        """Return what the list calls it."""
        if self.kind == "frame":
            return "Around the records"
        if self.kind == "unreadable":
            return "Not readable"
        return self.name or self.pool or f"Record {self.number}"


class Records:
    """All records of a UTF-8 text that was converted before. Raise ReadError for other text."""

    def __init__(self, text: bytes, tables: Tables, *, was_xml: bool = False) -> None:
        self.text = text
        #: The text is not the user's own: it is the JSON that stands for their XML.
        self.was_xml = was_xml
        source = split(text, tables.options.limits)
        #: The text has one record a line, and so has the output.
        self.lines = source.ndjson
        #: What stands around the records.
        self.frames = source.frames
        #: The records by location, as the converter joins them; then the unreadable.
        self.locations = _locations_of(units_of(source, tables.guide, tables.options))
        self.whole = len(text) <= WHOLE_BYTES and text.count(b",") <= WHOLE_VALUES
        everything = Record(1, "all", "", "", [(0, len(text))])
        self.list = [everything] if self.whole else self._with_frame()
        self._index: list[tuple[int, int]] = []

    @property
    def count(self) -> int:
        """Return how many there are, without what is around them."""
        return sum(record.kind != "frame" for record in self.list)

    def one(self, number: int) -> Record:
        """Return a record by its number; the nearest one where there is none."""
        return self.list[min(max(number, 1), len(self.list)) - 1]

    def at(self, byte: int) -> int:
        """Return the number of the record in which a byte stands."""
        if self.whole:
            return 1
        if not self._index:
            self._index = sorted(
                (start, record.number) for record in self.list for start, _ in record.pieces
            )
        return self._index[max(bisect_right(self._index, (byte, 1 << 62)) - 1, 0)][1]

    def _with_frame(self) -> list[Record]:
        around = _around(self.text, self.locations)
        if not around or not any(frame.value for frame in self.frames):
            return self.locations
        return [*self.locations, Record(len(self.locations) + 1, "frame", "", "", around)]


def _locations_of(units: Iterable[Unit]) -> list[Record]:
    return [
        _location(number, unit) for number, unit in enumerate(sorted(units, key=_is_unreadable), 1)
    ]


def _is_unreadable(unit: Unit) -> bool:
    return isinstance(unit[0], BadRecord)


def _location(number: int, unit: Unit) -> Record:
    is_unreadable = _is_unreadable(unit)
    head = _Head() if is_unreadable else _head_of(unit[0])
    return Record(
        number,
        "unreadable" if is_unreadable else "location",
        head.pool_id,
        head.name,
        [(one.offset, one.offset + len(one.raw)) for one in unit],
        tuple(unit),
    )


def _around(text: bytes, records: list[Record]) -> list[Piece]:
    """The text between the records, without mere commas and blanks."""
    pieces, at = [], 0
    taken = sorted(piece for record in records for piece in record.pieces)
    for start, stop in [*taken, (len(text), len(text))]:
        if text[at:start].strip(b", \t\r\n"):
            pieces.append((at, start))
        at = stop
    return pieces[:MOST_PIECES]
