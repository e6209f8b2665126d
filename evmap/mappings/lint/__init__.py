"""Checks of the fixture files that no database would make.

Each finding names the file, the row and what to do. They run with the tests and as
`manage.py lint_mappings`.
"""

from __future__ import annotations

from collections.abc import Iterator

from evmap.mappings.files import TABLES, read_table
from evmap.mappings.lint import fieldmap, limits, plugs, tables
from evmap.mappings.lint.common import Check, Problem, Tables

#: Checks that the others stand on: they follow keys and references.
FIRST: tuple[Check, ...] = (tables.check_keys, tables.check_references)


def _others() -> Iterator[Check]:
    """All other checks: what the modules define under such a name."""
    for module in (tables, plugs, limits, fieldmap):
        for name, check in vars(module).items():
            if name.startswith("check_") and check not in FIRST:
                yield check


#: A stage waits until those before it have nothing to tell.
STAGES: list[list[Check]] = [*([check] for check in FIRST), list(_others())]


def lint() -> list[Problem]:
    """Return what is wrong in the fixture files; raise FixtureError where one can't be read."""
    return problems({table: read_table(table) for table in TABLES})


def problems(tables: Tables) -> list[Problem]:
    """Return what is wrong in the tables, check by check.

    A stage without problems is followed by the next.
    """
    for checks in STAGES:
        if found := [problem for check in checks for problem in check(tables)]:
            return found
    return []
