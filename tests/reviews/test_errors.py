"""Input that cannot be converted: what is wrong, where, what to do; and nothing is lost."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evmap.reviews.desk import EDITABLE
from evmap.samples import SAMPLES
from tests.pages.conftest import Seen
from tests.reviews.conftest import Convert


def box(page: Seen) -> str:
    """Return what stands in the paste box, as a browser reads it."""
    area = page.soup.select_one("textarea[name=text]")
    assert area is not None
    return area.get_text().removeprefix("\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"evStations": {', "line 1, column 17: This is not JSON"),
        ('{\n  "poolId": "p",\n}', "line 3, column 1: This is not JSON"),
        ("{'poolId': 'p'}", "line 1, column 2: This is not JSON"),
        ("<evStationsResult/>", "This is no v2 response"),
        ("<evStationsResult>", "line 1, column 19: This is not XML"),
        ("   \n ", "The input is empty."),
        ("[]", "The list is empty"),
        ("12", "This JSON is a number"),
        ('{"items": [], "missingItems": []}', "a response of HERE EV Charge Points v3"),
        ('{"hasMore": true}', '"evStations" is missing'),
        ('{"Type": "Unauthorized", "Message": ["x"]}', "an error response of v2"),
        ("[" * 100 + "]" * 100, "nested more than 64 deep"),
        ('{"poolId": "\x00"}', "line 1, column 13: This is not JSON"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_the_text(convert: Convert, given: str, said: str) -> None:
    page = convert(text=given)
    assert page.status == 400
    assert page.texts("#result") == ["Nothing was converted"]
    assert said in page.texts("#problem-text")[0]
    assert box(page) == given


def test_the_place_is_shown_with_a_caret(convert: Convert) -> None:
    page = convert(text='{\n  "poolId": "p",\n  "name": oops\n}')
    lines = [line.get_text() for line in page.soup.select(".excerpt-line")]
    assert lines == ["1{", '2  "poolId": "p",', '3  "name": oops', "          ^", "4}"]
    assert page.texts(".excerpt mark") == ["o"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"poolId": "p",}', "Remove the comma before the closing bracket."),
        ('{"poolId": ', "The text ends too early: part of it is missing. Fetch or save it again."),
        ("<evStationsResult>", "part of it is missing. Fetch or save it again."),
        ("{'poolId': 'p'}", "JSON strings stand in double quotes"),
        ('{// of the pool\n"poolId": "p"}', "JSON has no comments"),
        ("* Connected to here\n> GET /ev HTTP/1.1", "Leave out the headers"),
        ("id,name\n1,A", "A response begins with a bracket"),
        ('{"poolId": True}', "Mend it there, or save the response again as it came."),
        ('{"message": "Too Many Requests"}', "Look at its message, and ask v2 again."),
    ],
)
def test_what_to_do_is_said(convert: Convert, given: str, said: str) -> None:
    assert said in convert(text=given).main


def test_fields_point_to_the_error(convert: Convert) -> None:
    page = convert(text="{")
    area = page.soup.select_one("textarea[name=text]")
    assert area is not None
    assert (area["aria-invalid"], area["aria-describedby"]) == ("true", "problem-text")


def test_a_file_chosen_anew_outweighs_the_text_that_the_page_put_into_the_box(
    convert: Convert,
) -> None:
    failed = convert(file=b'{"evStations": {\n')
    (filled,) = failed.soup.select("input[name=filled]")
    text = box(failed).replace("\n", "\r\n")  # as browsers send it
    mended = SAMPLES["ac"].read()
    page = convert(file=mended, text=text, filled=filled["value"])
    assert "Nothing was converted" not in page.main
    typed = convert(file=mended, text=f"{text}}}", filled=filled["value"])
    assert "There are files and pasted text" in typed.main


def test_neither_file_nor_text_is_an_error(convert: Convert) -> None:
    page = convert()
    assert page.status == 400
    assert "There is nothing to convert" in page.texts("#problem-text")[0]


def test_both_file_and_text_are_an_error_and_the_text_stays(convert: Convert) -> None:
    page = convert(file=b"{}", text='{"poolId": "p"}')
    assert page.status == 400
    assert "There are files and pasted text" in page.texts("#problem-text")[0]
    assert box(page) == '{"poolId": "p"}'


def test_an_empty_file_is_an_error(convert: Convert) -> None:
    page = convert(file=b"")
    assert page.status == 400
    assert page.texts("#problem-text") == ["answer.json : The input is empty."]


def test_a_broken_file_can_be_mended_in_the_box(convert: Convert) -> None:
    page = convert(file=gzip.compress(b'{"poolId": "p",}'), file_name="a.json.gz")
    assert page.status == 400
    assert box(page) == '{"poolId": "p",}'


def test_a_packed_file_of_a_long_text_is_not_answered_with_it(convert: Convert) -> None:
    packed = gzip.compress(b"[" + b"1," * 2_000_000 + b"1")
    page = convert(file=packed, file_name="a.json.gz")
    assert page.status == 413
    assert len(packed) < 20_000
    assert box(page) == ""
    assert len(page.soup.encode()) < 100_000
    # The longest text that is put into the box is the longest that a review lets people edit.
    whole = convert(file=gzip.compress(b"[" * EDITABLE), file_name="a.json.gz")
    assert len(box(whole)) == EDITABLE
    more = convert(file=gzip.compress(b"[" * (EDITABLE + 1)), file_name="a.json.gz")
    assert box(more) == ""


def test_the_options_stay(convert: Convert) -> None:
    page = convert(text="{", to="here-v3", status_OTHER="OPERATIONAL", party="NL*ZUI")
    checked = page.soup.select("input[name=to][checked]")
    assert [str(field["value"]) for field in checked] == ["here-v3"]
    assert page.soup.select_one('option[value="OPERATIONAL"][selected]') is not None
    assert str(page.soup.select_one("#id_party")["value"]) == "NL*ZUI"  # type: ignore[index]


@pytest.mark.parametrize(
    "options",
    [{"to": "ocpi-9"}, {"party": "Germany"}, {"status_OTHER": "RESERVED"}, {"publish": "x"}],
)
def test_an_option_that_can_not_be_is_marked(convert: Convert, options: dict[str, str]) -> None:
    page = convert(text='{"poolId": "p"}', **options)
    assert page.status == 400
    assert "An option has a value that it can't have" in page.main
    assert len(page.soup.select(".field-error")) == 1
    assert box(page) == '{"poolId": "p"}'


# --- Too large ---


def test_a_file_over_the_limit_is_too_large(convert: Convert, settings: Any) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1024 * 1024
    page = convert(file=b" " * 1_100_000)
    assert page.status == 413
    assert "1.0 MB; this site takes 1 MB at most" in page.main


def test_text_over_the_limit_is_too_large_and_stays(convert: Convert, settings: Any) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1024 * 1024
    given = "é" * 600_000
    page = convert(text=given)
    assert page.status == 413
    assert box(page) == given


def test_a_small_file_that_unpacks_to_a_large_one_is_too_large(
    convert: Convert, settings: Any
) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1024 * 1024
    assert convert(file=gzip.compress(b" " * 50_000_000)).status == 413


def test_a_page_is_not_much_larger_than_what_was_sent(convert: Convert) -> None:
    packed = gzip.compress(b'{"poolId": "x", ' + b" " * 3_000_000)
    page = convert(file=packed, file_name="a.json.gz")
    assert page.status == 400
    assert box(page) == ""
    assert len(page.answer.getvalue()) < 50_000


def test_more_values_than_the_site_takes_are_too_large(convert: Convert) -> None:
    page = convert(file=b'{"evStations":{"evStation":[' + b"{}," * 800_000 + b"{}]}}")
    assert page.status == 413
    assert "more than 1,500,000 values" in page.main


def test_more_files_than_the_site_takes_are_refused(client: Client, db: None) -> None:
    files = [SimpleUploadedFile(f"{number}.json", b"{}") for number in range(51)]
    assert client.post("/convert/", {"file": files}).status_code == 400


# --- Hostile, but readable ---

HOSTILE = {
    "unknown keys": b'{"poolId":"x",' + b",".join(b'"k%d":1' % n for n in range(4000)) + b"}",
    "keys beside": b'{"evStations":{"evStation":[{"poolId":"x"}]},'
    + b",".join(b'"k%d":1' % n for n in range(4000))
    + b"}",
    "empty records": b'{"evStations":{"evStation":[' + b"{}," * 5000 + b"{}]}}",
    "long digits": b'{"poolId":"x","distance":' + b"9" * 10_000 + b"}",
    "no numbers": b'{"poolId":"x","distance":NaN,"position":{"latitude":1e999}}',
    "half a character": b'{"poolId":"x","name":"a\\ud800","\\udfff":"\\udfff"}',
    "half a key": b'{"poolId":"x","brand":"y","\\udfff":1}',
    "NUL": b'{"poolId":"x","name":"\\u0000"}',
    "twice": b'{"poolId":"x","poolId":"y","name":{"a":1},"name":"n"}',
    "long text": b'{"poolId":"x","name":"' + b"a" * 400_000 + b'"}',
    "odd keys": b'{"poolId":"x","a\\u002fb~":1,"":{"":[]}}',
    "deep": b'{"poolId":"x","connectors":' + b'{"a":' * 50 + b"1" + b"}" * 51,
    "wrong types": b'{"poolId":["x"],"connectors":[1],"position":"here","name":{}}',
    "mixed list": b'[1,"a",null,{"poolId":"x"},[]]',
    "mixed lines": b'{"poolId":"x"}\n{bad\n\n[]\n{"poolId":"y"}',
    "UTF-16": json.dumps({"poolId": "ü"}, ensure_ascii=False).encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_converted_with_findings(convert: Convert, name: str) -> None:
    page = convert(file=HOSTILE[name])
    assert page.status == 200
    assert page.answer.request["PATH_INFO"].startswith("/reviews/")  # type: ignore[attr-defined]


BROKEN = {
    "half a character": b'{"\\udfff":1}',
    "binary": bytes(range(256)) * 20,
    "Latin-1": '{"poolId":"é"}'.encode("latin-1"),
    "half of UTF-16": b'\xff\xfe{\x00"',
    "damaged gzip": gzip.compress(b'{"poolId":"x"}')[:-9],
    "deep": b'{"a":' * 5000 + b"}" * 5000,
    "cut": b'{"poolId":"x","name":"',
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_an_error_of_the_input(convert: Convert, name: str) -> None:
    page = convert(file=BROKEN[name])
    assert page.status == 400
    assert page.texts("#result") == ["Nothing was converted"]


def test_of_a_picture_no_lines_are_shown(convert: Convert) -> None:
    page = convert(file=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", file_name="p.png")
    assert "This is a PNG picture, not text." in page.main
    assert page.texts(".excerpt-line") == []


def test_how_long_the_processor_may_work_is_a_setting(convert: Convert, settings: Any) -> None:
    settings.EVMAP_CONVERSION_CPU_SECONDS = 0
    page = convert(sample="pool")
    assert page.status == 413
    assert "takes more seconds than it may have" in page.main
    settings.EVMAP_CONVERSION_CPU_SECONDS = 4
    assert convert(sample="pool").status == 200
