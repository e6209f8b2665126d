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

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from evmap.conversion.guide import FILES, build_guide
from evmap.conversion.plan.subjects import subjects_of
from evmap.mappings.files import FOLDER, TABLES, FixtureError, fixtures_digest, read_table
from evmap.mappings.models import Note, TablesVersion
from evmap.mappings.models.base import KEY_SEPARATOR, NaturalKeyModel
from evmap.plan.models import Decision

Key = tuple[str | int, ...]
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
        orphaned_decisions=_orphaned_decisions(folder),
    )
    if loading and not check:
        _apply(tables, loading.tables)
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
    model = _model(name)
    pks, present = _present(model)
    return _Table(name, model, _wanted(name, model, folder), present, pks)


def _model(name: str) -> type[NaturalKeyModel]:
    model = apps.get_model("mappings", TABLES[name])
    if not issubclass(model, NaturalKeyModel):
        raise TypeError(f"{model.__name__} has no natural key")
    return model


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that a fixture gives: all but the primary key."""
    return [column for column in model._meta.concrete_fields if not column.primary_key]


def _related(column: models.Field[Any, Any]) -> type[NaturalKeyModel] | None:
    """Return the model that a foreign key points to; None for another field."""
    related = column.related_model
    return related if isinstance(related, type) and issubclass(related, NaturalKeyModel) else None


def _wanted(name: str, model: type[NaturalKeyModel], folder: Path) -> dict[Key, Values]:
    columns = {column.name: column for column in _columns(model)}
    rows: dict[Key, Values] = {}
    for number, record in enumerate(read_table(name, folder), start=1):
        where = f"{name}.json: record {number}"
        if unknown := record.keys() - columns.keys():
            raise FixtureError(f"{where} has fields that the table lacks: {sorted(unknown)}")
        values = {
            column.name: _plain(column, record.get(column.name, column.get_default()))
            for column in columns.values()
        }
        try:
            key = tuple(_part(columns, values, lookup) for lookup in model.key_lookups)
        except (IndexError, TypeError) as error:
            raise FixtureError(f"{where} has no natural key") from error
        if key in rows:
            raise FixtureError(f"{where} repeats the key {KEY_SEPARATOR.join(map(str, key))!r}")
        rows[key] = values
    return rows


def _plain(column: models.Field[Any, Any], value: Any) -> Any:
    """Return a fixture's value as the database would give it; foreign keys as natural keys."""
    return tuple(value) if _related(column) else column.to_python(value)


def _part(columns: Mapping[str, models.Field[Any, Any]], values: Values, lookup: str) -> str | int:
    """Return the part of a row's natural key that a lookup such as `connector__v2_id` names."""
    name, _, rest = lookup.partition("__")
    related = _related(columns[name])
    part: str | int = values[name][related.key_lookups.index(rest)] if related else values[name]
    if not isinstance(part, str | int):
        raise TypeError(lookup)
    return part


def _present(model: type[NaturalKeyModel]) -> tuple[dict[Key, Any], dict[Key, Values]]:
    """The rows of the database by their keys: primary keys, and what a fixture says of a row."""
    rows = list(model._default_manager.select_related().order_by("pk"))
    records = serializers.serialize("python", rows, use_natural_foreign_keys=True)
    keys = [row.natural_key() for row in rows]
    pks = {key: row.pk for key, row in zip(keys, rows, strict=True)}
    return pks, {key: record["fields"] for key, record in zip(keys, records, strict=True)}


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


def _orphaned_decisions(folder: Path) -> list[Decision]:
    """Decisions on what the files don't leave open. Where there is no decision no file is read."""
    made = list(Decision.objects.all())
    if not made:
        return []
    records = (
        (record["model"], record["fields"])
        for file in FILES
        for record in json.loads((folder / file).read_bytes())
    )
    known = subjects_of(build_guide(records))
    return [
        one
        for one in made
        if one.subject not in known or (one.choice and not known[one.subject].takes(one.choice))
    ]


# --- Writing ---


def _apply(tables: list[_Table], changes: list[TableChanges]) -> None:
    """Write the changes: rows go before rows come, so that unique values are free again.

    Sources go last, because rows that are still to be changed may cite them.
    """
    steps = list(zip(tables, changes, strict=True))
    for table, change in reversed(steps[1:]):
        _remove(table, change)
    pks = {table.model: dict(table.pks) for table in tables}
    for table, change in steps:
        _change(table, change, pks)
        _add(table, change, pks)
    _remove(*steps[0])


def _remove(table: _Table, change: TableChanges) -> None:
    if change.removed:
        gone = [table.pks[key] for key in change.removed]
        table.model._default_manager.filter(pk__in=gone).delete()


def _change(
    table: _Table, change: TableChanges, pks: Mapping[type[NaturalKeyModel], Mapping[Key, Any]]
) -> None:
    if not change.changed:
        return
    manager = table.model._default_manager
    _free_unique_values(table, change)
    names = sorted({name for fields in change.changed.values() for name in fields})
    rows = []
    for key in change.changed:
        row = table.model(**_attributes(table, table.wanted[key], pks))
        row.pk = table.pks[key]
        rows.append(row)
    manager.bulk_update(rows, names, batch_size=200)


def _free_unique_values(table: _Table, change: TableChanges) -> None:
    """Give rows a stand-in where a unique value changes: two rows may swap theirs."""
    for column in _columns(table.model):
        if column.unique and column.name not in table.model.key_lookups:
            for key, fields in change.changed.items():
                if column.name in fields:
                    rows = table.model._default_manager.filter(pk=table.pks[key])
                    rows.update(**{column.name: f"changing-{table.pks[key]}"})


def _add(
    table: _Table, change: TableChanges, pks: dict[type[NaturalKeyModel], dict[Key, Any]]
) -> None:
    rows = [table.model(**_attributes(table, values, pks)) for values in change.added.values()]
    made = table.model._default_manager.bulk_create(rows, batch_size=200)
    pks[table.model].update(zip(change.added, (row.pk for row in made), strict=True))


def _attributes(
    table: _Table, values: Values, pks: Mapping[type[NaturalKeyModel], Mapping[Key, Any]]
) -> Values:
    """Return the values with primary keys in the place of natural keys."""
    attributes: Values = {}
    for column in _columns(table.model):
        value = values[column.name]
        if related := _related(column):
            if value not in pks[related]:
                raise FixtureError(
                    f"{table.name}.json: {column.name} {list(value)} stands in no fixture"
                )
            attributes[column.attname] = pks[related][value]
        else:
            attributes[column.name] = value
    return attributes
