"""Tables as lists: the same rows, search, filters and order as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field, create_model

from evmap.api.errors import ApiError, invalid
from evmap.api.links import refuse_unknown
from evmap.lookup.text import MAX_QUERY
from evmap.mappings.state import SORT
from evmap.mappings.tables.listing import Listing
from evmap.mappings.tables.table import MAX_ROWS, Column, Table

#: Rows of an answer unless the address says otherwise, and the most that it may skip.
LIMIT, MAX_OFFSET = 100, 1_000_000
#: What the forms of the pages refuse too.
NO_NUL = r"^[^\x00]*$"


class Part(Schema):
    """Which part of the rows to send."""

    limit: int = Field(LIMIT, ge=1, le=MAX_ROWS, description="The most rows to send.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to skip.")


class Searched(Part):
    """Which rows to send."""

    q: str = Field(
        "",
        max_length=MAX_QUERY,
        pattern=NO_NUL,
        description="Codes, names, synonyms or words.",
    )


# --- The table's declaration, for the OpenAPI document ---


def sorts_of(table: Table) -> list[str]:
    """Return the values of `sort`; with a minus the order is turned round."""
    return [*table.sorts, *(f"-{name}" for name in table.sorts)]


def parameters(table: Table) -> dict[str, Any]:
    """Return the table's own parameters."""
    filters = [
        {
            "name": facet.name,
            "in": "query",
            "required": False,
            "description": f"{facet.title}. Given several times, rows of either are sent.",
            "style": "form",
            "explode": True,
            "schema": {"type": "array", "items": {"type": "string", "enum": list(facet.options)}},
        }
        for facet in table.facets_with_notes()
    ]
    sort = {
        "name": SORT,
        "in": "query",
        "required": False,
        "description": "The column to sort by; with a minus downwards.",
        "schema": {"type": "string", "enum": sorts_of(table)},
    }
    return {"parameters": [*filters, sort]}


def item_schema(
    table: Table, name: str, about: str, base: type[Schema], **members: Any
) -> type[Schema]:
    """Return the schema of a row: what the base has, more members, the columns of the table."""
    columns: dict[str, Any] = {column.name: _member(column) for column in table.exported}
    return create_model(name, __base__=base, __doc__=about, **members, **columns)


def _member(column: Column) -> tuple[Any, Any]:
    examples = None if column.example is None else [column.example]
    return column.kind, Field(description=column.about or None, examples=examples)


# --- Answers ---


def listed(
    request: HttpRequest,
    table: Table,
    part: Searched,
    links: Callable[[Any], dict[str, Any]],
) -> dict[str, Any]:
    """Return a part of a table; `links` gives what a row has beside its columns."""
    listing = Listing(table, request.GET)
    refuse_unknown(request, "q", *listing.selection.facets, SORT, "limit", "offset")
    _refuse_wrong(request, listing)
    rows = listing.rows[part.offset : part.offset + part.limit]
    return {
        "count": listing.found,
        "total": listing.total,
        "limit": part.limit,
        "offset": part.offset,
        "sentence": listing.sentence,
        "next": _other(request, listing, part, part.offset + part.limit, listing.found),
        "previous": _other(request, listing, part, max(part.offset - part.limit, 0), part.offset),
        "page": listing.state(reverse(f"{table.namespace}:{table.name}")).url,
        "items": [table.record(row) | links(row) for row in rows],
    }


def _refuse_wrong(request: HttpRequest, listing: Listing) -> None:
    if listing.problems:
        details = [{"where": "query", "message": problem} for problem in listing.problems]
        raise ApiError(422, listing.problems[0], details=details)
    known = sorts_of(listing.table)
    if any(given not in known for given in request.GET.getlist(SORT)):
        raise invalid(f"query.{SORT}", f"There is no such column. Columns: {', '.join(known)}.")


def _other(request: HttpRequest, listing: Listing, part: Part, offset: int, end: int) -> str | None:
    """Return the address of the part at an offset; None where no row stands there."""
    if offset >= end or offset > MAX_OFFSET:
        return None
    pairs = listing.state(request.path).pairs
    query = urlencode([*pairs, ("limit", part.limit), ("offset", offset)])
    return f"{request.path}?{query}"
