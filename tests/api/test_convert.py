"""Conversion by the API: the same findings as the page and the command, and nothing kept."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from pytest_django import Settings

from evmap.conversion import TARGETS, ReadError
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes.examples import sample
from evmap.conversion.options import Options, Target
from evmap.conversion.reports.contract import make_report
from evmap.conversion.schemas import SCHEMAS
from evmap.mappings.models import Note
from evmap.plan.models import Decision
from evmap.samples import FOLDER, SAMPLES, Sample
from tests.api.conftest import Ask
from tests.commands.support import evmap
from tests.reviews.support import convert_for_web

READABLE = [sample for name, sample in SAMPLES.items() if name != "broken"]
OFFLINE = (
    b'{"poolId":"p","connectors":{"connector":[{"connectorType":{"id":"31"},"connectorStatuses":'
    b'{"connectorStatus":[{"cpoEvseId":"1","state":"OFFLINE"}]}}]}}'
)


def exact(data: bytes) -> Any:
    """Return JSON with its numbers to the digit."""
    return json.loads(data, parse_float=str, parse_int=str)


def report_of(data: bytes, choices: Options, name: str = "") -> Any:
    """Return the report that pages are made from."""
    conversion = convert_for_web(data, choices, name=name)
    return exact(msgspec.json.encode(make_report(conversion)))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("one", READABLE, ids=lambda one: one.name)
def test_page_api_and_command_find_the_same(
    ask: Ask, client: Client, tmp_path: Path, one: Sample, target: Target
) -> None:
    told = ask("/convert", one.read(), target=target, name=one.file_name)
    both = exact(told.data)
    assert both["report"] == report_of(one.read(), Options(target=target), one.file_name)

    review = client.post("/convert/", {"sample": one.name, "to": target})["Location"]
    assert both["report"] == exact(client.get(f"{review}download/report/").content)
    assert both["document"] == exact(client.get(f"{review}download/document/").content)

    report = tmp_path / "report.json"
    done = evmap("convert", FOLDER / one.file_name, "--to", target, "--report", report)
    commands = exact(report.read_bytes())
    assert commands["input"].pop("name").endswith(both["report"]["input"].pop("name"))
    assert commands == both["report"]
    assert exact(done.stdout) == both["document"]


def test_what_can_not_be_read_is_the_same_on_page_api_and_command(ask: Ask, client: Client) -> None:
    broken = SAMPLES["broken"].read()
    with pytest.raises(ReadError) as caught:
        convert_for_web(broken, Options())
    error = ask("/convert", broken).error
    assert (error["status"], error["code"]) == (400, "bad_request")
    assert error["message"] == caught.value.message
    assert error["advice"] == caught.value.advice
    assert (error["line"], error["column"]) == (caught.value.line, caught.value.column)
    page = client.post("/convert/", {"sample": "broken"})
    done = evmap("convert", FOLDER / "broken.json")
    assert page.status_code == 400
    assert done.returncode == 3
    assert f"line {error['line']}, column {error['column']}" in done.stderr.decode()


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_example_of_every_finding_is_converted_alike(ask: Ask, code: str) -> None:
    given = sample(code)
    options: Options = given.options
    query: dict[str, Any] = {"target": options.target}
    query |= {"status": [f"{v2}={v3}" for v2, v3 in options.statuses]}
    query |= {"accept_successors": "true"} if options.accept_successors else {}
    query |= {"party": f"{options.country_code}*{options.party_id}"} if options.party_id else {}
    query |= {} if options.publish is None else {"publish": str(options.publish).lower()}
    query |= {"partner_id": options.partner_id} if options.partner_id else {}
    told = ask("/convert", given.input.data(), **query)
    assert told.status == 200
    assert exact(told.data)["report"] == report_of(given.input.data(), options)


def test_parts_are_those_of_the_whole(ask: Ask) -> None:
    data = SAMPLES["pool"].read()
    whole = exact(ask("/convert", data).data)
    assert exact(ask("/convert", data, part="document").data) == whole["document"]
    assert exact(ask("/convert", data, part="report").data) == whole["report"]


def test_the_reports_schema_is_the_one_that_ships(ask: Ask) -> None:
    told = ask("/convert", SAMPLES["pool"].read(), part="report")
    names = json.loads(SCHEMAS["report"].read_bytes())["required"]
    assert set(told.body) == set(names)


def test_lines_in_are_lines_out(ask: Ask) -> None:
    two = OFFLINE + b"\n" + OFFLINE.replace(b'"p"', b'"q"') + b"\n"
    told = ask("/convert", two, part="document", kind="application/x-ndjson")
    assert told.answer["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in told.data.splitlines()]
    assert [line["id"] for line in lines] == ["p", "q"]
    assert ask("/convert", two).body["document"] == lines


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "zzz",
    ],
)
def test_any_content_type_is_taken(ask: Ask, kind: str) -> None:
    assert ask("/convert", OFFLINE, kind=kind).status == 200
    assert ask("/convert", gzip.compress(OFFLINE), kind=kind).status == 200


def test_digits_are_never_changed(ask: Ask) -> None:
    data = OFFLINE.replace(
        b'"poolId"', b'"position":{"latitude":52.51990130000,"longitude":13.4},"poolId"'
    )
    assert b"52.51990130000" in ask("/convert", data, target="v3").data


def test_options_decide_as_on_the_page(ask: Ask) -> None:
    def status(**query: Any) -> str:
        (location,) = ask("/convert", OFFLINE, **query).body["document"]["items"]
        return str(location["evses"][0]["status"])

    assert status() == "PLANNED"
    other = next(
        pair["v3_status"]
        for pair in ask("/statuses/v2/OFFLINE").body["pairs"]
        if pair["v3_status"] != "PLANNED"
    )
    assert status(status=[f"OFFLINE={other}"]) == other
    assert status(status=[f" offline = {other.lower()}"]) == other
    Decision.objects.create(subject="status/OFFLINE", choice=other, reason="Ours.")
    assert status() == other
    assert status(status=["OFFLINE=PLANNED"]) == "PLANNED"


def test_country_and_party_are_written(ask: Ask) -> None:
    told = ask("/convert", OFFLINE, target="ocpi-2.2.1", party="de-abc", publish="false").body
    (location,) = told["document"]["data"]
    assert (location["country_code"], location["party_id"]) == ("DE", "ABC")
    assert location["publish"] is False


@pytest.mark.parametrize(
    "query",
    [
        {"target": "v4"},
        {"status": "OFFLINE"},
        {"status": "OFFLINE=AVAILABLE"},
        {"status": "ZZZ=PLANNED"},
        {"accept_successors": "perhaps"},
        {"party": "DEU*ABC"},
        {"publish": "perhaps"},
        {"partner_id": "x" * 81},
        {"partner_id": "a\0b"},
        {"part": "half"},
        {"to": "v3"},
    ],
)
def test_an_option_that_means_nothing_is_refused(ask: Ask, query: dict[str, str]) -> None:
    told = ask("/convert", OFFLINE, **query)
    assert told.status == 422
    assert told.error["details"][0]["where"] == f"query.{next(iter(query))}"


HOSTILE = [
    b"",
    b"\0",
    b"null",
    b"[]",
    b"{}",
    b"[[]]",
    b"[" * 100_000,
    b'{"a":' * 5_000,
    b'{"poolId":NaN}',
    b'{"poolId":1e999,"connectors":{}}',
    b'{"poolId":"\\ud800","connectors":{"connector":[]}}',
    b'{"poolId":' + b"9" * 10_000 + b',"connectors":{}}',
    b'{"poolId":"p","poolId":"q","connectors":{}}',
    b"\xff\xfe{\x00",
    b"\x1f\x8b broken",
    gzip.compress(b"0" * 30_000_000),
    b"<html><script>alert(1)</script>",
    bytes(range(256)),
    b'{"error":"invalid_request"}',
    b'{"items":[],"missingItems":[]}',
]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered(ask: Ask, data: bytes, target: str) -> None:
    told = ask("/convert", data or "", target=target)
    assert told.status in (200, 400, 413)
    if told.status != 200:
        assert told.error["message"]


def test_a_place_is_told_with_line_and_column(ask: Ask) -> None:
    error = ask("/convert", b'{"stations": [\n  {"poolId": ,}\n]}').error
    assert (error["line"], error["column"]) == (2, 14)


def test_what_is_larger_than_the_limits_is_413(ask: Ask, settings: Settings) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1_000
    settings.EVMAP_MAX_REQUEST_BYTES = 2_000
    for data in (b" " * 1_001 + OFFLINE, b" " * 2_001, gzip.compress(b" " * 3_000 + OFFLINE)):
        error = ask("/convert", data).error
        assert (error["status"], error["code"]) == (413, "too_large")
        assert "evmap convert FILE" in error["advice"]


def test_nothing_of_the_body_is_stored_or_logged(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for data in (OFFLINE.replace(b'"p"', b'"QUOKKA"'), b'{"QUOKKA": ', b"QUOKKA"):
        told = ask("/convert", data)
        assert told.answer["Cache-Control"] == "no-store"
        assert not told.answer.cookies
    assert "QUOKKA" not in caplog.text
    assert not Note.objects.exists()


def test_no_token_is_needed_where_django_checks_for_one(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for path, body in (("convert", OFFLINE), ("lookup", b'{"codes":["36"]}')):
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == 200
