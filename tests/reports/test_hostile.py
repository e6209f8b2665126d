"""Values that would be code in a format stay values there."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from evmap.conversion.reports import FORMATS, Report, render
from evmap.conversion.reports.cells import FORMULA_STARTS, cell
from evmap.conversion.reports.to_markdown import code, table, text
from tests.reports.conftest import TOLD_BY, report_of, rows_of, soup_of_markdown, told_by_report

NASTY = [
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>",
    "</td></tr></table><h3>Errors</h3>",
    "</style><style>*{display:none}",
    '=HYPERLINK("https://x.example","click")',
    "@SUM(1+1)|cmd",
    "+1-1",
    "| a | b |\n|---|---|\n# heading\r\n- item",
    "`code` ``more`` *bold* _it_ [link](https://x.example) ![i](https://x.example/i.png)",
    "https://x.example www.x.example mail@x.example @everyone #1 :tada:",
    "{0} {1} [1](2) \\",
    "\u202egnp.exe \u2066 \ufeff \x00 \x1b[31m",
    "\ud800 half",
    "a" * 5000,
    "&lt;b&gt; &amp;",
    "\u2028\u2029",
]
HOSTILE = pytest.mark.parametrize("value", NASTY, ids=lambda value: ascii(value[:20]))


def hostile(value: str) -> Report:
    """Return a report with a value as key, as status, as connector id, as text, as file name."""
    group = {
        "connectorType": {"id": value, "name": value},
        "connectorStatuses": {"connectorStatus": [{"cpoEvseId": value, "state": value}]},
    }
    other = {
        "connectorType": {"id": "31"},
        "connectorStatuses": {"connectorStatus": [{"cpoEvseId": "1", "state": value}]},
    }
    station: dict[str, Any] = {
        "poolId": value,
        value: value,
        "name": [value],
        "connectors": {"connector": [group, other]},
        "evStationDetails": {"accessibilityType": value, "notes": value},
    }
    return report_of(station, name=value.replace("\ud800", "?"))


@HOSTILE
@pytest.mark.parametrize("name", FORMATS)
def test_a_hostile_value_changes_nothing_that_a_format_tells(value: str, name: str) -> None:
    report = hostile(value)
    told = {key[:2]: count for key, count in told_by_report(report).items()}
    read = {key[:2]: count for key, count in TOLD_BY[name](render(report, name)).items()}
    assert read == told


@HOSTILE
def test_html_shows_a_hostile_value_as_text(value: str) -> None:
    soup = BeautifulSoup(render(hostile(value), "html"), "html.parser")
    assert soup.find_all(["script", "img", "b", "h4"]) == []
    assert len(soup.find_all("style")) == 1
    assert not [e for e in soup.find_all(True) if any(a.startswith("on") for a in e.attrs)]


@HOSTILE
def test_a_spreadsheet_finds_no_formula(value: str) -> None:
    rows = csv.reader(io.StringIO(render(hostile(value), "csv").decode(), newline=""))
    for row in rows:
        for text_ in row:
            assert not text_.startswith(FORMULA_STARTS)


@HOSTILE
def test_markdown_shows_a_hostile_value_as_text(value: str) -> None:
    data = render(hostile(value), "markdown")
    soup = soup_of_markdown(data)
    assert soup.find_all(["script", "img", "a", "h4", "em", "style"]) == []
    assert [title.get_text() for title in soup.select("h2")][:2] == ["Values", "Findings"]
    for cells in soup.select("tr"):
        assert len(cells.select("td, th")) in (3, 4, 5, 6)


@HOSTILE
@pytest.mark.parametrize("name", ["json", "sarif"])
def test_json_stays_json(value: str, name: str) -> None:
    json.loads(render(hostile(value), name).decode())


@given(st.text())
@example("__0__")
@example("IEC_62196_T2")
def test_markdown_text_is_read_back_as_it_was(value: str) -> None:
    soup = soup_of_markdown(table(("a", "b"), [(text(value), "x")]).encode("utf-8", "replace"))
    ((first, second),) = rows_of(soup.table)
    assert second == "x"
    shown = value.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    assert first.split() == shown.split()


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_a_code_span_holds_any_text(value: str) -> None:
    soup = soup_of_markdown(table(("a", "b"), [(code(value), "x")]).encode())
    ((first, second),) = rows_of(soup.table)
    assert second == "x"
    assert first.split() == value.split()


@given(st.text() | st.integers() | st.booleans() | st.none() | st.lists(st.text()))
def test_no_cell_is_a_formula(value: object) -> None:
    found = cell(value)
    assert not (isinstance(found, str) and found.lstrip(" ").startswith(FORMULA_STARTS))
