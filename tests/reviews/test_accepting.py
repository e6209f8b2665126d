"""Accepting findings on a result page: a reason each, a reason for all, a file there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from evmap.conversion.accept import read_accept
from tests.pages.conftest import See, Seen, text
from tests.reviews.conftest import Convert, again

DOCUMENT = '{"poolId": "p", "colour": "blue", "shade": "dark"}'


def carried(page: Seen) -> dict[str, str]:
    """Return what the form "again" sends: hidden fields, and the reasons given."""
    fields = page.soup.select('input[form="again"]:not([type=file])')
    chosen = [
        field
        for field in fields
        if field.get("type") not in ("radio", "checkbox") or field.has_attr("checked")
    ]
    return again(page) | {str(f["name"]): str(f.get("value", "")) for f in chosen}


def reason_for(page: Seen, pattern: str) -> str:
    """Return the name of the field for the reason at a finding."""
    for row in page.soup.select(".finding"):
        if text(row.select_one(".finding-what .code")) == pattern:
            return str(row.select_one(".decision input")["name"])  # type: ignore[index]
    raise AssertionError(pattern)


def accepted(page: Seen) -> dict[str, str]:
    return {
        text(row.select_one(".finding-what .code")): text(row.select_one(".decision summary"))
        for row in page.soup.select(".finding.is-accepted")
    }


def downloaded(convert: Convert, page: Seen) -> list[dict[str, Any]]:
    answer = convert(at="/convert/accepted/", **carried(page)).answer
    assert isinstance(answer, HttpResponse)
    assert "evmap-accept.json" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    return [entry.members() for entry in read_accept(answer.content)]


@pytest.fixture
def page(convert: Convert) -> Seen:
    return convert(text=DOCUMENT)


@pytest.fixture
def one(convert: Convert, page: Seen) -> Seen:
    """The page with one finding accepted."""
    fields = carried(page) | {reason_for(page, "/colour"): "Nobody reads it."}
    return convert(go="accept", **fields)


def test_a_reason_accepts_a_finding(one: Seen) -> None:
    assert accepted(one) == {"/colour": "Accepted: Nobody reads it."}
    assert "1 kind accepted" in one.texts(".accept")[0]
    assert len(one.soup.select(".finding")) == 2


def test_it_counts_no_more_in_the_score(page: Seen, one: Seen) -> None:
    assert "2 points" in page.texts(".score")[0]
    assert "1 point." in one.texts(".score")[0]


def test_it_can_be_taken_back(convert: Convert, one: Seen) -> None:
    after = convert(go="accept", **carried(one) | {reason_for(one, "/colour"): " "})
    assert accepted(after) == {}


def test_it_goes_with_the_page_when_options_change(convert: Convert, one: Seen) -> None:
    after = convert(**carried(one) | {"to": "here-v3"})
    assert "here-v3" in after.main
    assert accepted(after) == {"/colour": "Accepted: Nobody reads it."}


def test_the_file_is_what_the_command_takes(convert: Convert, one: Seen) -> None:
    (entry,) = downloaded(convert, one)
    assert entry.pop("date")
    assert entry == {
        "code": "EV101",
        "pattern": "/colour",
        "fate": "unknown",
        "reason": "Nobody reads it.",
    }


def test_a_reason_that_was_typed_but_not_sent_is_in_the_file_too(
    convert: Convert, page: Seen
) -> None:
    answer = convert(
        at="/convert/accepted/", **carried(page) | {reason_for(page, "/shade"): "Dark enough."}
    ).answer
    assert isinstance(answer, HttpResponse)
    assert [entry.reason for entry in read_accept(answer.content)] == ["Dark enough."]


def test_all_that_are_shown_are_accepted_with_one_reason(convert: Convert, page: Seen) -> None:
    after = convert(go="accept-shown", **carried(page) | {"accept_reason": "Known."})
    assert accepted(after) == {"/colour": "Accepted: Known.", "/shade": "Accepted: Known."}
    assert text(after.soup.select_one(".grade")) == "A"
    assert after.soup.select(".accept-row input[name=accept_reason]") == []


def test_filters_narrow_what_is_accepted(convert: Convert, see: See) -> None:
    page = see("/convert/?sample=deprecated&severity=error")
    after = convert(go="accept-shown", **carried(page) | {"accept_reason": "Known."})
    of = {str(row["data-severity"]) for row in after.soup.select(".finding.is-accepted")}
    assert of == {"error"}
    assert len(downloaded(convert, after)) == 3


def test_an_empty_reason_for_all_is_refused(convert: Convert, page: Seen) -> None:
    after = convert(go="accept-shown", **carried(page) | {"accept_reason": "  "})
    assert accepted(after) == {}
    assert "Say why these findings are accepted" in after.texts("#accept-problem")[0]


def file(*entries: dict[str, str], data: bytes | None = None) -> SimpleUploadedFile:
    told = json.dumps({"format": "evmap-accept/1", "entries": entries}).encode()
    return SimpleUploadedFile("ours.json", data or told, "application/json")


WIDE = {"code": "EV101", "pattern": "**/colour", "reason": "Ours."}
STALE = {"code": "EV402", "pattern": "/brand", "reason": "Gone by now."}


def test_a_file_is_used_and_what_fits_nothing_is_told(convert: Convert, page: Seen) -> None:
    after = convert(go="accept", **carried(page), accept_file=file(WIDE, STALE))
    assert accepted(after) == {"/colour": "Accepted: Ours. (an entry of the file)"}
    assert after.texts(".unused summary") == ["1 entry fits no finding"]
    assert after.texts(".unused li") == ["EV402 /brand"]
    assert downloaded(convert, after) == [WIDE, STALE]


def test_a_file_that_is_none_is_told_with_the_place(convert: Convert, page: Seen) -> None:
    after = convert(go="accept", **carried(page), accept_file=file({"code": "EV101"}))
    assert after.texts("#accept-problem") == [
        "ours.json: entries[0]: missing required field reason."
    ]
    hostile = convert(go="accept", **carried(page), accept_file=file(data=b"\xff<script>"))
    assert hostile.texts("#accept-problem") == ["ours.json: byte 1: this is not UTF-8."]


@pytest.mark.parametrize(
    "name", ["accept:", "accept:!", "accept:e30=", "accept:W10=", "accept:eyJjb2RlIjoiRVY5OTkifQ=="]
)
def test_fields_of_others_are_passed_over(convert: Convert, page: Seen, name: str) -> None:
    after = convert(go="accept", **carried(page) | {name: "x", "accept_rest": "{"})
    assert after.status == 200
    assert accepted(after) == {}


def test_reports_have_the_reasons(convert: Convert, one: Seen) -> None:
    answer = convert(at="/convert/report/", **carried(one)).answer
    assert isinstance(answer, HttpResponse)
    told = json.loads(answer.content)
    assert told["summary"]["accepted"]["warning"] == 1
    assert {f.get("accepted") for f in told["findings"]} == {None, "Nobody reads it."}


def test_notices_need_no_decision(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    for row in page.soup.select(".finding"):
        assert bool(row.select(".decision")) is (row["data-severity"] != "notice")


def test_html_in_a_reason_is_only_text(convert: Convert, page: Seen) -> None:
    hostile = "<script>alert(1)</script>\"'"
    after = convert(go="accept", **carried(page) | {reason_for(page, "/colour"): hostile})
    assert after.soup.select("main script") == []
    assert accepted(after) == {"/colour": f"Accepted: {hostile}"}
