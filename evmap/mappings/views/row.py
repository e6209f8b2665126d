"""What all row pages share: neighbours, notes, and how a missing row is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evmap.mappings.addresses import Row, address, api_address, found, name_of
from evmap.mappings.models import Note
from evmap.mappings.models.base import KEY_SEPARATOR, MappingRow
from evmap.mappings.notes import NoteChange, history_of, notes_for, notes_of_table
from evmap.mappings.snapshot import neighbours


@dataclass(frozen=True)
class Step:
    """A neighbouring row."""

    url: str
    text: str


@dataclass(frozen=True)
class RowNotes:
    """The notes on one row, named by its table and key, and every edit of them."""

    heading: str
    table: str
    key: str
    notes: Sequence[Note]
    history: Sequence[NoteChange]


def notes_on(row: MappingRow) -> RowNotes:
    """Return the notes on a row; two queries."""
    table, key = row.note_table, row.note_key
    return RowNotes("", table, key, notes_for(table, key), history_of(table, key))


def notes_on_each(rows: Sequence[MappingRow]) -> list[RowNotes]:
    """Return the notes on several rows of one table: a query, and one for each row with notes."""
    if not rows:
        return []
    table = rows[0].note_table
    written = notes_of_table(table)
    return [
        RowNotes(
            str(row).replace(KEY_SEPARATOR, " → "),
            table,
            row.note_key,
            written.get(row.note_key, []),
            history_of(table, row.note_key) if row.note_key in written else [],
        )
        for row in rows
    ]


def by_code(
    request: HttpRequest, rows: Mapping[str, Row], code: str, missing: str
) -> Row | HttpResponse:
    """Return the row of a code, or the way to it where it is spelled otherwise; else answer 404."""
    row = found(rows, code)
    if row is None:
        raise Http404(missing)
    return row if code in rows else moved(request, row)


def moved(request: HttpRequest, row: MappingRow) -> HttpResponse:
    """Return a redirect to a row's own address."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(address(row) + (f"?{query}" if query else ""))


def row_page(
    request: HttpRequest,
    template: str,
    row: Row,
    rows: Sequence[Row],
    notes: Iterable[RowNotes],
    **context: Any,
) -> HttpResponse:
    """Answer with a row's page. `rows` are its table."""
    before, after = (one and Step(address(one), str(one)) for one in neighbours(rows, row))
    groups = list(notes)
    context |= {
        "row": row,
        "before": before,
        "after": after,
        "notes": groups,
        "has_notes": any(group.notes for group in groups),
        "api_url": api_address(*name_of(row)),
    }
    return render(request, template, context)
