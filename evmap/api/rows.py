"""What the rows of several tables have alike: source, notes, neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404

from evmap.api.links import of_row
from evmap.mappings.addresses import Row, found
from evmap.mappings.models import Source
from evmap.mappings.models.base import MappingRow
from evmap.mappings.notes import history_of, notes_for
from evmap.mappings.snapshot import neighbours

NOTE = ("text", "author", "created_at", "changed_by", "changed_at")
EDIT = ("when", "who", "what", "before", "after")
SOURCE = ("code", "title", "publisher", "address", "retrieved", "remark")


def by_code(rows: Mapping[str, Row], code: str, what: str) -> Row:
    """Return the row of a code in any case; raise Http404 where there is none."""
    row = found(rows, code)
    if row is None:
        raise Http404(f"There is no {what} {code[:60]}.")
    return row


def picked(thing: object, names: Sequence[str]) -> dict[str, Any]:
    """Return attributes by name."""
    return {name: getattr(thing, name) for name in names}


def source_of(row: MappingRow) -> dict[str, Any]:
    """Return the source of a row, and where in it the fact stands."""
    source: Source = row.source
    return {**picked(source, SOURCE), "section": row.section}


def noted(row: MappingRow) -> dict[str, Any]:
    """Return the notes on a row and their history; two queries."""
    table, key = row.note_table, row.note_key
    return {
        "notes": [picked(note, NOTE) for note in notes_for(table, key)],
        "note_history": [picked(change, EDIT) for change in history_of(table, key)],
    }


def placed(rows: Sequence[Row], row: Row) -> dict[str, Any]:
    """Return a row's addresses, its neighbours, and where it comes from."""
    before, after = neighbours(rows, row)
    return {
        **of_row(row),
        "previous": of_row(before)["url"] if before else None,
        "next": of_row(after)["url"] if after else None,
        "in_guide": row.in_guide,
        "source": source_of(row),
    }
