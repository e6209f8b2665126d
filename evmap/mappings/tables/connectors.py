"""The v2 connector types, and the v3 standards that stand for them."""

from __future__ import annotations

from operator import attrgetter
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link, fate_mark, links
from evmap.mappings.models import Connector, Standard
from evmap.mappings.tables.table import Column, FateName, Group, On, Table, fate_facet, flag

CURRENTS = {"ac": "AC", "dc": "DC"}
GROUPS = {
    "current": Group("In use"),
    "deprecated": Group("Deprecated: HERE names no v3 standard", order=1),
    "not_used": Group("Not used", order=2),
}
STATES = Literal["current", "deprecated", "not_used"]


def _standards(row: Connector) -> list[Standard]:
    return [one.standard for one in row.equivalences.all()]


def _id(row: Connector) -> SafeString:
    return code_link(address(row), str(row.v2_id))


def _fate(row: Connector) -> SafeString:
    return fate_mark(row.fate)


def _cell(row: Connector) -> SafeString:
    """Links to the standards; of a deprecated id to what evmap suggests instead."""
    suggested = links((address(one.standard), one.standard.code) for one in row.successors.all())
    if suggested:
        return format_html('<span class="soft small">evmap suggests</span> {}', suggested)
    return links((address(one), one.code) for one in _standards(row))


def _more(row: Connector) -> SafeString | str:
    """What the guide says besides; a narrow page leaves out what the name says already."""
    if row.more_information != row.v2_name:
        return row.more_information
    return format_html('<span class="again">{}</span>', row.more_information)


COLUMNS = (
    Column(
        "v2_id",
        On(1, "v2 id", "number", "v2_id", cell=_id),
        kind=int,
        about="connectorType.id of v2.",
        example=36,
    ),
    Column("v2_name", On(2, "v2 name", "wide", "v2_name")),
    Column("state", kind=STATES),
    Column(
        "fate",
        On(3, "Fate", "tight", "fate", "fate", cell=_fate, by=attrgetter("fate", "state")),
        kind=FateName,
    ),
    Column(
        "v3_standards",
        On(4, "v3 standard", "tight", "standards", cell=_cell),
        lambda row: [one.code for one in _standards(row)],
        kind=list[str],
        example=["IEC_60309_2_THREE_16"],
    ),
    Column(
        "more_information",
        On(
            5,
            "More information",
            "wide",
            "more_information",
            cell=_more,
            by=attrgetter("more_information"),
        ),
    ),
    Column("reason", about="Why something is lost or must be chosen (evmap's words)."),
)
FACETS = (
    fate_facet(["converted", "lossy", "dropped"], attrgetter("fate")),
    Facet(
        "state",
        "State",
        {state.value: state.label for state in Connector.State},
        lambda row: (row.state,),
        says="{}",
    ),
    Facet("power", "Power", CURRENTS, lambda row: (one.current.lower() for one in _standards(row))),
    flag(
        "successor",
        "Suggested successors",
        {"yes": "with a suggestion", "no": "without a suggestion"},
        lambda row: bool(row.successors.all()),
        "suggested-successor",
    ),
)

CONNECTORS = Table(
    name="connectors",
    title="Connectors",
    noun="v2 connector type",
    nouns="v2 connector types",
    caption="v2 connector types and the v3 standards that stand for them",
    lead=(
        "v2 names a connector type by a number, v3 by a standard. "
        "The rows are those of HERE's migration guide, word for word."
    ),
    hint="36, CCS2, Mennekes, NEMA 14-50",
    note_table=Connector.note_table,
    rows=lambda tables, _given: tables.connectors,
    group=lambda row: GROUPS[row.state],
    folds="open",
    columns=COLUMNS,
    facets=FACETS,
)
