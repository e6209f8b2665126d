"""Decide, Lost, Nothing to do: which findings are in which, and what is lost with them."""

from __future__ import annotations

from typing import Any

import pytest

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.findings.buckets import BUCKETS, WORDS, bucket_of, loss_of
from evmap.conversion.findings.score import by_weight, kind_of
from evmap.conversion.guide import fixture_guide
from evmap.conversion.reports import Report
from evmap.glossary import BUCKETS as DEFINITIONS
from tests.reports.conftest import report_of, report_of_code


def told(report: Report) -> dict[str, tuple[str, str, str, str | None]]:
    """Last name of a pattern -> code, severity, bucket and loss of its finding."""
    return {
        finding.pattern.rpartition("/")[2]: (
            *(finding.code, finding.severity, finding.bucket, finding.loss),
        )
        for finding in report.findings
    }


def test_an_empty_response_loses_nothing_and_has_grade_a() -> None:
    empty = report_of({"hasMore": False, "count": 0, "evStations": {"evStation": []}})
    assert told(empty) == {
        "hasMore": ("EV409", "notice", "nothing", "request"),
        "count": ("EV409", "notice", "nothing", "request"),
    }
    assert (empty.score.grade, empty.score.points) == ("A", 0)


def test_only_information_that_is_lost_is_a_warning() -> None:
    found = told(report_of({"poolId": "p", "distance": 3, "cpoId": "c"}))
    assert {name: found[name] for name in ("distance", "cpoId")} == {
        "distance": ("EV409", "notice", "nothing", "request"),
        "cpoId": ("EV402", "warning", "lost", "information"),
    }


def station(**group: Any) -> dict[str, Any]:
    plug = {"connectorType": {"id": "31"}, "fixedCable": False, "customerConnectorName": "Type 2"}
    return {"poolId": "p", "connectors": {"connector": [plug | group]}}


def test_what_another_value_says_is_nothing_to_do_where_that_value_is_written() -> None:
    written = told(report_of(station()))["customerConnectorName"]
    assert written == ("EV404", "notice", "nothing", "elsewhere")


def test_and_lost_where_it_is_not_written() -> None:
    address = {"poolId": "p", "address": {"unparsedAddress": "Berlin"}}
    alone = [f for f in report_of(address).findings if f.pattern.endswith("unparsedAddress")]
    assert all(finding.loss != "elsewhere" for finding in alone)
    without = told(report_of(station(connectorType={"id": "999"})))
    assert without["customerConnectorName"][2:] == ("lost", "information")


@pytest.mark.parametrize("code", CATALOGUE)
def test_bucket_follows_severity_and_loss(code: str) -> None:
    for finding in report_of_code(code).findings:
        assert finding.bucket in BUCKETS
        is_answered = finding.severity == "notice" or bool(finding.decision)
        assert (finding.bucket == "nothing") == is_answered
        if finding.severity == "error":
            assert finding.bucket == "decide"
        if finding.bucket == "lost" and finding.fate:
            assert finding.loss == "information"


def test_every_lossy_or_dropped_field_of_the_field_map_says_what_is_lost() -> None:
    for row in fixture_guide().fields:
        for target, fate in row.targets.items():
            losing = fate.fate in ("lossy", "dropped")
            assert bool(fate.loss) == losing, (row.path, target)


def test_a_choice_is_answered_and_a_loss_accepted() -> None:
    assert bucket_of("EV301", "lossy") == "decide"
    assert bucket_of("EV201", "dropped") == "decide"
    assert bucket_of("EV402", "dropped") == "lost"
    assert bucket_of("EV101", "unknown") == "lost"
    assert bucket_of("EV401", None) == "nothing"
    assert (loss_of("EV401", None), loss_of("EV402", "dropped")) == (None, "information")


def test_what_to_look_at_first_follows_weight_and_then_frequency(report: Report) -> None:
    kinds = [kind_of(report.findings[place]) for place in by_weight(report.findings)]
    order = ["missing", "chosen", "lost", "follows", "nothing", "accepted"]
    assert kinds == sorted(kinds, key=order.index)
    assert sorted(by_weight(report.findings)) == list(range(len(report.findings)))


def test_each_bucket_has_its_word_in_the_glossary() -> None:
    assert list(WORDS) == list(BUCKETS)
    assert list(WORDS.values()) == list(DEFINITIONS)
