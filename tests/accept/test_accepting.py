"""Which findings an entry accepts, and what a report says of them."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.findings.accept import (
    Entry,
    Matcher,
    accept_findings,
    args_of,
    entry_for,
    open_findings,
    renew,
)
from evmap.conversion.findings.buckets import bucket_of, loss_of
from evmap.conversion.findings.finding import fill
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.plan.answers import CHOSEN
from evmap.conversion.reports import FORMATS, Report, render
from evmap.conversion.reports.merge import merge_reports
from evmap.conversion.schemas import SCHEMAS
from evmap.samples import SAMPLES
from tests.reports.conftest import SITE, TOLD_BY, report, report_of, report_of_code, told_by_report

__all__ = ["report"]

BRAND = "/evStations/evStation/*/brand"


def line(
    code: str = "EV402", pattern: str = BRAND, fate: str | None = "dropped", *args: str
) -> Any:
    entry = CATALOGUE[code]
    return FindingLine(
        code=code,
        severity=entry.severity,
        bucket=bucket_of(code, fate),
        loss=loss_of(code, fate),
        fate=fate,
        title=entry.title,
        message=fill(entry.message, args or ("v3 has no such field.",)),
        pattern=pattern,
        occurrences=2,
        suggestion="s",
        reference="r",
        examples=[],
    )


def fits(entry: Entry, finding: FindingLine) -> bool:
    return Matcher([entry]).entry_for(finding) is not None


@pytest.mark.parametrize(
    ("members", "fitting"),
    [
        ({}, True),
        ({"pattern": BRAND}, True),
        ({"pattern": "**/brand"}, True),
        ({"pattern": "**/*/brand"}, True),
        ({"fate": "dropped"}, True),
        ({"code": "EV403"}, False),
        ({"pattern": "/evStations/evStation/*"}, False),
        ({"pattern": "**/rand"}, False),
        ({"pattern": "/brand"}, False),
        ({"pattern": ""}, False),
        ({"fate": "lossy"}, False),
    ],
)
def test_an_entry_is_narrowed_by_what_it_says(members: dict[str, Any], *, fitting: bool) -> None:
    entry = Entry(**{"code": "EV402", "reason": "r"} | members)
    assert fits(entry, line()) is fitting


@pytest.mark.parametrize(
    ("args", "fitting"),
    [
        ((), True),
        (("OFFLINE",), True),
        (("OFFLINE", "PLANNED"), True),
        (("OFFLINE", "PLANNED", "REMOVED"), True),
        (("OTHER",), False),
        (("OFFLINE", "REMOVED"), False),
    ],
)
def test_the_first_arguments_are_enough(args: tuple[str, ...], *, fitting: bool) -> None:
    finding = line("EV301", "/state", "lossy", "OFFLINE", "PLANNED", "REMOVED")
    assert fits(Entry(code="EV301", args=args, reason="r"), finding) is fitting


def test_arguments_are_read_back_from_every_message_of_the_catalogue() -> None:
    for code, entry in CATALOGUE.items():
        named = max((int(n) + 1 for n in "012345" if f"{{{n}}}" in entry.message), default=0)
        given = tuple(f"word {n}" for n in range(named))
        found = line(code, "/x", None, *(given or ("none",)))
        assert args_of(code, found.message) == given, code


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_entry_of_a_finding_fits_it_and_no_other_of_its_report(code: str) -> None:
    findings = report_of_code(code).findings
    keys = [(f.code, f.pattern, f.fate, f.message) for f in findings]
    for finding in findings:
        entry = entry_for(finding, "r")
        fitted = {keys[n] for n, other in enumerate(findings) if fits(entry, other)}
        assert fitted == {(finding.code, finding.pattern, finding.fate, finding.message)}


def accepted(found: Report) -> Report:
    return accept_findings(found, renew(found, [], "Known."))


def test_accepted_findings_stay_in_the_report_with_their_reason(report: Report) -> None:
    after = accepted(report)
    assert told_by_report(after) == told_by_report(report)
    assert after.summary.findings == report.summary.findings
    for finding in after.findings:
        reason = "" if finding.severity == "notice" else "Known."
        assert finding.accepted == (CHOSEN if finding.decision else reason)


def test_they_count_neither_as_open_nor_in_the_score(report: Report) -> None:
    after = accepted(report)
    notices = report.summary.findings["notice"]
    assert open_findings(after) == {"error": 0, "warning": 0, "notice": notices}
    assert (after.score.grade, after.score.points) == ("A", 0)
    places = [place for term in after.score.terms for place in term.findings]
    assert sorted(places) == list(range(len(after.findings)))


def test_a_grade_reached_by_accepting_does_not_say_that_nothing_was_lost() -> None:
    lost = report_of(SITE | {"brand": "b", "colour": "blue"})
    assert accepted(lost).score.meaning.startswith("Nothing is left to decide: what was lost")
    assert accepted(report_of(SITE)).score.meaning.endswith("no information is lost.")


def test_one_open_loss_keeps_the_grade() -> None:
    found = report_of(SITE | {"colour": "blue", "shade": "dark"})
    one = [Entry(code="EV101", pattern="/colour", reason="r")]
    score = accept_findings(found, one).score
    terms = {term.kind: term.patterns for term in score.terms}
    assert (score.grade, score.points) == ("B", 1)
    assert terms == {
        "missing": 0,
        "chosen": 0,
        "lost": 1,
        "follows": 0,
        "nothing": 0,
        "accepted": 1,
    }


def test_an_entry_that_fits_nothing_is_told() -> None:
    found = report_of(SITE | {"colour": "blue"})
    stale = Entry(code="EV402", pattern="/brand", reason="Gone by now.")
    after = accept_findings(found, [stale, Entry(code="EV101", reason="r")])
    assert after.accept is not None
    assert (after.accept.entries, after.accept.unused) == (2, [stale.members()])


def test_the_first_entry_that_fits_gives_the_reason_and_the_second_is_used_too() -> None:
    found = report_of(SITE | {"colour": "blue"})
    entries = [
        Entry(code="EV101", reason="any"),
        Entry(code="EV101", pattern="/colour", reason="this"),
    ]
    after = accept_findings(found, entries)
    assert [finding.accepted for finding in after.findings] == ["any"]
    assert after.accept is not None
    assert after.accept.unused == []


def test_renewing_keeps_reasons_drops_what_is_gone_and_adds_what_is_new() -> None:
    found = report_of(SITE | {"colour": "blue", "shade": "dark"})
    known = Entry(code="EV101", pattern="/colour", reason="Ours.", by="Ada")
    gone = Entry(code="EV402", pattern="/brand", reason="Gone by now.")
    new = Entry(code="EV101", pattern="/shade", fate="unknown", reason="New.")
    assert renew(found, [known, gone], "New.") == [known, new]


def test_accepting_one_severity_leaves_the_others_open() -> None:
    found = report_of(SAMPLES["deprecated"].read())
    for severity in ("error", "warning"):
        entries = [entry_for(one, "r") for one in found.findings if one.severity == severity]
        left = open_findings(accept_findings(found, entries))
        assert [name for name, count in left.items() if not count] == [severity]


def test_the_same_entries_hold_for_several_inputs() -> None:
    found = report_of(SITE | {"colour": "blue"})
    entries = renew(found, [], "r")
    several = merge_reports([found, found])
    after = accept_findings(several, entries)
    assert open_findings(after) == {"error": 0, "warning": 0, "notice": 0}


# --- The contract ---


def test_reports_tell_of_accepting_only_with_a_file_or_a_decision(report: Report) -> None:
    is_decided = any(finding.decision for finding in report.findings)
    assert b'"accept"' not in render(report, "json")
    assert (b'"accepted' in render(report, "json")) == is_decided
    assert (b"accepted" in render(report, "csv").splitlines()[0]) == is_decided


def test_reports_with_one_follow_the_schema(report: Report) -> None:
    stale = Entry(code="EV402", pattern="/nowhere", reason="r")
    after = accept_findings(report, [*renew(report, [], "Known."), stale])
    problems = Draft202012Validator(json.loads(SCHEMAS["report"].read_bytes())).iter_errors(
        json.loads(render(after, "json"))
    )
    assert [problem.message for problem in problems] == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_why_and_leaves_nothing_out(name: str) -> None:
    found = report_of(SAMPLES["deprecated"].read())
    after = accept_findings(found, renew(found, [], "Nobody | reads *it*."))
    data = render(after, name)
    assert TOLD_BY[name](data) == told_by_report(found)
    assert b"Nobody" in data


def test_sarif_has_them_as_suppressions() -> None:
    found = report_of(SITE | {"colour": "blue", "shade": "dark"})
    one = Entry(code="EV101", pattern="/colour", reason="Ours.")
    (run,) = json.loads(render(accept_findings(found, [one]), "sarif"))["runs"]
    told = [result.get("suppressions") for result in run["results"]]
    assert told == [
        [{"kind": "external", "status": "accepted", "justification": "Ours."}],
        None,
    ]


def test_many_entries_against_many_findings_take_no_square(report: Report) -> None:
    findings = [line("EV101", f"/a/b/k{n}", "unknown") for n in range(5_000)]
    many = msgspec.structs.replace(report, findings=findings)
    entries = [Entry(code="EV101", pattern=f"**/k{n}", reason=str(n)) for n in range(10_000)]
    started = time.thread_time()
    told = accept_findings(many, entries)
    assert time.thread_time() - started < 1.5
    assert [each.accepted for each in told.findings] == [str(n) for n in range(5_000)]
    assert told.accept is not None
    assert len(told.accept.unused) == 5_000


def test_a_message_of_many_quotation_marks_is_read_at_once() -> None:
    message = line("EV301", "/x", None, " has " * 50_000, "; " * 50_000, "x" * 50_000).message
    started = time.thread_time()
    assert args_of("EV301", message[:-1]) == ()
    args_of("EV301", message)
    assert time.thread_time() - started < 1.0
