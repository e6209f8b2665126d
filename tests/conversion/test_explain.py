"""An explained conversion: each value of both texts at its place, with its partners."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest

from evmap.conversion import TARGETS, ReadError
from evmap.conversion.counts import GONE
from evmap.conversion.explain.values import Explained
from evmap.samples import SAMPLES
from tests.conversion.support import (
    answer,
    ccs,
    check_both_ways,
    encode,
    everything,
    explained,
    group,
    options_of,
    station,
    status,
)
from tests.support.payloads import payload

TEXTS = {name: sample.read() for name, sample in SAMPLES.items() if name != "broken"}
TEXTS["everything"] = everything()

#: Origins of values that were made of v2 values.
MADE = ("copied", "converted", "derived")

#: Fields of v2 that a target only says something of where their value asks for it.
UNSAID = {("here-v3", "accessibilityType")}

each_text = pytest.mark.parametrize("name", TEXTS)
each_target = pytest.mark.parametrize("target", TARGETS)


def closely(name: str, target: str) -> Explained:
    return explained(TEXTS[name], target, **options_of(target))


@each_text
@each_target
def test_it_counts_what_the_conversion_counts(name: str, target: str) -> None:
    check_both_ways(TEXTS[name], target, **options_of(target))


@pytest.mark.parametrize("number", range(40))
@each_target
def test_it_counts_the_same_of_what_is_damaged(number: int, target: str) -> None:
    data = payload(number)
    try:
        check_both_ways(data, target)
    except ReadError as error:  # then there is nothing to explain either
        with pytest.raises(ReadError, match=re.escape(str(error))):
            explained(data, target)


@each_text
@each_target
def test_the_bytes_of_a_value_hold_the_value(name: str, target: str) -> None:
    found = closely(name, target)
    sides = ((TEXTS[name], found.v2), (found.document, found.v3))
    for text, values in sides:
        for value in values:
            said = json.loads(text[value.start : value.end])
            assert _plain(said) == _plain(value.value), value.pointer


@each_text
@each_target
def test_the_values_of_a_side_have_places_of_their_own_in_the_order_of_the_text(
    name: str, target: str
) -> None:
    found = closely(name, target)
    for values in (found.v2, found.v3):
        spans = [(value.start, value.end) for value in values]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@each_text
@each_target
def test_partners_know_each_other(name: str, target: str) -> None:
    found = closely(name, target)
    there = {(id(one), id(other)) for one in found.v2 for other in one.partners}
    back = {(id(one), id(other)) for other in found.v3 for one in other.partners}
    assert there == back


@each_text
@each_target
def test_a_value_that_is_gone_has_no_partner_and_one_that_is_written_has_one(
    name: str, target: str
) -> None:
    for value in closely(name, target).v2:
        if value.fate in GONE:
            assert not value.partners, value.pointer
        elif value.value and (target, value.pointer.rpartition("/")[2]) not in UNSAID:
            assert value.partners, value.pointer


@each_text
@each_target
def test_what_was_made_of_v2_values_names_them_and_what_is_assumed_need_not(
    name: str, target: str
) -> None:
    for value in closely(name, target).v3:
        if value.origin in MADE and value.value != "":
            assert value.partners, value.pointer


@each_text
@each_target
def test_a_copy_says_what_a_partner_says(name: str, target: str) -> None:
    for value in closely(name, target).v3:
        if value.origin == "copied" and value.partners:
            assert _plain(value.value) in [_plain(one.value) for one in value.partners]


def _plain(value: Any) -> Any:
    """Numbers and texts alike, an empty list or object as nothing."""
    if isinstance(value, bool) or value is None or value in ([], {}):
        return value or None
    try:
        return float(value)
    except ValueError:
        return str(value).strip()


def test_what_all_stations_say_of_evses_is_partner_of_the_first_and_of_those_of_its_own() -> None:
    roaming: dict[str, Any] = {"roaming": [{"emsp": "Y", "partner_id": "DE-YYY"}]}
    empty = station(id="0", **roaming, connectors={"connector": []})
    others = [station(ccs(status(str(n))), id=str(n), **roaming) for n in (1, 2)]
    closely = explained(encode(answer(empty, *others)))
    emsp = [value for value in closely.v2 if value.pattern.endswith("/emsp")]
    found = [sorted(written.pointer for written in value.partners) for value in emsp]
    first, second = (f"/evses/{n}/accepted_service_providers/0" for n in (0, 1))
    assert found == [[first], [first], [first, second]]


def _partners(found: Explained, pointer: str) -> set[str]:
    (written,) = (value for value in found.v3 if value.pointer == pointer)
    return {value.pattern.rpartition("/")[2] for value in written.partners}


def test_a_voltage_between_lines_is_made_of_the_phases_too_and_one_of_one_phase_is_not() -> None:
    for phases, partners in ((3, {"voltsRange", "phases"}), (1, {"voltsRange"})):
        point = {"voltsRange": "400V AC", "phases": phases}
        found = explained(encode(answer(station(group("31", status(), chargingPoint=point)))))
        assert _partners(found, "/evses/0/connectors/0/max_voltage") == partners


def test_a_count_of_connectors_is_made_of_what_tells_which_are_counted() -> None:
    found = explained(encode(answer(station(ccs(status("A"))))), "here-v3")
    kind = {"id", "maxPowerLevel"}
    assert _partners(found, "/connectorGroups/0/connectorCount") == kind
    assert _partners(found, "/connectorGroups/0/availableConnectorCount") == {"state", *kind}
    assert _partners(found, "/connectorGroups/0/maxPower") == {"maxPowerLevel"}
