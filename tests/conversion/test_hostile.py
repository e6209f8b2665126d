"""Hostile input: a clear error or findings, in bounded time; never anything else."""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from typing import Any

import pytest

from evmap.conversion import TARGETS, WEB, Options, ReadError, convert, counts
from evmap.conversion.limits import Limits
from evmap.conversion.read import jsontext
from evmap.conversion.read.errors import TooLarge
from evmap.conversion.reports.contract import make_report
from evmap.conversion.rules import context
from evmap.conversion.rules import status as status_rule
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.conversion.support import (
    STATION,
    answer,
    ccs,
    codes,
    encode,
    fate_of,
    run,
    station,
    status,
)

#: Seconds that any of these may take on a slow machine.
PATIENCE = 20.0

VALID = encode(answer(station(ccs(status("A")), brand="MARK")))


def _with(text: bytes) -> bytes:
    """The valid payload with other text in place of the brand."""
    assert VALID.count(b'"MARK"') == 1
    return VALID.replace(b'"MARK"', text)


BIG = 1_000_000

READABLE: dict[str, tuple[bytes, str | None]] = {
    "NaN": (_with(b"NaN"), "EV104"),
    "minus infinity": (_with(b"-Infinity"), "EV104"),
    "1e999": (_with(b"1e999"), "EV105"),
    "10,000 digits": (_with(b"9" * 10_000), "EV104"),
    "10,000 decimals": (_with(b"0." + b"9" * 10_000), "EV105"),
    "lone surrogate": (_with(b'"a\\ud800b"'), "EV109"),
    "surrogate pair": (_with(b'"\\ud83d\\ude00"'), None),
    "NUL in a text": (_with(b'"a\\u0000b"'), None),
    "HTML": (_with(b'"<script>alert(1)</script>"'), None),
    "a million characters": (_with(b'"%s"' % (b"x" * BIG)), None),
    "a million escapes": (_with(b'"%s"' % (b"\\n" * (BIG // 2))), None),
    "a list for a text": (_with(b"[[[1], {}], []]"), "EV102"),
    "an object for a text": (_with(b'{"a": {"b": null}}'), "EV102"),
    "null": (_with(b"null"), "EV107"),
    "an empty text": (_with(b'""'), "EV107"),
    "an empty list for a text": (_with(b"[]"), "EV107"),
    "an empty object for a text": (_with(b"{}"), "EV107"),
    "a key written twice": (_with(b'"A", "brand": "B"'), "EV103"),
    "a key that is a pointer": (_with(b'"A", "a/b~c": 1'), "EV101"),
    "an empty key": (_with(b'"A", "": 1'), "EV101"),
    "a surrogate as a key": (_with(b'"A", "\\ud800": 1'), "EV101"),
    "many unknown keys": (
        _with(b'"A", ' + b", ".join(b'"k%d": 1' % number for number in range(5_000))),
        "EV101",
    ),
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("data", "code"), READABLE.values(), ids=READABLE)
def test_strange_values_are_findings_and_the_rest_is_converted(
    data: bytes, code: str | None, target: str
) -> None:
    started = time.monotonic()
    conversion = support.check_both_ways(data, target)
    assert time.monotonic() - started < PATIENCE
    found = {c for c, _ in codes(conversion)}
    assert code is None or code in found
    (written,) = support.locations(conversion)
    assert written["evses"][0]["uid"] == "A"
    report = support.report(conversion)
    assert report.summary.leaves == sum(report.summary.fates.values())
    json.dumps([line.pattern for line in report.ledger]).encode()


UNREADABLE: dict[str, tuple[bytes, str, bool]] = {
    "nothing": (b"", "empty", False),
    "blanks": (b" \n\t ", "empty", False),
    "only a mark": (b"\xef\xbb\xbf", "empty", False),
    "null": (b"null", "null", False),
    "NaN": (b"NaN", "", False),
    "20,000 levels of lists": (b"[" * 20_000 + b"]" * 20_000, "nested", True),
    "20,000 levels of objects": (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "nested", True),
    "100,000 open brackets": (b"[" * 100_000, "", True),
    "levels inside a record": (
        _with(b"[" * 20_000 + b"]" * 20_000),
        "nested",
        True,
    ),
    "truncated": (VALID[: len(VALID) // 2], "not JSON", True),
    "truncated in an escape": (VALID[: VALID.index(b"MARK")] + b"\\u00", "", True),
    "latin-1": ('{"name": "Straße"}'.encode("latin-1"), "not UTF-8", True),
    "binary": (bytes(range(256)) * 10, "", False),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture", False),
    "a zip file": (b"PK\x03\x04" + bytes(range(200)), "a ZIP archive", False),
    "half a gzip file": (b"\x1f\x8b\x08\x00" + bytes(20), "gzip", False),
    "a page": (b"<!doctype html><title>502</title>", "web page (HTML)", True),
    "an address": (b"\n https://ev-v2.cc.api.here.com/ev/stations.json", "fetch it", True),
    "a response with its headers": (b"HTTP/1.1 200 OK\r\n\r\n{}", "Leave out the headers", True),
    "two values": (b'{"poolId": "a"} {"poolId": "b"}', "not JSON", True),
    "a control character in a text": (_with(b'"a\nb"'), "not JSON", True),
    "utf-16 that breaks off": ('{"a": 1}'.encode("utf-16") + b"x", "UTF-16", False),
}


@pytest.mark.parametrize(("data", "words", "placed"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_is_refused_with_a_message(data: bytes, words: str, placed: bool) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        run(data)
    assert time.monotonic() - started < PATIENCE
    assert caught.value.message
    assert words in str(caught.value)
    assert (caught.value.line is not None) is placed


def test_100_000_nested_lists_side_by_side_are_refused_or_counted() -> None:
    started = time.monotonic()
    conversion = run(_with(b"[" + b",".join([b"[[]]"] * 100_000) + b"]"))
    assert time.monotonic() - started < PATIENCE
    assert fate_of(conversion, f"{STATION}/brand/*/*") == "invalid"


def _everywhere(value: Any, strange: Any) -> Any:
    """The payload with `strange` in place of every leaf."""
    if isinstance(value, dict) and value:
        return {key: _everywhere(member, strange) for key, member in value.items()}
    if isinstance(value, list) and value:
        return [_everywhere(member, strange) for member in value]
    return strange


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "strange", [None, True, 7, -7.5, 10**40, "x", "7", "\x00", "\u202e", [], {}, [[]], {"a": 1}]
)
def test_the_wrong_type_everywhere_is_counted_everywhere(strange: Any, target: str) -> None:
    payload = _everywhere(support.parse_any(support.everything()), strange)
    conversion = support.check_both_ways(encode(payload), target)
    support.check_ledger(conversion, payload)


@pytest.mark.parametrize(
    "value",
    [
        {"evStations": {"evStation": None}},
        {"evStations": None},
        {"evStations": 7},
        {"evStations": []},
        {"evStations": {"evStation": [None, 7, [], "x"]}},
        {"pools": None},
        {"pools": [None]},
        {"stations": None},
        {"poolId": None},
        {"connectors": 7},
        {"position": None, "address": None},
        [[], {}],
        [None],
        [{}],
    ],
)
def test_broken_envelopes_are_refused_or_counted(value: Any) -> None:
    try:
        conversion = run(value)
    except ReadError as error:
        message = error.message
    else:
        support.check_ledger(conversion, value)
        message = "counted"
    assert message


def test_a_bomb_of_gzip_stops_at_the_limit() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    started = time.monotonic()
    with pytest.raises(ReadError):
        run(bomb, limits=Limits(bytes=1_000_000))
    assert time.monotonic() - started < PATIENCE


def test_any_number_of_unknown_fields_is_counted_in_bounded_time_and_room() -> None:
    payload = {"poolId": "P", **{f"unknown{number}": number for number in range(30_000)}}
    started = time.monotonic()
    conversion = run(payload)
    assert time.monotonic() - started < PATIENCE
    assert sum(conversion.counts.fates.values()) == 30_001
    assert conversion.counts.fates["/(others)", "unknown"] > 20_000
    assert len(conversion.findings) <= 5_000 + 10


def test_a_choice_of_status_that_the_tables_do_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="OFFLINE cannot be AVAILABLE"):
        run({"poolId": "P"}, statuses=(("OFFLINE", "AVAILABLE"),))


def _groups(number: int, **members: Any) -> bytes:
    group = {"connectorType": {"id": "31"}, **members}
    return encode({"poolId": "P", "connectors": {"connector": [group] * number}})


@pytest.mark.parametrize(
    "text",
    [
        b'NaN "' + b'\\"' * 40_000,
        b'{"poolId":"' + b'\\"' * 40_000 + b"[" * 70,
        b'{"poolId":"p"}\n' + b'{"a":1}\n' * 20_000,
        _groups(200, chargingPoint={"numberOfConnectors": 2000}),
        _groups(
            2,
            connectorStatuses={
                "connectorStatus": [{"cpoEvseId": str(n), "state": "RESERVED"} for n in range(9000)]
            },
        ).replace(b"RESERVED", b"OCCUPIED", 9000),
        b'{"poolId":"p"}\n[\n',
        b"[1,]",
        b"[nan]",
        b'{"poolId":"p","totalNumberOfConnectors":"sNaN","position":{"latitude":"sNaN"}}',
        gzip.compress(b"") * 20_000,
    ],
    ids=[
        "constant",
        "brackets",
        "bad lines",
        "counts",
        "mixed",
        "cut",
        "comma",
        "nan",
        "sNaN",
        "gz",
    ],
)
def test_what_once_took_minutes_or_crashed_ends_soon(text: bytes) -> None:
    started = time.monotonic()
    try:
        conversion = convert(text, Options(limits=WEB))
    except ReadError as error:
        assert error.message  # noqa: PT017 - either outcome is right, as long as it comes soon
    else:
        assert sum(conversion.counts.fates.values()) > 0
    assert time.monotonic() - started < PATIENCE


def test_counts_that_ask_for_more_evses_than_the_limit_are_refused() -> None:
    data = _groups(4, chargingPoint={"numberOfConnectors": 2000})
    assert convert(data, Options(limits=Limits(made=8000))).counts.totals.evses == 8000
    with pytest.raises(TooLarge, match="more than 7,999 charging points"):
        convert(data, Options(limits=Limits(made=7999)))


def test_the_records_are_found_where_they_stand_and_not_where_they_look_alike() -> None:
    records = [{"poolId": "p", "foo": 1}]
    payload = {"x": records, "evStations": {"evStation": records}}
    support.check_ledger(run(payload), payload)


def test_totals_that_ask_for_more_are_refused_too() -> None:
    stations = [
        {
            "poolId": f"p{number}",
            "totalNumberOfConnectors": 2000,
            "connectors": {"connector": [{"connectorType": {"id": "31"}}]},
        }
        for number in range(4)
    ]
    data = encode(answer(*stations))
    assert convert(data, Options(limits=Limits(made=8000))).counts.totals.evses == 8000
    with pytest.raises(TooLarge, match="more than 7,999 charging points"):
        convert(data, Options(limits=Limits(made=7999)))


@pytest.mark.parametrize("latitude", [b"1e-3000000", b"0e-3000000", b"-1e-51"])
@pytest.mark.parametrize("target", TARGETS)
def test_a_number_too_small_to_be_a_place_does_not_fill_memory(
    latitude: bytes, target: str
) -> None:
    data = b'{"poolId": "p", "position": {"latitude": %s, "longitude": 1}}' % latitude
    conversion = support.check_both_ways(data, target)
    assert len(conversion.document) < 500
    assert "EV434" in {line.code for line in support.report(conversion).findings}


def test_a_small_part_of_a_degree_stays() -> None:
    data = b'{"poolId": "p", "position": {"latitude": 1e-7, "longitude": 1}}'
    assert support.location(data)["coordinates"]["latitude"] == "0.0000001"


def test_commas_and_brackets_in_texts_are_no_values() -> None:
    text = b'{"poolId": "p", "name": "%s"}' % (b",[{" * 300)
    assert convert(text, Options(limits=Limits(values=100))).counts.totals.locations == 1
    with pytest.raises(ReadError):
        convert(b'{"poolId": "p", "x": [%s0]}' % (b"0," * 300), Options(limits=Limits(values=100)))


def test_errors_are_counted_behind_any_number_of_kinds_of_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counts, "MOST_FINDINGS", 20)
    unknown = {"poolId": "p", **{f"k{number}": 1 for number in range(30)}}
    lost = station(support.group("3"), poolId="q")
    conversion = run(answer(unknown, lost))
    told = Counter[str]()
    for line in support.report(conversion).findings:
        told[line.code] += line.occurrences
    assert (told["EV101"], told["EV201"]) == (30, 1)
    assert support.report(conversion).summary.findings["error"] >= 1


def test_objects_with_keys_in_any_order_are_read_the_same() -> None:
    first = {"poolId": "p", "name": "A", "cpoId": "1"}
    second = {"cpoId": "2", "name": "B", "poolId": "q"}
    conversion = run(answer(first, second))
    support.check_ledger(conversion, answer(first, second))
    assert [found["name"] for found in support.locations(conversion)] == ["A", "B"]


def test_an_example_of_a_loss_is_a_value_that_was_lost_so() -> None:
    kinds = ("ELSE", "PUBLIC")
    payload = answer(
        *(
            station(ccs(status(kind)), poolId=kind, evStationDetails={"accessibilityType": kind})
            for kind in kinds
        )
    )
    place = f"{STATION}/evStationDetails/accessibilityType"
    (found,) = [
        line
        for line in support.report(run(payload)).findings
        if (line.code, line.pattern) == ("EV403", place)
    ]
    assert [example.value for example in found.examples] == ["PUBLIC"]


def test_what_is_kept_for_reuse_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [
        support.group(
            "31",
            *(status(f"{number}-{place}", "OFFLINE") for place in range(number)),
            maxPowerLevel=number,
            chargingPoint={"numberOfConnectors": 2, "numberOfAvailable": 1},
        )
        for number in (0, 1, 7, 8, 9, 33)
    ]
    payload = answer(*(station(*groups, poolId=f"p{number}") for number in range(3)))
    for target in TARGETS:
        with monkeypatch.context() as patch:
            usual = run(payload, target)
            for module, name in (
                (context, "PLUGS_KEPT"),
                (status_rule, "KEPT"),
                (status_rule, "MOST_PLUGS"),
                (status_rule, "MOST_TEXT"),
            ):
                patch.setattr(module, name, 1)
            conversion = run(payload, target)
        assert conversion.document == usual.document
        assert support.report(conversion) == support.report(usual)


@pytest.mark.parametrize(
    "number",
    [
        *(b"9" * 5_000, b"-" + b"9" * 4_200, b"0." + b"1" * 5_000),
        *(b"13.1e9993800898", b"-1e-9993800898", b"1e999999", b"0e9999999999"),
    ],
)
def test_a_number_beyond_measure_is_told_wherever_it_stands(number: bytes) -> None:
    text = SAMPLES["ac"].read()
    for start, end in jsontext.leaves(text):
        conversion = convert(text[:start] + number + text[end:])
        report = make_report(conversion)
        assert report.summary.leaves == sum(report.summary.fates.values())
