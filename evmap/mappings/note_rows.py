"""Rows by table and key, as notes name them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from evmap.mappings.addresses import address
from evmap.mappings.models import Connector, DataElement, Field, Note, Standard, StatusPair
from evmap.mappings.models.base import KEY_SEPARATOR, MappingRow

#: Tables whose rows can have notes.
MODELS: dict[str, type[MappingRow]] = {
    model.note_table: model for model in (Connector, Standard, StatusPair, DataElement, Field)
}

#: A key of each table, for those who have to write one.
EXAMPLES = {
    "connector": "36",
    "standard": "IEC_62196_T2",
    "status": "OUT_OF_SERVICE = OUTOFORDER",
    "element": "EVSE",
    "field": "station = address.city",
}
# Shorter texts resemble too much.
_LONG_ENOUGH = 3


def find_row(table: str, key: str) -> MappingRow | None:
    """Return the row that a note names, or None where there is no such row (any more)."""
    model = MODELS.get(table)
    parts = key.split(KEY_SEPARATOR)
    if model is None or len(parts) != len(model.key_lookups):
        return None
    try:
        return model._default_manager.get(**dict(zip(model.key_lookups, parts, strict=True)))
    except (model.DoesNotExist, ValueError):  # ValueError: text where the key is a number
        return None


def row_keys(table: str) -> list[str]:
    """Return the keys of all rows of a table, in its order."""
    model = MODELS[table]
    found = model._default_manager.values_list(*model.key_lookups)
    return [KEY_SEPARATOR.join(map(str, parts)) for parts in found]


def row_addresses(table: str) -> dict[str, str]:
    """Return the pages of all rows of a table by their keys."""
    return {row.note_key: address(row) for row in MODELS[table]._default_manager.all()}


def resolve_key(table: str, text: str) -> tuple[str, list[str]]:
    """Return the key that `text` means, and close ones where it means none.

    Case and blanks don't matter. A field is also known by its path alone in a station, and by
    the last part of its page's address.
    """
    names = {_plain(key): key for key in row_keys(table)}
    aliases = _field_names() if table == Field.note_table else {}
    key = names.get(_plain(text)) or aliases.get(_plain(text), "")
    comparable = not key and len(_plain(text)) >= _LONG_ENOUGH
    close = get_close_matches(_plain(text), names, n=3, cutoff=0.5) if comparable else []
    return key, [names[name] for name in close]


def with_has_note(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows that know, as `has_note`, whether an editor wrote a note on them."""
    first, *others = (Cast(F(lookup), CharField()) for lookup in rows.model.key_lookups)
    key: Cast | Concat = first
    for part in others:
        key = Concat(key, Value(KEY_SEPARATOR), part)
    notes = Note.objects.filter(table=rows.model.note_table, key=OuterRef("_note_key"))
    noted: QuerySet[Any] = rows.annotate(_note_key=key).annotate(has_note=Exists(notes))
    return noted


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _field_names() -> dict[str, str]:
    names = {}
    for row in Field.objects.all():
        names[row.slug] = row.note_key
        if row.answer == Field.Answer.STATION:
            names[_plain(row.path)] = row.note_key
    return names
