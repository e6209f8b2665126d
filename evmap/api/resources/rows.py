"""Every row of the tables at its own address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from evmap.api.links import of_row, refuse_unknown
from evmap.api.resources.lists import finding_links, pair_links
from evmap.api.rows import by_code, noted, picked, placed, source_of
from evmap.api.schemas import tables as schemas
from evmap.catalogue import ALL, example
from evmap.conversion.codes import DEFINITIONS
from evmap.diagnostics.table import FINDINGS
from evmap.lookup.rows import WIRE
from evmap.mappings import snapshot
from evmap.mappings.addresses import api_address
from evmap.mappings.models import Connector, FieldTarget, Standard, StatusPair, Successor
from evmap.mappings.rows import directions
from evmap.mappings.rows.preferences import Choice, choices
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES
from evmap.mappings.tables.fields import FieldRow
from evmap.mappings.tables.statuses import PairRow

Answer = dict[str, Any]
Get = TypeVar("Get", bound=Callable[..., Answer])

router = Router()

OUTCOME = ("target", "fate", "v3_paths", "reason")
CHOICE = ("code", "candidates", "author", "changed_at")
EXAMPLE = ("source", "target", "before", "after", "message", "advice")


def _row(
    path: str, response: type[Schema], operation: str, what: str, tag: str
) -> Callable[[Get], Get]:
    """Add the address of a table's rows to the function that answers."""
    summary = f"Get a {what}"
    return router.get(path, response=response, operation_id=operation, summary=summary, tags=[tag])


# --- Connectors ---


@_row(
    "/connectors/{v2_id}", schemas.ConnectorRow, "getConnector", "v2 connector type", "Connectors"
)
def get_connector(request: HttpRequest, v2_id: int) -> Answer:
    """One v2 id: standards, candidate successors, losses both ways, source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.connector.get(v2_id)
    if row is None:
        raise Http404("There is no v2 connector type with this id.")
    return {
        **CONNECTORS.record(row),
        **placed(tables.connectors, row),
        **noted(row),
        "standards": [_standard(one.standard) for one in row.equivalences.all()],
        "successors": [_successor(one) for one in row.successors.all()],
        "older_names": [
            {"name": one.name, "source": source_of(one)} for one in row.older_names.all()
        ],
        "there": directions.connector_there(row),
        "back": directions.connector_back(row),
    }


def _standard(row: Standard) -> Answer:
    return {
        **of_row(row),
        **picked(row, ("code", "description")),
        "spellings": picked(row, WIRE),
        "synonyms": _synonyms(row),
    }


def _synonyms(row: Standard) -> list[str]:
    return [synonym.term for synonym in row.synonyms.all()]


def _successor(one: Successor) -> Answer:
    return {
        **of_row(one.standard),
        "standard": one.standard.code,
        "reason": one.reason,
        "ours": True,
        "source": source_of(one),
    }


# --- Standards ---


@_row("/standards/{code}", schemas.StandardRow, "getStandard", "v3 connector standard", "Standards")
def get_standard(request: HttpRequest, code: str) -> Answer:
    """One standard: spellings, synonyms, v2 ids, losses both ways, source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.standard, code, "v3 connector standard")
    return {
        **STANDARDS.record(row),
        **placed(tables.standards, row),
        **noted(row),
        "synonyms": _synonyms(row),
        "connectors": [_connector(one.connector) for one in row.equivalences.all()],
        "candidate_for": [one.connector.v2_id for one in row.successor_of.all()],
        "there": directions.standard_there(row),
        "back": directions.standard_back(row),
    }


def _connector(row: Connector) -> Answer:
    name = row.v2_name or row.more_information
    return {**of_row(row), "v2_id": row.v2_id, "name": name, "fate": row.fate}


# --- Statuses ---


@_row("/statuses/v2/{code}", schemas.V2StatusRow, "getV2Status", "v2 status", "Statuses")
def get_v2_status(request: HttpRequest, code: str) -> Answer:
    """One v2 status, its v3 candidates, and which of them the converter writes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.v2_status, code, "v2 status")
    pairs = tables.pairs_of(v2=row.code)
    made = choices(tables.pairs)
    choice = made.get(row.code)
    return {
        **placed(tables.v2_statuses, row),
        **picked(row, ("code", "meaning")),
        "pairs": _pairs(pairs, made),
        "choice": picked(choice, CHOICE) if choice else None,
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs, tables),
    }


@_row("/statuses/v3/{code}", schemas.V3StatusRow, "getV3Status", "v3 status", "Statuses")
def get_v3_status(request: HttpRequest, code: str) -> Answer:
    """One v3 status, its spellings, and the v2 statuses that may become it."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = by_code(tables.v3_status, code, "v3 status")
    pairs = tables.pairs_of(v3=row.code)
    return {
        **placed(tables.v3_statuses, row),
        **picked(row, ("code", "meaning", "here_v3", "ocpi")),
        "pairs": _pairs(pairs, choices(tables.pairs)),
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs[:1], tables),
    }


def _pairs(pairs: Iterable[StatusPair], made: Mapping[str, Choice]) -> list[Answer]:
    rows = (PairRow.of(pair, made) for pair in pairs)
    return [
        {
            **STATUSES.record(row),
            **pair_links(row),
            **noted(row.pair),
            "source": source_of(row.pair),
        }
        for row in rows
    ]


# --- Elements ---


@_row("/elements/{v3_element}", schemas.ElementRow, "getElement", "data element", "Elements")
def get_element(request: HttpRequest, v3_element: str) -> Answer:
    """One data element by its name in v3, with source and notes."""
    refuse_unknown(request)
    rows = snapshot.current().elements
    row = by_code({one.v3_element: one for one in rows}, v3_element, "data element")
    return {**ELEMENTS.record(row), **placed(rows, row), **noted(row)}


# --- Fields ---


@_row("/fields/{slug}", schemas.FieldRow, "getField", "v2 field", "Fields")
def get_field(request: HttpRequest, slug: str) -> Answer:
    """One v2 field and its fate in each target, with source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    field = by_code(tables.field, slug, "v2 field")
    targets = field.targets.all()
    usual = next(one for one in targets if one.target == FieldTarget.Target.V3)
    return {
        **FIELDS.record(FieldRow(field, usual)),
        **placed(tables.fields, field),
        **noted(field),
        **picked(field, ("slug", "unit", "example")),
        "targets": [picked(one, OUTCOME) for one in targets],
    }


# --- Findings ---


@_row("/findings/{code}", schemas.FindingRow, "getFinding", "finding", "Findings")
def get_finding(request: HttpRequest, code: str) -> Answer:
    """One finding: why it happens, an example, what to do."""
    refuse_unknown(request)
    entry = ALL.get(code.upper())
    if entry is None:
        raise Http404(f"There is no finding {code[:20]}.")
    before, after = snapshot.neighbours(list(ALL), entry.code)
    return {
        **FINDINGS.record(entry),
        **finding_links(entry),
        "previous": api_address("finding", before) if before else None,
        "next": api_address("finding", after) if after else None,
        "definition": DEFINITIONS[entry.severity],
        "example": picked(example(entry.code), EXAMPLE),
    }
