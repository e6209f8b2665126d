"""Every row of the tables at its own address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from evmap.api.links import of_row, refuse_unknown, source_of
from evmap.api.resources.lists import finding_links, pair_links
from evmap.api.schemas import tables as schemas
from evmap.catalogue import ALL, example
from evmap.conversion.codes import DEFINITIONS
from evmap.diagnostics.table import FINDINGS
from evmap.mappings import snapshot
from evmap.mappings.addresses import api_address
from evmap.mappings.models import (
    Connector,
    DataElement,
    Field,
    Standard,
    StatusPair,
    Successor,
    V2Status,
    V3Status,
)
from evmap.mappings.models.base import MappingRow
from evmap.mappings.notes import history_of, notes_for
from evmap.mappings.preferences import Choice, choices
from evmap.mappings.rows import directions
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES
from evmap.mappings.tables.fields import FieldRow
from evmap.mappings.tables.statuses import PairRow

Answer = dict[str, Any]
Get = TypeVar("Get", bound=Callable[..., Answer])

router = Router()


def _row(path: str, response: type[Schema], what: str) -> Callable[[Get], Get]:
    """Add the address of a table's rows to the function that answers, by whose name it goes."""

    def add(get: Get) -> Get:
        verb, *words = get.__name__.split("_")
        return router.get(
            path,
            response=response,
            operation_id=verb + "".join(word.capitalize() for word in words),
            summary=f"Get a {what}",
            tags=[path.split("/")[1].capitalize()],
        )(get)

    return add


def _placed(row: MappingRow, tables: Snapshot) -> Answer:
    """A row's addresses, its neighbours, and where it comes from."""
    before, after = snapshot.neighbours(list(tables.rows_of(type(row)).values()), row)
    return {
        **of_row(row),
        "previous": of_row(before)["url"] if before else None,
        "next": of_row(after)["url"] if after else None,
        "in_guide": row.in_guide,
        "source": source_of(row),
    }


def _noted(row: MappingRow) -> Answer:
    """The notes on a row and their history; two queries."""
    table, key = row.note_table, row.note_key
    return {"notes": notes_for(table, key), "note_history": history_of(table, key)}


@_row("/connectors/{v2_id}", schemas.ConnectorRow, "v2 connector type")
def get_connector(request: HttpRequest, v2_id: int) -> Answer:
    """One v2 id: standards, candidate successors, losses both ways, source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.find(Connector, str(v2_id))
    return {
        **CONNECTORS.record(row),
        **_placed(row, tables),
        **_noted(row),
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
        "code": row.code,
        "description": row.description,
        "spellings": row,
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


@_row("/standards/{code}", schemas.StandardRow, "v3 connector standard")
def get_standard(request: HttpRequest, code: str) -> Answer:
    """One standard: spellings, synonyms, v2 ids, losses both ways, source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.find(Standard, code)
    return {
        **STANDARDS.record(row),
        **_placed(row, tables),
        **_noted(row),
        "synonyms": _synonyms(row),
        "connectors": [_connector(one.connector) for one in row.equivalences.all()],
        "candidate_for": [one.connector.v2_id for one in row.successor_of.all()],
        "there": directions.standard_there(row),
        "back": directions.standard_back(row),
    }


def _connector(row: Connector) -> Answer:
    name = row.v2_name or row.more_information
    return {**of_row(row), "v2_id": row.v2_id, "name": name, "fate": row.fate}


@_row("/statuses/v2/{code}", schemas.V2StatusRow, "v2 status")
def get_v2_status(request: HttpRequest, code: str) -> Answer:
    """One v2 status, its v3 candidates, and which of them the converter writes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.find(V2Status, code)
    pairs = tables.pairs_of(v2=row.code)
    made = choices()
    return {
        **_placed(row, tables),
        "code": row.code,
        "meaning": row.meaning,
        "pairs": _pairs(pairs, made),
        "choice": made.get(row.code),
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs, tables),
    }


@_row("/statuses/v3/{code}", schemas.V3StatusRow, "v3 status")
def get_v3_status(request: HttpRequest, code: str) -> Answer:
    """One v3 status, its spellings, and the v2 statuses that may become it."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.find(V3Status, code)
    pairs = tables.pairs_of(v3=row.code)
    return {
        **_placed(row, tables),
        "code": row.code,
        "meaning": row.meaning,
        "here_v3": row.here_v3,
        "ocpi": row.ocpi,
        "pairs": _pairs(pairs, choices()),
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs[:1], tables),
    }


def _pairs(pairs: Iterable[StatusPair], made: Mapping[str, Choice]) -> list[Answer]:
    rows = (PairRow.of(pair, made) for pair in pairs)
    return [
        {
            **STATUSES.record(row),
            **pair_links(row),
            **_noted(row.pair),
            "source": source_of(row.pair),
        }
        for row in rows
    ]


@_row("/elements/{v3_element}", schemas.ElementRow, "data element")
def get_element(request: HttpRequest, v3_element: str) -> Answer:
    """One data element by its name in v3, with source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.find(DataElement, v3_element)
    return {**ELEMENTS.record(row), **_placed(row, tables), **_noted(row)}


@_row("/fields/{slug}", schemas.FieldRow, "v2 field")
def get_field(request: HttpRequest, slug: str) -> Answer:
    """One v2 field and its fate in each target, with source and notes."""
    refuse_unknown(request)
    tables = snapshot.current()
    row = tables.find(Field, slug)
    return {
        **FIELDS.record(FieldRow(row, row.in_target("v3"))),
        **_placed(row, tables),
        **_noted(row),
        "slug": row.slug,
        "unit": row.unit,
        "example": row.example,
        "targets": row.targets.all(),
    }


@_row("/findings/{code}", schemas.FindingRow, "finding")
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
        "example": example(entry.code),
    }
