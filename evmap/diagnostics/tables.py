"""The table of findings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.conversion.codes import SEVERITIES, Entry
from evmap.conversion.examples import example
from evmap.mappings.marks import code_link
from evmap.mappings.tables.base import BaseTable, column

#: Columns of CSV and JSON, all of them attributes of an entry.
EXPORTED = ("code", "severity", "area", "title", "message", "explanation", "advice", "fields")


class Row:
    """An entry of the catalogue as tables want it: with a key, and a severity that sorts."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.key = self.code = entry.code
        self.severity = entry.severity
        self.gravity = SEVERITIES.index(entry.severity)
        self.area = entry.area
        self.title = entry.title
        self.url = reverse("diagnostics:finding", args=[entry.code])


class FindingTable(BaseTable):
    """Codes, severities, areas, titles."""

    caption = "Findings of the converter: code, severity, area and title"
    exported = {name: name for name in EXPORTED}

    code = column("Code", order=["code"], css="tight")
    severity = column("Severity", order=["gravity", "code"], css="tight")
    area = column("Area", order=["area", "code"], css="tight")
    title = column("Title", order=["title", "code"], css="wide")

    @classmethod
    def record(cls, row: Row) -> dict[str, Any]:
        """Return a finding as CSV and JSON give it."""
        return {name: getattr(row.entry, name) for name in EXPORTED}

    def render_code(self, record: Row) -> SafeString:
        """Return a link to the finding."""
        return code_link(record.url, record.code)

    def render_severity(self, value: str) -> SafeString:
        """Return the mark and its word."""
        return severity_mark(value)

    def render_title(self, record: Row) -> SafeString:
        """Return the title, and what the converter says in its example."""
        return format_html(
            '<div><strong>{}</strong><br><span class="soft">{}</span></div>',
            record.title,
            example(record.code).message,
        )


def severity_mark(severity: str) -> SafeString:
    """Return a severity as its mark and its word."""
    return format_html('<span class="severity-tag severity-{}">{}</span>', severity, severity)
