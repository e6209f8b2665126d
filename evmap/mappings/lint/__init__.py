"""Checks of the fixture files that no database would make. Imports no Django.

Each finding names the file, the row and what to do. They run with the tests and as
`manage.py lint_mappings`.
"""

from __future__ import annotations

from pathlib import Path

from evmap.mappings.files import FOLDER, TABLES, read_table
from evmap.mappings.lint import fieldmap, limits, plugs, tables
from evmap.mappings.lint.common import Check, Problem, Tables

#: The tables' own order first, then what they say. Later stages follow keys and references, so
#: they wait until these are in order.
STAGES: list[list[Check]] = [
    [tables.check_keys],
    [tables.check_references],
    [
        tables.check_citations,
        tables.check_guide_rows,
        tables.check_order,
        tables.check_texts,
        tables.check_reasons,
        plugs.check_connectors,
        plugs.check_standards,
        plugs.check_successors,
        plugs.check_words,
        plugs.check_statuses,
        plugs.check_retired_states,
        limits.check_standards_have_limits,
        limits.check_limits,
        limits.check_phases,
        limits.check_same_plug,
        fieldmap.check_fields,
        fieldmap.check_deprecated,
        fieldmap.check_all_targets,
        fieldmap.check_v3_paths,
        fieldmap.check_losses,
    ],
]


def lint(folder: Path = FOLDER) -> list[Problem]:
    """Return what is wrong in the files of `folder`; raise FixtureError where one can't be read."""
    return problems({table: read_table(table, folder) for table in TABLES})


def problems(tables: Tables) -> list[Problem]:
    """Return what is wrong in the tables, check by check.

    A stage without problems is followed by the next.
    """
    for checks in STAGES:
        if found := [problem for check in checks for problem in check(tables)]:
            return found
    return []
