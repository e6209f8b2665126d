"""Strict OCPI output against validators that others wrote.

Whatever they complain about has to be told by an error of evmap at that place: a client that
checks its input must not be the first to find it.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from evmap import samples
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes.examples import sample
from tests.judges.support import TRUTH, Json, evmap, locations
from tests.support.require import skip_or_fail
from tests.support.site import ROOT

JUDGES = ROOT / ".cache" / "judges" / "bin" / "python"
SCHEMAS = ROOT / "tests" / "data" / "schemas"
SCRIPT = Path(__file__).parent / "validators" / "judge.py"
#: Target -> version of OCPI.
VERSIONS = {"ocpi-2.2.1": "2.2.1", "ocpi-2.3.0": "2.3.0"}
#: What a user adds to v2 for a document without gaps, or doesn't.
OPTIONS = {"as it is": (), "completed": ("--party", "DE*ICT", "--publish")}


def inputs() -> dict[str, bytes]:
    """Everything there is to convert: the site's samples, those of the codes, whole documents."""
    found: dict[str, bytes] = {}
    for folder in (Path(samples.__file__).parent, TRUTH, TRUTH.parent / "v2"):
        for file in sorted(folder.glob("*.json")):
            if not file.name.startswith("rev_"):
                found[f"{folder.name}/{file.stem}"] = file.read_bytes()
    for code in CATALOGUE:
        found[f"codes/{code}"] = sample(code).input.data()
    return found


INPUTS = inputs()

#: Lengths of OCPI 2.2.1 before its erratum of May 2026, which extrawest-ocpi still has.
ERRATA = {
    "address length must be lower or equal to 45",
    "state length must be lower or equal to 20",
}


def cases() -> Iterator[Any]:
    """Each input in each strict target."""
    for name in INPUTS:
        for target in VERSIONS:
            yield pytest.param(name, target, id=f"{name}-{target}")


@pytest.fixture(scope="module")
def judge() -> Iterator[subprocess.Popen[str]]:
    """The validators, in their own environment, answering line by line."""
    if not JUDGES.exists():
        skip_or_fail("The OCPI validators are not installed; `make test` does.", "CI")
    process = subprocess.Popen(
        [JUDGES, SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0


@lru_cache
def schema(target: str) -> Draft202012Validator:
    """The JSON Schema made from the tables of the specification."""
    return Draft202012Validator(
        json.loads((SCHEMAS / f"{target}.schema.json").read_bytes()), format_checker=FormatChecker()
    )


@pytest.mark.parametrize(("name", "target"), list(cases()))
def test_a_complaint_is_an_error_of_ours(
    judge: subprocess.Popen[str], name: str, target: str
) -> None:
    suffix = ".ndjson" if b"}\n{" in INPUTS[name] else ".json"
    uncovered = set()
    for options in OPTIONS.values():
        done = evmap("convert", {f"in{suffix}": INPUTS[name]}, "--to", target, *options)
        if done.document is None:
            # Nothing could be read, and the command has said so.
            assert done.code == 3, done.printed
            continue
        for complaint in complaints(judge, target, locations(done.document)):
            if complaint.message not in ERRATA and not is_told(complaint, done.report):
                uncovered.add((complaint.judge, complaint.place, complaint.message[:80]))
    assert uncovered == set()


class Complaint(NamedTuple):
    """What a judge says of a place."""

    judge: str
    place: str
    message: str


def complaints(judge: subprocess.Popen[str], target: str, found: list[Json]) -> Iterator[Complaint]:
    """Ask all judges about the locations of a document."""
    assert judge.stdin is not None
    assert judge.stdout is not None
    question = [{"version": VERSIONS[target], "location": location} for location in found]
    judge.stdin.write(json.dumps(question) + "\n")
    judge.stdin.flush()
    answers = json.loads(judge.stdout.readline())
    for location, answer in zip(found, answers, strict=True):
        for who, path, message in answer:
            yield Complaint(who, place(path), message)
        for error in innermost(schema(target).iter_errors(location)):
            missing = re.match(r"'(\w+)' is a required property", error.message)
            path = [*error.absolute_path, *([missing[1]] if missing else [])]
            yield Complaint("schema", place(path), error.message)


def innermost(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """The errors behind "is not valid under any of the given schemas", which null is one of."""
    for error in errors:
        behind = [one for one in error.context or () if one.validator_value != "null"]
        yield from innermost(behind) if behind else [error]


def place(path: Iterable[str | int]) -> str:
    """A path with its indexes as stars."""
    return "/".join("*" if isinstance(step, int) else step for step in path)


def is_told(complaint: Complaint, report: Json) -> bool:
    """Say whether an error of the report is about the place of a complaint.

    It is where its message names the field, or where one of its examples points there.
    """
    field = complaint.place.rpartition("/")[2]
    named = re.compile(rf"\b{re.escape(field)}\b")
    for finding in report["findings"]:
        if finding["severity"] != "error":
            continue
        pointers = [example["v3_pointer"] or "" for example in finding["examples"]]
        if named.search(finding["message"]) or any(named.search(one) for one in pointers):
            return True
    return False


# --- The judges themselves ---

GOOD: Json = {
    "country_code": "DE",
    "party_id": "ICT",
    "id": "dc27331a-91cd-11f1-88c0-42010aa40019",
    "publish": True,
    "address": "Luisenstraße 31",
    "city": "Berlin",
    "country": "DEU",
    "coordinates": {"latitude": "52.51990", "longitude": "13.38008"},
    "time_zone": "Europe/Berlin",
    "last_updated": "2024-05-01T10:00:00Z",
    "opening_times": {
        "twentyfourseven": False,
        "regular_hours": [{"weekday": 1, "period_begin": "08:00", "period_end": "20:00"}],
    },
    "evses": [
        {
            "uid": "1",
            "evse_id": "DE*ICT*E1",
            "status": "AVAILABLE",
            "last_updated": "2024-05-01T10:00:00Z",
            "connectors": [
                {
                    "id": "1",
                    "standard": "IEC_62196_T2",
                    "format": "SOCKET",
                    "power_type": "AC_3_PHASE",
                    "max_voltage": 230,
                    "max_amperage": 32,
                    "last_updated": "2024-05-01T10:00:00Z",
                }
            ],
        }
    ],
}


@pytest.mark.parametrize("target", VERSIONS)
def test_the_judges_have_nothing_against_a_good_location(
    judge: subprocess.Popen[str], target: str
) -> None:
    assert list(complaints(judge, target, [GOOD])) == []


@pytest.mark.parametrize(
    ("pointer", "value", "places"),
    [
        ("city", None, {"city"}),
        ("coordinates", None, {"coordinates"}),
        ("country", "deu", {"country"}),
        ("evses/0/status", "BUSY", {"evses/*/status"}),
        ("evses/0/evse_id", "25070000033801", {"evses/*/evse_id"}),
        ("evses/0/connectors/0/standard", "NACS", {"evses/*/connectors/*/standard"}),
        ("evses/0/connectors/0/format", None, {"evses/*/connectors/*/format"}),
        ("opening_times/regular_hours/0/weekday", "Mon", {"opening_times/regular_hours/*/weekday"}),
    ],
)
def test_the_judges_say_where_a_location_is_spoiled(
    judge: subprocess.Popen[str], pointer: str, value: Any, places: set[str]
) -> None:
    location = copy.deepcopy(GOOD)
    *steps, last = pointer.split("/")
    inner: Any = location
    for step in steps:
        inner = inner[int(step) if step.isdigit() else step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    assert {one.place for one in complaints(judge, "ocpi-2.2.1", [location])} == places
