"""v2 connector types."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from evmap.api.links import of_row, refuse_unknown
from evmap.api.listing import Searched, listed, parameters
from evmap.api.resources.standards import spellings, synonyms
from evmap.api.rows import between, noted, source_of, sourced
from evmap.api.schemas.common import Listed
from evmap.api.schemas.tables import ConnectorItem, ConnectorRow
from evmap.mappings import snapshot
from evmap.mappings.models import Connector, Standard, Successor
from evmap.mappings.rows import directions
from evmap.mappings.tables import ConnectorTable
from evmap.mappings.views.tables import Connectors

router = Router(tags=["Connectors"])


@router.get(
    "/connectors",
    response=Listed[ConnectorItem],
    operation_id="listConnectors",
    summary="List v2 connector types",
    openapi_extra=parameters(Connectors),
)
def list_connectors(request: HttpRequest, part: Query[Searched]) -> dict[str, Any]:
    """The rows of HERE's migration guide, and the v3 standards that stand for them."""
    return listed(request, Connectors, part, of_row)


@router.get(
    "/connectors/{v2_id}",
    response=ConnectorRow,
    operation_id="getConnector",
    summary="Get a v2 connector type",
)
def get_connector(request: HttpRequest, v2_id: int) -> dict[str, Any]:
    """One v2 id: standards, candidate successors, losses both ways, source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.connector.get(v2_id)
    if row is None:
        raise Http404("There is no v2 connector type with this id.")
    return {
        **ConnectorTable.record(row),
        **of_row(row),
        **between(tables.connectors, row),
        **noted(row),
        **sourced(row),
        "standards": [_standard(one.standard) for one in row.equivalences.all()],
        "successors": [_successor(one) for one in row.successors.all()],
        "older_names": _older_names(row),
        "there": directions.connector_there(row),
        "back": directions.connector_back(row),
    }


def _standard(row: Standard) -> dict[str, Any]:
    return {
        **of_row(row),
        "code": row.code,
        "description": row.description,
        "spellings": spellings(row),
        "synonyms": synonyms(row),
    }


def _successor(one: Successor) -> dict[str, Any]:
    return {
        **of_row(one.standard),
        "standard": one.standard.code,
        "reason": one.reason,
        "ours": True,
        "source": source_of(one),
    }


def _older_names(row: Connector) -> list[dict[str, Any]]:
    return [{"name": one.name, "source": source_of(one)} for one in row.older_names.all()]
