"""Every v2 field of a document by what became of its values: the ledger of a report as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from evmap.conversion.counts import FATES
from evmap.conversion.guide import Guide
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.mappings import ledger
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
    """All v2 fields with one fate."""

    fate: str
    count: int
    rows: list[FieldRow]
    left_out: int


def bar_of(report: Report, address: str) -> list[ledger.Part]:
    """Return the bar of all values; each fate leads to its fields."""
    counts = {fate: count for fate, count in report.summary.fates.items() if count}
    return ledger.parts(counts, {fate: f"{address}?fate={fate}" for fate in counts})


def fates_of(report: Report, guide: Guide, only: str = "") -> list[FateGroup]:
    """Return the ledger's lines by fate; `only`: those of one fate."""
    slugs = {row.path: row.slug for row in guide.fields}
    found = []
    for fate in FATES:
        lines = [line for line in report.ledger if line.fate == fate]
        if lines and only in ("", fate):
            found.append(_group(fate, lines, slugs))
    return found


def _group(fate: str, lines: Sequence[LedgerLine], slugs: dict[str, str]) -> FateGroup:
    rows = [_row(line, slugs) for line in lines[:MOST_ROWS]]
    count = sum(line.count for line in lines)
    return FateGroup(fate, count, rows, len(lines) - len(rows))


def _row(line: LedgerLine, slugs: dict[str, str]) -> FieldRow:
    slug = slugs.get(dotted(line.pattern), "")
    return FieldRow(
        line=line,
        path=path_of(line.pattern),
        v3=[path_of(pattern) for pattern in line.v3],
        url=reverse("mappings:field", args=[slug]) if slug else "",
    )
