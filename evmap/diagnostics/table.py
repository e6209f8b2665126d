"""The table of findings, from the converter's own catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Literal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.catalogue import ALL, example
from evmap.conversion.codes import AREAS, DIRECTIONS, SEVERITIES, Entry
from evmap.lookup.index import matches
from evmap.lookup.text import queries
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables.table import Column, Group, On, Table


def finding_url(entry: Entry) -> str:
    """Return the address of a finding's page."""
    return reverse("diagnostics:finding", args=[entry.code])


def _code(entry: Entry) -> SafeString:
    return code_link(finding_url(entry), entry.code)


def _severity(entry: Entry) -> SafeString:
    """The severity as its mark and its word."""
    name = entry.severity
    return format_html('<span class="severity-tag severity-{}">{}</span>', name, name)


def _gravity(entry: Entry) -> int:
    return SEVERITIES.index(entry.severity)


def _title(entry: Entry) -> SafeString:
    """The title, and what the converter says in the example."""
    return format_html(
        '<div><strong>{}</strong><br><span class="soft">{}</span></div>',
        entry.title,
        example(entry.code).message,
    )


def _group(entry: Entry) -> Group:
    """What it is about, and whether it is told on the way back."""
    back = "" if entry.direction == DIRECTIONS["EV"] else ", on the way back"
    return Group(entry.area.capitalize() + back)


def _search(_tables: Snapshot, query: str, _table: str) -> set[str]:
    for words in queries(query):
        found = {entry.code for entry in ALL.values() if matches(_texts(entry), words)}
        if found:
            return found
    return set()


def _texts(entry: Entry) -> Iterable[str]:
    return (entry.code, entry.title, entry.message, entry.explanation, *entry.fields)


FINDINGS = Table(
    name="findings",
    namespace="diagnostics",
    title="Finding codes",
    noun="finding",
    nouns="findings",
    caption="Findings: code, severity, area and title",
    lead=(
        "Every message that evmap may give about a value, with an example each: those of a "
        "conversion (EV), and those of the way back from v3 to v2 (RV). "
        "Pages, reports and the command line use the same words."
    ),
    hint="EV301, poolId, time zone, cable",
    template="diagnostics/findings.html",
    rows=lambda _tables, _given: tuple(ALL.values()),
    key=attrgetter("code"),
    search=_search,
    group=_group,
    folds="closed",
    columns=(
        Column(
            "code",
            On(1, "Code", "tight", "code", "finding-code", cell=_code),
            example="EV301",
        ),
        Column(
            "severity",
            On(2, "Severity", "tight", "severity", "severity", cell=_severity, by=_gravity),
            kind=Literal["error", "warning", "notice"],
        ),
        Column("area", On(3, "Area", "in-heading", "area")),
        Column(
            "direction",
            kind=Literal["v2 to v3", "v3 to v2"],
            about="Which way a document goes when the finding is made.",
        ),
        Column("title", On(4, "Title", "wide", "title", cell=_title)),
        Column("message", about="What happened; {0}, {1} stand for values."),
        Column("explanation"),
        Column("advice"),
        Column(
            "fields",
            value=lambda entry: list(entry.fields),
            kind=list[str],
            about="Paths of the field map that it is about.",
        ),
    ),
    facets=(
        Facet(
            "severity",
            "Severity",
            {one: one for one in SEVERITIES},
            lambda entry: (entry.severity,),
            word="severity",
        ),
        Facet("area", "Area", {one: one for one in AREAS.values()}, lambda entry: (entry.area,)),
        Facet(
            "direction",
            "Direction",
            {one: one for one in DIRECTIONS.values()},
            lambda entry: (entry.direction,),
        ),
    ),
)
