"""The pages of single rows."""

from __future__ import annotations

import json

from evmap.mappings.addresses import address
from evmap.mappings.models import Connector, Field, Standard, V2Status, V3Status
from evmap.mappings.preferences import choices
from evmap.mappings.rows import directions, equivalence, examples
from evmap.mappings.rows.choosing import ways
from evmap.mappings.snapshot import Snapshot
from evmap.mappings.tables.fields import RESPONSES
from evmap.mappings.tables.standards import SYSTEMS
from evmap.mappings.views.row import Context, notes_on_each, row_page


@row_page(Connector, "mappings/connector.html", lambda v2_id: str(int(v2_id[:9])))
def connector(row: Connector, _tables: Snapshot) -> Context:
    """`/connectors/36/`: a v2 connector type."""
    return {
        "line": equivalence.of_connector(row),
        "standards": [one.standard for one in row.equivalences.all()],
        "ways": ways(row),
        "example": examples.of_connector(row),
        "there": directions.connector_there(row),
        "back": directions.connector_back(row),
    }


@row_page(Standard, "mappings/standard.html")
def standard(row: Standard, _tables: Snapshot) -> Context:
    """`/standards/SAE_J3400/`: a v3 connector standard."""
    return {
        "line": equivalence.of_standard(row),
        "spellings": _spellings(
            ("the guide", row.code),
            *((label, getattr(row, name)) for _, label, name in SYSTEMS),
        ),
        "example": examples.of_standard(row),
        "there": directions.standard_there(row),
        "back": directions.standard_back(row),
    }


@row_page(V2Status, "mappings/v2_status.html")
def v2_status(row: V2Status, tables: Snapshot) -> Context:
    """`/statuses/v2/OUT_OF_SERVICE/`: a v2 status and its v3 candidates."""
    pairs = tables.pairs_of(v2=row.code)
    choice = choices().get(row.code)
    return {
        "notes": notes_on_each(pairs),
        "line": equivalence.of_v2_status(row, pairs, choice),
        "pairs": pairs,
        "choice": choice,
        "example": examples.of_status(row, choice.code if choice else ""),
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs, tables),
    }


@row_page(V3Status, "mappings/v3_status.html")
def v3_status(row: V3Status, tables: Snapshot) -> Context:
    """`/statuses/v3/OUTOFORDER/`: a v3 status and the v2 statuses that may become it."""
    pairs = tables.pairs_of(v3=row.code)
    made = choices()
    return {
        "notes": notes_on_each(pairs),
        "line": equivalence.of_v3_status(row, pairs, made),
        "pairs": pairs,
        "rivals": [(pair.v2, made[pair.v2.code]) for pair in pairs if pair.v2.code in made],
        "spellings": _spellings(
            ("the guide", row.code), ("HERE v3", row.here_v3), ("OCPI", row.ocpi)
        ),
        "example": examples.of_status(pairs[0].v2, row.code) if pairs else None,
        "there": directions.status_there(pairs),
        "back": directions.status_back(pairs[:1], tables),
    }


@row_page(Field, "mappings/field.html")
def field(row: Field, tables: Snapshot) -> Context:
    """`/fields/<slug>/`: a v2 field and its fate in each target."""
    return {
        "line": equivalence.of_field(row),
        "outcomes": directions.field_outcomes(row),
        "example": examples.of_field(row),
        "value": json.dumps(row.example, ensure_ascii=False),
        "response": RESPONSES[row.answer],
        "replacements": _replacements(row, tables),
    }


def _spellings(*systems: tuple[str, str]) -> list[tuple[str, str]]:
    """Return spellings, each with the systems that write it so; those without one come last."""
    found: dict[str, list[str]] = {}
    for system, spelling in systems:
        found.setdefault(spelling, []).append(system)
    ordered = sorted(found.items(), key=lambda one: not one[0])
    return [(spelling, directions.join(names)) for spelling, names in ordered]


def _replacements(row: Field, tables: Snapshot) -> list[tuple[str, str]]:
    """Return what to read instead of a deprecated field, each with its page if it has one."""
    pages = {one.path: address(one) for one in tables.fields if one.answer == row.answer}
    paths = [path.strip() for path in row.replacement.split(",") if path.strip()]
    return [(path, pages.get(path, "")) for path in paths]
