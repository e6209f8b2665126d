"""The tables as lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from evmap.api.links import of_row
from evmap.api.listing import Searched, listed, parameters
from evmap.api.schemas import tables as schemas
from evmap.api.schemas.common import Listed
from evmap.conversion.codes import Entry
from evmap.diagnostics.table import FINDINGS, finding_url
from evmap.mappings.addresses import api_address
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES, Table
from evmap.mappings.tables.fields import FieldRow
from evmap.mappings.tables.statuses import PairRow

Answer = dict[str, Any]
Links = Callable[[Any], dict[str, str]]

router = Router()


def pair_links(row: PairRow) -> dict[str, str]:
    """Return the addresses of a pair: of its sides, and of its page."""
    return {
        "v2_url": api_address("v2-status", row.pair.v2.code),
        "v3_url": api_address("v3-status", row.pair.v3.code),
        "page": of_row(row.pair)["page"],
    }


def _field_links(row: FieldRow) -> dict[str, str]:
    return {**of_row(row.field), "slug": row.field.slug}


def finding_links(entry: Entry) -> dict[str, str]:
    """Return the addresses of a finding, which is no row of the database."""
    return {"url": api_address("finding", entry.code), "page": finding_url(entry)}


def _add_list(table: Table, item: type[Schema], about: str, links: Links = of_row) -> None:
    """Add the address of a table's list. links: gives what its rows link to."""

    def list_rows(request: HttpRequest, part: Query[Searched]) -> Answer:
        return listed(request, table, part, links)

    name = table.name.capitalize()
    router.get(
        f"/{table.name}",
        response=Listed.__class_getitem__(item),
        operation_id=f"list{name}",
        summary=f"List {table.nouns}",
        description=about,
        tags=[name],
        openapi_extra=parameters(table),
    )(list_rows)


_add_list(
    CONNECTORS,
    schemas.ConnectorItem,
    "The rows of HERE's migration guide, and the v3 standards that stand for them.",
)
_add_list(
    STANDARDS,
    schemas.StandardItem,
    "The standards of v3, the v2 ids that become them, and their spellings on the wire.",
)
_add_list(
    STATUSES,
    schemas.StatusItem,
    "Pairs of v2 and v3 statuses; of several candidates the preferred one is marked.",
    pair_links,
)
_add_list(ELEMENTS, schemas.ElementItem, "What each API calls the things on the ground.")
_add_list(
    FIELDS,
    schemas.FieldItem,
    "Every field of the v2 responses and its fate in one target (`target`, else v3).",
    _field_links,
)
_add_list(
    FINDINGS,
    schemas.FindingItem,
    "Everything that the converter may have to say about a value.",
    finding_links,
)
