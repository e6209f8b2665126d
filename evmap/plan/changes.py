"""What editors changed of decisions and notes, deletions too, and taking a deletion back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from evmap.conversion.plan.subjects import subjects_of
from evmap.mappings.guide import current_guide
from evmap.mappings.models import Note
from evmap.mappings.note_rows import row_addresses
from evmap.plan.models import Decision
from evmap.plan.table import address

#: Kinds of what is written.
KINDS: dict[str, type[Decision] | type[Note]] = {"decision": Decision, "note": Note}
WORDS = {"+": "written", "~": "changed", "-": "deleted"}
SHOWN = 200


@dataclass(frozen=True)
class Change:
    """An edit."""

    kind: str
    number: int
    what: str
    #: What it is about, its page if it has one (any more), and what was said.
    about: str
    url: str
    text: str
    who: str
    when: datetime
    #: It is a deletion that can be taken back.
    can_return: bool


def changes() -> list[Change]:
    """Return the last edits, newest first."""
    found = [one for kind in KINDS for one in _changes_of(kind)]
    return sorted(found, key=lambda one: one.when, reverse=True)[:SHOWN]


def _changes_of(kind: str) -> list[Change]:
    model = KINDS[kind]
    records = list(model.history.order_by("-history_date", "-history_id")[:SHOWN])
    here = set(model._default_manager.values_list("pk", flat=True))
    pages = _pages(kind, records)
    return [_change(kind, record, pages, record.id not in here) for record in records]


def _pages(kind: str, records: Iterable[Any]) -> dict[str, str]:
    """The addresses of what edits are about, by what that is called."""
    if kind == "note":
        tables = {record.table for record in records}
        return {
            f"{table} {key}": url for table in tables for key, url in row_addresses(table).items()
        }
    return {subject: address(subject) for subject in subjects_of(current_guide())}


def _change(kind: str, record: Any, pages: Mapping[str, str], is_gone: bool) -> Change:
    if kind == "note":
        about, text, who = f"{record.table} {record.key}", record.text, record.changed_by
    else:
        choice = record.choice or Decision.State(record.state).label
        about, text, who = record.subject, f"{choice}. {record.reason}", record.author
    if record.history_user is not None:
        who = record.history_user.get_username()
    deleted = record.history_type == "-"
    what = WORDS[record.history_type]
    return Change(
        *(kind, record.history_id, what, about, pages.get(about, ""), text, who),
        when=record.history_date,
        can_return=deleted and is_gone,
    )


def bring_back(kind: str, number: int, who: str) -> bool:
    """Write again what was deleted; return whether that was possible.

    who: the name of the editor. A decision stays that of the one who decided.
    """
    model = KINDS[kind]
    record = model.history.filter(history_id=number, history_type="-").first()
    if record is None or model._default_manager.filter(pk=record.id).exists():
        return False
    try:
        with transaction.atomic():
            again = record.instance
            if isinstance(again, Note):
                again.changed_by = who
            again.save()
    except IntegrityError:
        # Somebody decided on the same subject since.
        return False
    return True
