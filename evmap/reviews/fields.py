"""Every v2 field of a document by what became of its values: the ledger of a report as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from django.urls import reverse
from django.utils.safestring import SafeString

from evmap.conversion.guide import Guide
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.mappings import ledger
from evmap.mappings.ledger import SPARED
from evmap.mappings.models.base import NO_LOSS, Fate
from evmap.reviews.places import dotted, path_of

#: Rows of one fate that a page shows. Counts always count all.
MOST_ROWS = 250


@dataclass(frozen=True)
class FieldRow:
    """A v2 field with one fate."""

    line: LedgerLine
    path: SafeString
    v3: list[SafeString]
    url: str


@dataclass(frozen=True)
class FateGroup:
    """All v2 fields with one fate; those that are dropped with nothing lost are a group beside."""

    name: str
    count: int
    rows: list[FieldRow]
    left_out: int

    @property
    def is_spared(self) -> bool:
        """Return whether nothing is lost although the fields are dropped."""
        return self.name == SPARED

    @property
    def fate(self) -> str:
        """Return the fate."""
        return ledger.fate_of(self.name)


def bar_of(report: Report, address: str) -> list[ledger.Part]:
    """Return the bar of all values; each fate leads to its fields."""
    counts: Counter[str] = Counter()
    for name, line in _lines(report):
        counts[name] += line.count
    return ledger.parts(counts, {name: f"{address}?fate={ledger.fate_of(name)}" for name in counts})


def fates_of(report: Report, guide: Guide, only: str = "") -> list[FateGroup]:
    """Return the ledger's lines by fate; `only`: those of one fate."""
    slugs = {row.path: row.slug for row in guide.fields}
    groups: dict[str, list[LedgerLine]] = {}
    for name, line in _lines(report):
        if only in ("", line.fate):
            groups.setdefault(name, []).append(line)
    return [_group(name, groups[name], slugs) for name in ledger.ORDER if name in groups]


def _lines(report: Report) -> Iterator[tuple[str, LedgerLine]]:
    """Yield the ledger's lines by fate. What is dropped is parted: its findings tell the loss."""
    spared: Counter[str] = Counter()
    for finding in report.findings:
        if finding.fate == Fate.DROPPED and finding.loss in NO_LOSS:
            spared[finding.pattern] += finding.occurrences
    for line in report.ledger:
        some = min(spared[line.pattern], line.count) if line.fate == Fate.DROPPED else 0
        if some:
            yield SPARED, msgspec.structs.replace(line, count=some)
        if line.count > some:
            yield line.fate, msgspec.structs.replace(line, count=line.count - some)


def _group(name: str, lines: Sequence[LedgerLine], slugs: dict[str, str]) -> FateGroup:
    rows = [_row(line, slugs) for line in lines[:MOST_ROWS]]
    count = sum(line.count for line in lines)
    return FateGroup(name, count, rows, len(lines) - len(rows))


def _row(line: LedgerLine, slugs: dict[str, str]) -> FieldRow:
    slug = slugs.get(dotted(line.pattern), "")
    return FieldRow(
        line=line,
        path=path_of(line.pattern),
        v3=[path_of(pattern) for pattern in line.v3],
        url=reverse("mappings:field", args=[slug]) if slug else "",
    )
