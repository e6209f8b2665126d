"""The data elements: what v2 and v3 call the things on the ground."""

from __future__ import annotations

from evmap.mappings.marks import codes
from evmap.mappings.models import DataElement
from evmap.mappings.tables.table import Column, On, Table

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
        Column("data_element", On(1, "Data element", "wide", "data_element")),
        Column(
            "v2_elements",
            On(2, "v2", "tight", cell=lambda row: codes(row.v2_elements)),
            kind=list[str],
        ),
        Column(
            "v3_element",
            On(3, "v3", "tight", "v3_element", cell=lambda row: codes([row.v3_element])),
            example="EVSE",
        ),
        Column("ocpi_definition", On(4, "OCPI definition", "wide", "ocpi_definition")),
    ),
)
