"""The v3 connector standards, and the v2 ids that become them."""

from __future__ import annotations

from operator import attrgetter
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evmap.mappings.addresses import address
from evmap.mappings.facets import Facet
from evmap.mappings.marks import code_link, codes, links, mark
from evmap.mappings.models import Connector, Standard
from evmap.mappings.tables.connectors import CURRENTS
from evmap.mappings.tables.table import Column, On, Table

SAME = format_html('<span class="soft">{}</span>', "same")
SHOWN_OCPI = "OCPI 2.2.1 and 2.3.0"
#: Systems that spell standards: value in the address, label, and attribute of a standard.
SYSTEMS = (
    ("here-v3", "HERE v3", "here_v3"),
    ("ocpi-2.1.1", "OCPI 2.1.1", "ocpi_2_1_1"),
    ("ocpi-2.2.1", "OCPI 2.2.1", "ocpi_2_2_1"),
    ("ocpi-2.3.0", "OCPI 2.3.0", "ocpi_2_3_0"),
)


def _connectors(row: Standard) -> list[Connector]:
    return [one.connector for one in row.equivalences.all()]


def _code(row: Standard) -> SafeString:
    return code_link(address(row), row.code)


def _ids(row: Standard) -> SafeString:
    return links((address(one), str(one.v2_id)) for one in _connectors(row))


def _here_v3(row: Standard) -> SafeString | str:
    return _spelling(row.here_v3, row.code)


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


COLUMNS = (
    Column(
        "standard",
        On(1, "v3 standard", "tight", "code", cell=_code),
        "code",
        example="SAE_J3400",
    ),
    Column("description", On(2, "Description", "wide", "description")),
    Column("common_name"),
    Column(
        "current",
        On(3, "Power", "tight", "current", by=attrgetter("current", "code")),
        kind=Literal["AC", "DC", ""],
        about="Empty where it carries both or none.",
    ),
    Column(
        "v2_ids",
        On(4, "v2 id", "number", "v2_ids", cell=_ids),
        lambda row: [one.v2_id for one in _connectors(row)],
        kind=list[int],
    ),
    Column(
        "here_v3",
        On(5, "HERE v3", "tight", "here_v3", cell=_here_v3, by=attrgetter("here_v3", "code")),
        about="Spelling of HERE v3; empty where it has no such value.",
    ),
    Column("here_v3_since"),
    Column("ocpi_2_1_1"),
    Column("ocpi_2_2_1"),
    Column("ocpi_2_3_0"),
    Column(
        "ocpi",
        On(6, SHOWN_OCPI, "tight", "ocpi", cell=_ocpi, by=attrgetter("ocpi_2_3_0", "code")),
        kind=None,
    ),
)

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
    columns=COLUMNS,
    facets=(
        Facet(
            "power",
            "Power",
            {**CURRENTS, "open": "not said"},
            lambda row: (row.current.lower() or "open",),
        ),
        Facet(
            "where",
            "Has the value",
            {**{value: label for value, label, _ in SYSTEMS}, "none": "none of these"},
            _where,
            says="in {}",
        ),
    ),
)
