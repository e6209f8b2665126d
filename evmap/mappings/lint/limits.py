"""Checks of what each standard allows, and of the facts of plugs beside the guide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from evmap.mappings.lint.common import Problem, Record, Tables, problem, rows

#: The current of a standard -> the currents that it has limits for. Empty: it carries both.
CURRENTS = {"AC": ["AC"], "DC": ["DC"], "": ["AC", "DC"]}
OCPI = ("ocpi_2_2_1", "ocpi_2_3_0")
NUMBERS = ("max_volts", "max_amperes", "max_watts")


def check_standards_have_limits(tables: Tables) -> Iterator[Problem]:
    """Each standard that an API can write has limits for the currents that it carries."""
    found = defaultdict(list)
    for row in tables["limits"]:
        found[row["standard"][0]].append(row["current"])
    for table, row in rows(tables, "standards"):
        wanted = CURRENTS.get(row["current"], []) if _is_written(row) else []
        if row["current"] in CURRENTS and found[row["code"]] != wanted:
            says = " and ".join(wanted) or "none, as no API writes it"
            yield problem(table, row, f"needs limits for {says}; mend limits.json")


def check_limits(tables: Tables) -> Iterator[Problem]:
    """Numbers are above zero, phases belong to AC, and the power can come about."""
    for table, row in rows(tables, "limits"):
        phases = row["phases"]
        if row["current"] not in {"AC", "DC"}:
            yield problem(table, row, "its current must be AC or DC")
        if phases != sorted({1, 2, 3}.intersection(phases)) or bool(phases) != (
            row["current"] == "AC"
        ):
            yield problem(table, row, "its phases must be some of 1, 2, 3 for AC, none for DC")
        if any(row[name] <= 0 for name in NUMBERS):
            yield problem(table, row, f"{', '.join(NUMBERS)} must be above zero")
        if row["max_watts"] > row["max_volts"] * row["max_amperes"] * max(phases, default=1):
            yield problem(table, row, "its watts exceed volts x amperes x phases; lower them")


def check_phases(tables: Tables) -> Iterator[Problem]:
    """Phases of a v2 id are some that its standards or candidates allow, and not the only ones."""
    allowed: dict[str, set[int]] = defaultdict(set)
    for row in tables["limits"]:
        allowed[row["standard"][0]].update(row["phases"])
    plugs: dict[Any, set[int]] = defaultdict(set)
    for row in (*tables["connector_standards"], *tables["successors"]):
        plugs[row["connector"][0]] |= allowed[row["standard"][0]]
    for table, row in rows(tables, "connectors"):
        phases = row["phases"]
        if phases is not None and (
            phases not in plugs[row["v2_id"]] or len(plugs[row["v2_id"]]) == 1
        ):
            yield problem(table, row, "its phases must be a choice among those of its standards")


def check_same_plug(tables: Tables) -> Iterator[Problem]:
    """A standard for the same plug exists, helps where the other is lacking, and says why."""
    by_code = {row["code"]: row for row in tables["standards"]}
    for table, row in rows(tables, "standards"):
        if not row["same_plug"]:
            continue
        other = by_code.get(row["same_plug"])
        if other is None:
            yield problem(table, row, f"{row['same_plug']} is no standard; name another")
        elif not any(other[name] and not row[name] for name in ("here_v3", *OCPI)):
            yield problem(table, row, f"{row['same_plug']} is in no target more; remove it")
        if not row["same_plug_reason"]:
            yield problem(table, row, "has another standard for the same plug; say why")


def _is_written(standard: Record) -> bool:
    return any(standard[name] for name in ("here_v3", *OCPI))
