"""SARIF 2.1.0: what the standard requires, what code hosts take, and stable fingerprints."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from evmap.conversion.reports import Report, render
from evmap.conversion.reports.merge import merge_reports
from evmap.conversion.reports.to_sarif import literal, uri_of
from tests.reports.conftest import SITE, report_of
from tests.support.site import ROOT

SCHEMA = json.loads((ROOT / "tests/data/sarif-2.1.0-used.schema.json").read_text(encoding="utf-8"))

#: What a code host takes: results, rules and locations of a run, tags of a rule, bytes of a file.
MOST_RESULTS, MOST_RULES, MOST_LOCATIONS, MOST_TAGS = 25_000, 25_000, 1_000, 20


def sarif(report: Report, **options: str) -> Any:
    return json.loads(render(report, "sarif", **options))


def the_run(report: Report, **options: str) -> Any:
    (run,) = sarif(report, **options)["runs"]
    return run


def test_the_log_follows_what_the_standard_says_of_the_parts_in_use(report: Report) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    errors = Draft202012Validator(SCHEMA).iter_errors(sarif(report))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def test_a_code_host_finds_all_it_needs(report: Report) -> None:
    run = the_run(report)
    assert len(run["results"]) == len(report.findings) <= MOST_RESULTS
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) <= MOST_RULES
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert len(rule["shortDescription"]["text"]) <= 1024
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) <= MOST_TAGS
        assert len(rule["name"]) <= 255
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
        assert len(result.get("relatedLocations", ())) < MOST_LOCATIONS
        assert result["partialFingerprints"]


def test_rules_have_an_address_where_the_site_is_known() -> None:
    report = report_of(SITE | {"x": 1})
    (rule,) = the_run(report)["tool"]["driver"]["rules"]
    assert "helpUri" not in rule
    (rule,) = the_run(report, site="https://evmap.example")["tool"]["driver"]["rules"]
    assert rule["helpUri"] == "https://evmap.example/findings/EV101/"


def test_a_result_points_at_the_value() -> None:
    text = b'{\n%s,\n  "plugs \xe2\x82\xac": [1, 2]\n}' % json.dumps(SITE)[1:-1].encode()
    (result,) = the_run(report_of(text))["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "stations.json"},
        "region": {"startLine": 3, "startColumn": 14},
    }
    (logical,) = location["logicalLocations"]
    assert logical["fullyQualifiedName"] == "/plugs €"


def fingerprints(value: object) -> set[str]:
    results = the_run(report_of(value))["results"]
    found = [result["partialFingerprints"]["evmapFinding/v1"] for result in results]
    assert len(found) == len(set(found)), "each finding has a fingerprint of its own"
    return set(found)


def station(number: int) -> dict[str, Any]:
    return {"poolId": f"p{number}", "distance": number, "x": {"b": number, "a": 2}, "name": 7}


def answer(stations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"hasMore": False, "evStations": {"evStation": stations}}


def turned(value: Any) -> Any:
    """Return the same with the keys of all objects in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(member) for key, member in reversed(value.items())}
    return [turned(member) for member in value] if isinstance(value, list) else value


def test_fingerprints_stay_when_the_order_of_keys_changes() -> None:
    whole = answer([station(number) for number in range(3)])
    assert json.dumps(turned(whole)) != json.dumps(whole)
    assert fingerprints(turned(whole)) == fingerprints(whole)


def test_fingerprints_stay_when_there_are_more_records() -> None:
    assert fingerprints(answer([station(1)])) == fingerprints(
        answer([station(number) for number in range(50)])
    )


def test_fingerprints_differ_between_fields() -> None:
    assert not fingerprints(SITE | {"x": 1}) & fingerprints(SITE | {"y": 1})


def test_several_inputs_are_several_artifacts() -> None:
    reports = [report_of(SITE | {"x": 1}, name=name) for name in ("a.json", "b/c d.json")]
    run = the_run(merge_reports(reports))
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris == ["a.json", "b/c%20d.json"]
    (result,) = run["results"]
    places = [*result["locations"], *result["relatedLocations"]]
    assert [place["physicalLocation"]["artifactLocation"]["uri"] for place in places] == uris
    assert {place["logicalLocations"][0]["fullyQualifiedName"] for place in places} == {"/x"}


@pytest.mark.parametrize(
    "name",
    ["a.json", "größe.json", "a b/c#d?.json", "/etc/x.json", "..\\x.json", "C:\\x.json", "", "%41"],
)
def test_a_name_is_a_relative_address(name: str) -> None:
    uri = uri_of(name)
    assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri)
    assert not uri.startswith("/")
    if name:
        assert unquote(uri) == name.replace("\\", "/").lstrip("/")


def test_a_message_holds_neither_link_nor_placeholder() -> None:
    assert literal("see [here](https://x.example) {0} {name}") == (
        "see [here] (https://x.example) {{0}} {name}"
    )
