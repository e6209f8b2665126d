"""Which findings a record has: its location converted by itself, as the close view does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.explain import explain
from evmap.conversion.findings import fill
from evmap.conversion.reports.contract import FindingLine
from evmap.reviews.records import Group, Records
from evmap.reviews.service import Tables
from evmap.reviews.verdict import Key, key_of

#: Records of a small input that can be filtered by; of a large one those chosen, and the one shown.
MOST_RECORDS = 25
#: Records that an address may choose.
MOST_CHOSEN = 5


@dataclass(frozen=True)
class InRecord:
    """A record by its number in the text, from 1: what it is called, and its findings."""

    number: str
    title: str
    findings: frozenset[Key]

    def has(self, line: FindingLine) -> bool:
        """Return whether a finding occurs in the record."""
        return key_of(line) in self.findings


def in_records(
    records: Records, shown: int, chosen: Iterable[str], tables: Tables
) -> list[InRecord]:
    """Return the records that a page can filter its findings by; none where there is only one."""
    groups = records.groups
    if len(groups) < 2:
        return []
    if records.whole and len(groups) <= MOST_RECORDS:
        numbers = list(range(1, len(groups) + 1))
    else:
        asked = [int(text) for text in chosen][:MOST_CHOSEN]
        numbers = sorted({number for number in (*asked, shown) if 0 < number <= len(groups)})
    return [_in_record(number, groups[number - 1], tables) for number in numbers]


def _in_record(number: int, group: Group, tables: Tables) -> InRecord:
    found = explain([group.records], [], tables.guide, tables.options).findings(
        tables.options.target
    )
    keys = frozenset(
        (code, pattern, fate, fill(CATALOGUE[code].message, args))
        for code, pattern, fate, args in found
    )
    return InRecord(str(number), group.name or group.pool, keys)
