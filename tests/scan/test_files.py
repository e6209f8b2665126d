"""`evmap scan`: files and folders in, text, JSON, CSV or SARIF out."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from evmap.cli import app
from evmap.scan import files, scan
from tests.reports.test_sarif import SCHEMA

CLIENT = """\
URL = "https://ev-v2.cc.api.here.com/ev/stations.json"

def power(connector):
    return connector["maxPowerLevel"] or connector["chargeCapacity"]
"""
PLACES = [("request", [(1, 16)]), ("field", [(4, 23)]), ("field", [(4, 53)])]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.py").write_text(CLIENT, encoding="utf-8")
    (tmp_path / "other.py").write_text("print('hello')\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["scan", *map(str, arguments)])


def names_of(*paths: Path) -> list[str]:
    return [Path(file.path).name for file in scan(map(str, paths)).files]


# --- What is told ---


def test_the_text_has_a_line_for_each_name_with_its_places(client: Path) -> None:
    done = run(".")
    lines = [
        [cell.strip() for cell in line.split("  ") if cell] for line in done.stdout.split("\n")
    ]
    power = "evses[].connectors[].powerType, evses[].connectors[].maxVoltage and 1 more"
    assert lines == [
        ["here.py"],
        ["error", "request", "stations", "restructured", "HERE Search, then /v3/locations", "1:16"],
        [
            *("notice", "field", "maxPowerLevel", "converted"),
            *("evses[].connectors[].maxPower, connectorGroups[].maxPower", "4:23"),
        ],
        ["notice", "field", "chargeCapacity", "lossy", power, "4:53"],
        [],
    ]
    assert done.exit_code == 0
    assert done.stderr == "1 of 2 files speaks v2: 1 request, 2 fields.\n"


def test_json_has_every_name_with_its_places(client: Path) -> None:
    told = json.loads(run(".", "--format", "json").stdout)
    assert (told["format"], told["summary"]["read"], told["summary"]["files"]) == (
        *("evmap-scan/1", 2, 1),
    )
    counts = {"request": 1, "parameter": 0, "response": 0, "field": 2, "status": 0, "connector": 0}
    assert told["summary"]["occurrences"] == counts
    assert [
        (hit["kind"], [(place["line"], place["column"]) for place in hit["places"]])
        for hit in told["hits"]
    ] == PLACES


def test_csv_has_the_first_place_of_each_name(client: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(".", "--format", "csv").stdout)))
    assert [(row["kind"], [(int(row["line"]), int(row["column"]))]) for row in rows] == PLACES


def test_sarif_is_sarif_with_places_relative_to_the_folder(client: Path) -> None:
    log = json.loads(run(client / "here.py", "--format", "sarif").stdout)
    results = log["runs"][0]["results"]
    assert list(Draft202012Validator(SCHEMA).iter_errors(log)) == []
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert {place["artifactLocation"]["uri"] for place in places} == {"here.py"}
    assert [result["level"] for result in results] == ["error", "note", "note"]
    assert len({str(result["partialFingerprints"]) for result in results}) == 3


def test_a_program_without_v2_is_told_so(client: Path) -> None:
    done = run("other.py")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "1 file read, and none speaks v2.\n"


@pytest.mark.parametrize(
    ("fail_on", "text", "code"),
    [
        ("never", CLIENT, 0),
        ("error", CLIENT, 1),
        ("error", "evStations; pvId", 0),
        ("warning", "evStations; pvId", 1),
        ("warning", "evStations", 0),
        ("warning", "nothing", 0),
    ],
)
def test_a_pipeline_can_fail_on_what_is_found(
    tmp_path: Path, fail_on: str, text: str, code: int
) -> None:
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    assert run(tmp_path, "--fail-on", fail_on).exit_code == code


# --- Which files ---


def test_files_beside_one_that_speaks_v2_are_looked_at_for_its_names(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BASE=https://ev-v2.cc.api.here.com/ev", encoding="utf-8")
    (tmp_path / "dto.kt").write_text("poolId fixedCable maxPowerLevel", encoding="utf-8")
    (tmp_path / "pool.py").write_text("poolId = 3", encoding="utf-8")
    assert names_of(tmp_path) == [".env", "dto.kt"]
    assert names_of(tmp_path / "dto.kt") == []


def test_binary_files_and_folders_of_others_are_left_out(client: Path) -> None:
    (client / "node_modules").mkdir()
    (client / "node_modules" / "a.js").write_text(CLIENT, encoding="utf-8")
    (client / "picture.bin").write_bytes(b"\0" + CLIENT.encode())
    found = scan([str(client)])
    assert (found.read, found.passed) == (2, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_other_encodings_are_read_and_a_mark_is_no_column(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.cs").write_text(CLIENT, encoding=encoding)
    ((file,)) = scan([str(tmp_path)]).files
    assert [(hit.name.kind, list(hit.places)) for hit in file.hits] == PLACES


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(tmp_path: Path, end: str) -> None:
    (tmp_path / "a.py").write_bytes(CLIENT.replace("\n", end).encode())
    ((file,)) = scan([str(tmp_path)]).files
    assert [(hit.name.kind, list(hit.places)) for hit in file.hits] == PLACES


def test_a_file_given_in_several_ways_is_read_once(client: Path) -> None:
    (client / "link.py").symlink_to("here.py")
    found = scan([".", "here.py", "./here.py", str(client / "here.py")])
    assert (found.read, [file.path for file in found.files]) == (2, ["here.py"])


def test_a_file_that_is_too_large_is_told(client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 50)
    done = run(".")
    assert "evmap: here.py: passed over: it has 147 bytes, and up to 50 are read." in done.stderr
    assert done.exit_code == 0


def test_a_path_that_is_not_there_is_told_and_the_rest_is_scanned(client: Path) -> None:
    done = run("nowhere", "here.py")
    assert "evmap: nowhere: passed over: No such file or directory." in done.stderr
    assert "stations" in done.stdout
    assert done.exit_code == 3


def test_a_pipe_is_passed_over_and_does_not_hold_the_scan(client: Path) -> None:
    os.mkfifo(client / "pipe")
    done = run("pipe", ".")
    assert "evmap: pipe: passed over: it is no file." in done.stderr
    assert done.exit_code == 0


def test_a_link_in_a_circle_and_a_name_that_is_too_long_are_told(client: Path) -> None:
    (client / "circle").symlink_to("circle")
    found = scan([".", "x" * 300])
    assert [Path(path).name for path, _reason in found.passed] == ["circle", "x" * 300]
    assert found.read == 2


@pytest.mark.parametrize("form", ["json", "csv", "sarif"])
def test_a_document_is_whole_also_where_nothing_was_read(tmp_path: Path, form: str) -> None:
    done = run(tmp_path, "--format", form)
    assert done.exit_code == 3
    assert done.stdout.startswith("file," if form == "csv" else "{")


@pytest.mark.parametrize("form", ["text", "json", "csv", "sarif"])
def test_nothing_of_a_files_name_steers_the_terminal(tmp_path: Path, form: str) -> None:
    (tmp_path / "a\x1b[31m\n.py").write_text(CLIENT, encoding="utf-8")
    (tmp_path / os.fsdecode(b"in\xffvalid.py")).write_text(CLIENT, encoding="utf-8")
    done = run(tmp_path, "--format", form)
    assert done.exit_code == 0
    assert "\x1b" not in done.output
