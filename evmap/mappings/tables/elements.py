"""The data elements: what v2 and v3 call the things on the ground."""

from __future__ import annotations

from evmap.mappings.marks import codes
from evmap.mappings.models import DataElement
from evmap.mappings.tables.table import Column, Table

ELEMENTS = Table(
    name="elements",
    title="Elements",
    noun="data element",
    nouns="data elements",
    caption="Data elements: what v2 and v3 call the things on the ground",
    lead="What each API calls the things on the ground. The id of a v3 location is v2's poolId.",
    hint="pool, stall, port",
    note_table=DataElement.note_table,
    template="mappings/elements.html",
    small=True,
    rows=lambda tables, _given: tables.elements,
    columns=(
        Column(name="data_element", at=1, head="Data element", css="wide", sort="data_element"),
        Column(
            name="v2_elements",
            kind=list[str],
            at=2,
            head="v2",
            css="tight",
            cell=lambda row: codes(row.v2_elements),
        ),
        Column(
            name="v3_element",
            example="EVSE",
            at=3,
            head="v3",
            css="tight",
            sort="v3_element",
            cell=lambda row: codes([row.v3_element]),
        ),
        Column(
            name="ocpi_definition",
            at=4,
            head="OCPI definition",
            css="wide",
            sort="ocpi_definition",
        ),
    ),
)
