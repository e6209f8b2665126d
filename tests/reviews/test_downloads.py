"""Downloads from the result page."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.http import HttpResponse

from evmap.conversion import Options
from evmap.conversion import convert as core_convert
from evmap.conversion.checklist import checklist, tasks_of
from evmap.conversion.reports import FORMATS, render
from evmap.conversion.reports.contract import make_report
from evmap.samples import SAMPLES
from tests.pages.conftest import See, Seen
from tests.reviews.conftest import Convert, again

DATA = SAMPLES["pool"].read()
DIGEST = hashlib.sha256(DATA).hexdigest()[:8]


def sent(page: Seen) -> HttpResponse:
    """Return the answer, which is no stream."""
    assert isinstance(page.answer, HttpResponse)
    return page.answer


def headers(answer: HttpResponse) -> dict[str, str]:
    names = ("Content-Type", "Content-Disposition", "Cache-Control", "X-Content-Type-Options")
    return {name: answer.headers[name] for name in names}


def test_the_document_is_what_the_page_shows(convert: Convert) -> None:
    page = convert(file=DATA, file_name='../"evil\r\n.json', to="ocpi-2.2.1", party="DE*NWL")
    answer = sent(convert(at="/convert/document/", **again(page)))
    assert headers(answer) == {
        "Content-Type": "application/json",
        "Content-Disposition": f'attachment; filename="evmap-ocpi-2.2.1-{DIGEST}.json"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    shown = page.soup.select_one(".text-v3").get_text()  # type: ignore[union-attr]
    assert answer.content.decode() == shown
    assert json.loads(answer.content)["data"][0]["party_id"] == "NWL"


def test_options_that_were_changed_but_not_applied_do_not_count(see: See, convert: Convert) -> None:
    page = see("/convert/?sample=pool")
    fields = again(page) | {"to": "ocpi-2.2.1", "status_OUT_OF_SERVICE": "OUTOFORDER"}
    written = json.loads(sent(convert(at="/convert/document/", **fields)).content)
    assert set(written) == {"items", "missingItems"}
    assert "OUTOFORDER" not in json.dumps(written)


def test_lines_go_out_as_lines(convert: Convert) -> None:
    page = convert(text='{"poolId": "a"}\n{"poolId": "b"}\n')
    answer = sent(convert(at="/convert/document/", **again(page)))
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert answer.headers["Content-Disposition"].endswith('.ndjson"')
    assert [json.loads(line)["id"] for line in answer.content.splitlines()] == ["a", "b"]


def test_the_report_is_that_of_the_converter(convert: Convert) -> None:
    page = convert(file=DATA, file_name="berlin.json")
    answer = sent(convert(at="/convert/report/", **again(page)))
    assert answer.headers["Content-Disposition"].endswith(f'-{DIGEST}-report.json"')
    report = json.loads(answer.content)
    expected = make_report(core_convert(DATA, Options(), name="berlin.json"))
    assert report["format"] == expected.format
    assert report["input"] == expected.input
    assert report["summary"]["fates"] == expected.summary.fates
    assert [line["code"] for line in report["findings"]] == [f.code for f in expected.findings]


def test_a_download_without_a_document_is_an_error_page(convert: Convert) -> None:
    for data in ({}, {"packed": "no base64!"}, {"packed": "aGVsbG8="}, {"packed": "H4sIAAAA"}):
        page = convert(at="/convert/document/", **data)
        assert page.status == 400
        assert page.texts("#result") == ["Nothing was converted"]


def test_downloads_are_not_for_reading(see: See) -> None:
    assert see("/convert/document/").status == 405
    assert see("/convert/report/").status == 405


def test_the_document_can_be_had_compact(convert: Convert) -> None:
    page = convert(file=DATA)
    compact = sent(convert(at="/convert/document/?form=compact", **again(page))).content
    assert compact == core_convert(DATA, Options()).document


@pytest.mark.parametrize("name", FORMATS)
def test_the_report_can_be_had_in_every_format_with_links_to_the_site(
    convert: Convert, name: str
) -> None:
    page = convert(file=DATA, file_name="berlin.json")
    answer = sent(convert(at=f"/convert/report/?format={name}", **again(page)))
    suffix, kind = FORMATS[name]
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].endswith(f'-{DIGEST}-report{suffix}"')
    expected = make_report(core_convert(DATA, Options(), name="berlin.json"))
    assert answer.content == render(expected, name, site="http://testserver")
    assert (b"http://testserver/findings/EV301/" in answer.content) is (name != "json")


def test_the_checklist_is_on_the_page_and_for_the_disk(convert: Convert) -> None:
    page = convert(file=DATA, file_name="berlin.json")
    answer = sent(convert(at="/convert/checklist/", **again(page)))
    assert answer.headers["Content-Type"].startswith("text/markdown")
    assert answer.headers["Content-Disposition"].endswith(f'-{DIGEST}-checklist.md"')
    expected = make_report(core_convert(DATA, Options(), name="berlin.json"))
    assert answer.content == checklist(expected, site="http://testserver")
    left = sum(not task.done for task in tasks_of(expected))
    assert f"{left} things to do or to decide." in page.texts(".checklist")[0]
    assert len(page.soup.select(".tasks > li")) == left


def test_other_downloads_without_a_document_are_error_pages(convert: Convert) -> None:
    for at in ("/convert/report/?format=sarif", "/convert/checklist/"):
        assert convert(at=at).texts("#result") == ["Nothing was converted"]
