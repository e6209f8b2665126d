"""Accepted findings in the API: sent beside the document, told in the report; and the schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evmap.conversion.schemas import SCHEMAS
from tests.api.conftest import Ask, Told
from tests.reports.conftest import SITE

DOCUMENT = json.dumps(SITE | {"colour": "blue", "shade": "dark"}).encode()
ENTRY = {"code": "EV101", "pattern": "/colour", "reason": "Nobody reads it."}


def form(**parts: bytes) -> bytes:
    lines = b""
    for name, data in parts.items():
        lines += b'--x\r\nContent-Disposition: form-data; name="%s"; filename="f"\r\n\r\n%s\r\n' % (
            name.encode(),
            data,
        )
    return lines + b"--x--\r\n"


def send(ask: Ask, data: bytes, **query: Any) -> Told:
    return ask("/convert", data, kind="multipart/form-data; boundary=x", **query)


def file(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"format": "evmap-accept/1", "entries": entries}).encode()


def test_accepted_findings_have_their_reason_and_stay(ask: Ask) -> None:
    told = send(ask, form(document=DOCUMENT, accept=file(ENTRY)), part="report").body
    reasons = {f["pattern"]: f.get("accepted") for f in told["findings"]}
    assert reasons == {"/colour": "Nobody reads it.", "/shade": None}
    assert told["summary"]["findings"]["warning"] == 2
    assert told["summary"]["accepted"]["warning"] == 1


def test_entries_that_fit_nothing_are_told(ask: Ask) -> None:
    stale = ENTRY | {"pattern": "/size"}
    told = send(ask, form(document=DOCUMENT, accept=file(ENTRY, stale))).body["report"]
    assert told["accept"] == {"entries": 2, "unused": [stale]}


def test_a_form_without_accepted_findings_is_as_the_body_alone(ask: Ask) -> None:
    assert send(ask, form(document=DOCUMENT)).body == ask("/convert", DOCUMENT).body


def test_plain_fields_will_do(ask: Ask) -> None:
    data = form(document=DOCUMENT, accept=file(ENTRY)).replace(b'; filename="f"', b"")
    assert send(ask, data).body["report"]["summary"]["accepted"]["warning"] == 1


@pytest.mark.parametrize(
    ("parts", "where", "message"),
    [
        ({"accept": b"{}"}, "form.document", "Send the v2 response"),
        ({"document": DOCUMENT, "report": b"x"}, "form.report", "There are: document, accept."),
        ({"document": DOCUMENT, "accept": b"{"}, "form.accept", "line 1, column 2: this is not"),
        (
            {"document": DOCUMENT, "accept": file({"code": "EV101"})},
            "form.accept",
            "entries[0]: missing required field reason.",
        ),
    ],
)
def test_a_wrong_form_is_refused_with_the_place(
    ask: Ask, parts: dict[str, bytes], where: str, message: str
) -> None:
    told = send(ask, form(**parts))
    assert told.status == 422
    (detail,) = told.error["details"]
    assert detail["where"] == where
    assert detail["message"].startswith(message)


@pytest.mark.parametrize("data", [b"--x", b"--x\r\n\r\n", b"--y--\r\n", form(document=b"")])
def test_a_broken_form_is_no_crash(ask: Ask, data: bytes) -> None:
    assert send(ask, data).status in (400, 422)


def test_too_many_files_are_refused(ask: Ask) -> None:
    assert send(ask, form(document=DOCUMENT, a=b"1", b=b"2")).status in (400, 422)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_those_of_the_package(ask: Ask, name: str) -> None:
    told = ask(f"/schemas/{name}")
    assert told.data == SCHEMAS[name].read_bytes()
    assert told.answer["ETag"]


def test_there_is_no_other_schema(ask: Ask) -> None:
    assert "report, accept" in ask("/schemas/ledger").error["message"]
