"""The migration score: distinct findings, weights with reasons, figures that open."""

from __future__ import annotations

from typing import Any

import pytest

from evmap.conversion import convert
from evmap.conversion.findings.score import DISCLAIMER, GRADES, NOTHING_IN_IT, WEIGHTS, kind_of
from evmap.conversion.reports import Report
from evmap.conversion.reports.contract import make_report
from tests.reports.conftest import SITE, report_of, report_of_code


def test_nothing_to_do_is_grade_a() -> None:
    score = report_of(SITE | {"name": "Here"}).score
    assert (score.grade, score.points, score.meaning) == ("A", 0, GRADES["A"])


def test_an_empty_response_is_not_praised() -> None:
    empty = b'{"hasMore": false, "count": 0, "evStations": {"evStation": []}}'
    score = make_report(convert(empty)).score
    assert (score.grade, score.points, score.meaning) == ("A", 0, NOTHING_IN_IT)


@pytest.mark.parametrize(
    ("code", "grade", "kinds"),
    [
        ("EV105", "A", {"nothing": 1}),
        ("EV404", "A", {"nothing": 1}),
        ("EV409", "A", {"nothing": 1}),
        ("EV402", "B", {"lost": 1}),
        ("EV301", "C", {"chosen": 1}),
        ("EV411", "A", {"nothing": 2}),
        ("EV210", "D", {"missing": 1}),
    ],
)
def test_the_worst_finding_gives_the_grade(code: str, grade: str, kinds: dict[str, int]) -> None:
    score = report_of_code(code).score
    assert score.grade == grade
    assert {term.kind: term.patterns for term in score.terms if term.patterns} == kinds


def stations(count: int) -> dict[str, Any]:
    return {
        "evStations": {
            "evStation": [
                {"poolId": f"p{number}", "cpoId": f"c{number}"} for number in range(count)
            ]
        }
    }


def test_a_thousand_equal_losses_are_one_decision() -> None:
    one, many = report_of(stations(1)), report_of(stations(1000))
    assert many.summary.findings["warning"] == 1000 * one.summary.findings["warning"]
    assert many.score.points == one.score.points
    assert [term.patterns for term in many.score.terms] == [
        term.patterns for term in one.score.terms
    ]


def test_a_value_lost_with_its_connector_is_no_decision_of_its_own() -> None:
    score = report_of_code("EV201").score
    terms = {term.kind: term for term in score.terms}
    assert terms["follows"].patterns > 1
    assert terms["follows"].points == 0
    assert score.points == terms["missing"].points == 8


def test_every_figure_opens_to_its_findings(report: Report) -> None:
    places = [place for term in report.score.terms for place in term.findings]
    assert sorted(places) == list(range(len(report.findings)))
    for term in report.score.terms:
        assert term.patterns == len(term.findings)
        assert term.points == term.weight * term.patterns
        assert {kind_of(report.findings[place]) for place in term.findings} <= {term.kind}
    assert report.score.points == sum(term.points for term in report.score.terms)


def test_weights_are_data_with_reasons() -> None:
    assert [weight.kind for weight in WEIGHTS] == [
        *("missing", "chosen", "lost", "follows", "nothing")
    ]
    assert all(weight.reason and weight.grade in GRADES for weight in WEIGHTS)
    points = [weight.points for weight in WEIGHTS]
    assert points == sorted(points, reverse=True)


def test_the_score_never_claims_to_be_a_fact(report: Report) -> None:
    assert report.score.disclaimer == DISCLAIMER
    assert "estimate" in DISCLAIMER
