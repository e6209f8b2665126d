"""The mapping tables as the converter reads them, from the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core import serializers

from evmap.conversion.guide import FILES, Guide, Row, build_guide, fixture_guide
from evmap.mappings.files import TABLES
from evmap.mappings.models.base import NaturalKeyModel
from evmap.mappings.snapshot import NOT_LOADED, Kept, Version


def current_guide() -> Guide:
    """Return the tables as they are loaded now: one query, more when they have changed.

    Before the first loading these are the fixture files, which the tables are loaded from.
    """
    return _guide.now()


def _build(version: Version) -> Guide:
    return fixture_guide() if version == NOT_LOADED else build_guide(_rows())


def _rows() -> Iterable[Row]:
    """All rows that the converter reads."""
    for file in FILES:
        table = file.removesuffix(".json")
        for record in records_of(table):
            yield f"mappings.{TABLES[table]}", record


_guide = Kept(_build)


def model_of(table: str) -> type[NaturalKeyModel]:
    """Return the model of a table, by the name of its fixture file."""
    model: type[NaturalKeyModel] = apps.get_model("mappings", TABLES[table])
    return model


def records_of(table: str) -> Iterator[dict[str, Any]]:
    """Return the rows of a table as its fixture file holds them; one query."""
    rows = model_of(table)._default_manager.select_related()
    found = serializers.serialize("python", rows, use_natural_foreign_keys=True)
    return (record["fields"] for record in found)
