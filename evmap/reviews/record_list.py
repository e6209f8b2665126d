"""The list of a large input's records, for finding the one to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evmap.reviews.records import Record, Records

#: Records that the page lists.
MOST_LISTED = 50
#: Orders of the list: name in forms -> what the page calls it.
ORDERS = {"severity": "severity", "place": "place in the text", "name": "name"}

#: Numbers of findings: errors, warnings, notices.
Counts = tuple[int, int, int]

NOTHING: Counts = (0, 0, 0)


@dataclass(frozen=True)
class Line:
    """A record in the list, with its findings beyond what every record loses."""

    record: Record
    errors: int
    warnings: int
    notices: int


@dataclass(frozen=True)
class RecordList:
    """The records that were looked for, the first ones of them as lines; `all` counts all."""

    lines: list[Line]
    found: int
    all: int
    find: str
    order: str
    #: For the script of the page, of all records: number, title, pool, errors, warnings, notices.
    data: list[tuple[int, str, str, int, int, int]]

    @property
    def most(self) -> int:
        """Return how many records are listed at most."""
        return MOST_LISTED

    @property
    def left_out(self) -> int:
        """Return how many were found and have no line."""
        return self.found - len(self.lines)

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Return the orders to choose from: name, label, chosen."""
        return [(name, label, name == self.order) for name, label in ORDERS.items()]

    @classmethod
    def of(
        cls, records: Records, outline: Mapping[int, Counts], find: str, order: str
    ) -> RecordList:
        """Return the records whose name or id has the words of `find`, in an order of ORDERS."""
        order = order if order in ORDERS else "severity"
        words = find.casefold().split()
        found = [record for record in records.list if _has(record, words)]
        lines = [_line(record, outline) for record in _sorted(found, outline, order)[:MOST_LISTED]]
        data = [
            (one.number, one.title, one.pool if one.name else "", *_counts(one, outline))
            for one in records.list
        ]
        return cls(lines, len(found), len(records.list), find, order, data)


def worst_record(records: Records, outline: Mapping[int, Counts]) -> int:
    """Return the number of the record that most should be looked at."""
    return min(records.list, key=lambda record: _rank(record, outline)).number


def _has(record: Record, words: list[str]) -> bool:
    text = f"{record.title} {record.pool} #{record.number}".casefold()
    return all(word in text for word in words)


def _sorted(records: list[Record], outline: Mapping[int, Counts], order: str) -> list[Record]:
    if order == "place":
        return records
    if order == "name":
        return sorted(records, key=lambda record: record.title.casefold())
    return sorted(records, key=lambda record: _rank(record, outline))


def _rank(record: Record, outline: Mapping[int, Counts]) -> tuple[int, int, int, int]:
    errors, warnings, notices = _counts(record, outline)
    return -errors, -warnings, -notices, record.number


def _counts(record: Record, outline: Mapping[int, Counts]) -> Counts:
    if record.kind == "unreadable":
        return (1, 0, 0)
    return outline.get(record.pieces[0][0], NOTHING) if record.pieces else NOTHING


def _line(record: Record, outline: Mapping[int, Counts]) -> Line:
    return Line(record, *_counts(record, outline))
