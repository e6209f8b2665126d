"""Checks of all tables: keys, references, citations, order, texts, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evmap.mappings.files import TABLES
from evmap.mappings.guide import model_of
from evmap.mappings.lint.common import (
    EXACT,
    GUIDE,
    GUIDE_TABLES,
    LOSING,
    NUMBERED_WITHIN,
    UNCITED,
    Problem,
    Tables,
    key_of,
    problem,
    references,
    repeated,
    rows,
)


def check_keys(tables: Tables) -> Iterator[Problem]:
    """Natural keys are complete, and no two rows share one."""
    for table in TABLES:
        twice = repeated(key_of(table, row) for row in tables[table])
        for row in tables[table]:
            key = key_of(table, row)
            if None in key:
                names = ", ".join(model_of(table).key_fields())
                yield problem(table, row, f"give all of the key: {names}")
            elif key in twice:
                yield problem(table, row, "two rows have this key; remove one")


def check_references(tables: Tables) -> Iterator[Problem]:
    """Rows that a row refers to exist."""
    known = {table: {key_of(table, row) for row in tables[table]} for table in TABLES}
    for table, row in rows(tables):
        for name, other in references(table).items():
            if name in row and tuple(row[name]) not in known[other]:
                yield problem(
                    table, row, f"{name} {row[name]} is not in {other}.json; add it there"
                )


def check_citations(tables: Tables) -> Iterator[Problem]:
    """Every row says where its facts stand."""
    for table, row in rows(tables, *(table for table in TABLES if table not in UNCITED)):
        if not row.get("source"):
            yield problem(table, row, "has no source; name one of sources.json")
        if not row.get("section"):
            yield problem(table, row, "has no section; say where in the source the fact stands")


def check_guide_rows(tables: Tables) -> Iterator[Problem]:
    """What is marked as the guide's cites it, and nothing else is in the guide's own tables."""
    for table, row in rows(tables, *(table for table in TABLES if table not in UNCITED)):
        if row.get("in_guide") and row["source"] != [GUIDE]:
            yield problem(table, row, f"is marked as the guide's; cite {GUIDE}, or unmark it")
        if table in GUIDE_TABLES and not row.get("in_guide"):
            yield problem(table, row, "the guide's table gets no rows of ours; remove it")


def check_order(tables: Tables) -> Iterator[Problem]:
    """Rows stand in the file in the order of their positions, which are unique."""
    for table in TABLES:
        last: dict[Any, int] = {}
        for row in tables[table]:
            if "position" not in row:
                continue
            group = str(row.get(NUMBERED_WITHIN.get(table, "")))
            if row["position"] <= last.get(group, 0):
                yield problem(table, row, "its position must be above that of the row before")
            last[group] = row["position"]


def check_texts(tables: Tables) -> Iterator[Problem]:
    """Texts have no double, leading or trailing blanks and no line breaks."""
    for table, row in rows(tables):
        for name, value in row.items():
            if name != "example" and isinstance(value, str) and value != " ".join(value.split()):
                yield problem(table, row, f"{name} has blanks too many; leave one between words")


def check_reasons(tables: Tables) -> Iterator[Problem]:
    """What is lost is lost for a reason that readers are told."""
    for table, row in rows(tables, "connectors", "status_pairs", "field_targets"):
        if row["fate"] not in EXACT | LOSING:
            yield problem(table, row, f"{row['fate']!r} is no fate of a mapping; choose another")
        if row["fate"] in LOSING and not row.get("reason"):
            yield problem(table, row, f"is {row['fate']} without a reason; say what is lost, why")
