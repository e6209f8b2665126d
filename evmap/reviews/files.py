"""Several files in one review: each was converted by itself, one verdict tells of all.

One of them is shown in full; of the others only the report is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from evmap.conversion.findings.accept import Entry
from evmap.conversion.reports.contract import Report
from evmap.reviews.payload import Payload
from evmap.reviews.results import Result
from evmap.reviews.service import Tables


@dataclass(frozen=True)
class FileLine:
    """One file of a review: its report, or why it has none. `number` counts from 1."""

    number: int
    payload: Payload
    report: Report | None
    error: str | None = None


@dataclass(frozen=True)
class Files:
    """All files of a review. `conversion` and `report` are those of the file `shown`."""

    lines: list[FileLine]
    shown: FileLine
    conversion: Result
    report: Report
    tables: Tables
    #: What was accepted; the reports of all files have it.
    entries: Sequence[Entry] = ()

    @cached_property
    def written(self) -> set[str]:
        """Return the patterns below a location that the converted document has."""
        root = f"{self.conversion.root}/"
        return {line.pattern.removeprefix(root) for line in self.report.output}

    @property
    def many(self) -> bool:
        """Return whether there are several."""
        return len(self.lines) > 1

    @property
    def unreadable(self) -> int:
        """Return how many could not be read."""
        return sum(line.report is None for line in self.lines)
