"""The plan as a table: page, CSV, JSON and Markdown."""

from __future__ import annotations

import re

from django.template.defaultfilters import date as written
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.conversion.options import TARGETS
from evmap.mappings.facets import Facet
from evmap.mappings.marks import breakable, mark
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables.table import Column, On, Table, flag
from evmap.plan.models import Decision
from evmap.plan.rows import KINDS, PlanRow, plan_rows

STATES = {state.value: state.label for state in Decision.State}
#: In the order of their heads on the page.
ORDER = list(STATES)


def address(key: str) -> str:
    """Return the address of a subject's page."""
    return reverse("plan:subject", args=[key])


def _by_number(row: PlanRow) -> list[str | int]:
    """What a subject is sorted by: connector/10 comes after connector/9."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", row.key)]


def _title(row: PlanRow) -> SafeString:
    return format_html(
        '<a href="{}">{}</a> <span class="soft small">{}</span>',
        *(address(row.key), breakable(row.subject.title), KINDS[row.subject.kind]),
    )


def _chosen(row: PlanRow) -> SafeString | str:
    if row.is_open:
        return format_html('<span class="soft">{}</span>', row.so_far)
    reason = row.decision.reason if row.decision else ""
    return format_html('<strong>{}</strong> <span class="soft">{}</span>', row.chosen, reason)


def _who(row: PlanRow) -> SafeString | str:
    made = row.decision
    if made is None or row.is_open:
        return ""
    day = written(made.changed_at, "Y-m-d")
    return format_html('{} <span class="soft small">{}</span>', made.author, day)


def _seen(row: PlanRow) -> SafeString | str:
    seen = row.seen
    if not seen.sources:
        return ""
    return format_html(
        '{} <span class="soft small">in {}, last {}</span>',
        f"{seen.occurrences:,}",
        f"{len(seen.sources)} source{'' if len(seen.sources) == 1 else 's'}",
        written(seen.last, "Y-m-d"),
    )


def _when(row: PlanRow) -> str:
    return row.decision.changed_at.isoformat() if row.decision else ""


def _found(_tables: Snapshot, text: str, _table: str) -> set[str]:
    """The keys of the rows in which all words of a text occur."""
    words = text.casefold().split()
    return {row.key for row in plan_rows() if all(word in _words(row) for word in words)}


def _words(row: PlanRow) -> str:
    made = row.decision
    texts = [row.key, row.subject.title, row.subject.question, row.chosen]
    texts += [made.reason, made.author] if made else []
    return " ".join(texts).casefold()


COLUMNS = (
    Column("subject", value="key", example="status/OFFLINE"),
    Column("kind", value="subject.kind", example="status"),
    Column("target", value="subject.target"),
    Column(
        "title",
        On(1, "What is to decide", "wide", "title", cell=_title, by=_by_number),
        "subject.title",
    ),
    Column(
        "state",
        On(2, "State", "tight", "state", cell=lambda row: mark(row.state_word),
           by=lambda row: ORDER.index(row.state)),
    ),
    Column("choice", On(3, "Choice, or what happens now", "wide", cell=_chosen)),
    Column("reason", value=lambda row: row.decision.reason if row.decision else ""),
    Column("by", On(4, "Who, when", "tight", cell=_who),
           lambda row: row.decision.author if row.decision else ""),
    Column("changed_at", value=_when),
    Column(
        "occurrences",
        On(5, "Seen", "tight", "seen", cell=_seen, by=lambda row: row.seen.occurrences),
        "seen.occurrences",
        kind=int,
    ),
    Column("sources", value=lambda row: list(row.seen.sources), kind=list[str]),
    Column("last_seen", value=lambda row: row.seen.last.isoformat() if row.seen.last else ""),
)  # fmt: skip

FACETS = (
    Facet("state", "State", STATES, lambda row: (row.state,), says="{}", word="not-in-our-data"),
    Facet("kind", "Kind", KINDS, lambda row: (row.subject.kind,), says="{}", word="subject"),
    Facet(
        "target",
        "Target",
        {"all": "every target", **{name: name for name in TARGETS}},
        lambda row: (row.subject.target or "all",),
        word="target",
    ),
    flag(
        "seen",
        "Seen",
        {"yes": "met in a report", "no": "not met so far"},
        lambda row: bool(row.seen.sources),
        "figures",
    ),
)

PLAN = Table(
    name="plan",
    title="Plan",
    noun="subject",
    nouns="subjects",
    caption="What HERE's guide leaves open, and what the team decided",
    lead=(
        "What HERE's guide leaves open, and what the team decided. Every conversion on the site "
        "obeys it; the file does the same for the command."
    ),
    hint="OFFLINE, connector 36, party_id",
    columns=COLUMNS,
    facets=FACETS,
    rows=lambda _tables, _given: plan_rows(),
    key=lambda row: str(row.key),
    search=_found,
    page_size=50,
    namespace="plan",
    template="plan/plan.html",
)
