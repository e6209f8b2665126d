"""Reports of parts add up to the report of the whole, in any order and any grouping."""

from __future__ import annotations

import random
from collections import Counter

import msgspec
import pytest
from jsonschema import Draft202012Validator

from benchmarks.generate import stations
from evmap.conversion.reports import Report, render
from evmap.conversion.reports.merge import Merger, merge_reports
from evmap.conversion.schemas import SCHEMAS
from tests.reports.conftest import report_of

P = {"poolId": "P"}


def parts() -> list[Report]:
    found = list(stations(60, seed=3))
    found[7]["unheardOf"] = 1
    return [report_of(found[n : n + 10], f"part{n:02}.json") for n in range(0, 60, 10)]


@pytest.mark.parametrize("seed", range(6))
def test_their_order_does_not_matter(seed: int) -> None:
    reports = parts()
    random.Random(seed).shuffle(reports)  # noqa: S311 - the same orders in every run
    assert render(merge_reports(reports), "json") == render(merge_reports(parts()), "json")


def test_the_counts_of_parts_are_those_of_the_whole() -> None:
    found = list(stations(60, seed=3))
    pools = [station["poolId"] for station in found]
    cuts = [n for n in range(0, 60, 10) if n == 0 or pools[n] != pools[n - 1]]
    texts = [found[a:b] for a, b in zip(cuts, [*cuts[1:], 60], strict=True)]
    merged = merge_reports([report_of(text, f"{n}.json") for n, text in enumerate(texts)])
    whole = report_of(found)
    assert merged.summary.fates == whole.summary.fates
    assert merged.summary.findings == whole.summary.findings
    assert merged.summary.locations == whole.summary.locations
    assert merged.ledger == whole.ledger
    assert counts(merged) == counts(whole)
    assert {(line.pattern, line.origin) for line in merged.output} == {
        (line.pattern, line.origin) for line in whole.output
    }
    assert merged.score == whole.score


def counts(report: Report) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for finding in report.findings:
        found[finding.code, finding.pattern, finding.message] += finding.occurrences
    return found


def test_what_could_not_be_read_is_named_and_the_schema_knows_it() -> None:
    merger = Merger()
    for part in parts():
        merger.add(part)
    merger.add_unreadable("z.json", "The input is empty.")
    merger.add_unreadable("b.json", "line 1, column 2: no")
    report = merger.report()
    assert [file["name"] for file in report.input["unreadable"]] == ["b.json", "z.json"]
    schema = msgspec.json.decode(SCHEMAS["report"].read_bytes())
    Draft202012Validator(schema).validate(msgspec.json.decode(render(report, "json")))


def test_examples_stay_few_and_say_their_file() -> None:
    for finding in merge_reports(parts()).findings:
        assert len(finding.examples) <= 5
        assert all(example.v2_pointer.startswith("part") for example in finding.examples)


def test_reports_of_two_targets_do_not_merge() -> None:
    with pytest.raises(ValueError, match="one target"):
        merge_reports([report_of(P), report_of(P, target="here-v3")])
    with pytest.raises(ValueError, match="at least one"):
        merge_reports([])
