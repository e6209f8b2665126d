"""Data elements."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from evmap.api.links import of_row, refuse_unknown
from evmap.api.listing import Searched, listed, parameters
from evmap.api.rows import between, by_code, noted, sourced
from evmap.api.schemas.common import Listed
from evmap.api.schemas.tables import ElementItem, ElementRow
from evmap.mappings import snapshot
from evmap.mappings.tables import ElementTable
from evmap.mappings.views.tables import Elements

router = Router(tags=["Elements"])


@router.get(
    "/elements",
    response=Listed[ElementItem],
    operation_id="listElements",
    summary="List data elements",
    openapi_extra=parameters(Elements),
)
def list_elements(request: HttpRequest, part: Query[Searched]) -> dict[str, Any]:
    """What each API calls the things on the ground."""
    return listed(request, Elements, part, of_row)


@router.get(
    "/elements/{v3_element}",
    response=ElementRow,
    operation_id="getElement",
    summary="Get a data element",
)
def get_element(request: HttpRequest, v3_element: str) -> dict[str, Any]:
    """One data element by its name in v3, with source and notes."""
    refuse_unknown(request)
    rows = snapshot.current().elements
    row = by_code({one.v3_element: one for one in rows}, v3_element, "data element")
    return {
        **ElementTable.record(row),
        **of_row(row),
        **between(rows, row),
        **noted(row),
        **sourced(row),
    }
