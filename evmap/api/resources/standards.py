"""v3 connector standards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from evmap.api.links import of_row, refuse_unknown
from evmap.api.listing import Searched, listed, parameters
from evmap.api.rows import between, by_code, noted, picked, sourced
from evmap.api.schemas.common import Listed
from evmap.api.schemas.tables import StandardItem, StandardRow
from evmap.mappings import snapshot
from evmap.mappings.models import Connector, Standard
from evmap.mappings.rows import directions
from evmap.mappings.tables import StandardTable
from evmap.mappings.views.tables import Standards

router = Router(tags=["Standards"])

SYSTEMS = ("here_v3", "ocpi_2_1_1", "ocpi_2_2_1", "ocpi_2_3_0")


@router.get(
    "/standards",
    response=Listed[StandardItem],
    operation_id="listStandards",
    summary="List v3 connector standards",
    openapi_extra=parameters(Standards),
)
def list_standards(request: HttpRequest, part: Query[Searched]) -> dict[str, Any]:
    """The standards of v3, the v2 ids that become them, and their spellings on the wire."""
    return listed(request, Standards, part, of_row)


@router.get(
    "/standards/{code}",
    response=StandardRow,
    operation_id="getStandard",
    summary="Get a v3 connector standard",
)
def get_standard(request: HttpRequest, code: str) -> dict[str, Any]:
    """One standard: spellings, synonyms, v2 ids, losses both ways, source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.standard, code, "v3 connector standard")
    return {
        **StandardTable.record(row),
        **of_row(row),
        **between(tables.standards, row),
        **noted(row),
        **sourced(row),
        "synonyms": synonyms(row),
        "connectors": [_connector(one.connector) for one in row.equivalences.all()],
        "candidate_for": [one.connector.v2_id for one in row.successor_of.all()],
        "there": directions.standard_there(row),
        "back": directions.standard_back(row),
    }


def spellings(row: Standard) -> dict[str, str]:
    """Return how each system writes a standard."""
    return picked(row, SYSTEMS)


def synonyms(row: Standard) -> list[str]:
    """Return the words that people use for a standard."""
    return [synonym.term for synonym in row.synonyms.all()]


def _connector(row: Connector) -> dict[str, Any]:
    name = row.v2_name or row.more_information
    return {**of_row(row), "v2_id": row.v2_id, "name": name, "fate": row.fate}
