"""The JSON Schemas of evmap's own formats."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from evmap.api.links import refuse_unknown
from evmap.conversion.schemas import SCHEMAS

router = Router(tags=["Conversion"])


@router.get(
    "/schemas/{name}",
    response=dict[str, Any],
    operation_id="getSchema",
    summary="Get a JSON Schema",
)
def get_schema(request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of the `report`, or of the file of `accept`ed findings."""
    refuse_unknown(request)
    schema = SCHEMAS.get(name)
    if schema is None:
        raise Http404(f"There is no schema {name[:20]}. There are: {', '.join(SCHEMAS)}.")
    return HttpResponse(schema.read_bytes(), content_type="application/json; charset=utf-8")
