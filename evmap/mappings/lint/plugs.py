"""Checks of connectors, standards and statuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evmap.mappings.lint.common import STATES, Problem, Tables, problem, repeated, rows


def check_connectors(tables: Tables) -> Iterator[Problem]:
    """State and fate of a connector agree with the guide's text and its number of standards."""
    standards = Counter(row["connector"][0] for row in tables["connector_standards"])
    for table, row in rows(tables, "connectors"):
        state = STATES.get(row["more_information"], "current")
        if row["state"] != state:
            yield problem(table, row, f"the guide says {state}; change the state")
        count = standards[row["v2_id"]]
        fate = "lossy" if count > 1 else "converted" if count else "dropped"
        if row["fate"] != fate:
            yield problem(table, row, f"with {count} standards its fate is {fate}; change it")
        if row["state"] == "not_used" and not row["reason"]:
            yield problem(table, row, "is not used; say so in the reason")


def check_standards(tables: Tables) -> Iterator[Problem]:
    """Each standard is reached from a connector, and each current is AC, DC or open."""
    reached = {row["standard"][0] for row in tables["connector_standards"]}
    for table, row in rows(tables, "standards"):
        if row["code"] not in reached:
            yield problem(table, row, "no connector leads to it; add the equivalence")
        if row["current"] not in {"AC", "DC", ""}:
            yield problem(table, row, "its current must be AC, DC or empty")


def check_successors(tables: Tables) -> Iterator[Problem]:
    """Only deprecated ids have candidate successors, each for a reason, none from the guide."""
    states = {row["v2_id"]: row["state"] for row in tables["connectors"]}
    for table, row in rows(tables, "successors"):
        if states[row["connector"][0]] != "deprecated":
            yield problem(table, row, "its connector isn't deprecated; remove the successor")
        if row["in_guide"]:
            yield problem(table, row, "the guide names no successors; unmark it")
        if not row["reason"]:
            yield problem(table, row, "has no reason; say why it is a candidate")


def check_words(tables: Tables) -> Iterator[Problem]:
    """Synonyms differ in more than case; older names differ from the guide's."""
    twice = repeated((row["term"].casefold(), row["standard"][0]) for row in tables["synonyms"])
    for table, row in rows(tables, "synonyms"):
        if (row["term"].casefold(), row["standard"][0]) in twice:
            yield problem(table, row, "two synonyms differ only in case; remove one")
    names = {row["v2_id"]: row["v2_name"] for row in tables["connectors"]}
    for table, row in rows(tables, "older_names"):
        if row["name"] == names[row["connector"][0]]:
            yield problem(table, row, "is the guide's own name; remove it")


def check_statuses(tables: Tables) -> Iterator[Problem]:
    """Each status has a pair, and a status with several candidates is never shown as exact."""
    pairs = Counter(row["v2"][0] for row in tables["status_pairs"])
    reached = {row["v3"][0] for row in tables["status_pairs"]}
    for table, row in rows(tables, "v2_statuses", "v3_statuses"):
        if row["code"] not in (pairs if table == "v2_statuses" else reached):
            yield problem(table, row, "stands in no pair; add one to status_pairs.json")
    for table, row in rows(tables, "status_pairs"):
        count = pairs[row["v2"][0]]
        fate = "lossy" if count > 1 else "converted"
        if row["fate"] != fate:
            yield problem(table, row, f"{row['v2'][0]} has {count} pairs: its fate is {fate}")
        if not row["in_guide"] and not row["reason"]:
            yield problem(table, row, "is not in the guide; say in the reason why it is here")


def check_retired_states(tables: Tables) -> Iterator[Problem]:
    """A retired number has a name, a reason for its v3 status, and is a number."""
    for table, row in rows(tables, "retired_states"):
        if not row["code"].isdecimal():
            yield problem(table, row, "its code must be a number")
        if not row["name"] or not row["reason"]:
            yield problem(table, row, "needs HERE's name, and our reason for the v3 status")
