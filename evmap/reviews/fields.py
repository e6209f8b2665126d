"""Every v2 field of a document by what became of its values: the ledger of a report as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from evmap.conversion.guide import Guide
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.conversion.reports.parts import PARTS, counts_of, fate_of, parted
from evmap.conversion.shares import Share
from evmap.mappings.ledger import linked_shares
from evmap.reviews.places import dotted

#: Rows of one fate that a page shows. Counts always count all.
MOST_ROWS = 250


@dataclass(frozen=True)
class FateGroup:
    """All v2 fields with one fate; those of which nothing is lost are a group beside."""

    name: str
    count: int
    #: Each with the address of its row in the field map, if it has one.
    rows: list[tuple[LedgerLine, str]]
    left_out: int


def bar_of(report: Report, address: str) -> list[tuple[Share, str]]:
    """Return the bar of all values; each fate leads to its fields."""
    counts = counts_of(report)
    return linked_shares(counts, {name: f"{address}?fate={fate_of(name)}" for name in counts})


def fates_of(report: Report, guide: Guide, only: str = "") -> list[FateGroup]:
    """Return the ledger's lines by fate; `only`: those of one fate."""
    slugs = {row.path: row.slug for row in guide.fields}
    groups: dict[str, list[LedgerLine]] = {}
    for name, line in parted(report):
        if only in ("", line.fate):
            groups.setdefault(name, []).append(line)
    return [_group(name, groups[name], slugs) for name in PARTS if name in groups]


def _group(name: str, lines: Sequence[LedgerLine], slugs: dict[str, str]) -> FateGroup:
    rows = [(line, _page_of(line, slugs)) for line in lines[:MOST_ROWS]]
    count = sum(line.count for line in lines)
    return FateGroup(name, count, rows, len(lines) - len(rows))


def _page_of(line: LedgerLine, slugs: dict[str, str]) -> str:
    slug = slugs.get(dotted(line.pattern), "")
    return reverse("mappings:field", args=[slug]) if slug else ""
