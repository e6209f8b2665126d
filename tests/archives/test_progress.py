"""How far a run is: one line, now and then where nobody watches."""

from __future__ import annotations

import re

import pytest

from evmap.commands import progress
from evmap.commands.progress import State, clock, show_progress
from evmap.conversion.batch.run import FileDone
from evmap.conversion.batch.workers import News
from tests.reports.conftest import report_of


def state_under_way() -> State:
    state = State(4, 1000)
    state.begin -= 10
    state.hear(News(300.0, 600))
    state.file_done(FileDone("a", 300, report_of({"poolId": "P", "x": 1})))
    state.file_done(FileDone("b", 200, report_of({"poolId": "P"}), skipped=True))
    state.file_done(FileDone("c", 100, error="no"))
    return state


def test_it_tells_files_records_rate_findings_and_the_time_left() -> None:
    text = state_under_way().text()
    wanted = (
        r"3 of 4 files, 1 done before, 600 records, (59|60) a second, \d+ findings, "
        r"1 unreadable, 0:1[34] left"
    )
    assert re.fullmatch(wanted, text), text


def test_without_a_rate_there_is_no_time_left() -> None:
    assert "left" not in State(2, 100).text()


def test_a_log_has_a_line_with_the_time_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    state = State(2, 1000)
    with show_progress(state):
        state.hear(News(10.0, 5))
    line = capsys.readouterr().err
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ evmap: 0 of 2 files, 5 records.*\n", line)


def test_a_short_run_has_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    state = State(1, 10)
    with show_progress(state):
        state.hear(News(10.0, 5))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "text"), [(5, "0:05"), (245, "4:05"), (3723, "1:02:03")])
def test_time_spans_read_as_clocks(seconds: float, text: str) -> None:
    assert clock(seconds) == text
