"""The list look-up of the API: the rows of the page."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from evmap.commands.lookup import run
from evmap.plan.models import Decision
from tests.api.conftest import Ask

CODES = ["31", "36", "CCS2", "OUT_OF_SERVICE", "chargeCapacity", "zzz", "EVSE"]


@pytest.mark.parametrize("code", ["EV301", "ev 301"])
def test_a_code_of_a_finding_is_no_code_of_the_tables(ask: Ask, code: str) -> None:
    told = ask("/lookup", code=[code]).body
    assert told["not_recognised"] == [{"given": code, "times": 1}]


def test_what_is_nearly_a_code_is_told_with_the_code(ask: Ask) -> None:
    told = ask("/lookup", code=["OUTOFODER", "zzz"]).body
    assert told["not_recognised"] == [
        {"given": "OUTOFODER", "times": 1, "similar": ["OUTOFORDER"]},
        {"given": "zzz", "times": 1},
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("connectorType.id 36", "36"),
        ('"id": "36"', "36"),
        ("Type 2 Mennekes", "31"),
        ("max_voltage", "connectors.connector[].chargingPoint.voltsRange"),
        (" 31 ", "31"),
    ],
)
def test_pages_api_and_command_answer_alike(
    ask: Ask, client: Client, capsys: pytest.CaptureFixture[str], given: str, code: str
) -> None:
    told = [row["code"] for row in ask("/lookup", code=[given]).body["items"]]
    page = client.post("/lookup.json", {"codes": given}).json()
    assert told == [row["code"] for row in page["items"]]
    assert code in told
    assert run([given]) == 0
    assert code in capsys.readouterr().out


def test_codes_in_the_address_in_the_body_and_in_a_text_are_the_same(
    ask: Ask, client: Client
) -> None:
    page = client.post("/lookup.json", {"codes": "\n".join(CODES)}).json()
    answers = [
        ask("/lookup", code=CODES),
        ask("/lookup", body={"codes": CODES}),
        ask("/lookup", body={"text": "\n".join(CODES)}),
        ask("/lookup", body="\n".join(CODES), kind="text/plain"),
        ask("/lookup", body=json.dumps({"codes": CODES}), kind="application/x-www-form-urlencoded"),
    ]
    for told in answers:
        rows = [{k: v for k, v in row.items() if k != "url"} for row in told.body["items"]]
        assert rows == page["items"]
        assert told.body["not_recognised"] == [{"given": "zzz", "times": 1}]
        assert told.body["recognised"] == page["recognised"] == 6


@pytest.mark.parametrize("code", ["36", 36, 36.0, "036"])
def test_numbers_are_codes_too(ask: Ask, code: object) -> None:
    (row,) = ask("/lookup", body={"codes": [code]}).body["items"]
    assert (row["is"], row["code"]) == ("v2 connector type", "36")


def test_every_row_has_an_address(ask: Ask) -> None:
    for row in ask("/lookup", code=CODES).body["items"]:
        assert ask(row["url"].removeprefix("/api/v1")).status == 200


def test_a_system_narrows_the_meaning(ask: Ask) -> None:
    both = ask("/lookup", code=["AVAILABLE"]).body["items"]
    assert {row["is"] for row in both} == {"v2 status", "v3 status"}
    for system in ("v2", "v3"):
        (row,) = ask("/lookup", code=["AVAILABLE"], system=system).body["items"]
        assert row["is"] == f"{system} status"
        assert ask("/lookup", body={"codes": ["AVAILABLE"], "system": system}).body["items"] == [
            row
        ]


def test_an_editors_preference_is_the_preferred_one(ask: Ask) -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="INOPERATIVE", reason="Ours.")
    row = ask("/lookup", code=["OFFLINE"], system="v2").body["items"][0]
    assert row["preferred"] in row["becomes"]
    assert row["preferred"] == ask("/statuses/v2/OFFLINE").body["choice"]["code"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"codes": [NaN]}', 400),
        (b'{"codes": [' + b"9" * 5000 + b"]}", 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b"{}", 422),
        (b"null", 422),
        (b'{"codes": ["36"], "text": "36"}', 422),
        (b'{"codes": [null]}', 422),
        (b'{"codes": [{"a": 1}]}', 422),
        (b'{"codes": ["\\ud800"]}', 400),
        (b'{"codes": ["36"], "\\ud800": 1}', 400),
        (b'{"codes": ["36"], "more": 1}', 422),
        (b'{"codes": ["36"], "system": "v4"}', 422),
        (b'{"codes": ["' + b"x" * 201 + b'"]}', 422),
        (json.dumps({"codes": [str(n) for n in range(2001)]}).encode(), 413),
        (json.dumps({"text": "x" * 500_001}).encode(), 422),
        (b" " * 2_000_001, 413),
    ],
)
def test_what_is_no_look_up_is_refused(ask: Ask, body: bytes, status: int) -> None:
    told = ask("/lookup", body=body or "")
    assert told.status == status
    assert told.error["message"]


def test_broken_json_is_told_with_line_and_column(ask: Ask) -> None:
    error = ask("/lookup", body='{\n "codes": [,]}').error
    assert (error["line"], error["column"]) == (2, 12)


def test_a_look_up_needs_codes(ask: Ask) -> None:
    assert ask("/lookup").error["details"][0]["where"] == "query.code"
    assert ask("/lookup", code=["x" * 201]).status == 422


def test_what_was_posted_is_kept_by_no_cache(ask: Ask) -> None:
    answer = ask("/lookup", body={"codes": ["36"]}).answer
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_the_place_of_a_wrong_code_is_told(ask: Ask) -> None:
    error = ask("/lookup", body={"codes": ["36", None]}).error
    assert error["details"][0]["where"] == "body.codes.1"
