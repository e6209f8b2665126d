"""What editors wrote: notes with their history.

A row is named by its table (`connector`, `standard`, `status`, `element`, `field`) and its key,
which is the row's `note_key`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from evmap.mappings.models import Note

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from simple_history.models import HistoricalChanges


@dataclass(frozen=True)
class NoteChange:
    """One edit of a note on a row."""

    when: datetime
    #: The editor's user name; empty where nobody was signed in.
    who: str
    #: "written", "changed" or "removed".
    what: str
    before: str
    after: str


def sign(note: Note, user: AbstractBaseUser | AnonymousUser) -> None:
    """Write on a note who wrote it, and who changed it last."""
    note.changed_by = user.get_username()
    if note._state.adding and user.is_authenticated:
        note.author = note.changed_by
        note.written_by_id = user.pk


def notes_for(table: str, key: str) -> list[Note]:
    """Return the notes on a row, oldest first."""
    return list(Note.objects.filter(table=table, key=key).order_by("created_at", "pk"))


def notes_of_table(table: str) -> dict[str, list[Note]]:
    """Return all notes of a table by the key of their row, in one query."""
    notes: dict[str, list[Note]] = {}
    for note in Note.objects.filter(table=table).order_by("created_at", "pk"):
        notes.setdefault(note.key, []).append(note)
    return notes


def history_of(table: str, key: str) -> list[NoteChange]:
    """Return every edit of the notes on a row, newest first, in one query.

    Notes that are gone have a history too. A note that an editor moved to another row is
    "removed" here and "written" there.
    """
    here = Note.history.filter(table=table, key=key).values("id")
    records = Note.history.filter(id__in=here).order_by("id", "history_date", "history_id")
    changes = [
        change
        for _, versions in groupby(records, key=lambda record: record.id)
        for change in _changes(versions, table, key)
    ]
    return sorted(changes, key=lambda change: change.when, reverse=True)


def _changes(versions: Iterator[HistoricalChanges], table: str, key: str) -> Iterator[NoteChange]:
    """Compare the versions of one note, oldest first."""
    before = ""
    for version in versions:
        stands_here = version.history_type != "-" and (version.table, version.key) == (table, key)
        after = version.text if stands_here else ""
        if after != before:
            what = "changed" if before and after else "written" if after else "removed"
            yield NoteChange(version.history_date, version.changed_by, what, before, after)
        before = after
