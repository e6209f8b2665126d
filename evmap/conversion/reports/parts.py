"""The parts that v2 values fall into: one for each fate, and those of which nothing is lost apart.

What is dropped or lossy may be said by another value, or tell of the request: then nothing is lost,
and nothing may look so. Bars and tables draw such a part beside its fate, without the colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from evmap.conversion.counts import FATES, LOSSES
from evmap.conversion.findings.buckets import is_spared
from evmap.conversion.reports.contract import LedgerLine, Report

#: What the name of such a part ends with.
_SPARED = "-spared"


def spared_part(fate: str) -> str:
    """The name of the part of a fate of which nothing is lost."""
    return fate + _SPARED


def part_of(fate: str, loss: str | None) -> str:
    """The part of a value with a fate and what is lost with it."""
    return spared_part(fate) if is_spared(fate, loss) else fate


#: All parts, in the order of the fates.
PARTS = tuple(
    name for fate in FATES for name in ((fate, spared_part(fate)) if fate in LOSSES else (fate,))
)


def fate_of(part: str) -> str:
    """The fate of a part."""
    return part.removesuffix(_SPARED)


def is_spared_part(part: str) -> bool:
    """Whether it is a part of which nothing is lost."""
    return part.endswith(_SPARED)


def parted(report: Report) -> Iterator[tuple[str, LedgerLine]]:
    """The lines of a ledger, each with its part; a line that has some of two comes twice."""
    spared: Counter[tuple[str, str | None]] = Counter()
    for finding in report.findings:
        if is_spared(finding.fate, finding.loss):
            spared[finding.pattern, finding.fate] += finding.occurrences
    for line in report.ledger:
        some = min(spared[line.pattern, line.fate], line.count)
        if some:
            yield spared_part(line.fate), msgspec.structs.replace(line, count=some)
        if line.count > some:
            yield line.fate, msgspec.structs.replace(line, count=line.count - some)


def counts_of(report: Report) -> dict[str, int]:
    """How many values each part has; in their order, without empty ones."""
    found: Counter[str] = Counter()
    for part, line in parted(report):
        found[part] += line.count
    return {part: found[part] for part in PARTS if found[part]}
