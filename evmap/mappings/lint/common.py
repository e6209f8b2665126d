"""What the checks share: keys and references of the tables, words, and how a problem is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evmap import options
from evmap.mappings.files import TABLES

Record = dict[str, Any]
Tables = dict[str, list[Record]]

#: Fields that make the natural key of a table's rows.
KEYS = {
    "sources": ("code",),
    "data_elements": ("v3_element",),
    "standards": ("code",),
    "connectors": ("v2_id",),
    "connector_standards": ("connector", "standard"),
    "limits": ("standard", "current"),
    "successors": ("connector", "standard"),
    "older_names": ("connector", "name"),
    "synonyms": ("term", "standard"),
    "v2_statuses": ("code",),
    "v3_statuses": ("code",),
    "retired_states": ("code",),
    "status_pairs": ("v2", "v3"),
    "fields": ("answer", "path"),
    "field_targets": ("field", "target"),
}
#: Field that refers to another table, wherever it occurs, to that table.
REFERENCES = {
    "source": "sources",
    "connector": "connectors",
    "standard": "standards",
    "v2": "v2_statuses",
    "v3": "v3_statuses",
    "field": "fields",
}
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
LOSSES = ["information", "elsewhere", "request"]
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


def key_of(table: str, row: Record) -> tuple[Any, ...]:
    """Return the natural key of a row, part by part."""
    parts: list[Any] = []
    for name in KEYS[table]:
        value = row.get(name)
        parts += value if isinstance(value, list) else [value]
    return tuple(parts)


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
