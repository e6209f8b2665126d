"""The catalogue of findings."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router

from evmap.api.links import api_url, refuse_unknown
from evmap.api.listing import Searched, listed, parameters
from evmap.api.rows import picked
from evmap.api.schemas.common import Listed
from evmap.api.schemas.tables import FindingItem, FindingRow
from evmap.conversion.codes import CATALOGUE, DEFINITIONS
from evmap.conversion.examples import example
from evmap.diagnostics.tables import FindingTable, Row
from evmap.diagnostics.views import Findings

router = Router(tags=["Findings"])

EXAMPLE = ("target", "before", "after", "message", "advice")


@router.get(
    "/findings",
    response=Listed[FindingItem],
    operation_id="listFindings",
    summary="List findings",
    openapi_extra=parameters(Findings),
)
def list_findings(request: HttpRequest, part: Query[Searched]) -> dict[str, Any]:
    """Everything that the converter may have to say about a value."""
    return listed(request, Findings, part, _links)


@router.get(
    "/findings/{code}",
    response=FindingRow,
    operation_id="getFinding",
    summary="Get a finding",
)
def get_finding(request: HttpRequest, code: str) -> dict[str, Any]:
    """One finding: why it happens, an example, what to do."""
    refuse_unknown(request)
    entry = CATALOGUE.get(code.upper())
    if entry is None:
        raise Http404(f"There is no finding {code[:20]}.")
    row = Row(entry)
    codes = list(CATALOGUE)
    place = codes.index(entry.code)
    return {
        **FindingTable.record(row),
        **_links(row),
        "previous": api_url("finding", codes[place - 1]) if place else None,
        "next": api_url("finding", codes[place + 1]) if place + 1 < len(codes) else None,
        "definition": DEFINITIONS[entry.severity],
        "example": picked(example(entry.code), EXAMPLE),
    }


def _links(row: Row) -> dict[str, str]:
    return {
        "url": api_url("finding", row.code),
        "page": reverse("diagnostics:finding", args=[row.code]),
    }
