"""Bringing the mapping tables to the state of the fixture files.

Rows are told apart by natural key, so loading is idempotent, keeps the primary keys of rows that
stay, and never touches what editors wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core import serializers
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from evmap.conversion.guide import build_guide
from evmap.conversion.plan.subjects import subjects_of
from evmap.mappings.files import FOLDER, TABLES, FixtureError, fixtures_digest, read_table
from evmap.mappings.guide import model_of
from evmap.mappings.models import Note, TablesVersion
from evmap.mappings.models.base import KEY_SEPARATOR, Key, NaturalKeyModel
from evmap.plan.models import Decision

Values = dict[str, Any]


@dataclass
class TableChanges:
    """What loading adds to, changes in and removes from one table."""

    table: str
    rows: int
    added: dict[Key, Values] = field(default_factory=dict)
    #: Row to field to (old value, new value).
    changed: dict[Key, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    removed: list[Key] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass
class Loading:
    """What one run did, or with `check` would do."""

    tables: list[TableChanges]
    #: Whether the database names another state of the files than theirs.
    digest_changed: bool
    #: Notes and decisions on what is in no fixture; they are kept.
    orphaned_notes: list[Note]
    orphaned_decisions: list[Decision]

    def __bool__(self) -> bool:
        return self.digest_changed or any(self.tables)


@dataclass
class _Table:
    """A table on its way: what the file wants, what the database holds."""

    name: str
    model: type[NaturalKeyModel]
    wanted: dict[Key, Values]
    present: dict[Key, Values]
    #: Primary keys of the rows in the database.
    pks: dict[Key, Any]

    def changes(self) -> TableChanges:
        """Compare the two sides."""
        changes = TableChanges(self.name, rows=len(self.wanted))
        for key, values in self.wanted.items():
            if key not in self.present:
                changes.added[key] = values
            elif differing := _differing(self.present[key], values):
                changes.changed[key] = differing
        changes.removed = [key for key in self.present if key not in self.wanted]
        return changes


def tables_current(folder: Path = FOLDER) -> bool:
    """Return whether the tables hold the state of the files; false where there are no tables."""
    if TablesVersion._meta.db_table not in connection.introspection.table_names():
        return False
    return list(TablesVersion.objects.values_list("digest", flat=True)) == [fixtures_digest(folder)]


def load(folder: Path = FOLDER, *, check: bool = False) -> Loading:
    """Bring the tables to the state of the files in `folder`, in one transaction.

    With `check` nothing is written. Raise FixtureError where a file can't be used; then nothing
    is written either.
    """
    try:
        with transaction.atomic():
            return _load(folder, check=check)
    except IntegrityError as error:
        raise FixtureError(
            f"The database refuses the rows ({error}); `manage.py lint_mappings` says which"
        ) from error


def _load(folder: Path, *, check: bool) -> Loading:
    if not check:
        _wait_for_other_loaders()
    tables = [_read(name, folder) for name in TABLES]
    digest = fixtures_digest(folder)
    loading = Loading(
        tables=[table.changes() for table in tables],
        digest_changed=list(TablesVersion.objects.values_list("digest", flat=True)) != [digest],
        orphaned_notes=_orphaned_notes(tables),
        orphaned_decisions=_orphaned_decisions(tables),
    )
    if loading and not check:
        _write(tables)
        TablesVersion.objects.all().delete()
        TablesVersion.objects.create(digest=digest, loaded_at=timezone.now())
    return loading


def _wait_for_other_loaders() -> None:
    """Let a second loader wait for the first; readers go on. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TablesVersion._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


# --- Reading both sides ---


def _read(name: str, folder: Path) -> _Table:
    model = model_of(name)
    rows = model._default_manager.select_related().order_by("pk")
    records = serializers.serialize("python", rows, use_natural_foreign_keys=True)
    return _Table(
        name=name,
        model=model,
        wanted=_wanted(name, model, folder),
        present={model.key_in(record["fields"]): record["fields"] for record in records},
        pks={model.key_in(record["fields"]): record["pk"] for record in records},
    )


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that a fixture gives: all but the primary key."""
    return [column for column in model._meta.concrete_fields if not column.primary_key]


def _wanted(name: str, model: type[NaturalKeyModel], folder: Path) -> dict[Key, Values]:
    usual = {column.name: column.get_default() for column in _columns(model)}
    rows: dict[Key, Values] = {}
    for number, record in enumerate(read_table(name, folder), start=1):
        if unknown := record.keys() - usual.keys():
            where = f"{name}.json: record {number}"
            raise FixtureError(f"{where} has fields that the table lacks: {sorted(unknown)}")
        rows[model.key_in(record)] = {**usual, **record}
    return rows


def _differing(old: Values, new: Values) -> dict[str, tuple[Any, Any]]:
    return {
        name: (old[name], value)
        for name, value in new.items()
        if _comparable(old[name]) != _comparable(value)
    }


def _comparable(value: Any) -> str:
    """Return a text that tells 1 from true, and doesn't depend on the order of an object's keys."""
    return json.dumps(value, default=str, sort_keys=True)


# --- What editors wrote ---


def _orphaned_notes(tables: Iterable[_Table]) -> list[Note]:
    rows = {
        (getattr(table.model, "note_table", ""), KEY_SEPARATOR.join(map(str, key)))
        for table in tables
        for key in table.wanted
    }
    return [note for note in Note.objects.all() if (note.table, note.key) not in rows]


def _orphaned_decisions(tables: Iterable[_Table]) -> list[Decision]:
    """Decisions on what the files don't leave open. Where there is no decision no guide is made."""
    made = list(Decision.objects.all())
    if not made:
        return []
    records = (
        (table.model._meta.label_lower, values)
        for table in tables
        for values in table.wanted.values()
    )
    known = subjects_of(build_guide(records))
    return [
        one
        for one in made
        if one.subject not in known or (one.choice and not known[one.subject].takes(one.choice))
    ]


# --- Writing ---


def _write(tables: Iterable[_Table]) -> None:
    """Write the tables anew, so that no order of changes matters; rows that stay keep their pks."""
    tables = list(tables)
    for table in reversed(tables):
        table.model._default_manager.all().delete()
    pks: dict[type[models.Model], dict[Key, Any]] = {}
    for table in tables:
        rows = [
            table.model(**{"pk": table.pks.get(key), **_attributes(table.model, values, pks)})
            for key, values in table.wanted.items()
        ]
        made = table.model._default_manager.bulk_create(rows, batch_size=200)
        pks[table.model] = dict(zip(table.wanted, (row.pk for row in made), strict=True))


def _attributes(
    model: type[NaturalKeyModel],
    values: Values,
    pks: Mapping[type[models.Model], Mapping[Key, Any]],
) -> Values:
    """Return the values with primary keys in the place of natural keys."""
    return {
        column.attname: pks[column.related_model][tuple(values[column.name])]
        if isinstance(column, models.ForeignKey)
        else values[column.name]
        for column in _columns(model)
    }
