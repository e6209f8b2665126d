"""What the rows of several tables have alike: source, notes, neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.http import Http404

from evmap.api.links import of_row
from evmap.mappings.models import Source
from evmap.mappings.models.base import MappingRow
from evmap.mappings.notes import history_of, notes_for
from evmap.mappings.snapshot import neighbours

Row = TypeVar("Row", bound=MappingRow)

NOTE = ("text", "author", "created_at", "changed_by", "changed_at")
EDIT = ("when", "who", "what", "before", "after")
SOURCE = ("code", "title", "publisher", "address", "retrieved", "remark")


def by_code(rows: Mapping[str, Row], code: str, what: str) -> Row:
    """Return the row of a code in any case; raise Http404 where there is none."""
    if code in rows:
        return rows[code]
    for key, row in rows.items():
        if key.casefold() == code.casefold():
            return row
    raise Http404(f"There is no {what} {code[:60]}.")


def picked(thing: object, names: Sequence[str]) -> dict[str, Any]:
    """Return attributes by name."""
    return {name: getattr(thing, name) for name in names}


def source_of(row: MappingRow) -> dict[str, Any]:
    """Return the source of a row, and where in it the fact stands."""
    source: Source = row.source
    return {**picked(source, SOURCE), "section": row.section}


def sourced(row: MappingRow) -> dict[str, Any]:
    """Return what says where a row comes from."""
    return {"in_guide": row.in_guide, "source": source_of(row)}


def noted(row: MappingRow) -> dict[str, Any]:
    """Return the notes on a row and their history; two queries."""
    table, key = row.note_table, row.note_key
    return {
        "notes": [picked(note, NOTE) for note in notes_for(table, key)],
        "note_history": [picked(change, EDIT) for change in history_of(table, key)],
    }


def between(rows: Sequence[Row], row: Row) -> dict[str, str | None]:
    """Return the addresses of the rows before and after."""
    before, after = neighbours(rows, row)
    return {
        "previous": of_row(before)["url"] if before else None,
        "next": of_row(after)["url"] if after else None,
    }
