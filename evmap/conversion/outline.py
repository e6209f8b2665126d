"""Which records have findings, by severity: those of a large input that one should look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evmap.conversion.codes import CATALOGUE, SEVERITIES

if TYPE_CHECKING:
    from evmap.conversion.location import Event
    from evmap.conversion.read.records import Record

_RANKS = {code: SEVERITIES.index(entry.severity) for code, entry in CATALOGUE.items()}

#: Numbers of findings: errors, warnings, notices.
Counts = tuple[int, int, int]


class Outline:
    """Counts the findings of each location, named by the byte where its first record begins.

    Losses that every value of a field meets are told by the ledger and don't count here.
    """

    def __init__(self) -> None:
        self.counts: dict[int, Counts] = {}

    def enter(self, records: Sequence[Record], events: Sequence[Sequence[Event]]) -> None:
        """Enter one location."""
        found = [0, 0, 0]
        for record, of_record in zip(records, events, strict=True):
            for code in _codes(record, of_record):
                found[_RANKS[code]] += 1
        self.counts[records[0].offset] = (found[0], found[1], found[2])


def _codes(record: Record, events: Iterable[Event]) -> Iterable[str]:
    for event in events:
        if event.code:
            yield event.code
    sifted = [record.sifted, *(part.sifted for part in record.parts)]
    for one in sifted:
        for aside in one.asides if one is not None else ():
            yield aside.code
