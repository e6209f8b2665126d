"""The tables as lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from evmap.api.links import of_row
from evmap.api.listing import Searched, list_schema, listed, parameters
from evmap.api.schemas import tables as schemas
from evmap.conversion.codes import Entry
from evmap.diagnostics.table import FINDINGS, finding_url
from evmap.mappings.addresses import api_address
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES, Table
from evmap.mappings.tables.fields import FieldRow
from evmap.mappings.tables.statuses import PairRow

Answer = dict[str, Any]
Links = Callable[[Any], dict[str, str]]

router = Router()


@dataclass(frozen=True)
class Resource:
    """A table of the API: its names in the OpenAPI document, and what its rows link to."""

    table: Table
    tag: str
    plural: str
    item: type[Schema]
    about: str
    links: Links = of_row


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


RESOURCES = (
    Resource(
        CONNECTORS,
        "Connectors",
        "v2 connector types",
        schemas.ConnectorItem,
        "The rows of HERE's migration guide, and the v3 standards that stand for them.",
    ),
    Resource(
        STANDARDS,
        "Standards",
        "v3 connector standards",
        schemas.StandardItem,
        "The standards of v3, the v2 ids that become them, and their spellings on the wire.",
    ),
    Resource(
        STATUSES,
        "Statuses",
        "status pairs",
        schemas.StatusItem,
        "Pairs of v2 and v3 statuses; of several candidates the preferred one is marked.",
        pair_links,
    ),
    Resource(
        ELEMENTS,
        "Elements",
        "data elements",
        schemas.ElementItem,
        "What each API calls the things on the ground.",
    ),
    Resource(
        FIELDS,
        "Fields",
        "v2 fields",
        schemas.FieldItem,
        "Every field of the v2 responses and its fate in one target (`target`, else v3).",
        _field_links,
    ),
    Resource(
        FINDINGS,
        "Findings",
        "findings",
        schemas.FindingItem,
        "Everything that the converter may have to say about a value.",
        finding_links,
    ),
)


def _add_list(one: Resource) -> None:
    """Add the address of a table's list."""

    def list_rows(request: HttpRequest, part: Query[Searched]) -> Answer:
        return listed(request, one.table, part, one.links)

    router.get(
        f"/{one.table.name}",
        response=list_schema(one.item),
        operation_id=f"list{one.tag}",
        summary=f"List {one.plural}",
        description=one.about,
        tags=[one.tag],
        openapi_extra=parameters(one.table),
    )(list_rows)


for resource in RESOURCES:
    _add_list(resource)
