"""The file of a plan: what is read, what is refused and how it is told, what is written."""

from __future__ import annotations

import datetime
import json

import pytest
from jsonschema import Draft202012Validator

from evmap.conversion.plan.file import Decision, PlanError, read_plan, write_plan
from evmap.conversion.schemas import SCHEMAS

WHOLE = {
    "subject": "status/OFFLINE",
    "state": "decided",
    "choice": "REMOVED",
    "reason": "We take them down.",
    "by": "eva",
    "date": "2026-11-29",
}
SCHEMA = Draft202012Validator(json.loads(SCHEMAS["plan"].read_bytes()))


def file_of(*decisions: object) -> bytes:
    return json.dumps({"format": "evmap-plan/1", "decisions": decisions}).encode()


def test_a_file_is_read_and_written_back_in_the_order_of_subjects() -> None:
    not_ours = {"subject": "connector/26", "state": "not_ours", "reason": "None left."}
    found = read_plan(file_of(WHOLE, not_ours))
    assert found[0] == Decision(
        subject="status/OFFLINE",
        choice="REMOVED",
        reason="We take them down.",
        by="eva",
        date=datetime.date(2026, 11, 29),
    )
    written = write_plan(found)
    assert json.loads(written) == {"format": "evmap-plan/1", "decisions": [not_ours, WHOLE]}
    SCHEMA.validate(json.loads(written))
    assert write_plan(read_plan(written)) == written


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "line 1, column 2: this is not JSON"),
        (b"\xff", "byte 1: this is not UTF-8"),
        (b"[]", "the file: expected object, got array"),
        (b"{}", 'format: is missing, "evmap-plan/1" is expected'),
        (b'{"format": "evmap-accept/1"}', 'format: is "evmap-accept/1", "evmap-plan/1" is'),
        (file_of({**WHOLE, "colour": 1}), "decisions[0]: contains unknown field colour"),
        (file_of({**WHOLE, "choice": ""}), "decisions[0].choice: say what was chosen"),
        (file_of({**WHOLE, "reason": " "}), "decisions[0].reason: say why"),
        (file_of({**WHOLE, "subject": ""}), "decisions[0].subject: say what is decided"),
        (file_of({**WHOLE, "state": "open"}), "decisions[0].state: invalid enum value"),
        (file_of({**WHOLE, "state": "not_ours"}), "decisions[0].choice: leave it out"),
        (file_of({**WHOLE, "date": "yesterday"}), "decisions[0].date: write a date as in"),
        (file_of({**WHOLE, "reason": "x" * 2001}), "decisions[0]: a text is longer than 2,000"),
        (file_of({**WHOLE, "reason": "a\0"}), "decisions[0]: a text is longer than 2,000"),
        (file_of({**WHOLE, "reason": "\ud800"}), "column 124: There is half a character"),
        (file_of({**WHOLE, "\ud800": 1}), "There is half a character"),
        (b'{"format": "evmap-plan/1", "decisions": [],\n "\\udfff": 1}', "line 2, column 3: "),
        (file_of(WHOLE, WHOLE), "decisions[1]: is about the same as decisions[0]"),
        (b"[" * 100_000, "this is not JSON"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(data: bytes, told: str) -> None:
    with pytest.raises(PlanError) as error:
        read_plan(data)
    assert told in str(error.value)


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    for wrong in (
        {**WHOLE, "state": "open"},
        {**WHOLE, "state": "not_ours"},
        {**WHOLE, "reason": " "},
        {"subject": "status/OFFLINE", "reason": "x"},
        {**WHOLE, "colour": 1},
    ):
        assert not SCHEMA.is_valid({"format": "evmap-plan/1", "decisions": [wrong]}), wrong
