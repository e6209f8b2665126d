"""The difference between a v2 answer and what comes back of it, as proof of what is lost.

The ledger claims what arrives; the way back shows it. Fates without loss come back, what is dropped
doesn't, unless another value says the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from evmap.conversion import TARGETS, Conversion, ReadError
from evmap.conversion.counts import GONE
from evmap.conversion.guide import fixture_guide
from evmap.conversion.limits import LOCAL, WEB
from evmap.conversion.rules.times import to_utc
from evmap.revert import revert
from evmap.revert.revert import Reverted
from evmap.revert.roundtrip import OUTCOMES, Came, Trip, difference
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.conversion.strategies import PAYLOADS
from tests.conversion.test_properties import SETTINGS

LOSSLESS = frozenset({"same", "renamed", "converted", "restructured"})
CAME_BACK = frozenset({"same", "form", "held", "empty"})

_GROUP = "connectors.connector[]"
_HOURS = f"{_GROUP}.connectorDetails.openingHours.regularOpeningHours[]"

#: No minimal examples: looking for them takes minutes.
QUICK = settings(SETTINGS, phases=[Phase.explicit, Phase.generate])

#: Where the ledger says more than v3 holds, in payloads that real answers don't resemble: path in
#: the field map -> when. Everything else must agree.
OVERSTATED = {
    "poolId": "of an older pool id, OCPI has no room for what stands before the dash",
    "id": "the same, where the id stands in",
    "address.unparsedAddress": "it stands in for the street, and OCPI cuts it",
    "address.streetNumber": "it is written like the unparsedAddress",
    f"{_GROUP}.lastUpdateTimestamp": "only a connector that is not written has the time",
    f"{_GROUP}.chargingPoint.lastUpdateTimestamp": "only a connector that is not written has it",
    f"{_GROUP}.chargingPoint.volts": "equal to the upper end of a range that is lossy itself",
    f"{_GROUP}.chargingPoint.voltsRange": "AC, of a type that is DC, and the phases are missing",
    f"{_GROUP}.connectorDetails.reservable": "false, but the EVSE can be reserved at another plug",
    f"{_GROUP}.connectorDetails.open24x7": "hours with seconds",
    f"{_HOURS}.daymask": "hours with seconds",
    f"{_HOURS}.period[].from": "hours with seconds",
    f"{_HOURS}.period[].to": "hours with seconds",
    "evStationDetails.paymentMethods.other.accept": "true, without a type",
    "lastUpdateTimestamp": "it dates EVSEs that are not written",
    "LastUpdatedTimeStamp": "it dates EVSEs that are not written",
    **{
        f"{_GROUP}.supplierContacts.{name}[].value": "a website that reads like a phone number"
        for name in ("phone", "website", "www")
    },
    "stations[].evses[].connectors[].id": "two EVSEs have one id",
    "stations[].evses[].id": "it stands in for the uid of an EVSE that is not written",
    "stations[].evses[].cpoId": "the target has none of the EVSE's standards",
    "stations[].evses[].cpoEvseEMI3Id": "the target has none of the EVSE's standards",
    "stations[].evses[].state": "the target has none of the EVSE's standards",
    "stations[].evses[].last_updated": "the target has none of the EVSE's standards",
    "stations[].evses[].connectors[].state": "the target has none of the EVSE's standards",
}
#: The other way: the ledger says dropped, and it is there.
UNDERSTATED = {
    "evStationDetails.paymentMethods.other.accept": "false, or the target lacks its types",
    "stations[].evses[].last_updated": "the location is dated by an EVSE that is not written",
}


class Told:
    """One value: what the ledger claims of it, and what the way back shows."""

    def __init__(self, came: Came, fate: str, path: str) -> None:
        self.came = came
        self.fate = fate
        self.path = path

    @property
    def is_overstated(self) -> bool:
        """Whether the ledger claims too much."""
        return self.fate in LOSSLESS and self.came.outcome not in CAME_BACK

    @property
    def is_understated(self) -> bool:
        """Whether the ledger claims too little."""
        return self.fate in GONE and self.came.outcome in CAME_BACK - {"empty"}

    def __repr__(self) -> str:
        return f"{self.fate}, but {self.came}"


def each_outcome(data: bytes, reverted: Reverted) -> Iterator[Came]:
    """What became of every value of a v2 response, in its order."""
    return Trip(data, reverted, fixture_guide(), LOCAL).each()


def each_told(conversion: Conversion, data: bytes, **options: Any) -> list[Told]:
    """What the ledger claims of all values, and what the way back shows."""
    claims: dict[str, list[tuple[str, str]]] = {}
    for value in support.explained(data, conversion.target, **options).v2:
        claim = (value.fate, value.row.path if value.row else "")
        claims.setdefault(value.pointer, []).append(claim)
    reverted = revert(conversion.document)
    found = [Told(came, *claims[came.pointer].pop(0)) for came in each_outcome(data, reverted)]
    assert not any(claims.values()), "every value is looked at, once"
    return found


def disagreements(told: list[Told]) -> list[Told]:
    """Where ledger and way back disagree, but for what is known and for twins."""
    alike = Counter(_normal(one.came.value) for one in told if one.came.outcome in CAME_BACK)
    return [
        one
        for one in told
        if (one.is_overstated and one.path not in OVERSTATED)
        or (
            one.is_understated
            and one.path not in UNDERSTATED
            # Another value says the same: then it came back as that.
            and alike[_normal(one.came.value)] < 2
        )
    ]


def _normal(value: Any) -> str:
    text = str(value)
    return to_utc(text)[0] or text


@lru_cache(maxsize=8)
def _payload(name: str) -> bytes:
    if name in SAMPLES:
        return SAMPLES[name].read()
    return (support.DATA / "v2" / f"{name}.json").read_bytes()


PAYLOAD_NAMES = [name for name in SAMPLES if not name.startswith("broken")]
PAYLOAD_NAMES += ["everything", "everything-evses"]

targets = pytest.mark.parametrize("target", TARGETS)


# -- the ledger and the way back agree ------------------------------------------------------


@targets
@pytest.mark.parametrize("name", PAYLOAD_NAMES)
def test_of_every_sample_the_way_back_proves_the_ledger(name: str, target: str) -> None:
    data = _payload(name)
    conversion = support.run(data, target, **support.COMPLETE)
    told = each_told(conversion, data, **support.COMPLETE)
    assert disagreements(told) == []
    known = {one.path for one in told if one.is_overstated}
    assert known <= {"poolId"}


@targets
@given(payload=PAYLOADS)
@QUICK
def test_every_value_of_a_valid_payload_has_one_outcome(target: str, payload: Any) -> None:
    _check(payload, target)


def _check(payload: Any, target: str) -> None:
    data = support.encode(payload)
    try:
        conversion = support.run(data, target, **support.COMPLETE)
    except ReadError:
        return
    assert disagreements(each_told(conversion, data, **support.COMPLETE)) == []


@targets
def test_a_second_entrance_is_held_by_v3_though_its_digits_are_cut(target: str) -> None:
    places = [
        {"latitude": -12.3456789, "longitude": 13.38},
        {"latitude": -12.3456789, "longitude": 9},
    ]
    _check([{"poolId": "p", "entrancePosition": place} for place in places], target)


@pytest.mark.parametrize("name", PAYLOAD_NAMES)
def test_the_counts_add_up_to_the_values_of_the_ledger(name: str) -> None:
    data = _payload(name)
    conversion = support.run(data)
    found = difference(data, revert(conversion.document))
    assert found.leaves == support.report(conversion).summary.leaves
    assert sum(found.outcomes.values()) == found.leaves
    assert sum(row.count for row in found.rows) == found.leaves
    assert tuple(found.outcomes) == OUTCOMES
    ledger = Counter[str]()
    for line in support.report(conversion).ledger:
        ledger[line.pattern] += line.count
    rows = Counter[str]()
    for row in found.rows:
        rows[row.pattern] += row.count
    assert rows == ledger


# -- what became of single values -----------------------------------------------------------


def outcomes(value: Any, target: Any = "v3", **options: Any) -> dict[str, str]:
    """Pointer below the first station -> outcome."""
    conversion = support.run(value, target, **options)
    data = value if isinstance(value, bytes) else support.encode(value)
    base = "/evStations/evStation/0/"
    return {
        came.pointer.removeprefix(base): came.outcome
        for came in each_outcome(data, revert(conversion.document))
    }


def outcome(pointer: str, value: Any, target: Any = "v3", **options: Any) -> str:
    """The outcome of one value."""
    return outcomes(value, target, **options)[pointer]


def one(**more: Any) -> Any:
    """An answer of one station with one group."""
    return support.answer(support.station(support.group("31", support.status()), **more))


PUBLIC = {"evStationDetails": {"accessibilityType": "PUBLIC"}}


@pytest.mark.parametrize(
    ("pointer", "more", "wanted"),
    [
        ("name", {}, "same"),
        ("id", {}, "lost"),
        ("pvId", {"pvId": "1"}, "lost"),
        ("nonsense", {"nonsense": "1"}, "lost"),
        ("name", {"name": ""}, "empty"),
        ("name", {"name": " \u00a0"}, "empty"),
        ("lastUpdateTimestamp", {"lastUpdateTimestamp": "2014-01-14T10:00:00.000+0100"}, "form"),
        ("brand", {"brand": "B"}, "form"),
        ("address/region", {"address": {"region": "R"}}, "form"),
        ("address/streetNumber", {}, "same"),
        ("address/streetNumber", {"address": {"street": "S", "streetNumber": "a"}}, "form"),
        ("evStationDetails/accessibilityType", PUBLIC, "different"),
        ("totalNumberOfConnectors", {"totalNumberOfConnectors": 1}, "same"),
        ("totalNumberOfConnectors", {"totalNumberOfConnectors": 7}, "lost"),
    ],
)
def test_values_of_a_station(pointer: str, more: Any, wanted: str) -> None:
    assert outcome(pointer, one(**more)) == wanted


@pytest.mark.parametrize(
    ("pointer", "group", "wanted"),
    [
        ("connectorType/id", {}, "same"),
        ("connectorType/name", {"connectorType": {"id": "31", "name": "Mennekes"}}, "lost"),
        (
            "connectorType/name",
            {"connectorType": {"id": "31", "name": "IEC 62196-2 type 2 (Mennekes)"}},
            "form",
        ),
        ("maxPowerLevel", {}, "same"),
        ("maxPowerLevel", {"maxPowerLevel": 11.0001}, "different"),
        ("chargingPoint/voltsRange", {}, "same"),
        ("chargingPoint/voltsRange", {"chargingPoint": {"voltsRange": "380-480V AC"}}, "different"),
        ("chargingPoint/ampsRange", {"chargingPoint": {"ampsRange": "12A-80A"}}, "different"),
        ("chargingPoint/ampsRange", {"chargingPoint": {"ampsRange": "16 A"}}, "form"),
        ("chargingPoint/chargeMode", {"chargingPoint": {"chargeMode": "3"}}, "lost"),
        ("connectorDetails/reservable", {"connectorDetails": {"reservable": True}}, "same"),
        ("connectorDetails/reservable", {"connectorDetails": {"reservable": False}}, "form"),
        ("connectorDetails/pay", {"connectorDetails": {"pay": True}}, "lost"),
    ],
)
def test_values_of_a_group(pointer: str, group: Any, wanted: str) -> None:
    value = support.answer(support.station(support.group("31", support.status(), **group)))
    assert outcome(f"connectors/connector/0/{pointer}", value) == wanted


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("AVAILABLE", "same"),
        ("available", "form"),
        ("OUT_OF_SERVICE", "same"),
        ("UNKNOWN", "form"),
        ("BROKEN", "different"),
    ],
)
def test_states_of_a_plug(state: str, wanted: str) -> None:
    value = support.answer(support.station(support.group("31", support.status("1", state))))
    place = "connectors/connector/0/connectorStatuses/connectorStatus/0/state"
    assert outcome(place, value) == wanted


def test_a_state_told_by_another_choice_comes_back_all_the_same() -> None:
    value = support.answer(
        support.station(support.group("31", support.status("1", "OUT_OF_SERVICE")))
    )
    place = "connectors/connector/0/connectorStatuses/connectorStatus/0/state"
    chosen = (("OUT_OF_SERVICE", "OUTOFORDER"),)
    assert outcome(place, value, statuses=chosen) == "same"


def test_a_group_that_v3_has_no_standard_for_does_not_come_back_as_another() -> None:
    twin = support.group("13", support.status("1"))
    gone = support.group("14", support.status("2"))
    found = outcomes(support.answer(support.station(twin, gone)))
    assert found["connectors/connector/0/connectorType/id"] == "same"
    assert found["connectors/connector/1/connectorType/id"] == "lost"
    assert found["connectors/connector/1/maxPowerLevel"] == "lost"


def test_a_group_written_as_its_successor_comes_back_with_another_id() -> None:
    value = support.answer(support.station(support.group("14", support.status("2"))))
    found = outcomes(value, accept_successors=True)
    assert found["connectors/connector/0/connectorType/id"] == "different"
    assert found["connectors/connector/0/maxPowerLevel"] == "same"


def test_the_stations_of_a_pool_come_back_as_one() -> None:
    stations = [
        support.station(support.group("31", support.status("1")), totalNumberOfConnectors=1),
        support.station(
            support.group("31", support.status("2")),
            id="station-2",
            name="Other",
            totalNumberOfConnectors=1,
        ),
    ]
    conversion = support.run(support.answer(*stations))
    data = support.encode(support.answer(*stations))
    found = difference(data, revert(conversion.document))
    told = {(row.pattern.rsplit("/", 1)[-1], row.outcome): row.count for row in found.rows}
    assert told["name", "same"] == told["name", "lost"] == 1
    assert told["totalNumberOfConnectors", "form"] == 2
    assert (found.compared, found.missing) == (1, 0)


def test_what_only_v3_has_room_for_is_held() -> None:
    places = [{"latitude": 1.5, "longitude": n} for n in (1, 2)]
    stations = [
        support.station(support.group(), id=f"station-{number}", entrancePosition=place)
        for number, place in enumerate(places)
    ]
    data = support.encode(support.answer(*stations))
    rows = difference(data, revert(support.run(data).document)).rows
    told = {(row.pattern, row.outcome) for row in rows if "entrance" in row.pattern}
    base = f"{support.STATION}/entrancePosition"
    assert told == {
        (f"{base}/{name}", outcome)
        for name in ("latitude", "longitude")
        for outcome in ("same", "held")
    }


def test_the_envelope_is_made_anew_and_proves_nothing() -> None:
    data = support.encode({"hasMore": False, "count": 1, **one()})
    rows = difference(data, revert(support.run(data).document)).rows
    assert {(r.pattern, r.outcome) for r in rows if r.pattern in ("/hasMore", "/count")} == {
        ("/hasMore", "lost"),
        ("/count", "lost"),
    }


# -- the difference as a whole --------------------------------------------------------------


def test_a_row_shows_values_and_what_came_back_for_them() -> None:
    data = support.encode(one(brand="B"))
    rows = difference(data, revert(support.run(data).document)).rows
    (row,) = [row for row in rows if row.pattern.endswith("/brand")]
    (example,) = row.examples
    assert (example.value, example.back) == ("B", "B")
    assert example.back_pointer == ("/evStations/evStation/0/connectors/connector/0/supplierName")


def test_only_so_many_locations_are_compared_and_the_rest_is_told() -> None:
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(5)]
    data = support.encode(support.answer(*stations))
    reverted = revert(support.run(data).document)
    some, every = difference(data, reverted, most=2), difference(data, reverted)
    assert (some.compared, some.left_out) == (2, 3)
    assert (every.compared, every.left_out) == (5, 0)
    assert some.leaves < every.leaves


def test_locations_are_paired_by_their_pool_not_by_their_order() -> None:
    stations = [support.station(support.group(), poolId=f"p{n}", name=f"N{n}") for n in range(3)]
    data = support.encode(support.answer(*stations))
    document = support.document(support.run(data))
    document["items"].reverse()
    found = difference(data, revert(support.encode(document)))
    assert {r.outcome for r in found.rows if r.pattern.endswith("/name")} == {"same"}


def test_a_location_that_did_not_come_back_is_lost_as_a_whole() -> None:
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(2)]
    data = support.encode(support.answer(*stations))
    document = support.document(support.run(data))
    del document["items"][0]
    found = difference(data, revert(support.encode(document)))
    assert (found.compared, found.missing) == (1, 1)
    (row,) = [r for r in found.rows if r.pattern.endswith("/poolId") and r.outcome == "lost"]
    assert row.examples[0].value == "pool-0"


def test_an_edited_v3_value_shows_as_a_difference() -> None:
    data = support.encode(one())
    document = support.document(support.run(data))
    document["items"][0]["name"] = "Elsewhere"
    rows = difference(data, revert(support.encode(document))).rows
    (row,) = [row for row in rows if row.pattern.endswith("/evStation/*/name")]
    assert (row.outcome, row.examples[0].back) == ("different", "Elsewhere")


def test_an_original_in_xml_is_compared_by_its_values() -> None:
    text = (
        b'<evStationsResult hasMore="false"><evStations><evStation id="1" poolId="P">'
        b"<name>N</name><position><latitude>1.5</latitude><longitude>2.5</longitude></position>"
        b"</evStation></evStations></evStationsResult>"
    )
    rows = difference(text, revert(support.run(text).document)).rows
    told = {row.pattern.rsplit("/", 1)[-1]: row.outcome for row in rows}
    assert (told["name"], told["latitude"]) == ("same", "same")


def test_what_is_no_v2_answer_cannot_be_compared() -> None:
    reverted = revert(support.run(one()).document)
    with pytest.raises(ReadError):
        difference(b'{"items": []}', reverted)


def test_plugs_by_the_thousand_are_paired_in_bounded_time() -> None:
    groups = [support.group("31", *[support.status("1")] * 20) for _ in range(40)]
    data = support.encode(support.answer(support.station(*groups)))
    reverted = revert(support.run(data, limits=WEB).document)
    found = difference(data, reverted)
    assert found.outcomes["different"] == 0
    assert found.compared == 1


def test_nothing_of_the_guide_is_needed_twice() -> None:
    data = support.encode(one())
    reverted: Reverted = revert(support.run(data).document, guide=fixture_guide())
    with_guide = difference(data, reverted, guide=fixture_guide())
    assert with_guide == difference(data, reverted)
    assert json.loads(reverted.document())["count"] == 1
