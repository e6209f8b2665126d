"""The pages of single rows."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse

from evmap.mappings import snapshot
from evmap.mappings.addresses import address
from evmap.mappings.models import Field
from evmap.mappings.rows import directions, equivalence, examples
from evmap.mappings.rows.choosing import ways
from evmap.mappings.rows.preferences import choices
from evmap.mappings.tables.fields import RESPONSES
from evmap.mappings.views.row import by_code, moved, notes_on, notes_on_each, row_page


def connector(request: HttpRequest, v2_id: str) -> HttpResponse:
    """`/connectors/36/`: a v2 connector type."""
    tables = snapshot.current()
    row = tables.connector.get(int(v2_id[:9]))
    if row is None:
        raise Http404(f"There is no v2 connector type {v2_id[:20]}. {_range(tables)}")
    if v2_id != str(row.v2_id):
        return moved(request, row)
    return row_page(
        request,
        "mappings/connector.html",
        row,
        tables.connectors,
        [notes_on(row)],
        line=equivalence.of_connector(row),
        standards=[one.standard for one in row.equivalences.all()],
        ways=ways(row),
        example=examples.of_connector(row),
        there=directions.connector_there(row),
        back=directions.connector_back(row),
    )


def _range(tables: snapshot.Snapshot) -> str:
    if not tables.connectors:
        return "The mapping tables are empty."
    first, last = tables.connectors[0].v2_id, tables.connectors[-1].v2_id
    return f"HERE's guide lists {first} to {last}."


def standard(request: HttpRequest, code: str) -> HttpResponse:
    """`/standards/SAE_J3400/`: a v3 connector standard."""
    tables = snapshot.current()
    row = by_code(request, tables.standard, code, f"There is no v3 connector standard {code[:60]}.")
    if isinstance(row, HttpResponse):
        return row
    return row_page(
        request,
        "mappings/standard.html",
        row,
        tables.standards,
        [notes_on(row)],
        line=equivalence.of_standard(row),
        spellings=_spellings(
            ("the guide", row.code),
            ("HERE v3", row.here_v3),
            ("OCPI 2.1.1", row.ocpi_2_1_1),
            ("OCPI 2.2.1", row.ocpi_2_2_1),
            ("OCPI 2.3.0", row.ocpi_2_3_0),
        ),
        example=examples.of_standard(row),
        there=directions.standard_there(row),
        back=directions.standard_back(row),
    )


def v2_status(request: HttpRequest, code: str) -> HttpResponse:
    """`/statuses/v2/OUT_OF_SERVICE/`: a v2 status and its v3 candidates."""
    tables = snapshot.current()
    row = by_code(request, tables.v2_status, code, f"There is no v2 status {code[:60]}.")
    if isinstance(row, HttpResponse):
        return row
    pairs = tables.pairs_of(v2=row.code)
    choice = choices(tables.pairs).get(row.code)
    return row_page(
        request,
        "mappings/v2_status.html",
        row,
        tables.v2_statuses,
        notes_on_each(pairs),
        line=equivalence.of_v2_status(row, pairs, choice),
        pairs=pairs,
        choice=choice,
        example=examples.of_status(row, choice.code if choice else ""),
        there=directions.status_there(pairs),
        back=directions.status_back(pairs, tables),
    )


def v3_status(request: HttpRequest, code: str) -> HttpResponse:
    """`/statuses/v3/OUTOFORDER/`: a v3 status and the v2 statuses that may become it."""
    tables = snapshot.current()
    row = by_code(request, tables.v3_status, code, f"There is no v3 status {code[:60]}.")
    if isinstance(row, HttpResponse):
        return row
    pairs = tables.pairs_of(v3=row.code)
    made = choices(tables.pairs)
    rivals = [(pair.v2, made[pair.v2.code]) for pair in pairs if pair.v2.code in made]
    return row_page(
        request,
        "mappings/v3_status.html",
        row,
        tables.v3_statuses,
        notes_on_each(pairs),
        line=equivalence.of_v3_status(row, pairs, made),
        pairs=pairs,
        rivals=rivals,
        spellings=_spellings(("the guide", row.code), ("HERE v3", row.here_v3), ("OCPI", row.ocpi)),
        example=examples.of_status(pairs[0].v2, row.code) if pairs else None,
        there=directions.status_there(pairs),
        back=directions.status_back(pairs[:1], tables),
    )


def field(request: HttpRequest, slug: str) -> HttpResponse:
    """`/fields/<slug>/`: a v2 field and its fate in each target."""
    tables = snapshot.current()
    row = by_code(
        request, tables.field, slug, f"There is no v2 field {slug[:200]} in the field map."
    )
    if isinstance(row, HttpResponse):
        return row
    return row_page(
        request,
        "mappings/field.html",
        row,
        tables.fields,
        [notes_on(row)],
        line=equivalence.of_field(row),
        outcomes=directions.field_outcomes(row),
        example=examples.of_field(row),
        value=json.dumps(row.example, ensure_ascii=False),
        response=RESPONSES[row.answer],
        replacements=_replacements(row, tables),
    )


def _spellings(*systems: tuple[str, str]) -> list[tuple[str, str]]:
    """Return spellings, each with the systems that write it so; those without one come last."""
    found: dict[str, list[str]] = {}
    for system, spelling in systems:
        found.setdefault(spelling, []).append(system)
    ordered = sorted(found.items(), key=lambda one: not one[0])
    return [(spelling, directions.join(names)) for spelling, names in ordered]


def _replacements(row: Field, tables: snapshot.Snapshot) -> list[tuple[str, str]]:
    """Return what to read instead of a deprecated field, each with its page if it has one."""
    pages = {one.path: address(one) for one in tables.fields if one.answer == row.answer}
    paths = [path.strip() for path in row.replacement.split(",") if path.strip()]
    return [(path, pages.get(path, "")) for path in paths]
