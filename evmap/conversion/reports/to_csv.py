"""The findings of a report as CSV (RFC 4180), one a row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec

from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.reports.cells import cell
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.words import pattern_text, place, unreadable_of, why_accepted

COLUMNS = (
    *("code", "severity", "fate", "title", "message", "pattern", "occurrences", "suggestion"),
    *("reference", "line", "column", "value", "places", "bucket", "loss"),
)


def render(report: Report, site: str) -> bytes:
    """The findings as CSV; line, column and value are those of the first place.

    With `summary.accepted` a last column says why a finding was accepted. Inputs that could not be
    read follow the findings; they have no code.
    """
    file = io.StringIO()
    columns = (*COLUMNS, "accepted") if report.summary.accepted else COLUMNS
    writer = csv.writer(file)
    writer.writerow(columns)
    rows = [_row(finding, site) for finding in report.findings]
    rows += [_unreadable(name, error) for name, error in unreadable_of(report)]
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return file.getvalue().encode()


def _row(finding: FindingLine, site: str) -> dict[str, Any]:
    first = msgspec.structs.asdict(finding.examples[0]) if finding.examples else {}
    return {
        **msgspec.structs.asdict(finding),
        **first,
        "pattern": pattern_text(finding.pattern),
        "reference": site + finding.reference,
        "places": [_place(example) for example in finding.examples],
        "accepted": ": ".join(filter(None, why_accepted(finding))),
    }


def _unreadable(name: str, error: str) -> dict[str, Any]:
    return {
        "severity": "error",
        "title": "The input could not be read",
        "message": error,
        "occurrences": 1,
        "places": [name],
        "bucket": "decide",
    }


def _place(example: Example) -> str:
    where = place(example)
    pointer = pattern_text(example.v2_pointer)
    return f"{pointer} ({where})" if where else pointer
