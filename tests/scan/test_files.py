"""`evmap scan`: files and folders in, text, JSON, CSV or SARIF out."""

from __future__ import annotations

import csv
import io
import json
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


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A program in a folder."""
    (tmp_path / "here.py").write_text(CLIENT, encoding="utf-8")
    (tmp_path / "other.py").write_text("print('hello')\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["scan", *map(str, arguments)])


def test_the_text_has_a_line_for_each_name_with_its_places(client: Path) -> None:
    done = run(client)
    lines = [line.split("  ") for line in done.stdout.splitlines()]
    cells = [[cell.strip() for cell in line if cell] for line in lines]
    assert done.exit_code == 0
    assert cells == [
        [str(client / "here.py")],
        ["request", "stations", "restructured", "HERE Search, then /v3/locations", "1:16"],
        [
            *("field", "maxPowerLevel", "converted"),
            *("evses[].connectors[].max_electric_power", "4:23"),
        ],
        [
            *("field", "chargeCapacity", "lossy"),
            *("evses[].connectors[].power_type and 2 more", "4:53"),
        ],
    ]
    assert done.stderr == "1 of 2 files speak v2: 1 request, 2 fields.\n"


def test_json_csv_and_sarif_have_the_same_hits(client: Path) -> None:
    told = json.loads(run(client, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(client, "--format", "csv").stdout)))
    results = json.loads(run(client, "--format", "sarif").stdout)["runs"][0]["results"]
    assert told["format"] == "evmap-scan/1"
    assert told["summary"]["hits"] == {
        "request": 1,
        "response": 0,
        "field": 2,
        "status": 0,
        "connector": 0,
    }
    places = [(hit["line"], hit["column"], hit["kind"]) for hit in told["hits"]]
    assert places == [(1, 16, "request"), (4, 23, "field"), (4, 53, "field")]
    assert [(int(row["line"]), int(row["column"]), row["kind"]) for row in rows] == places
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in results]
    assert [(one["startLine"], one["startColumn"]) for one in regions] == [
        place[:2] for place in places
    ]
    assert [one["level"] for one in results] == ["error", "note", "note"]


def test_sarif_is_sarif(client: Path) -> None:
    log = json.loads(run(client, "--format", "sarif").stdout)
    assert list(Draft202012Validator(SCHEMA).iter_errors(log)) == []


def test_a_program_without_v2_is_told_so(client: Path) -> None:
    done = run(client / "other.py")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "1 file read, and none speaks v2.\n"


def test_binary_files_and_folders_of_others_are_left_out(client: Path) -> None:
    (client / "node_modules").mkdir()
    (client / "node_modules" / "a.js").write_text(CLIENT, encoding="utf-8")
    (client / "picture.bin").write_bytes(b"\0" + CLIENT.encode())
    found = scan([str(client)])
    assert [Path(file.path).name for file in found.files] == ["here.py"]
    assert (found.read, found.passed) == (2, [])


def test_a_file_that_is_too_large_is_told(client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 50)
    done = run(client)
    assert "here.py: passed over, it has" in done.stderr
    assert done.exit_code == 0


def test_a_file_given_twice_is_read_once(client: Path) -> None:
    assert scan([str(client), str(client / "here.py")]).read == 2


@pytest.mark.parametrize("name", ["nowhere", ""])
def test_what_is_not_there_or_empty_is_exit_code_3(tmp_path: Path, name: str) -> None:
    done = run(tmp_path / name)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("evmap: ")


def test_any_bytes_are_read_and_nothing_of_a_name_steers_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.py"
    path.write_bytes(b"\xff\xfe\x80 ev-v2.cc.api.here.com \xc3")
    done = run(tmp_path)
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    assert "\\x1b[31m.py" in done.stdout
