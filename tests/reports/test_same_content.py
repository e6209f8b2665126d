"""Every format says the same."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from evmap.conversion.findings.buckets import WORDS
from evmap.conversion.reports import FORMATS, Report, format_for, render
from evmap.conversion.reports.merge import merge_reports
from tests.reports.conftest import (
    TOLD_BY,
    UNREADABLE,
    archive,
    one_line,
    report_of,
    rows_of,
    soup_of_html,
    soup_of_markdown,
    told_by_report,
)

FORMAT = pytest.mark.parametrize("name", FORMATS)


@FORMAT
def test_a_format_tells_all_findings_with_their_patterns_and_counts(
    report: Report, name: str
) -> None:
    assert TOLD_BY[name](render(report, name)) == told_by_report(report)


def soup_of(data: bytes, name: str) -> BeautifulSoup:
    return soup_of_markdown(data) if name == "markdown" else soup_of_html(data)


def buckets_in(data: bytes, name: str) -> Counter[str]:
    """How many findings a format tells of in each bucket."""
    if name == "json":
        return Counter(finding["bucket"] for finding in json.loads(data)["findings"])
    if name == "sarif":
        (run,) = json.loads(data)["runs"]
        return Counter(result["properties"]["bucket"] for result in run["results"])
    if name == "csv":
        rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
        return Counter(row["bucket"] for row in rows if row["code"])
    soup = soup_of(data, name)
    heads = {title.get_text(): title for title in soup.select("h3")}
    return Counter(
        {
            bucket: len(rows_of(heads[word].find_next("table")))
            for bucket, word in WORDS.items()
            if word in heads
        }
    )


@FORMAT
def test_a_format_counts_the_same_findings_in_each_bucket(report: Report, name: str) -> None:
    told = buckets_in(render(report, name), name)
    assert {bucket: told[bucket] for bucket in WORDS} == {
        bucket: share.findings for bucket, share in report.buckets.items()
    }
    assert sum(share.findings for share in report.buckets.values()) == len(report.findings)


@FORMAT
def test_a_format_is_the_same_every_time(report: Report, name: str) -> None:
    assert render(report, name) == render(report, name)


@FORMAT
def test_a_format_has_every_message_and_suggestion(report: Report, name: str) -> None:
    data = render(report, name)
    if name == "json":
        text = json.dumps(json.loads(data), ensure_ascii=False)
    elif name == "sarif":
        results = json.loads(data)["runs"][0]["results"]
        text = " ".join(result["message"]["text"] for result in results).replace("] (", "](")
    elif name == "csv":
        text = data.decode().replace('""', '"')
    else:
        soup = soup_of(data, name)
        text = soup.get_text(" ")
    text = one_line(text)
    for finding in report.findings:
        for words in (finding.message, finding.suggestion):
            shown = json.dumps(words, ensure_ascii=False)[1:-1] if name == "json" else words
            assert one_line(shown) in text


@pytest.mark.parametrize("name", ["markdown", "html", "sarif", "json"])
def test_ledger_and_output_add_up_in_every_format(report: Report, name: str) -> None:
    data = render(report, name)
    if name in ("json", "sarif"):
        whole = json.loads(data)
        whole = whole if name == "json" else whole["runs"][0]["properties"]
        ledger = {(line["pattern"], line["fate"]): line["count"] for line in whole["ledger"]}
        output = {(line["pattern"], line["origin"]): line["count"] for line in whole["output"]}
    else:
        soup = soup_of(data, name)
        tables = [rows_of(table) for table in soup.select("table")]
        count = 2 if name == "markdown" else 3
        ledger = {
            (row[0], row[1].split(",")[0].split(" ")[0]): int(row[count].replace(",", ""))
            for row in tables[-2]
        }
        output = {(row[0], row[1]): int(row[2].replace(",", "")) for row in tables[-1]}
    assert sum(ledger.values()) == report.summary.leaves
    assert len(ledger) == len(report.ledger)
    assert sum(output.values()) == sum(report.summary.origins.values())
    assert len(output) == len(report.output)


def unreadable_in(data: bytes, name: str) -> dict[str, str]:
    """What a format says of inputs that could not be read: name -> why."""
    if name == "json":
        return {one["name"]: one["error"] for one in json.loads(data)["input"]["unreadable"]}
    if name == "sarif":
        (invocation,) = json.loads(data)["runs"][0]["invocations"]
        return {
            unquote(one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]): one[
                "message"
            ]["text"]
            for one in invocation["toolExecutionNotifications"]
        }
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        return {row["places"].lstrip("'"): row["message"] for row in rows if not row["code"]}
    soup = soup_of(data, name)
    title = soup.find("h2", string="Inputs that could not be read")
    return dict(rows_of(title.find_next("table"))) if title is not None else {}


@FORMAT
def test_a_format_names_the_inputs_that_could_not_be_read_and_says_why(name: str) -> None:
    assert unreadable_in(render(archive(), name), name) == UNREADABLE
    alone = report_of({"poolId": "p"})
    assert "could not be read" not in render(alone, name).decode()


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_a_report_of_several_inputs_lists_them(name: str) -> None:
    data = render(archive(), name)
    soup = soup_of(data, name)
    lines = [one_line(item.get_text()) for item in soup.select("li")]
    for input_name in ("a.json", "c.json"):
        assert [line for line in lines if line.startswith(f"{input_name}: 1 record (station), ")]


def test_markdown_lists_only_the_first_hundred_inputs() -> None:
    many = merge_reports([report_of({"poolId": f"{n}"}, f"{n:03}.json") for n in range(103)])
    told = render(many, "markdown").decode()
    assert ("- 099.json: " in told, "- 100.json: " in told) == (True, False)
    assert "- and 3 others; the report as JSON has all of them" in told


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_the_score_is_shown_with_its_terms_and_as_an_estimate(report: Report, name: str) -> None:
    data = render(report, name)
    soup = soup_of(data, name)
    tables = [rows_of(table) for table in soup.select("table")]
    terms = next(rows for rows in tables if rows and rows[0][1] == "missing")
    assert [(row[1], int(row[2]), int(row[3]), int(row[4])) for row in terms] == [
        (term.kind, term.patterns, term.weight, term.points) for term in report.score.terms
    ]
    assert report.score.disclaimer in soup.get_text()
    assert f"Migration score: {report.score.grade}" in soup.get_text()


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render(report_of({"poolId": "p"}), "pdf")


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        (".json", "json"),
        (".csv", "csv"),
        (".md", "markdown"),
        (".markdown", "markdown"),
        (".sarif", "sarif"),
        (".html", "html"),
        (".HTM", "html"),
        (".txt", "json"),
        ("", "json"),
    ],
)
def test_the_suffix_of_a_file_tells_the_format(suffix: str, name: str) -> None:
    assert format_for(suffix) == name


@FORMAT
def test_codes_are_links_where_the_site_is_known(name: str) -> None:
    report = report_of({"poolId": "p", "x": 1})
    address = "https://evmap.example/findings/EV101/"
    there = address.encode() in render(report, name, site="https://evmap.example")
    assert there == (name != "json")
    assert b"evmap.example" not in render(report, name)
