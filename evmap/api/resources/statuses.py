"""Statuses of v2 and v3, and the pairs of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from evmap.api.links import api_url, of_row, refuse_unknown
from evmap.api.listing import Searched, listed, parameters
from evmap.api.rows import between, by_code, noted, source_of, sourced
from evmap.api.schemas.common import Listed
from evmap.api.schemas.tables import StatusItem, V2StatusRow, V3StatusRow
from evmap.mappings import snapshot
from evmap.mappings.models import StatusPair
from evmap.mappings.rows import choices, directions
from evmap.mappings.rows.preferences import Choice
from evmap.mappings.views.tables import Statuses

router = Router(tags=["Statuses"])


@router.get(
    "/statuses",
    response=Listed[StatusItem],
    operation_id="listStatuses",
    summary="List status pairs",
    openapi_extra=parameters(Statuses),
)
def list_statuses(request: HttpRequest, part: Query[Searched]) -> dict[str, Any]:
    """Pairs of v2 and v3 statuses; of several candidates the preferred one is marked."""
    return listed(request, Statuses, part, _links)


@router.get(
    "/statuses/v2/{code}",
    response=V2StatusRow,
    operation_id="getV2Status",
    summary="Get a v2 status",
)
def get_v2_status(request: HttpRequest, code: str) -> dict[str, Any]:
    """One v2 status, its v3 candidates, and which of them the converter writes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.v2_status, code, "v2 status")
    pairs = tables.pairs_of(v2=row.code)
    made = choices(tables.pairs)
    choice = made.get(row.code)
    return {
        **of_row(row),
        **between(tables.v2_statuses, row),
        **sourced(row),
        "code": row.code,
        "meaning": row.meaning,
        "pairs": _pairs(pairs, made),
        "choice": asdict(choice) if choice else None,
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs, tables),
    }


@router.get(
    "/statuses/v3/{code}",
    response=V3StatusRow,
    operation_id="getV3Status",
    summary="Get a v3 status",
)
def get_v3_status(request: HttpRequest, code: str) -> dict[str, Any]:
    """One v3 status, its spellings, and the v2 statuses that may become it."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.v3_status, code, "v3 status")
    pairs = tables.pairs_of(v3=row.code)
    return {
        **of_row(row),
        **between(tables.v3_statuses, row),
        **sourced(row),
        "code": row.code,
        "meaning": row.meaning,
        "here_v3": row.here_v3,
        "ocpi": row.ocpi,
        "pairs": _pairs(pairs, choices(tables.pairs)),
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs[:1], tables),
    }


def _links(pair: StatusPair) -> dict[str, str]:
    return {
        "v2_url": api_url("v2-status", pair.v2.code),
        "v3_url": api_url("v3-status", pair.v3.code),
        "page": of_row(pair)["page"],
    }


def _pairs(pairs: Iterable[StatusPair], made: Mapping[str, Choice]) -> list[dict[str, Any]]:
    return [_pair(pair, made.get(pair.v2.code)) for pair in pairs]


def _pair(pair: StatusPair, choice: Choice | None) -> dict[str, Any]:
    return {
        **_links(pair),
        **noted(pair),
        "v2_status": pair.v2.code,
        "v3_status": pair.v3.code,
        "fate": pair.fate,
        "preferred": choice is None or choice.code == pair.v3.code,
        "in_guide": pair.in_guide,
        "ocpi_definition": pair.ocpi_definition,
        "reason": pair.reason,
        "source": source_of(pair),
    }
