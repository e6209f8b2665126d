"""The field map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from evmap.api.links import of_row, refuse_unknown
from evmap.api.listing import Searched, listed, parameters
from evmap.api.rows import between, by_code, noted, picked, sourced
from evmap.api.schemas.common import Listed
from evmap.api.schemas.tables import FieldItem, FieldRow
from evmap.mappings import snapshot
from evmap.mappings.models import Field, FieldTarget
from evmap.mappings.views.tables import Fields

router = Router(tags=["Fields"])

OUTCOME = ("target", "fate", "v3_paths", "reason")
COLUMNS = ("slug", "answer", "path", "deprecated", "replacement", "basis", "meaning")


@router.get(
    "/fields",
    response=Listed[FieldItem],
    operation_id="listFields",
    summary="List v2 fields",
    openapi_extra=parameters(Fields),
)
def list_fields(request: HttpRequest, part: Query[Searched]) -> dict[str, Any]:
    """Every field of the v2 answers and its fate in one target (`target`, else v3)."""
    return listed(request, Fields, part, _links)


@router.get(
    "/fields/{slug}",
    response=FieldRow,
    operation_id="getField",
    summary="Get a v2 field",
)
def get_field(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One v2 field and its fate in each target, with source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.field, slug, "v2 field")
    targets = [picked(one, OUTCOME) for one in row.targets.all()]
    usual = next(one for one in targets if one["target"] == FieldTarget.Target.V3)
    return {
        **picked(row, COLUMNS),
        **of_row(row),
        **between(tables.fields, row),
        **noted(row),
        **sourced(row),
        "type": row.json_type,
        "unit": row.unit,
        "example": row.example,
        "targets": targets,
        **{name: usual[name] for name in OUTCOME[1:]},
    }


def _links(row: Field) -> dict[str, str]:
    return {**of_row(row), "slug": row.slug}
