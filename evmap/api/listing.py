"""Tables as lists: the same rows, search, filters and order as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from evmap.api.errors import ApiError, invalid
from evmap.api.links import refuse_unknown
from evmap.diagnostics.filters import FACETS as FINDING_FACETS
from evmap.mappings.filters import TableFilters
from evmap.mappings.filters.facets import Facet
from evmap.mappings.search.text import MAX_QUERY
from evmap.mappings.state import PAGE, PER_PAGE, SORT
from evmap.mappings.views.table import MAX_PAGE_SIZE, TableView

#: Rows of an answer unless the address says otherwise, and the most it may say.
LIMIT, MAX_LIMIT, MAX_OFFSET = 100, MAX_PAGE_SIZE, 1_000_000
#: What the forms of the pages refuse too.
NO_NUL = r"^[^\x00]*$"


class Part(Schema):
    """Which part of the rows to send."""

    limit: int = Field(LIMIT, ge=1, le=MAX_LIMIT, description="The most rows to send.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to skip.")


class Searched(Part):
    """Which rows to send."""

    q: str = Field(
        "",
        max_length=MAX_QUERY,
        pattern=NO_NUL,
        description="Codes, names, synonyms or words.",
    )


def facets_of(view: type[TableView]) -> dict[str, tuple[str, list[str]]]:
    """Return the filters of a table: parameter to title and values."""
    filters: Any = view.filters_class
    if not issubclass(filters, TableFilters):
        return {name: (title, list(values)) for name, (title, values) in FINDING_FACETS.items()}
    return {
        name: (facet.title, [option.value for option in facet.options])
        for name, facet in filters.base_filters.items()
        if isinstance(facet, Facet)
    }


def sorts_of(view: type[TableView]) -> list[str]:
    """Return the values of `sort`; with a minus the order is turned round."""
    columns = view.table_class.base_columns.items()
    names = [name for name, column in columns if column.orderable]
    return [*names, *(f"-{name}" for name in names)]


def parameters(view: type[TableView]) -> dict[str, Any]:
    """Return the table's own parameters for the OpenAPI document."""
    filters = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": f"{title}. Given several times, rows of either are sent.",
            "style": "form",
            "explode": True,
            "schema": {"type": "array", "items": {"type": "string", "enum": values}},
        }
        for name, (title, values) in facets_of(view).items()
    ]
    sort = {
        "name": SORT,
        "in": "query",
        "required": False,
        "description": "The column to sort by; with a minus downwards.",
        "schema": {"type": "string", "enum": sorts_of(view)},
    }
    return {"parameters": [*filters, sort]}


def listed(
    request: HttpRequest,
    view_class: type[TableView],
    part: Searched,
    links: Callable[[Any], dict[str, Any]],
) -> dict[str, Any]:
    """Return a part of a table; `links` gives what a row has beside its columns."""
    refuse_unknown(request, "q", *facets_of(view_class), SORT, "limit", "offset")
    view = view_class()
    view.setup(request)
    _refuse_wrong(request, view)
    rows = view.table.rows[part.offset : part.offset + part.limit]
    items = [view.table.record(row.record) | links(row.record) for row in rows]
    counts = view.filters.counts
    return {
        "count": counts["found"],
        "total": counts["all"],
        "limit": part.limit,
        "offset": part.offset,
        "sentence": view.filters.sentence,
        "next": _other(request, view, part, part.offset + part.limit, counts["found"]),
        "previous": _other(request, view, part, max(part.offset - part.limit, 0), part.offset),
        "page": view.state.but(**{PAGE: None, PER_PAGE: None}).url,
        "items": items,
    }


def _refuse_wrong(request: HttpRequest, view: TableView) -> None:
    problems = view.filters.problems
    if problems:
        details = [{"where": "query", "message": problem} for problem in problems]
        raise ApiError(422, problems[0], details=details)
    known = sorts_of(type(view))
    if any(given not in known for given in request.GET.getlist(SORT)):
        raise invalid(f"query.{SORT}", f"There is no such column. Columns: {', '.join(known)}.")


def _other(request: HttpRequest, view: TableView, part: Part, offset: int, end: int) -> str | None:
    """Return the address of the part at an offset; None where no row stands there."""
    if offset >= end or offset > MAX_OFFSET:
        return None
    pairs = [pair for pair in view.state.pairs if pair[0] not in (PAGE, PER_PAGE)]
    query = urlencode([*pairs, ("limit", part.limit), ("offset", offset)])
    return f"{request.path}?{query}"
