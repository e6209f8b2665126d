"""The findings of a report as CSV (RFC 4180), one a row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from evmap.conversion.reports.cells import cell
from evmap.conversion.reports.contract import Example, FindingLine, Report
from evmap.conversion.reports.words import pattern_text, place, unreadable_of, why_accepted

COLUMNS = (
    "code",
    "severity",
    "fate",
    "title",
    "message",
    "pattern",
    "occurrences",
    "suggestion",
    "reference",
    "line",
    "column",
    "value",
    "places",
    "bucket",
    "loss",
)

_NOWHERE = Example("", None, None, None, None)


def render(report: Report, site: str) -> bytes:
    """The findings as CSV; line, column and value are those of the first place.

    With an accept file or a plan a last column says why a finding was accepted. Inputs that could
    not be read follow the findings; they have no code.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    accept = report.accept is not None or bool(report.plan)
    writer.writerow((*COLUMNS, "accepted") if accept else COLUMNS)
    for finding in report.findings:
        row = _row(finding, site)
        why = ": ".join(filter(None, why_accepted(finding)))
        writer.writerow(map(cell, (*row, why) if accept else row))
    for name, error in unreadable_of(report):
        row = _unreadable(name, error)
        writer.writerow(map(cell, (*row, "") if accept else row))
    return file.getvalue().encode()


def _row(finding: FindingLine, site: str) -> tuple[Any, ...]:
    first = finding.examples[0] if finding.examples else _NOWHERE
    return (
        finding.code,
        finding.severity,
        finding.fate,
        finding.title,
        finding.message,
        pattern_text(finding.pattern),
        finding.occurrences,
        finding.suggestion,
        site + finding.reference,
        first.line,
        first.column,
        first.value,
        [_place(example) for example in finding.examples],
        finding.bucket,
        finding.loss,
    )


def _unreadable(name: str, error: str) -> tuple[Any, ...]:
    title = "The input could not be read"
    return (
        "",
        "error",
        None,
        title,
        error,
        "",
        1,
        "",
        "",
        None,
        None,
        None,
        [name],
        "decide",
        None,
    )


def _place(example: Example) -> str:
    where = place(example)
    pointer = pattern_text(example.v2_pointer)
    return f"{pointer} ({where})" if where else pointer
