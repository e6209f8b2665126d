"""Checks of the fixture files that no database would make. Imports no Django.

Each finding names the file, the row and what to do. They run with the tests and as
`manage.py lint_mappings`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evmap.mappings.files import FOLDER, TABLES, read_table

Record = dict[str, Any]
Tables = dict[str, list[Record]]

#: Fields that make the natural key of a table's rows.
KEYS = {
    "sources": ("code",),
    "data_elements": ("v3_element",),
    "standards": ("code",),
    "connectors": ("v2_id",),
    "connector_standards": ("connector", "standard"),
    "successors": ("connector", "standard"),
    "older_names": ("connector", "name"),
    "synonyms": ("term", "standard"),
    "v2_statuses": ("code",),
    "v3_statuses": ("code",),
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
    "successors": "connector",
    "older_names": "connector",
    "synonyms": "standard",
}
GUIDE = "here-migration-guide"
#: Tables that repeat the guide and nothing else.
GUIDE_TABLES = {"data_elements", "connectors"}
TARGETS = ["v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0"]
STATES = {"Deprecated": "deprecated", "Not used": "not_used"}
EXACT = {"same", "renamed", "converted", "restructured"}
LOSING = {"lossy", "dropped"}
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


def lint(folder: Path = FOLDER) -> list[Problem]:
    """Return what is wrong in the files of `folder`; raise FixtureError where one can't be read."""
    return problems({table: read_table(table, folder) for table in TABLES})


def problems(tables: Tables) -> list[Problem]:
    """Return what is wrong in the tables, check by check.

    Later stages follow keys and references, so they wait until these are in order.
    """
    for checks in STAGES:
        if found := [problem for check in checks for problem in check(tables)]:
            return found
    return []


def row_name(table: str, row: Record) -> str:
    """Return the natural key of a row as one text."""
    return " = ".join(str(part) for part in _key(table, row))


def _key(table: str, row: Record) -> tuple[Any, ...]:
    parts: list[Any] = []
    for name in KEYS[table]:
        value = row.get(name)
        parts += value if isinstance(value, list) else [value]
    return tuple(parts)


def _rows(tables: Tables, *names: str) -> Iterator[tuple[str, Record]]:
    for table in names or TABLES:
        for row in tables[table]:
            yield table, row


def _problem(table: str, row: Record, message: str) -> Problem:
    return Problem(table, row_name(table, row), message)


def _repeated(values: Iterable[Any]) -> set[Any]:
    return {value for value, count in Counter(values).items() if count > 1}


# --- Structure ---


def check_keys(tables: Tables) -> Iterator[Problem]:
    """Natural keys are complete, and no two rows share one."""
    for table in TABLES:
        repeated = _repeated(_key(table, row) for row in tables[table])
        for row in tables[table]:
            key = _key(table, row)
            if None in key:
                yield _problem(table, row, f"give all of the key: {', '.join(KEYS[table])}")
            elif key in repeated:
                yield _problem(table, row, "two rows have this key; remove one")


def check_references(tables: Tables) -> Iterator[Problem]:
    """Rows that a row refers to exist."""
    known = {table: {_key(table, row) for row in tables[table]} for table in TABLES}
    for table, row in _rows(tables):
        for name in REFERENCES.keys() & row.keys():
            if tuple(row[name]) not in known[REFERENCES[name]]:
                yield _problem(
                    table,
                    row,
                    f"{name} {row[name]} is not in {REFERENCES[name]}.json; add it there",
                )


# --- All tables ---


def check_citations(tables: Tables) -> Iterator[Problem]:
    """Every row says where its facts stand."""
    for table, row in _rows(tables, *(table for table in TABLES if table not in UNCITED)):
        if not row.get("source"):
            yield _problem(table, row, "has no source; name one of sources.json")
        if not row.get("section"):
            yield _problem(table, row, "has no section; say where in the source the fact stands")


def check_guide_rows(tables: Tables) -> Iterator[Problem]:
    """What is marked as the guide's cites it, and nothing else is in the guide's own tables."""
    for table, row in _rows(tables, *(table for table in TABLES if table not in UNCITED)):
        if row.get("in_guide") and row["source"] != [GUIDE]:
            yield _problem(table, row, f"is marked as the guide's; cite {GUIDE}, or unmark it")
        if table in GUIDE_TABLES and not row.get("in_guide"):
            yield _problem(table, row, "the guide's table gets no rows of ours; remove it")


def check_order(tables: Tables) -> Iterator[Problem]:
    """Rows stand in the file in the order of their positions, which are unique."""
    for table in TABLES:
        last: dict[Any, int] = {}
        for row in tables[table]:
            if "position" not in row:
                continue
            group = str(row.get(NUMBERED_WITHIN.get(table, "")))
            if row["position"] <= last.get(group, 0):
                yield _problem(table, row, "its position must be above that of the row before")
            last[group] = row["position"]


def check_texts(tables: Tables) -> Iterator[Problem]:
    """Texts have no double, leading or trailing blanks and no line breaks."""
    for table, row in _rows(tables):
        for name, value in row.items():
            if name != "example" and isinstance(value, str) and value != " ".join(value.split()):
                yield _problem(table, row, f"{name} has blanks too many; leave one between words")


def check_reasons(tables: Tables) -> Iterator[Problem]:
    """What is lost is lost for a reason that readers are told."""
    for table, row in _rows(tables, "connectors", "status_pairs", "field_targets"):
        if row["fate"] not in EXACT | LOSING:
            yield _problem(table, row, f"{row['fate']!r} is no fate of a mapping; choose another")
        if row["fate"] in LOSING and not row.get("reason"):
            yield _problem(table, row, f"is {row['fate']} without a reason; say what is lost, why")


# --- Connectors and statuses ---


def check_connectors(tables: Tables) -> Iterator[Problem]:
    """State and fate of a connector agree with the guide's text and its number of standards."""
    standards = Counter(row["connector"][0] for row in tables["connector_standards"])
    for table, row in _rows(tables, "connectors"):
        state = STATES.get(row["more_information"], "current")
        if row["state"] != state:
            yield _problem(table, row, f"the guide says {state}; change the state")
        count = standards[row["v2_id"]]
        fate = "lossy" if count > 1 else "converted" if count else "dropped"
        if row["fate"] != fate:
            yield _problem(table, row, f"with {count} standards its fate is {fate}; change it")
        if row["state"] == "not_used" and not row["reason"]:
            yield _problem(table, row, "is not used; say so in the reason")


def check_standards(tables: Tables) -> Iterator[Problem]:
    """Each standard is reached from a connector, and each current is AC, DC or open."""
    reached = {row["standard"][0] for row in tables["connector_standards"]}
    for table, row in _rows(tables, "standards"):
        if row["code"] not in reached:
            yield _problem(table, row, "no connector leads to it; add the equivalence")
        if row["current"] not in {"AC", "DC", ""}:
            yield _problem(table, row, "its current must be AC, DC or empty")


def check_successors(tables: Tables) -> Iterator[Problem]:
    """Only deprecated ids have candidate successors, each for a reason, none from the guide."""
    states = {row["v2_id"]: row["state"] for row in tables["connectors"]}
    for table, row in _rows(tables, "successors"):
        if states[row["connector"][0]] != "deprecated":
            yield _problem(table, row, "its connector isn't deprecated; remove the successor")
        if row["in_guide"]:
            yield _problem(table, row, "the guide names no successors; unmark it")
        if not row["reason"]:
            yield _problem(table, row, "has no reason; say why it is a candidate")


def check_words(tables: Tables) -> Iterator[Problem]:
    """Synonyms differ in more than case; older names differ from the guide's."""
    repeated = _repeated((row["term"].casefold(), row["standard"][0]) for row in tables["synonyms"])
    for table, row in _rows(tables, "synonyms"):
        if (row["term"].casefold(), row["standard"][0]) in repeated:
            yield _problem(table, row, "two synonyms differ only in case; remove one")
    names = {row["v2_id"]: row["v2_name"] for row in tables["connectors"]}
    for table, row in _rows(tables, "older_names"):
        if row["name"] == names[row["connector"][0]]:
            yield _problem(table, row, "is the guide's own name; remove it")


def check_statuses(tables: Tables) -> Iterator[Problem]:
    """Each status has a pair, and a status with several candidates is never shown as exact."""
    pairs = Counter(row["v2"][0] for row in tables["status_pairs"])
    reached = {row["v3"][0] for row in tables["status_pairs"]}
    for table, row in _rows(tables, "v2_statuses", "v3_statuses"):
        if row["code"] not in (pairs if table == "v2_statuses" else reached):
            yield _problem(table, row, "stands in no pair; add one to status_pairs.json")
    for table, row in _rows(tables, "status_pairs"):
        count = pairs[row["v2"][0]]
        fate = "lossy" if count > 1 else "converted"
        if row["fate"] != fate:
            yield _problem(table, row, f"{row['v2'][0]} has {count} pairs: its fate is {fate}")
        if not row["in_guide"] and not row["reason"]:
            yield _problem(table, row, "is not in the guide; say in the reason why it is here")


# --- Field map ---


def check_fields(tables: Tables) -> Iterator[Problem]:
    """Paths, types, slugs and meanings are well-formed."""
    repeated = _repeated(row["slug"] for row in tables["fields"])
    for table, row in _rows(tables, "fields"):
        if not PATH.fullmatch(row["path"]):
            yield _problem(table, row, "its path is not well-formed; write a.b[].c")
        if not SLUG.fullmatch(row["slug"]) or row["slug"] in repeated:
            yield _problem(table, row, "its slug must be unique: lower case, digits, hyphens")
        if row["json_type"] not in JSON_TYPES:
            yield _problem(table, row, f"{row['json_type']!r} is no type; choose another")
        if not row["meaning"]:
            yield _problem(table, row, "has no meaning; say what the value is")
        if row["basis"] == "stated" and "not verified" in row["meaning"]:
            yield _problem(table, row, "can't be stated by HERE and not verified; it is inferred")


def check_deprecated(tables: Tables) -> Iterator[Problem]:
    """A deprecated field names fields that replace it, or its reasons say that there are none."""
    reasons = defaultdict(list)
    for row in tables["field_targets"]:
        reasons[tuple(row["field"])].append(row["reason"])
    paths = {(row["answer"], row["path"]) for row in tables["fields"]}
    for table, row in _rows(tables, "fields"):
        replacements = [path for path in row["replacement"].split(", ") if path]
        for path in replacements:
            if (row["answer"], path) not in paths:
                yield _problem(table, row, f"its replacement {path} is no field of this answer")
        if replacements and not row["deprecated"]:
            yield _problem(table, row, "has a replacement; mark it as deprecated")
        told = all("no replacement" in reason for reason in reasons[_key(table, row)])
        if row["deprecated"] and not replacements and not told:
            yield _problem(
                table, row, "is deprecated; name its replacement, or say: no replacement"
            )


def check_all_targets(tables: Tables) -> Iterator[Problem]:
    """Each field has a fate in each target, in the targets' order."""
    targets = defaultdict(list)
    for row in tables["field_targets"]:
        targets[tuple(row["field"])].append(row["target"])
    for table, row in _rows(tables, "fields"):
        if targets[_key(table, row)] != TARGETS:
            yield _problem(table, row, f"needs one fate for each of {', '.join(TARGETS)}")


def check_v3_paths(tables: Tables) -> Iterator[Problem]:
    """v3 paths are well-formed and agree with the fate."""
    for table, row in _rows(tables, "field_targets"):
        paths = row["v3_paths"]
        for path in paths:
            if not PATH.fullmatch(path):
                yield _problem(table, row, f"{path!r} is not well-formed; write a.b[].c")
        if row["fate"] == "dropped" and paths:
            yield _problem(table, row, "is dropped, yet has a path; remove one of the two")
        if row["fate"] != "dropped" and not paths:
            yield _problem(table, row, "has no path; name where the value goes, or drop it")
        if row["fate"] == "same" and paths != [row["field"][1]]:
            yield _problem(table, row, "its path differs; it is renamed or restructured")
        last = row["field"][1].rpartition(".")[2]
        if row["fate"] == "renamed" and any(path.rpartition(".")[2] == last for path in paths):
            yield _problem(table, row, "its name stays; it is the same or restructured")


Check = Callable[[Tables], Iterator[Problem]]
CHECKS: list[Check] = [
    check_citations,
    check_guide_rows,
    check_order,
    check_texts,
    check_reasons,
    check_connectors,
    check_standards,
    check_successors,
    check_words,
    check_statuses,
    check_fields,
    check_deprecated,
    check_all_targets,
    check_v3_paths,
]
STAGES: list[list[Check]] = [[check_keys], [check_references], CHECKS]
