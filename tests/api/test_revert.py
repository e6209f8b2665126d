"""Turning v3 back into v2: the same as the command, within the limits of the site."""

from __future__ import annotations

import gzip
import json

import pytest
from pytest_django import Settings

from evmap.conversion import TARGETS, Options, convert
from evmap.revert import revert
from evmap.samples import SAMPLES
from tests.api.conftest import Ask

POOL = SAMPLES["pool"].read()


@pytest.mark.parametrize("target", TARGETS)
def test_the_answer_holds_the_report_and_the_v2_document(ask: Ask, target: str) -> None:
    options = Options(target=target)  # type: ignore[arg-type]
    document = convert(POOL, options).document
    told = ask("/revert", document, name="pool-v3.json")
    assert told.status == 200
    assert told.answer["Cache-Control"] == "no-store"
    assert told.body["document"] == json.loads(revert(document).document())
    report = told.body["report"]
    assert (report["format"], report["input"]["name"]) == ("evmap-revert/1", "pool-v3.json")
    assert report["summary"]["stations"] == 1
    assert ask("/revert", document, part="report").body["summary"] == report["summary"]
    assert ask("/revert", document, part="document").body == told.body["document"]


def test_what_comes_back_converts_again_to_the_same(ask: Ask) -> None:
    document = ask("/convert", POOL, part="document").data
    back = ask("/revert", document, part="document").data
    assert json.loads(ask("/convert", back, part="document").data) == json.loads(document)


def test_digits_stay_as_they_are(ask: Ask) -> None:
    data = b'{"items": [{"id": "L", "coordinates": {"latitude": "52.51990133", "longitude": "1"}}]}'
    assert b"52.51990133" in ask("/revert", data).data


def test_lines_come_back_as_lines_also_gzipped(ask: Ask) -> None:
    text = b'{"id": "L1", "name": "A"}\n{"id": "L2", "name": "B"}\n'
    told = ask("/revert", gzip.compress(text), part="document")
    assert told.answer["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line)["name"] for line in told.data.splitlines()] == ["A", "B"]
    assert len(ask("/revert", text).body["document"]) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b'{"items": [,]}', "not JSON"),
        (POOL, "v2 response"),
        (b'{"a": 1}', "no locations"),
        (b"\xff\xfe\x00", ""),
    ],
)
def test_what_is_no_v3_is_refused_with_its_reason(ask: Ask, data: bytes, said: str) -> None:
    told = ask("/revert", data)
    assert told.status == 400
    assert said in told.error["message"]


def test_a_document_with_too_many_values_is_refused(ask: Ask, settings: Settings) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1_000
    told = ask("/revert", b'{"items": [' + b" " * 2_000 + b"]}")
    assert told.status == 413


def test_a_parameter_that_it_does_not_know_is_refused(ask: Ask) -> None:
    assert ask("/revert", b"{}", target="v3").status == 422
