"""What all row pages share: neighbours, notes, and how a missing row is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from evmap.mappings import snapshot
from evmap.mappings.addresses import address, api_address, name_of
from evmap.mappings.models import Note
from evmap.mappings.models.base import KEY_SEPARATOR, MappingRow
from evmap.mappings.notes import NoteChange, history_of, notes_for, notes_of_table
from evmap.mappings.snapshot import Row, Snapshot, neighbours

Context = dict[str, Any]
Page = Callable[..., HttpResponse]


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


def row_page(
    model: type[Row], template: str, code_of: Callable[[str], str] = str
) -> Callable[[Callable[[Row, Snapshot], Context]], Page]:
    """Make the page of a table's rows of a function that gives what only these rows show.

    code_of: what a row is found by, of what the address ends with. The context that the function
    gives may have `notes`; by itself a page has those on its row.
    """

    def decorate(context_of: Callable[[Row, Snapshot], Context]) -> Page:
        @wraps(context_of)
        def page(request: HttpRequest, code: str) -> HttpResponse:
            tables = snapshot.current()
            row = tables.find(model, code_of(code))
            if code != name_of(row)[1]:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(address(row) + (f"?{query}" if query else ""))
            rows = list(tables.rows_of(model).values())
            before, after = (one and Step(address(one), str(one)) for one in neighbours(rows, row))
            context = context_of(row, tables)
            notes = context["notes"] if "notes" in context else [notes_on(row)]
            return render(
                request,
                template,
                {
                    **context,
                    "row": row,
                    "before": before,
                    "after": after,
                    "notes": notes,
                    "has_notes": any(one.notes for one in notes),
                    "api_url": api_address(*name_of(row)),
                },
            )

        return page

    return decorate
