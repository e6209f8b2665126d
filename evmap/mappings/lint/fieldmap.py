"""Checks of the field map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from evmap.mappings.lint.common import (
    JSON_TYPES,
    LOSING,
    LOSSES,
    PATH,
    SLUG,
    TARGETS,
    Problem,
    Tables,
    key_of,
    problem,
    repeated,
    rows,
)


def check_fields(tables: Tables) -> Iterator[Problem]:
    """Paths, types, slugs and meanings are well-formed."""
    twice = repeated(row["slug"] for row in tables["fields"])
    for table, row in rows(tables, "fields"):
        if not PATH.fullmatch(row["path"]):
            yield problem(table, row, "its path is not well-formed; write a.b[].c")
        if not SLUG.fullmatch(row["slug"]) or row["slug"] in twice:
            yield problem(table, row, "its slug must be unique: lower case, digits, hyphens")
        if row["json_type"] not in JSON_TYPES:
            yield problem(table, row, f"{row['json_type']!r} is no type; choose another")
        if not row["meaning"]:
            yield problem(table, row, "has no meaning; say what the value is")
        if row["basis"] == "stated" and "not verified" in row["meaning"]:
            yield problem(table, row, "can't be stated by HERE and not verified; it is inferred")


def check_deprecated(tables: Tables) -> Iterator[Problem]:
    """A deprecated field names fields that replace it, or its reasons say that there are none."""
    reasons = defaultdict(list)
    for row in tables["field_targets"]:
        reasons[tuple(row["field"])].append(row["reason"])
    paths = {(row["answer"], row["path"]) for row in tables["fields"]}
    for table, row in rows(tables, "fields"):
        replacements = [path for path in row["replacement"].split(", ") if path]
        for path in replacements:
            if (row["answer"], path) not in paths:
                yield problem(table, row, f"its replacement {path} is no field of this answer")
        if replacements and not row["deprecated"]:
            yield problem(table, row, "has a replacement; mark it as deprecated")
        told = all("no replacement" in reason for reason in reasons[key_of(table, row)])
        if row["deprecated"] and not replacements and not told:
            yield problem(table, row, "is deprecated; name its replacement, or say: no replacement")


def check_all_targets(tables: Tables) -> Iterator[Problem]:
    """Each field has a fate in each target, in the targets' order."""
    targets = defaultdict(list)
    for row in tables["field_targets"]:
        targets[tuple(row["field"])].append(row["target"])
    for table, row in rows(tables, "fields"):
        if targets[key_of(table, row)] != TARGETS:
            yield problem(table, row, f"needs one fate for each of {', '.join(TARGETS)}")


def check_v3_paths(tables: Tables) -> Iterator[Problem]:
    """v3 paths are well-formed and agree with the fate."""
    for table, row in rows(tables, "field_targets"):
        paths = row["v3_paths"]
        for path in paths:
            if not PATH.fullmatch(path):
                yield problem(table, row, f"{path!r} is not well-formed; write a.b[].c")
        if row["fate"] == "dropped" and paths:
            yield problem(table, row, "is dropped, yet has a path; remove one of the two")
        if row["fate"] != "dropped" and not paths:
            yield problem(table, row, "has no path; name where the value goes, or drop it")
        if row["fate"] == "same" and paths != [row["field"][1]]:
            yield problem(table, row, "its path differs; it is renamed or restructured")
        last = row["field"][1].rpartition(".")[2]
        if row["fate"] == "renamed" and any(path.rpartition(".")[2] == last for path in paths):
            yield problem(table, row, "its name stays; it is the same or restructured")


def check_losses(tables: Tables) -> Iterator[Problem]:
    """What goes with a value is told where something goes, and what says it elsewhere is named."""
    for table, row in rows(tables, "field_targets"):
        loss, said_by = row["loss"], row["said_by"]
        if row["fate"] in LOSING and loss not in LOSSES:
            yield problem(table, row, f"is {row['fate']}; its loss is one of {', '.join(LOSSES)}")
        if row["fate"] not in LOSING and loss:
            yield problem(table, row, f"is {row['fate']}, so nothing is lost; remove its loss")
        if loss == "elsewhere" and not said_by:
            yield problem(table, row, "is said elsewhere; name the v3 path in said_by")
        if loss != "elsewhere" and said_by:
            yield problem(table, row, "is not said elsewhere; empty its said_by")
        for path in said_by:
            if not PATH.fullmatch(path):
                yield problem(table, row, f"{path!r} is not well-formed; write a.b[].c")
