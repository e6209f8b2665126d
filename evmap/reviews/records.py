"""The records of an input by location, with what is around them: a page shows one of them closely.

A small input is shown as a whole; then there is only one record to choose, which is everything.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import msgspec

from evmap.conversion import Limits
from evmap.conversion.read.split import BadRecord, Input, RawRecord, split

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


@dataclass(frozen=True)
class Group:
    """The records of one location, or one record that cannot be read."""

    pool: str
    name: str
    records: tuple[RawRecord | BadRecord, ...]


def groups_of(source: Input) -> list[Group]:
    """Return the records of an input by location, in their order; then the unreadable."""
    found: dict[str, tuple[_Head, list[RawRecord | BadRecord]]] = {}
    bad = []
    for index, record in enumerate(source.records):
        if isinstance(record, BadRecord):
            bad.append(Group("", "", (record,)))
            continue
        head = _head_of(record)
        joins = head.pool_id and record.answer == "station"
        key = f"pool {head.pool_id}" if joins else f"record {index}"
        found.setdefault(key, (head, []))[1].append(record)
    return [Group(h.pool_id, h.name, tuple(records)) for h, records in found.values()] + bad


def _head_of(record: RawRecord) -> _Head:
    try:
        return _head(record.raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Head()


@dataclass(frozen=True)
class Record:
    """One to choose: `number` from 1. kind: all, location, unreadable, or frame (around all)."""

    number: int
    kind: str
    pool: str
    name: str
    pieces: list[Piece]
    group: Group | None = None

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

    def __init__(self, text: bytes, limits: Limits, *, was_xml: bool = False) -> None:
        self.text = text
        #: The text is not the user's own: it is the JSON that stands for their XML.
        self.was_xml = was_xml
        source = split(text, limits)
        #: The text has one record a line, and so has the output.
        self.lines = source.ndjson
        #: What stands around the records.
        self.frames = source.frames
        self.groups = groups_of(source)
        self.whole = _is_small(text)
        self.list = [_everything(text)] if self.whole else list(self._records())
        self._index: list[tuple[int, int]] = []

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

    def _records(self) -> list[Record]:
        found = []
        for number, group in enumerate(self.groups, 1):
            bad = isinstance(group.records[0], BadRecord)
            kind = "unreadable" if bad else "location"
            pieces = [(one.offset, one.offset + len(one.raw)) for one in group.records]
            found.append(Record(number, kind, group.pool, group.name, pieces, group))
        around = _around(self.text, found)
        if any(frame.value for frame in self.frames) and around:
            found.append(Record(len(found) + 1, "frame", "", "", around))
        return found


def _is_small(text: bytes) -> bool:
    return len(text) <= WHOLE_BYTES and text.count(b",") <= WHOLE_VALUES


def _everything(text: bytes) -> Record:
    return Record(1, "all", "", "", [(0, len(text))])


def _around(text: bytes, records: list[Record]) -> list[Piece]:
    """The text between the records, without mere commas and blanks."""
    pieces, at = [], 0
    taken = sorted(piece for record in records for piece in record.pieces)
    for start, stop in [*taken, (len(text), len(text))]:
        if text[at:start].strip(b", \t\r\n"):
            pieces.append((at, start))
        at = stop
    return pieces[:MOST_PIECES]
