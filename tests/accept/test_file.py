"""The accept file: what is read, what is refused and how, and its JSON Schema."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from evmap.conversion.findings.accept import (
    AcceptError,
    Entry,
    read_accept,
    write_accept,
)
from evmap.conversion.schemas import SCHEMAS

SCHEMA = json.loads(SCHEMAS["accept"].read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

FULL = {
    "code": "EV301",
    "pattern": "/evStations/evStation/*/state",
    "fate": "lossy",
    "args": ["OFFLINE"],
    "reason": "Asked the operators.",
    "date": "2026-09-01",
    "by": "Ada",
}


def file(*entries: dict[str, Any], **members: Any) -> bytes:
    return json.dumps({"format": "evmap-accept/1", "entries": entries} | members).encode()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_all_members_are_read_and_written_again() -> None:
    (entry,) = read_accept(file(FULL))
    assert entry == Entry(
        code="EV301",
        pattern="/evStations/evStation/*/state",
        fate="lossy",
        args=("OFFLINE",),
        reason="Asked the operators.",
        date=datetime.date(2026, 9, 1),
        by="Ada",
    )
    assert json.loads(write_accept([entry]))["entries"] == [FULL]


def test_code_and_reason_are_enough() -> None:
    least = {"code": "EV402", "reason": "Nobody reads it."}
    assert json.loads(write_accept(read_accept(file(least))))["entries"] == [least]


def test_the_empty_pattern_is_kept_because_it_is_a_place() -> None:
    (entry,) = read_accept(file({"code": "EV110", "pattern": "", "reason": "r"}))
    assert entry.members()["pattern"] == ""


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_accept(b"\xef\xbb\xbf" + file()) == []


def entry(**change: Any) -> bytes:
    return file({"code": "EV402", "reason": "r"}, {"code": "EV403", "reason": "r"} | change)


REFUSED = {
    "format: is missing": b"{}",
    'format: is "evmap-report/1", "evmap-accept/1" is expected.': b'{"format":"evmap-report/1"}',
    "the file: expected object, got array.": b"[]",
    "the file: missing required field entries.": b'{"format":"evmap-accept/1"}',
    "the file: contains unknown field findings.": file(findings=[]),
    "line 1, column 2: this is not JSON: Expecting property name": b"{",
    "byte 1: this is not UTF-8.": b"\xff",
    "this is not JSON that can be read.": b"[" * 200_000,
    "entries[0]: missing required field reason.": file({"code": "EV402"}),
    "entries[1].reason: expected str, got int.": entry(reason=1),
    "entries[1].reason: say why": entry(reason=" "),
    "entries[1]: contains unknown field why.": entry(why="r"),
    "entries[1].code: there is no finding EV999": entry(code="EV999"),
    "entries[1].fate: give one of same, renamed": entry(fate="gone"),
    "entries[1].pattern: begin with / or **/": entry(pattern="brand"),
    "entries[1].args: the message of EV103 names nothing.": entry(code="EV103", args=["a"]),
    "entries[1].args: the message of EV301 names 3.": entry(code="EV301", args=list("abcd")),
    "entries[1].date: write a date as in 2026-09-01.": entry(date="1.9.2026"),
    "entries[1]: a text is longer": entry(reason="r" * 2001),
    "entries[1]: is about the same as entries[0]: EV402 anywhere.": entry(code="EV402"),
    "line 1, column 71: There is half a character": (
        b'{"format": "evmap-accept/1", "entries": [{"code": "EV402", "reason": "\\ud800"}]}'
    ),
    "entries: 10,001, at most 10,000": file(*[{"code": "EV402", "reason": "r"}] * 10_001),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_is_no_accept_file_is_refused_with_place_and_reason(message: str) -> None:
    with pytest.raises(AcceptError) as told:
        read_accept(REFUSED[message])
    assert str(told.value).startswith(message)


#: Text that is no JSON, what the catalogue says, and entries about the same.
BEYOND_A_SCHEMA = (
    *("this is not", "line 1", "byte 1"),
    *("entries[1].code", "entries[1].args", "entries[1]: is about the same"),
)


@pytest.mark.parametrize("message", [m for m in REFUSED if not m.startswith(BEYOND_A_SCHEMA)])
def test_the_schema_refuses_the_same(message: str) -> None:
    assert list(VALIDATOR.iter_errors(json.loads(REFUSED[message]))) != []


def test_the_schema_takes_what_is_read() -> None:
    least = {"code": "EV402", "reason": "r"}
    for data in (file(), file(FULL), file(least), file(least | {"pattern": "**/brand"})):
        assert read_accept(data) is not None
        assert list(VALIDATOR.iter_errors(json.loads(data))) == []
