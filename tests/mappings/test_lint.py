"""The linter finds what it should find, names it, and finds nothing in the files as they are."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evmap.conversion.counts import FATES
from evmap.mappings.files import FOLDER, TABLES, FixtureError, read_table
from evmap.mappings.lint import lint, problems
from evmap.mappings.lint.common import EXACT, LOSING, Problem, Tables, row_name

FILES: Tables = {table: read_table(table) for table in TABLES}


@pytest.fixture
def tables() -> Tables:
    """Return a copy of all tables, to spoil."""
    return copy.deepcopy(FILES)


def row(tables: Tables, table: str, name: str) -> dict[str, Any]:
    """Return the row of this name."""
    (found,) = [row for row in tables[table] if row_name(table, row) == name]
    return found


def test_the_files_are_in_order() -> None:
    assert lint() == []


def test_the_files_have_one_record_per_block_and_one_field_per_line() -> None:
    for table, model in TABLES.items():
        blocks = []
        for fields in FILES[table]:
            lines = ",\n".join(
                f"      {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
                for name, value in fields.items()
            )
            blocks.append(
                f'  {{\n    "model": "mappings.{model}",\n    "fields": {{\n{lines}\n    }}\n  }}'
            )
        text = "[\n" + ",\n".join(blocks) + "\n]\n"
        assert (FOLDER / f"{table}.json").read_text(encoding="utf-8") == text, table


def test_the_linter_knows_all_fates() -> None:
    assert EXACT | LOSING | {"unknown", "invalid"} == set(FATES)


GROUP = "station = connectors.connector[]."

#: What is spoiled (table, row, values), and what the linter then says about which row.
SPOILED: list[tuple[str, str, dict[str, Any], list[tuple[str, str, str]]]] = [
    # keys and references
    ("sources", "evmap", {"code": None}, [("sources", "None", "give all of the key: code")]),
    (
        "synonyms",
        "Schuko = DOMESTIC_F",
        {"standard": ["NO_SUCH"]},
        [
            (
                "synonyms",
                "Schuko = NO_SUCH",
                "standard ['NO_SUCH'] is not in standards.json; add it there",
            )
        ],
    ),
    # citations
    (
        "connectors",
        "36",
        {"section": ""},
        [("connectors", "36", "has no section; say where in the source the fact stands")],
    ),
    (
        "connectors",
        "36",
        {"in_guide": False},
        [("connectors", "36", "the guide's table gets no rows of ours; remove it")],
    ),
    (
        "v2_statuses",
        "OTHER",
        {"in_guide": True},
        [
            (
                "v2_statuses",
                "OTHER",
                "is marked as the guide's; cite here-migration-guide, or unmark it",
            )
        ],
    ),
    # order and texts
    (
        "connectors",
        "36",
        {"position": 36},
        [("connectors", "36", "its position must be above that of the row before")],
    ),
    (
        "connectors",
        "36",
        {"reason": "Two  blanks"},
        [("connectors", "36", "reason has blanks too many; leave one between words")],
    ),
    (
        "fields",
        f"{GROUP}maxPowerLevel",
        {"meaning": "Ends with a blank "},
        [
            (
                "fields",
                f"{GROUP}maxPowerLevel",
                "meaning has blanks too many; leave one between words",
            )
        ],
    ),
    # connectors
    (
        "connectors",
        "36",
        {"reason": ""},
        [("connectors", "36", "is lossy without a reason; say what is lost, why")],
    ),
    (
        "connectors",
        "36",
        {"fate": "converted"},
        [("connectors", "36", "with 3 standards its fate is lossy; change it")],
    ),
    (
        "connectors",
        "25",
        {"fate": "converted"},
        [("connectors", "25", "with 0 standards its fate is dropped; change it")],
    ),
    (
        "connectors",
        "36",
        {"state": "deprecated"},
        [("connectors", "36", "the guide says current; change the state")],
    ),
    (
        "connectors",
        "0",
        {"reason": ""},
        [("connectors", "0", "is not used; say so in the reason")],
    ),
    (
        "standards",
        "MCS",
        {"current": "dc"},
        [("standards", "MCS", "its current must be AC, DC or empty")],
    ),
    (
        "successors",
        "54 = IEC_62196_T2",
        {"connector": [31]},
        [
            (
                "successors",
                "31 = IEC_62196_T2",
                "its connector isn't deprecated; remove the successor",
            )
        ],
    ),
    (
        "successors",
        "54 = IEC_62196_T2",
        {"reason": ""},
        [("successors", "54 = IEC_62196_T2", "has no reason; say why it is a candidate")],
    ),
    (
        "synonyms",
        "CCS1 = IEC_62196_T1_COMBO",
        {"term": "ccs"},
        [
            (
                "synonyms",
                "ccs = IEC_62196_T1_COMBO",
                "two synonyms differ only in case; remove one",
            ),
            (
                "synonyms",
                "CCS = IEC_62196_T1_COMBO",
                "two synonyms differ only in case; remove one",
            ),
        ],
    ),
    (
        "older_names",
        "31 = IEC 62196-2 type 2 (Mennekes)",
        {"name": "IEC 62196-2 type 2 (Type 2)"},
        [("older_names", "31 = IEC 62196-2 type 2 (Type 2)", "is the guide's own name; remove it")],
    ),
    # statuses
    (
        "status_pairs",
        "OFFLINE = PLANNED",
        {"fate": "same"},
        [("status_pairs", "OFFLINE = PLANNED", "OFFLINE has 2 pairs: its fate is lossy")],
    ),
    (
        "status_pairs",
        "UNKNOWN = UNKNOWN",
        {"reason": ""},
        [
            (
                "status_pairs",
                "UNKNOWN = UNKNOWN",
                "is not in the guide; say in the reason why it is here",
            )
        ],
    ),
    # limits and what stands beside the guide
    (
        "limits",
        "CHADEMO = DC",
        {"phases": [1]},
        [
            (
                "limits",
                "CHADEMO = DC",
                PHASES := "its phases must be some of 1, 2, 3 for AC, none for DC",
            )
        ],
    ),
    ("limits", "DOMESTIC_F = AC", {"phases": []}, [("limits", "DOMESTIC_F = AC", PHASES)]),
    ("limits", "DOMESTIC_J = AC", {"phases": [3, 1]}, [("limits", "DOMESTIC_J = AC", PHASES)]),
    (
        "limits",
        "DOMESTIC_F = AC",
        {"max_watts": 4001},
        [
            (
                "limits",
                "DOMESTIC_F = AC",
                "its watts exceed volts x amperes x phases; lower them",
            )
        ],
    ),
    (
        "limits",
        "MCS = DC",
        {"max_watts": 0},
        [("limits", "MCS = DC", "max_volts, max_amperes, max_watts must be above zero")],
    ),
    (
        "standards",
        "MCS",
        {"current": ""},
        [("standards", "MCS", "needs limits for AC and DC; mend limits.json")],
    ),
    (
        "connectors",
        "42",
        {"phases": 2},
        [
            (
                "connectors",
                "42",
                CHOICE := "its phases must be a choice among those of its standards",
            )
        ],
    ),
    ("connectors", "36", {"phases": 3}, [("connectors", "36", CHOICE)]),
    (
        "standards",
        "MCS",
        {"same_plug": "NO_SUCH", "same_plug_reason": "Why"},
        [("standards", "MCS", "NO_SUCH is no standard; name another")],
    ),
    (
        "standards",
        "TESLA_S",
        {"same_plug": "SAE_J3400", "same_plug_reason": "Why"},
        [("standards", "TESLA_S", "SAE_J3400 is in no target more; remove it")],
    ),
    (
        "standards",
        "SAE_J3400",
        {"same_plug_reason": ""},
        [("standards", "SAE_J3400", "has another standard for the same plug; say why")],
    ),
    (
        "retired_states",
        "2",
        {"name": ""},
        [("retired_states", "2", "needs HERE's name, and our reason for the v3 status")],
    ),
    # field map
    (
        "fields",
        "station = name",
        {"slug": "poolid"},
        [
            (
                "fields",
                "station = poolId",
                SLUG := "its slug must be unique: lower case, digits, hyphens",
            ),
            ("fields", "station = name", SLUG),
        ],
    ),
    ("fields", "station = name", {"slug": "Name"}, [("fields", "station = name", SLUG)]),
    (
        "fields",
        "station = name",
        {"json_type": "text"},
        [("fields", "station = name", "'text' is no type; choose another")],
    ),
    (
        "fields",
        "station = name",
        {"meaning": ""},
        [("fields", "station = name", "has no meaning; say what the value is")],
    ),
    (
        "fields",
        "station = poolId",
        {"meaning": "Id; the key is not verified."},
        [
            (
                "fields",
                "station = poolId",
                "can't be stated by HERE and not verified; it is inferred",
            )
        ],
    ),
    (
        "fields",
        "station = pvId",
        {"replacement": "placeId"},
        [("fields", "station = pvId", "its replacement placeId is no field of this answer")],
    ),
    (
        "fields",
        "station = pvId",
        {"deprecated": False},
        [("fields", "station = pvId", "has a replacement; mark it as deprecated")],
    ),
    (
        "fields",
        "station = pvId",
        {"replacement": ""},
        [
            (
                "fields",
                "station = pvId",
                "is deprecated; name its replacement, or say: no replacement",
            )
        ],
    ),
    (
        "field_targets",
        "station = name = v3",
        {"fate": "unknown"},
        [
            (
                "field_targets",
                "station = name = v3",
                "'unknown' is no fate of a mapping; choose another",
            )
        ],
    ),
    (
        "field_targets",
        "station = distance = v3",
        {"reason": ""},
        [
            (
                "field_targets",
                "station = distance = v3",
                "is dropped without a reason; say what is lost, why",
            )
        ],
    ),
    (
        "field_targets",
        "station = distance = v3",
        {"v3_paths": ["distance"]},
        [
            (
                "field_targets",
                "station = distance = v3",
                "is dropped, yet has a path; remove one of the two",
            )
        ],
    ),
    (
        "field_targets",
        f"{GROUP}maxPowerLevel = v3",
        {"v3_paths": []},
        [
            (
                "field_targets",
                f"{GROUP}maxPowerLevel = v3",
                "has no path; name where the value goes, or drop it",
            )
        ],
    ),
    (
        "field_targets",
        f"{GROUP}maxPowerLevel = v3",
        {"v3_paths": ["evses[0].power"]},
        [
            (
                "field_targets",
                f"{GROUP}maxPowerLevel = v3",
                "'evses[0].power' is not well-formed; write a.b[].c",
            )
        ],
    ),
    (
        "field_targets",
        "station = name = v3",
        {"v3_paths": ["title"]},
        [
            (
                "field_targets",
                "station = name = v3",
                "its path differs; it is renamed or restructured",
            )
        ],
    ),
    (
        "field_targets",
        "station = name = v3",
        {"fate": "renamed"},
        [
            (
                "field_targets",
                "station = name = v3",
                "its name stays; it is the same or restructured",
            )
        ],
    ),
    # losses
    (
        "field_targets",
        "station = distance = v3",
        {"loss": ""},
        [
            (
                "field_targets",
                "station = distance = v3",
                "is dropped; its loss is one of information, elsewhere, request",
            )
        ],
    ),
    (
        "field_targets",
        "station = name = v3",
        {"loss": "information"},
        [
            (
                "field_targets",
                "station = name = v3",
                "is same, so nothing is lost; remove its loss",
            )
        ],
    ),
    (
        "field_targets",
        f"{GROUP}customerChargeLevel = v3",
        {"said_by": []},
        [
            (
                "field_targets",
                f"{GROUP}customerChargeLevel = v3",
                "is said elsewhere; name the v3 path in said_by",
            )
        ],
    ),
    (
        "field_targets",
        "station = distance = v3",
        {"said_by": ["id"]},
        [
            (
                "field_targets",
                "station = distance = v3",
                "is not said elsewhere; empty its said_by",
            )
        ],
    ),
    (
        "field_targets",
        f"{GROUP}customerChargeLevel = v3",
        {"said_by": ["evses.*.power"]},
        [
            (
                "field_targets",
                f"{GROUP}customerChargeLevel = v3",
                "'evses.*.power' is not well-formed; write a.b[].c",
            )
        ],
    ),
]


@pytest.mark.parametrize(("table", "name", "values", "said"), SPOILED)
def test_a_spoiled_row_is_named_with_what_to_do(
    tables: Tables,
    table: str,
    name: str,
    values: dict[str, Any],
    said: list[tuple[str, str, str]],
) -> None:
    row(tables, table, name).update(values)
    assert problems(tables) == [Problem(*problem) for problem in said]


def drop(tables: Tables, table: str, name: str) -> None:
    tables[table].remove(row(tables, table, name))


def repeat(tables: Tables, table: str, name: str) -> None:
    tables[table].append(row(tables, table, name))


def no_source(tables: Tables, table: str, name: str) -> None:
    del row(tables, table, name)["source"]


ONE_EACH = "needs one fate for each of v3, here-v3, ocpi-2.2.1, ocpi-2.3.0"


@pytest.mark.parametrize(
    ("how", "table", "name", "said"),
    [
        (repeat, "sources", "evmap", ["two rows have this key; remove one"] * 2),
        (no_source, "synonyms", "NACS = SAE_J3400", ["has no source; name one of sources.json"]),
        (drop, "field_targets", "station = name = v3", [ONE_EACH]),
        (
            drop,
            "connector_standards",
            "67 = MCS",
            [
                "with 0 standards its fate is dropped; change it",
                "no connector leads to it; add the equivalence",
            ],
        ),
        (
            drop,
            "limits",
            "TESLA_S = DC",
            ["needs limits for AC and DC; mend limits.json"],
        ),
        (
            drop,
            "status_pairs",
            "RESERVED = RESERVED",
            ["stands in no pair; add one to status_pairs.json"] * 2,
        ),
    ],
)
def test_rows_too_many_and_too_few(
    tables: Tables,
    how: Callable[[Tables, str, str], None],
    table: str,
    name: str,
    said: list[str],
) -> None:
    how(tables, table, name)
    assert [problem.message for problem in problems(tables)] == said


def test_a_path_that_is_not_well_formed(tables: Tables) -> None:
    field = row(tables, "fields", "station = distance")
    field["path"] = "a..b"
    for target in tables["field_targets"]:
        if target["field"] == ["station", "distance"]:
            target["field"] = ["station", "a..b"]
    assert problems(tables) == [
        Problem("fields", "station = a..b", "its path is not well-formed; write a.b[].c")
    ]


def test_a_successor_in_the_guide(tables: Tables) -> None:
    successor = row(tables, "successors", "54 = IEC_62196_T2")
    successor.update(in_guide=True, source=["here-migration-guide"])
    assert [problem.message for problem in problems(tables)] == [
        "the guide names no successors; unmark it"
    ]


def test_the_command_says_that_the_files_are_in_order() -> None:
    out = StringIO()
    call_command("lint_mappings", stdout=out)
    assert out.getvalue() == "The fixture files are in order.\n"


def test_the_command_prints_problems_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "evmap.mappings.management.commands.lint_mappings.lint",
        lambda: [Problem("connectors", "36", "change it")],
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 problems"):
        call_command("lint_mappings", stdout=out)
    assert out.getvalue() == "connectors.json: 36: change it\n"


def test_the_command_says_which_file_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[Problem]:
        raise FixtureError("connectors.json: gone")

    monkeypatch.setattr("evmap.mappings.management.commands.lint_mappings.lint", fail)
    with pytest.raises(CommandError, match="gone"):
        call_command("lint_mappings", stdout=StringIO())
