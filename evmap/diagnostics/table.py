"""The table of findings, from the converter's own catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Literal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.conversion.codes import AREAS, CATALOGUE, SEVERITIES, Entry
from evmap.conversion.examples import example
from evmap.lookup.index import matches
from evmap.lookup.text import queries
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables.table import Column, Table


def finding_url(entry: Entry) -> str:
    """Return the address of a finding's page."""
    return reverse("diagnostics:finding", args=[entry.code])


def severity_mark(severity: str) -> SafeString:
    """Return a severity as its mark and its word."""
    return format_html('<span class="severity-tag severity-{}">{}</span>', severity, severity)


def _title(entry: Entry) -> SafeString:
    """The title, and what the converter says in the example."""
    return format_html(
        '<div><strong>{}</strong><br><span class="soft">{}</span></div>',
        entry.title,
        example(entry.code).message,
    )


def _search(_tables: Snapshot, query: str, _table: str) -> set[str]:
    for words in queries(query):
        found = {entry.code for entry in CATALOGUE.values() if matches(_texts(entry), words)}
        if found:
            return found
    return set()


def _texts(entry: Entry) -> Iterable[str]:
    return (entry.code, entry.title, entry.message, entry.explanation, *entry.fields)


def _facet(name: str, values: Iterable[str], word: str = "") -> Facet:
    return Facet(
        name=name,
        title=name.capitalize(),
        word=word,
        options={value: value for value in values},
        values=lambda entry: (attrgetter(name)(entry),),
    )


FINDINGS = Table(
    name="findings",
    namespace="diagnostics",
    title="Finding codes",
    noun="finding",
    nouns="findings",
    caption="Findings of the converter: code, severity, area and title",
    lead=(
        "Every message that the converter may give about a value, with an example each. "
        "Pages, reports and the command line use the same words."
    ),
    hint="EV301, poolId, time zone, cable",
    template="diagnostics/findings.html",
    rows=lambda _tables, _given: tuple(CATALOGUE.values()),
    key=attrgetter("code"),
    search=_search,
    columns=(
        Column(
            name="code",
            example="EV301",
            at=1,
            head="Code",
            word="finding-code",
            css="tight",
            sort="code",
            cell=lambda entry: code_link(finding_url(entry), entry.code),
        ),
        Column(
            name="severity",
            kind=Literal["error", "warning", "notice"],
            at=2,
            head="Severity",
            word="severity",
            css="tight",
            sort="severity",
            by=lambda entry: SEVERITIES.index(entry.severity),
            cell=lambda entry: severity_mark(entry.severity),
        ),
        Column(name="area", at=3, head="Area", css="tight", sort="area"),
        Column(name="title", at=4, head="Title", css="wide", sort="title", cell=_title),
        Column(name="message", about="What happened; {0}, {1} stand for values."),
        Column(name="explanation"),
        Column(name="advice"),
        Column(
            name="fields",
            value=lambda entry: list(entry.fields),
            kind=list[str],
            about="Paths of the field map that it is about.",
        ),
    ),
    facets=(_facet("severity", SEVERITIES, "severity"), _facet("area", AREAS.values())),
)
