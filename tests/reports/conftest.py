"""What the tests of reports share: reports, and what each format says, read back from it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from evmap.conversion import Options, convert
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes.examples import run, sample
from evmap.conversion.reports import FORMATS, Report, render
from evmap.conversion.reports.contract import make_report
from evmap.conversion.reports.merge import Merger, merge_reports

#: (code, severity, pattern) of a finding to how often it occurs.
Told = Counter[tuple[str, str, str]]

SEVERITIES = {"error": "error", "warning": "warning", "note": "notice"}


#: A station of which nothing is missing or lost.
SITE = {
    "poolId": "p",
    "position": {"latitude": 52.5, "longitude": 13.4},
    "address": {"street": "Weg", "streetNumber": "1", "city": "Ort", "country": "DEU"},
    "lastUpdateTimestamp": "2024-01-01T00:00:00Z",
}


def report_of(value: object, name: str = "stations.json", **options: Any) -> Report:
    """Return the report of a v2 answer, given as a JSON value or as bytes."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return make_report(convert(data, Options(**options), name=name))


def report_of_code(code: str) -> Report:
    """Return the report of a code's sample."""
    found = sample(code)
    return make_report(run(found.input, found.options))


def everything() -> Report:
    """Return one report with the findings of many codes: the samples of one target merged."""
    codes = [code for code in CATALOGUE if sample(code).options.target == "v3"]
    return merge_reports([report_of_code(code) for code in codes])


UNREADABLE = {"b.json": "line 1, column 2: the text ends.", "=z|*.json": "The input is <empty>."}


def archive() -> Report:
    """Return the report of several inputs, of which two could not be read."""
    merger = Merger()
    for name in ("a.json", "c.json"):
        merger.add(report_of({"poolId": name, "x": 1}, name))
    for name, error in UNREADABLE.items():
        merger.add_unreadable(name, error)
    return merger.report()


REPORTS: dict[str, Callable[[], Report]] = {
    "one value": lambda: report_of({"poolId": "p"}),
    "a few": lambda: report_of_code("EV504" if "EV504" in CATALOGUE else "EV301"),
    "strict": lambda: report_of_code("EV601"),
    "here-v3": lambda: report_of_code("EV609"),
    "lines": lambda: report_of(b'{"poolId":"a"}\n{"poolId":"b","x":1}\n{"no":1}\n'),
    "archive": archive,
    "everything": everything,
}


@pytest.fixture(params=REPORTS, ids=lambda name: name.replace(" ", "-"))
def report(request: pytest.FixtureRequest) -> Report:
    """A report, each of REPORTS in turn, made once for all tests: it is only looked at."""
    return kept_report(request.param)


@cache
def kept_report(name: str) -> Report:
    return REPORTS[name]()


@lru_cache(maxsize=16)
def soup_of_html(data: bytes) -> BeautifulSoup:
    """Return a page, which is only looked at: several tests look at the same."""
    return BeautifulSoup(data, "html.parser")


def one_line(text: str) -> str:
    return " ".join(text.split())


def told_by_report(report: Report) -> Told:
    """Return what a report's findings say."""
    told: Told = Counter()
    for finding in report.findings:
        told[finding.code, finding.severity, one_line(finding.pattern or "/")] += (
            finding.occurrences
        )
    return told


def told_by_json(data: bytes) -> Told:
    told: Told = Counter()
    for finding in json.loads(data)["findings"]:
        key = (finding["code"], finding["severity"], one_line(finding["pattern"] or "/"))
        told[key] += finding["occurrences"]
    return told


def told_by_csv(data: bytes) -> Told:
    told: Told = Counter()
    for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
        if not row["code"]:
            continue  # an input that could not be read
        key = (row["code"], row["severity"], one_line(row["pattern"]))
        told[key] += int(row["occurrences"])
    return told


def told_by_sarif(data: bytes) -> Told:
    told: Told = Counter()
    (run_,) = json.loads(data)["runs"]
    for result in run_["results"]:
        pattern = one_line(result["properties"]["pattern"])
        told[result["ruleId"], SEVERITIES[result["level"]], pattern] += result["occurrenceCount"]
    return told


def told_by_html(data: bytes) -> Told:
    return _told_by_tables(soup_of_html(data), "h3")


def told_by_markdown(data: bytes) -> Told:
    return _told_by_tables(soup_of_markdown(data), "h3")


def _told_by_tables(soup: BeautifulSoup, heading: str) -> Told:
    told: Told = Counter()
    for title in soup.select(heading):
        table = title.find_next("table")
        assert table is not None
        for cells in rows_of(table):
            severity = cells[1].split()[0].lower().removesuffix(":")
            told[cells[0], severity, cells[2]] += int(cells[3].replace(",", ""))
    return told


def rows_of(table: Any) -> list[list[str]]:
    """Return the texts of a table's cells, row by row, without the heads."""
    rows = table.select("tbody tr")
    return [[one_line(cell.get_text()) for cell in row.select("th, td")] for row in rows]


@lru_cache(maxsize=16)
def soup_of_markdown(data: bytes) -> BeautifulSoup:
    """Return Markdown as a code host shows it: with tables, and with HTML where it has some."""
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
    return BeautifulSoup(parser.render(data.decode()), "html.parser")


TOLD_BY: dict[str, Callable[[bytes], Told]] = {
    "json": told_by_json,
    "csv": told_by_csv,
    "markdown": told_by_markdown,
    "sarif": told_by_sarif,
    "html": told_by_html,
}

assert set(TOLD_BY) == set(FORMATS)

__all__ = ["Told", "everything", "render", "report_of", "report_of_code"]
