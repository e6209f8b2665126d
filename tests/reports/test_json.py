"""The JSON report: the contract to the letter, and its JSON Schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evmap.conversion import TARGETS
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.reports import Report, render
from evmap.conversion.schemas import SCHEMAS
from tests.reports.conftest import report_of, report_of_code

SCHEMA = json.loads(SCHEMAS["report"].read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)

STATION = {"poolId": "p", "name": "Here", "x": 1}


def rendered(report: Report) -> Any:
    return json.loads(render(report, "json"))


def problems(document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_reports_follow_the_schema(report: Report) -> None:
    assert problems(rendered(report)) == []


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_report_of_each_code_follows_the_schema(code: str) -> None:
    assert problems(rendered(report_of_code(code))) == []


@pytest.mark.parametrize("target", TARGETS)
def test_the_schema_knows_the_target(target: str) -> None:
    document = rendered(report_of(STATION, target=target))
    assert document["target"] == target
    assert problems(document) == []


def test_the_contract_has_just_these_keys_in_this_order() -> None:
    document = rendered(report_of(STATION))
    assert list(document) == [
        *("format", "input", "target", "summary", "findings", "ledger", "output"),
        *("buckets", "score"),
    ]
    assert list(document["input"]) == ["name", "bytes", "sha256", "shape", "records"]
    assert list(document["summary"]) == [
        *("locations", "evses", "connectors", "leaves", "fates", "origins", "findings")
    ]
    finding = document["findings"][0]
    assert list(finding) == [
        *("code", "severity", "bucket", "loss", "fate", "title", "message", "pattern"),
        *("occurrences", "suggestion", "reference", "examples", "subject"),
    ]
    assert list(finding["examples"][0]) == ["v2_pointer", "line", "column", "value", "v3_pointer"]
    assert list(document["ledger"][0]) == ["pattern", "fate", "deprecated", "v3", "count"]
    assert list(document["output"][0]) == ["pattern", "origin", "count"]
    assert document["format"] == "evmap-report/1"


def test_counts_add_up(report: Report) -> None:
    document = rendered(report)
    summary = document["summary"]
    assert sum(line["count"] for line in document["ledger"]) == summary["leaves"]
    assert sum(summary["fates"].values()) == summary["leaves"]
    assert sum(line["count"] for line in document["output"]) == sum(summary["origins"].values())
    for severity, count in summary["findings"].items():
        found = [f for f in document["findings"] if f["severity"] == severity]
        assert sum(finding["occurrences"] for finding in found) == count


@pytest.mark.parametrize(
    "change",
    [
        {"format": "evmap-report/2"},
        {"target": "v2"},
        {"extra": 1},
        {"findings": [{"code": "EV101"}]},
        {"ledger": [{"pattern": "x", "fate": "same", "deprecated": False, "v3": [], "count": 1}]},
        {"ledger": [{"pattern": "/x", "fate": "gone", "deprecated": False, "v3": [], "count": 1}]},
        {"output": [{"pattern": "/x", "origin": "copied", "count": -1}]},
        {"input": {"name": "x"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_schema_refuses_what_is_no_report(change: dict[str, Any]) -> None:
    document = rendered(report_of(STATION))
    assert problems(document) == []
    assert problems(document | change) != []


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_no_key_may_be_missing(key: str) -> None:
    document = rendered(report_of(STATION))
    del document[key]
    assert problems(document) != []
