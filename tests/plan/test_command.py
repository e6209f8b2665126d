"""`evmap convert --plan`: decisions are obeyed, answered findings don't fail a pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from evmap.conversion.schemas import SCHEMAS
from tests.commands.support import evmap

OFFLINE = json.dumps(
    {
        "poolId": "p", "position": {"latitude": 1, "longitude": 2},
        "address": {"street": "Weg", "country": "DEU"},
        "lastUpdateTimestamp": "2024-01-01T00:00:00Z",
        "connectors": {"connector": [{
            "connectorType": {"id": "34"}, "maxPowerLevel": 150.0, "fixedCable": True,
            "chargingPoint": {"voltsRange": "400V DC", "ampsRange": "375A"},
            "connectorStatuses": {"connectorStatus": [{"cpoEvseId": "1", "state": "OFFLINE"}]},
        }]},
    }
).encode()  # fmt: skip
REMOVED = {"subject": "status/OFFLINE", "choice": "REMOVED", "reason": "We take them down."}


def plan_of(folder: Path, *decisions: dict[str, Any]) -> Path:
    path = folder / "plan.json"
    path.write_text(json.dumps({"format": "evmap-plan/1", "decisions": decisions}))
    return path


def test_without_the_plan_it_fails_and_with_it_it_passes(tmp_path: Path) -> None:
    strict = ("convert", "-", "--fail-on", "warning")
    assert evmap(*strict, given=OFFLINE).returncode == 1
    report = tmp_path / "report.json"
    done = evmap(*strict, "--plan", plan_of(tmp_path, REMOVED), "--report", report, given=OFFLINE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["items"][0]["evses"][0]["status"] == "REMOVED"
    assert "  decided: 1 warning\n" in done.stderr.decode()
    found = json.loads(report.read_bytes())
    Draft202012Validator(json.loads(SCHEMAS["report"].read_bytes())).validate(found)
    assert found["plan"] == [{**REMOVED, "state": "decided"}]
    told = [finding for finding in found["findings"] if finding["code"] == "EV301"]
    assert [(one["subject"], one["decision"], one["accepted"]) for one in told] == [
        ("status/OFFLINE", "REMOVED", "We take them down.")
    ]


def test_a_single_option_outweighs_it(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, REMOVED)
    done = evmap(
        *("convert", "-", "--plan", plan, "--status", "OFFLINE=PLANNED", "--fail-on", "warning"),
        given=OFFLINE,
    )
    assert json.loads(done.stdout)["items"][0]["evses"][0]["status"] == "PLANNED"
    assert done.returncode == 0


def test_a_single_option_answers_without_a_plan_and_one_for_another_status_does_not() -> None:
    strict = ("convert", "-", "--fail-on", "warning", "--status")
    chosen = evmap(*strict, "OFFLINE=REMOVED", given=OFFLINE)
    assert (chosen.returncode, b"  decided: 1 warning\n" in chosen.stderr) == (0, True)
    other = evmap(*strict, "OTHER=UNKNOWN", given=OFFLINE)
    assert (other.returncode, b"decided" in other.stderr) == (1, False)


def test_an_accept_file_outweighs_it(tmp_path: Path) -> None:
    accept = tmp_path / "accept.json"
    entry = {"code": "EV301", "reason": "Known."}
    accept.write_text(json.dumps({"format": "evmap-accept/1", "entries": [entry]}))
    report = tmp_path / "report.json"
    plan = plan_of(tmp_path, REMOVED)
    evmap("convert", "-", "--plan", plan, "--accept", accept, "--report", report, given=OFFLINE)
    told = [one for one in json.loads(report.read_bytes())["findings"] if one["code"] == "EV301"]
    assert [(one["accepted"], one.get("decision")) for one in told] == [("Known.", None)]


def test_a_folder_is_converted_by_it_in_several_processes_too(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.json").write_bytes(OFFLINE.replace(b'"p"', b'"p%d"' % number))
    plan, report = plan_of(tmp_path, REMOVED), tmp_path / "r.json"
    done = evmap(
        *("convert", folder, "-o", tmp_path / "out", "--plan", plan, "--workers", "2"),
        *("--fail-on", "warning", "--report", report),
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(report.read_bytes())
    assert found["summary"]["accepted"] == {"error": 0, "warning": 3, "notice": 0}
    assert found["plan"] == [{**REMOVED, "state": "decided"}]


def test_every_format_says_which_decision_answers(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, REMOVED)
    for suffix in ("csv", "md", "html", "sarif"):
        report = tmp_path / f"report.{suffix}"
        evmap("convert", "-", "--plan", plan, "--report", report, given=OFFLINE)
        text = report.read_text()
        assert "Decided, status/OFFLINE = REMOVED" in text.replace("\\", ""), suffix
        assert "We take them down." in text.replace("\\", ""), suffix


def test_what_has_no_effect_is_told(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {**REMOVED, "choice": "CHARGING"})
    done = evmap("convert", "-", "--plan", plan, given=OFFLINE)
    assert done.returncode == 0
    told = f"evmap: {plan}: status/OFFLINE has no effect: CHARGING cannot be chosen; there is"
    assert told in done.stderr.decode()


def test_what_is_no_plan_is_wrong_usage(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, {**REMOVED, "reason": ""})
    done = evmap("convert", "-", "--plan", plan, given=OFFLINE)
    assert done.returncode == 2
    assert "decisions[0].reason: say why." in done.stderr.decode()
    missing = evmap("convert", "-", "--plan", tmp_path / "none.json", given=OFFLINE)
    assert missing.returncode == 2


def test_its_schema_is_printed() -> None:
    done = evmap("schema", "plan")
    assert json.loads(done.stdout)["$id"] == "urn:evmap:plan:1"
