"""What the checks share: keys and references of the tables, words, and how a problem is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey

from evmap import options
from evmap.mappings.files import TABLES
from evmap.mappings.guide import model_of
from evmap.mappings.models import Loss
from evmap.mappings.models.base import Key

Record = dict[str, Any]
Tables = dict[str, list[Record]]

#: Models to the names of their tables.
NAMES = {model: table for table, model in TABLES.items()}
#: Tables whose rows have no citation of their own, because the row that they belong to has one.
UNCITED = {"sources", "connector_standards", "field_targets"}
#: Tables that number their rows anew for each row of another table.
NUMBERED_WITHIN = {
    "connector_standards": "connector",
    "limits": "standard",
    "successors": "connector",
    "older_names": "connector",
    "synonyms": "standard",
}
GUIDE = "here-migration-guide"
#: Tables that repeat the guide and nothing else.
GUIDE_TABLES = {"data_elements", "connectors"}
TARGETS = list(options.TARGETS)
STATES = {"Deprecated": "deprecated", "Not used": "not_used"}
EXACT = {"same", "renamed", "converted", "restructured"}
LOSING = {"lossy", "dropped"}
LOSSES = Loss.values
JSON_TYPES = {
    *("string", "number", "integer", "boolean", "object", "array"),
    *("datetime", "date", "time", "enum"),
}
PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\[\])?(\.[A-Za-z][A-Za-z0-9_]*(\[\])?)*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Problem:
    """Something in a fixture file that has to be put right."""

    table: str
    row: str
    message: str

    def __str__(self) -> str:
        return f"{self.table}.json: {self.row}: {self.message}"


Check = Callable[[Tables], Iterator[Problem]]


def row_name(table: str, row: Record) -> str:
    """Return the natural key of a row as one text."""
    return " = ".join(str(part) for part in key_of(table, row))


def key_of(table: str, row: Record) -> Key:
    """Return the natural key of a row, part by part."""
    return model_of(table).key_in(row)


def references(table: str) -> dict[str, str]:
    """Return the fields of a table that refer to another one, with the name of that."""
    return {
        column.name: NAMES[str(column.related_model._meta.model_name)]
        for column in model_of(table)._meta.concrete_fields
        if isinstance(column, ForeignKey)
    }


def rows(tables: Tables, *names: str) -> Iterator[tuple[str, Record]]:
    """Give the rows of these tables, or of all, each with its table's name."""
    for table in names or TABLES:
        for row in tables[table]:
            yield table, row


def problem(table: str, row: Record, message: str) -> Problem:
    """Return what is wrong with a row."""
    return Problem(table, row_name(table, row), message)


def repeated(values: Iterable[Any]) -> set[Any]:
    """Return the values that occur more than once."""
    return {value for value, count in Counter(values).items() if count > 1}
