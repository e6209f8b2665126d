"""Several files in one review: each is converted by itself, one verdict tells of all.

One of them is shown in full; of the others only the report is kept, so that the memory that a
review needs grows with the largest file and not with their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from evmap.conversion import Conversion, Limits, Options, ReadError, TooLarge
from evmap.conversion.accept import Entry, accept_findings
from evmap.conversion.reports.contract import Report, make_report
from evmap.conversion.reports.merge import merge_reports
from evmap.reviews.payload import Payload
from evmap.reviews.service import Tables, convert_for_web, tables_for_web, web_limits
from evmap.reviews.turns import turn_for


@dataclass(frozen=True)
class FileLine:
    """One file of a review: its report, or why it has none. `number` counts from 1."""

    number: int
    payload: Payload
    report: Report | None
    error: ReadError | None = None


@dataclass(frozen=True)
class Files:
    """All files of a review. `conversion` and `report` are those of the file `shown`."""

    lines: list[FileLine]
    shown: FileLine
    conversion: Conversion
    report: Report
    tables: Tables
    #: What was accepted; the reports of all files have it.
    entries: Sequence[Entry] = ()

    def accepted(self, entries: Sequence[Entry]) -> Files:
        """Return the same with what was accepted marked in all reports."""
        lines = [
            replace(line, report=accept_findings(line.report, entries)) if line.report else line
            for line in self.lines
        ]
        shown = lines[self.lines.index(self.shown)]
        report = shown.report or self.report
        return replace(self, lines=lines, shown=shown, report=report, entries=entries)

    @property
    def many(self) -> bool:
        """Return whether there are several."""
        return len(self.lines) > 1

    def whole(self) -> Report:
        """Return one report on all files that could be read."""
        reports = [line.report for line in self.lines if line.report is not None]
        if len(reports) < 2:
            return self.report
        merged = merge_reports(reports)
        return accept_findings(merged, self.entries) if self.entries else merged


def convert_files(payloads: Sequence[Payload], chosen: Options, *, wanted: int = 1) -> Files:
    """Convert all files and show the `wanted` one (from 1), or else the first that can be read.

    Raise ReadError where none can be read; TooLarge where one or all together are too large.
    """
    limits = web_limits()
    tables = tables_for_web(chosen)
    lines: list[FileLine] = []
    shown: tuple[FileLine, Conversion, Report] | None = None
    for number, payload in enumerate(payloads, 1):
        with turn_for(payload.room):
            line, conversion = _convert(number, payload, tables, limits)
        lines.append(line)
        if conversion is not None and line.report is not None:
            limits = _less(limits, len(conversion.text))
            if shown is None or number == wanted:
                shown = line, conversion, line.report
    if shown is None:
        raise next(line.error for line in lines if line.error is not None)
    return Files(lines, *shown, tables)


def _convert(
    number: int, payload: Payload, tables: Tables, limits: Limits
) -> tuple[FileLine, Conversion | None]:
    try:
        conversion = convert_for_web(
            payload.data, name=payload.name, limits=limits, outline=True, tables=tables
        )
    except TooLarge:
        raise
    except ReadError as error:
        return FileLine(number, payload, None, error), None
    return FileLine(number, payload, make_report(conversion)), conversion


def _less(limits: Limits, used: int) -> Limits:
    """The limits for the next file: together, all stay within those of the site."""
    if limits.bytes is None:
        return limits
    return msgspec.structs.replace(limits, bytes=limits.bytes - used)
