"""The checklist: one task for each piece of advice, with its places."""

from __future__ import annotations

import pytest

from evmap.conversion.findings.accept import Entry, accept_findings, renew
from evmap.conversion.reports import Report
from evmap.conversion.reports.checklist import checklist, tasks_of
from tests.reports.conftest import SITE, report, report_of, report_of_code, soup_of_markdown

__all__ = ["report"]

OFFLINE = {
    "connectorType": {"id": "31"},
    "connectorStatuses": {"connectorStatus": [{"cpoEvseId": "1", "state": "OFFLINE"}]},
}


def test_every_error_and_warning_is_in_one_task(report: Report) -> None:
    tasks = tasks_of(report)
    numbers = [place.number for task in tasks for place in task.places]
    assert len(numbers) == len(set(numbers))
    due = {n for n, f in enumerate(report.findings) if not f.suggestion.startswith("Nothing to do")}
    assert set(numbers) == due


def test_the_heaviest_come_first(report: Report) -> None:
    severities = [task.severity for task in tasks_of(report) if not task.done]
    assert severities == sorted(severities, key=["error", "warning", "notice"].index)


def test_equal_advice_is_one_task_with_several_places() -> None:
    (task,) = tasks_of(report_of(SITE | {"colour": "blue", "shade": "dark"}))
    assert [place.pattern for place in task.places] == ["/colour", "/shade"]


def test_it_is_markdown_to_tick_off_with_links_to_the_site() -> None:
    found = report_of(SITE | {"colour": "blue", "shade": "dark"})
    told = checklist(found, site="https://evmap.example")
    assert b"- [ ] **" in told
    soup = soup_of_markdown(told)
    assert [link["href"] for link in soup.select("a")] == ["https://evmap.example/findings/EV101/"]
    assert [place.get_text() for place in soup.select("li li code")] == ["/colour", "/shade"]
    assert soup_of_markdown(checklist(found)).select("a") == []


def test_accepted_findings_are_done_and_say_why() -> None:
    found = report_of(SITE | {"colour": "blue", "shade": "dark"})
    entries = [Entry(code="EV101", pattern="/colour", reason="Nobody reads it.")]
    told = checklist(accept_findings(found, entries)).decode()
    todo, _, done = told.partition("## Accepted")
    assert "/shade" in todo
    assert "/colour" not in todo
    assert "- [x] **" in done
    assert "Accepted: Nobody reads it." in done
    assert "1 thing to do or to decide." in todo


def test_what_was_decided_stands_apart_from_what_was_accepted() -> None:
    station = SITE | {"colour": "blue", "connectors": {"connector": [OFFLINE]}}
    found = report_of(station, statuses=(("OFFLINE", "REMOVED"),))
    told = checklist(accept_findings(found, [Entry(code="EV101", reason="Unread.")])).decode()
    decided, _, accepted = told.partition("## Decided")[2].partition("## Accepted")
    assert "- [x] **Ambiguous status**" in decided
    assert "Decided, REMOVED: Chosen for this conversion." in decided
    assert "Accepted: Unread." in accepted
    assert "## Decided" not in checklist(report_of(station)).decode()


def test_all_accepted_is_nothing_to_do() -> None:
    found = report_of(SITE | {"colour": "blue"})
    assert b"0 things to do" in checklist(accept_findings(found, renew(found, [], "r")))


def test_a_notice_is_good_to_know_and_not_to_do() -> None:
    found = report_of({"evStations": {"evStation": [SITE | {"colour": "blue"}]}, "count": 1})
    told = checklist(found).decode()
    assert "1 thing to do or to decide, 1 good to know." in told


def test_advice_to_do_nothing_is_no_task() -> None:
    assert tasks_of(report_of_code("EV105")) == []


def test_it_says_where_each_value_is_now() -> None:
    soup = soup_of_markdown(checklist(report_of({"poolId": "p", "name": "n", "colour": "blue"})))
    rows = [[cell.get_text() for cell in row.select("td")] for row in soup.select("tbody tr")]
    assert rows == [["/name", "/items/*/name", "same"], ["/poolId", "/items/*/id", "renamed"]]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "a|b", "`x`", "[a](b)", "@somebody", "- [ ] x\n- y"]
)
def test_text_of_the_input_stays_text(hostile: str) -> None:
    soup = soup_of_markdown(checklist(report_of(SITE | {hostile: 1}, name=hostile)))
    assert soup.select("script, a") == []
    assert len(soup.select("li")) == 2
