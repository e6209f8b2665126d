"""The verdict: score, figures that open, the findings that matter most."""

from __future__ import annotations

import json

from evmap.conversion import Options
from evmap.conversion import convert as core_convert
from evmap.conversion.reports.contract import make_report
from evmap.reviews.verdict import MOST_TELLING, first_findings
from evmap.samples import SAMPLES
from tests.pages.conftest import See, text
from tests.reviews.conftest import Convert


def test_the_score_is_the_reports_and_its_figures_add_up(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    score = make_report(core_convert(SAMPLES["deprecated"].read(), Options())).score
    assert page.texts(".grade") == [score.grade] == ["C"]
    terms = [term for term in score.terms if term.patterns]
    shown = page.texts(".score-terms summary")
    assert [int(words.split()[0]) for words in shown] == [term.patterns for term in terms]
    assert f"{sum(term.points for term in terms)} points" in page.texts(".score")[0]


def test_every_figure_of_the_score_opens_to_its_findings(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    for figure in page.soup.select(".score-terms details"):
        links = figure.select("a")
        assert len(links) == int(text(figure.select_one("summary")).split()[0])
        for link in links:
            finding = page.soup.select_one(str(link["href"]))
            assert finding is not None
            assert "finding" in finding["class"]


def test_a_document_that_arrives_whole_has_nothing_to_do(convert: Convert) -> None:
    page = convert(text='{"poolId": "p"}')
    assert page.heading == "Converted without loss"
    assert page.texts(".grade") == ["A"]
    assert page.soup.select(".first") == []


def test_the_findings_that_matter_most_come_first_and_say_what_to_do(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    assert len(page.soup.select(".first > li")) == MOST_TELLING
    assert page.texts(".first .small")[:2] == [
        "error EV201, 2× in 2 kinds",
        "error EV202, 1×",
    ]
    assert all("What to do: " in words for words in page.texts(".first .advice"))


def test_notices_are_not_among_them() -> None:
    station = {"poolId": "p", "connectors": {"connector": []}, "timeZone": "Europe/Berlin"}
    report = make_report(core_convert(json.dumps(station).encode(), Options()))
    assert {line.severity for line in report.findings} <= {"notice"}
    assert first_findings(report.findings, {}) == []


def test_every_part_of_the_bar_leads_to_the_fields_of_its_fate(see: See) -> None:
    page = see("/convert/?sample=pool")
    for link in page.soup.select(".verdict .ledger-key a"):
        word, count = text(link).split()[:2]
        group = page.soup.select_one(str(link["href"]))
        assert group is not None
        assert text(group.select_one("h3")).split()[:2] == [word, count]
