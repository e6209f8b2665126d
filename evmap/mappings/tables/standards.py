"""The v3 connector standards, and the v2 ids that become them."""

from __future__ import annotations

from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link, codes, links, mark
from evmap.mappings.models import Standard
from evmap.mappings.tables.connectors import CURRENTS
from evmap.mappings.tables.table import Column, Table

SAME = format_html('<span class="soft">{}</span>', "same")
EMPTY = "empty where it has no such value."
#: Systems that spell standards: value in the address, label, and attribute of a standard.
SYSTEMS = (
    ("here-v3", "HERE v3", "here_v3"),
    ("ocpi-2.1.1", "OCPI 2.1.1", "ocpi_2_1_1"),
    ("ocpi-2.2.1", "OCPI 2.2.1", "ocpi_2_2_1"),
    ("ocpi-2.3.0", "OCPI 2.3.0", "ocpi_2_3_0"),
)


def _spelling(spelling: str, code: str) -> SafeString | str:
    if not spelling:
        return mark("none")
    return SAME if spelling == code else codes([spelling])


def _ocpi(row: Standard) -> SafeString | str:
    """The spelling in OCPI, with the version where one lacks it."""
    if row.ocpi_2_2_1 == row.ocpi_2_3_0:
        return _spelling(row.ocpi_2_3_0, row.code)
    version = "2.3.0" if row.ocpi_2_3_0 else "2.2.1"
    spelling = _spelling(row.ocpi_2_3_0 or row.ocpi_2_2_1, row.code)
    return format_html("{} {}", spelling, mark(f"only {version}"))


def _where(row: Standard) -> list[str]:
    return [value for value, _label, name in SYSTEMS if getattr(row, name)] or ["none"]


STANDARDS = Table(
    name="standards",
    title="Standards",
    noun="v3 connector standard",
    nouns="v3 connector standards",
    caption="v3 connector standards, the v2 ids that become them, and their spellings",
    lead=(
        "The connector standards of v3, each with the v2 id that becomes it "
        "and its spelling in HERE's v3 API and in OCPI."
    ),
    hint="SAE_J3400, Type 2, three_32",
    note_table=Standard.note_table,
    rows=lambda tables, _given: tables.standards,
    columns=(
        Column(
            name="standard",
            value="code",
            example="SAE_J3400",
            at=1,
            head="v3 standard",
            css="tight",
            sort="code",
            cell=lambda row: code_link(address(row), row.code),
        ),
        Column(name="description", at=2, head="Description", css="wide", sort="description"),
        Column(name="common_name"),
        Column(
            name="current",
            kind=Literal["AC", "DC", ""],
            about="Empty where it carries both or none.",
            at=3,
            head="Power",
            css="tight",
            sort="current",
            by=lambda row: (row.current, row.code),
        ),
        Column(
            name="v2_ids",
            kind=list[int],
            value=lambda row: [one.connector.v2_id for one in row.equivalences.all()],
            at=4,
            head="v2 id",
            css="number",
            sort="v2_ids",
            cell=lambda row: links(
                (address(one.connector), str(one.connector.v2_id)) for one in row.equivalences.all()
            ),
        ),
        Column(
            name="here_v3",
            about=f"Spelling of HERE v3; {EMPTY}",
            at=5,
            head="HERE v3",
            css="tight",
            sort="here_v3",
            by=lambda row: (row.here_v3, row.code),
            cell=lambda row: _spelling(row.here_v3, row.code),
        ),
        Column(name="here_v3_since"),
        Column(name="ocpi_2_1_1"),
        Column(name="ocpi_2_2_1"),
        Column(name="ocpi_2_3_0"),
        Column(
            name="ocpi",
            in_data=False,
            at=6,
            head="OCPI 2.2.1 and 2.3.0",
            css="tight",
            sort="ocpi",
            by=lambda row: (row.ocpi_2_3_0, row.code),
            cell=_ocpi,
        ),
    ),
    facets=(
        Facet(
            name="power",
            title="Power",
            options={**CURRENTS, "open": "not said"},
            values=lambda row: (row.current.lower() or "open",),
        ),
        Facet(
            name="where",
            title="Has the value",
            options={**{value: label for value, label, _ in SYSTEMS}, "none": "none of these"},
            values=_where,
            says="in {}",
        ),
    ),
)
