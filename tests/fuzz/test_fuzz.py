"""A short run of the fuzzer, the same in every run; the long one: `python -m tools.fuzz`."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings

from evmap.conversion.options import Target
from tests.fuzz.checks import check, leaves_of_input, leaves_of_output
from tests.fuzz.mutations import IN_BYTES, IN_VALUES, bases, inputs, mangled

TARGETS: tuple[Target, ...] = get_args(Target)


@pytest.mark.parametrize("target", TARGETS)
@given(data=inputs())
@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_mangled_input_breaks_a_promise(target: Target, data: bytes) -> None:
    check(data, target)


@pytest.mark.parametrize("base", range(0, len(bases()), 7))
def test_samples_as_they_are_hold_all_promises(base: int) -> None:
    check(bases()[base], "v3")


@pytest.mark.parametrize("name", [*IN_VALUES, *IN_BYTES])
def test_every_mutation_mangles(name: str) -> None:
    base = b'{"poolId": "p", "connectors": {"connector": [{"a": [1]}, {"b": [2, 3]}]}}\n'
    assert any(mangled(base, [(name, n, n + 5)]) != base for n in range(20))
    assert mangled(base, [(name, 3, 4)]) == mangled(base, [(name, 3, 4)])


def test_the_checks_count_repeated_keys_and_broken_lines() -> None:
    assert leaves_of_input(b'{"a": 1, "a": [2, {}], "b": []}', ndjson=False) == 4
    assert leaves_of_input(b'{"a": [1, 2]}\n\n{"b": \n', ndjson=True) == 3
    assert leaves_of_output(b'{"a": [{"b": 1.50}, []]}', ndjson=False) == 2
    with pytest.raises(AssertionError):
        leaves_of_output(b'{"a": 1, "a": 2}', ndjson=False)
    with pytest.raises(AssertionError):
        leaves_of_output(b'{"a": NaN}', ndjson=False)


def _lines(*records: Any) -> bytes:
    return b"\n".join(json.dumps(record).encode() for record in records)


def _paying(*types: Any) -> dict[str, Any]:
    other = {"accept": True, "types": {"type": list(types)}}
    return {"poolId": "p", "evStationDetails": {"paymentMethods": {"other": other}}}


#: What the fuzzer found once: name -> (input, target).
FOUND: dict[str, tuple[bytes, Target]] = {
    "NULs that look like UTF-16": (b'{"\0poolId\0": "p"}', "v3"),
    "UTF-32 behind a mark of UTF-16": ('{"poolId": "p"}'.encode("utf-32-le"), "v3"),
    "an empty list as a line": (b'{"poolId": "p"}\n[]', "ocpi-2.3.0"),
    "a mark in front of a later line": (b'{"poolId": "p"}\n\xef\xbb\xbf{"poolId": "q"}', "v3"),
    "a list as one object inside a part": (
        _lines(
            {
                "poolId": "p",
                "connectors": {
                    "connector": [
                        {
                            "connectorType": {"id": "31"},
                            "connectorDetails": {
                                "openingHours": {
                                    "regularOpeningHours": [
                                        {"daymask": 1, "period": {"from": "x", "to": "y"}}
                                    ]
                                }
                            },
                        }
                    ]
                },
            }
        ),
        "ocpi-2.2.1",
    ),
    "a part that is too deep only with the record around it": (
        b'{"poolId":"p","contacts":{"phone":' + b"[" * 62 + b"]" * 62 + b"}}",
        "here-v3",
    ),
    "a part that is empty for the rules only": (
        _lines(
            {"poolId": "p", "evStationDetails": {"privateAccess": False}},
            {"poolId": "p", "evStationDetails": {"other": False}},
        ),
        "ocpi-2.3.0",
    ),
    "repeated keys at every level": (
        b'{"poolId":"p","poolId":"q","name":{"a":1,"a":2},"name":"n","x":{"y":[1],"y":{}}}',
        "v3",
    ),
    "an answer with two lists of stations": (
        b'{"evStations":{"evStation":[{"poolId":"a"}]},"evStations":{"evStation":[{"id":"c"}]}}',
        "v3",
    ),
    "an empty object in place of the records": (b'{"pools": {}, "name": "x"}', "ocpi-2.3.0"),
    "an empty object in place of the stations": (b'{"evStations": {"evStation": { }}}', "v3"),
    "an empty list in a list of texts": (_lines(_paying([[]], "LOAN")), "v3"),
    "null in a list of texts": (_lines(_paying(None)), "here-v3"),
    "an empty text in a list of texts": (_lines(_paying("")), "ocpi-2.2.1"),
    "an object in a list of texts": (_lines(_paying({"a": 1}, "rfid-reader")), "ocpi-2.3.0"),
    "terms of payment that differ, and null": (_lines(_paying("LOAN"), _paying(None)), "v3"),
    "no state beside one that the target has no status for": (
        _lines(
            {
                "poolId": "p",
                "connectors": {
                    "connector": [
                        {
                            "connectorType": {"id": "31"},
                            "connectorStatuses": {
                                "connectorStatus": [
                                    {"cpoEvseId": "E", "state": "OFFLINE"},
                                    {"cpoEvseId": "E"},
                                ]
                            },
                        }
                    ]
                },
            }
        ),
        "here-v3",
    ),
    "an empty object in place of a text": (_lines({"poolId": "p", "name": {}}), "v3"),
}


@pytest.mark.parametrize(("data", "target"), FOUND.values(), ids=FOUND)
def test_what_was_found_once_stays_mended(data: bytes, target: Target) -> None:
    check(data, target)
