"""The v2 connector types, and the v3 standards that stand for them."""

from __future__ import annotations

from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link, fate_mark, links
from evmap.mappings.models import Connector, Standard
from evmap.mappings.models.base import Fate
from evmap.mappings.tables.table import Column, FateName, Group, Table, fate_facet, flag

CURRENTS = {"ac": "AC", "dc": "DC"}
GROUPS = {
    "current": Group("In use"),
    "deprecated": Group("Deprecated: HERE names no v3 standard", order=1),
    "not_used": Group("Not used", order=2),
}


def _standards(row: Connector) -> list[Standard]:
    return [one.standard for one in row.equivalences.all()]


def _standards_cell(row: Connector) -> SafeString:
    """Links to the standards; of a deprecated id to what evmap suggests instead."""
    suggested = links((address(one.standard), one.standard.code) for one in row.successors.all())
    if suggested:
        return format_html('<span class="soft small">evmap suggests</span> {}', suggested)
    return links((address(one), one.code) for one in _standards(row))


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
    columns=(
        Column(
            name="v2_id",
            kind=int,
            about="connectorType.id of v2.",
            example=36,
            at=1,
            head="v2 id",
            css="number",
            sort="v2_id",
            cell=lambda row: code_link(address(row), str(row.v2_id)),
        ),
        Column(name="v2_name", at=2, head="v2 name", css="wide", sort="v2_name"),
        Column(name="state", kind=Literal["current", "deprecated", "not_used"]),
        Column(
            name="fate",
            kind=FateName,
            at=3,
            head="Fate",
            word="fate",
            css="tight",
            sort="fate",
            by=lambda row: (row.fate, row.state),
            cell=lambda row: fate_mark(row.fate),
        ),
        Column(
            name="v3_standards",
            kind=list[str],
            example=["IEC_60309_2_THREE_16"],
            value=lambda row: [one.code for one in _standards(row)],
            at=4,
            head="v3 standard",
            css="tight",
            sort="standards",
            cell=_standards_cell,
        ),
        Column(
            name="more_information",
            at=5,
            head="More information",
            css="wide",
            sort="more_information",
        ),
        Column(name="reason", about="Why something is lost or must be chosen (evmap's words)."),
    ),
    facets=(
        fate_facet([Fate.CONVERTED, Fate.LOSSY, Fate.DROPPED]),
        Facet(
            name="state",
            title="State",
            options={state.value: state.label for state in Connector.State},
            values=lambda row: (row.state,),
            says="{}",
        ),
        Facet(
            name="power",
            title="Power",
            options=CURRENTS,
            values=lambda row: (one.current.lower() for one in _standards(row)),
        ),
        flag(
            "successor",
            "Suggested successors",
            {"yes": "with a suggestion", "no": "without a suggestion"},
            lambda row: bool(row.successors.all()),
            "suggested-successor",
        ),
    ),
)
