"""The way back from v3: what it can't give back is left out, never invented."""

from __future__ import annotations

import gzip
import json
from typing import Any

import msgspec
import pytest

from evmap.conversion import TARGETS, ReadError, TooLarge
from evmap.conversion.guide import fixture_guide
from evmap.conversion.limits import Limits
from evmap.revert import Reverted, revert
from evmap.revert.ocpi import split_line
from evmap.revert.report import make_revert_report
from evmap.revert.tables import backward
from tests.conversion import support

Json = dict[str, Any]


def back(value: Any, target: Any = "v3", **options: Any) -> Reverted:
    """What comes back of a v2 payload after a conversion to a target."""
    return revert(support.run(value, target, **options).document)


def back_station(value: Any, target: Any = "v3", **options: Any) -> Json:
    """The only station that comes back."""
    (station,) = back(value, target, **options).stations
    return station


def back_groups(value: Any, target: Any = "v3", **options: Any) -> list[Json]:
    """Its connector groups."""
    found: list[Json] = back_station(value, target, **options)["connectors"]["connector"]
    return found


def v3(**location: Any) -> Reverted:
    """What comes back of one OCPI-shaped location."""
    return revert(
        support.encode({"items": [{"id": support.POOL_ID, **location}], "missingItems": []})
    )


def v3_station(**location: Any) -> Json:
    """Its station."""
    (station,) = v3(**location).stations
    return station


def evse(uid: str = "E1", status: str = "AVAILABLE", **connector: Any) -> Json:
    """An EVSE with one Type 2 socket, or what `connector` says."""
    plug = {"id": "1", "standard": "IEC_62196_T2", "format": "SOCKET", **connector}
    return {"uid": uid, "status": status, "connectors": [plug]}


def told(reverted: Reverted) -> set[tuple[str, str]]:
    """(code, pattern) of all findings."""
    return {(finding.code, finding.pattern) for finding in reverted.findings}


# -- tables ---------------------------------------------------------------------------------


def test_every_standard_comes_back_as_an_id_that_the_guide_does_not_call_deprecated() -> None:
    guide = fixture_guide()
    tables = backward(guide)
    for standard in guide.standards:
        (of_it,) = [
            connector
            for connector in guide.connectors.values()
            if standard in connector.standards and connector.state != "deprecated"
        ]
        assert tables.connector(standard) == of_it


@pytest.mark.parametrize("target", TARGETS)
def test_every_id_with_a_standard_comes_back_as_itself(target: str) -> None:
    for connector in fixture_guide().connectors.values():
        payload = support.answer(support.station(support.group(str(connector.v2_id))))
        stations = back(payload, target, **support.COMPLETE).stations
        groups = stations[0].get("connectors", {}).get("connector", [])
        ids = [group["connectorType"]["id"] for group in groups]
        assert ids in ([str(connector.v2_id)], [])
        if target == "v3":
            assert bool(ids) is bool(connector.standards)


def test_a_successor_comes_back_as_the_current_id_not_as_the_deprecated_one() -> None:
    payload = support.answer(support.station(support.group("14")))
    (group,) = back_groups(payload, accept_successors=True)
    assert group["connectorType"] == {
        "id": "13",
        "name": "Domestic plug/socket type I (AS/NZS 3112)",
    }


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("AVAILABLE", "AVAILABLE"),
        ("BLOCKED", "UNAVAILABLE"),
        ("CHARGING", "OCCUPIED"),
        ("INOPERATIVE", "OUT_OF_SERVICE"),
        ("OUTOFORDER", "OUT_OF_SERVICE"),
        ("outOfOrder", "OUT_OF_SERVICE"),
        ("PLANNED", "OFFLINE"),
        ("REMOVED", "OFFLINE"),
        ("RESERVED", "RESERVED"),
        ("OPERATIONAL", "OTHER"),
        ("UNKNOWN", "OTHER"),
    ],
)
def test_a_status_comes_back_as_the_guides_first_state(status: str, state: str) -> None:
    reverted = v3(evses=[evse(status=status)])
    (group,) = reverted.stations[0]["connectors"]["connector"]
    assert group["connectorStatuses"]["connectorStatus"][0]["state"] == state
    chosen = ("RV301", "/items/*/evses/*/status") in told(reverted)
    assert chosen is (status == "UNKNOWN")


def test_a_status_that_no_table_has_is_left_out_with_a_finding() -> None:
    reverted = v3(evses=[evse(status="BROKEN")])
    (group,) = reverted.stations[0]["connectors"]["connector"]
    assert "state" not in group["connectorStatuses"]["connectorStatus"][0]
    assert ("RV302", "/items/*/evses/*/status") in told(reverted)


def test_a_standard_that_no_table_has_gives_a_group_without_type() -> None:
    reverted = v3(evses=[evse(standard="WIRELESS")])
    (group,) = reverted.stations[0]["connectors"]["connector"]
    assert "connectorType" not in group
    assert ("RV201", "/items/*/evses/*/connectors/*/standard") in told(reverted)


# -- electrical -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plug", "wanted"),
    [
        (
            {"power_type": "AC_3_PHASE", "max_voltage": 230, "max_amperage": 32},
            {"voltsRange": "400V AC", "phases": 3, "ampsRange": "32A"},
        ),
        (
            {"power_type": "AC_3_PHASE", "max_voltage": 300},
            {"voltsRange": "520V AC", "phases": 3},
        ),
        ({"power_type": "AC_1_PHASE", "max_voltage": 230}, {"voltsRange": "230V AC", "phases": 1}),
        ({"power_type": "AC_2_PHASE_SPLIT"}, {"phases": 2}),
        ({"power_type": "DC", "max_voltage": 920}, {"voltsRange": "920V DC"}),
        ({"max_voltage": 230}, {"voltsRange": "230V AC"}),
        ({"max_voltage": 400, "standard": "SAE_J3400"}, {"volts": 400}),
    ],
)
def test_voltage_current_and_phases_come_back(plug: Json, wanted: Json) -> None:
    (group,) = v3_station(evses=[evse(**plug)])["connectors"]["connector"]
    point = group["chargingPoint"]
    kept = ("volts", "voltsRange", "phases", "ampsRange")
    assert {name: point[name] for name in kept if name in point} == wanted


@pytest.mark.parametrize(("watts", "kilowatts"), [(22080, 22.08), (150000, 150), (1, 0.001)])
def test_watts_come_back_as_kilowatts(watts: int, kilowatts: float) -> None:
    document = v3(evses=[evse(max_electric_power=watts)]).document()
    (station,) = json.loads(document)["evStations"]["evStation"]
    assert station["connectors"]["connector"][0]["maxPowerLevel"] == kilowatts


@pytest.mark.parametrize(("form", "fixed"), [("CABLE", True), ("SOCKET", False), ("ELSE", None)])
def test_the_format_comes_back_as_fixed_cable(form: str, fixed: bool | None) -> None:
    (group,) = v3_station(evses=[evse(format=form)])["connectors"]["connector"]
    assert group.get("fixedCable") is fixed


# -- groups ---------------------------------------------------------------------------------


def test_like_plugs_make_one_group_with_states_and_counts() -> None:
    station = v3_station(evses=[evse("E1"), evse("E2", "CHARGING"), evse("E3", format="CABLE")])
    groups = station["connectors"]["connector"]
    assert [group["chargingPoint"] for group in groups] == [
        {"numberOfConnectors": 2, "numberOfAvailable": 1, "numberOfInUse": 1},
        {"numberOfConnectors": 1, "numberOfAvailable": 1},
    ]
    assert [
        [entry["cpoEvseId"] for entry in group["connectorStatuses"]["connectorStatus"]]
        for group in groups
    ] == [["E1", "E2"], ["E3"]]
    assert station["totalNumberOfConnectors"] == 3


def test_an_evse_with_two_plugs_stands_in_two_groups() -> None:
    two = evse("E1")
    two["connectors"].append({"id": "2", "standard": "CHADEMO", "format": "CABLE"})
    groups = v3_station(evses=[two])["connectors"]["connector"]
    assert [
        (
            group["connectorType"]["id"],
            [(e["cpoEvseId"], e["cpoConnectorId"]) for e in _entries(group)],
        )
        for group in groups
    ] == [("31", [("E1", "1")]), ("29", [("E1", "2")])]


def _entries(group: Json) -> list[Json]:
    found: list[Json] = group["connectorStatuses"]["connectorStatus"]
    return found


def test_plugs_that_can_be_reserved_stand_in_a_group_of_their_own() -> None:
    free = {**evse("E2"), "capabilities": ["RESERVABLE"]}
    groups = v3_station(evses=[evse("E1"), free])["connectors"]["connector"]
    assert [group.get("connectorDetails") for group in groups] == [None, {"reservable": True}]


@pytest.mark.parametrize("target", TARGETS)
def test_evses_made_of_counts_come_back_as_counts(target: str) -> None:
    point = {"phases": 3, "voltsRange": "400V AC", "ampsRange": "16A"}
    counts = {"numberOfConnectors": 4, "numberOfAvailable": 2, "numberOfInUse": 1}
    group = support.group("31", chargingPoint={**point, **counts})
    payload = support.answer(support.station(group))
    (found,) = back_groups(payload, target, **support.COMPLETE)
    assert "connectorStatuses" not in found
    assert {name: found["chargingPoint"][name] for name in counts} == counts


def test_a_made_uid_is_left_out_but_what_else_is_known_of_the_evse_stays() -> None:
    entry = {"physicalReference": "A1", "state": "AVAILABLE"}
    payload = support.answer(support.station(support.group("31", entry)))
    (found,) = back_groups(payload)
    assert _entries(found) == [{**entry, "cpoConnectorId": "1"}]


def test_an_emi3_id_that_serves_as_uid_is_written_once() -> None:
    entry = {"cpoEvseEMI3Id": "DE*ICT*E1", "cpoConnectorId": "1", "state": "AVAILABLE"}
    payload = support.answer(support.station(support.group("31", entry)))
    (found,) = back_groups(payload)
    assert _entries(found) == [entry]


# -- the site -------------------------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
def test_the_pool_id_comes_back(target: str) -> None:
    payload = support.answer(support.station(support.group()))
    assert back_station(payload, target, **support.COMPLETE)["poolId"] == support.POOL_ID


def test_an_id_that_was_made_for_ocpi_stays_as_it_is() -> None:
    payload = support.answer(support.station(support.group(), poolId="p" * 40))
    reverted = back(payload, "ocpi-2.2.1", **support.COMPLETE)
    (station,) = reverted.stations
    assert station["poolId"][14] == "5"
    assert ("RV407", "/data/*/id") in told(reverted)
    assert "RV404" not in {code for code, _ in told(reverted)}


FOREIGN = "cbb0df21-d17d-40ba-a4aa-dc588c8f98cb"


@pytest.mark.parametrize(
    ("given", "pool_id", "code"),
    [
        (support.POOL_ID, support.POOL_ID, None),
        (support.POOL_UUID, support.POOL_ID, "RV404"),
        ("276u33db845jn-aGVyZS1ldjplY29tb3ZlbWVudDo4OTU5MDU0ODI",) * 2 + (None,),
        (FOREIGN, FOREIGN, "RV407"),
        ("LOC1", "LOC1", "RV407"),
    ],
)
def test_a_foreign_id_stays_and_is_told_and_makes_no_id_of_here(
    given: str, pool_id: str, code: str | None
) -> None:
    reverted = v3(id=given)
    assert [station["poolId"] for station in reverted.stations] == [pool_id]
    assert {c for c, pattern in told(reverted) if pattern == "/items/*/id"} == (
        {code} if code else set()
    )


@pytest.mark.parametrize(
    ("evse_id", "code"),
    [("DE*ICT*E1", "RV408"), ("NL*EBG*E1", "RV101"), ("25070000033801", "RV101")],
)
def test_a_party_is_told_and_lost_unless_an_evse_id_says_it(evse_id: str, code: str) -> None:
    found = {**evse(), "evse_id": evse_id}
    reverted = v3(country_code="DE", party_id="ICT", evses=[found])
    places = {("/items/*/country_code"), ("/items/*/party_id")}
    assert {(c, pattern) for c, pattern in told(reverted) if pattern in places} == {
        (code, place) for place in places
    }


def test_not_always_open_comes_back_without_hours_too() -> None:
    station = v3_station(opening_times={"twentyfourseven": False}, evses=[evse()])
    (found,) = station["connectors"]["connector"]
    assert found["connectorDetails"] == {"open24x7": False}


@pytest.mark.parametrize(
    ("line", "country", "wanted"),
    [
        ("Hauptstraße 12", "DEU", ("Hauptstraße", "12")),
        ("Hauptstraße 12a", None, ("Hauptstraße", "12a")),
        ("Am Alten Markt", "DEU", ("Am Alten Markt", "")),
        ("12 High Street", "GBR", ("High Street", "12")),
        ("High Street 12", "GBR", ("High Street 12", "")),
        ("12", "DEU", ("12", "")),
    ],
)
def test_an_address_line_is_cut_at_the_number(
    line: str, country: str | None, wanted: tuple[str, str]
) -> None:
    assert split_line(line, country) == wanted


@pytest.mark.parametrize("target", TARGETS)
def test_opening_hours_come_back_as_masks_and_periods(target: str) -> None:
    hours = {
        "open24x7": False,
        "openingHours": {
            "regularOpeningHours": [
                {"daymask": 62, "period": [{"from": "08:00:00", "to": "24:00:00"}]},
                {"daymask": 1, "period": [{"from": "10:00:00", "to": "12:00:00"}]},
            ]
        },
    }
    payload = support.answer(support.station(support.group(connectorDetails=hours)))
    (found,) = back_groups(payload, target, **support.COMPLETE)
    assert found["connectorDetails"] == hours


@pytest.mark.parametrize("target", TARGETS)
def test_always_open_comes_back(target: str) -> None:
    payload = support.answer(support.station(support.group(connectorDetails={"open24x7": True})))
    (found,) = back_groups(payload, target, **support.COMPLETE)
    assert found["connectorDetails"] == {"open24x7": True}


def test_hours_without_a_connector_are_left_out_with_a_finding() -> None:
    reverted = v3(opening_times={"twentyfourseven": True})
    assert reverted.stations == [{"poolId": support.POOL_ID}]
    assert told(reverted) == {("RV502", "/items/*/opening_times")}


def test_payment_of_here_v3_comes_back_in_its_groups() -> None:
    methods = {
        "creditCard": {"accept": True},
        "ePayment": {"accept": True, "types": {"type": ["online-paypal"]}},
        "other": {"accept": True, "types": {"type": ["app", "rfid-reader"]}},
    }
    details = {"paymentMethods": methods}
    payload = support.answer(support.station(support.group(), evStationDetails=details))
    station = back_station(payload, "here-v3", **support.COMPLETE)
    assert station["evStationDetails"] == details


def test_a_way_to_pay_that_only_some_evses_have_is_told() -> None:
    paying = {**evse("E1"), "capabilities": ["CREDIT_CARD_PAYABLE"]}
    reverted = v3(evses=[paying, evse("E2")])
    assert ("RV504", "/items/*/evses/*/capabilities/*") in told(reverted)


def test_a_second_entrance_has_no_place_in_a_station() -> None:
    places = [{"latitude": "1.00000", "longitude": "2.50000"}, {"latitude": "3", "longitude": "4"}]
    reverted = v3(related_locations=places)
    document = json.loads(reverted.document())
    (station,) = document["evStations"]["evStation"]
    assert station["entrancePosition"] == {"latitude": 1, "longitude": 2.5}
    assert told(reverted) == {("RV501", "/items/*/related_locations/*")}


# -- nothing is invented, nothing is silent -------------------------------------------------


def test_what_v2_has_no_field_for_is_told_by_pattern() -> None:
    reverted = v3(
        directions=[{"language": "de", "text": "Links"}, {"language": "en", "text": "Left"}],
        charging_when_closed=False,
    )
    assert reverted.stations == [{"poolId": support.POOL_ID}]
    assert {(f.code, f.pattern, f.occurrences) for f in reverted.findings} == {
        ("RV101", "/items/*/directions/*/language", 2),
        ("RV101", "/items/*/directions/*/text", 2),
        ("RV101", "/items/*/charging_when_closed", 1),
    }


@pytest.mark.parametrize(
    "location",
    [
        {"name": 5},
        {"coordinates": {"latitude": "north", "longitude": "1.00000"}},
        {"coordinates": {"latitude": True, "longitude": 1}},
        {"evses": "none"},
        {"evses": [5]},
        {"evses": [{"uid": "1", "connectors": {"id": "1"}}]},
        {"opening_times": {"regular_hours": [{"weekday": 9, "period_begin": "x"}]}},
        {"opening_times": []},
        {"name": "\ud800"},
    ],
)
def test_values_of_a_wrong_type_are_left_out_with_a_finding(location: Json) -> None:
    data = json.dumps({"items": [{"id": support.POOL_ID, **location}]}).encode()
    reverted = revert(data)
    (station,) = json.loads(reverted.document())["evStations"]["evStation"]
    assert set(station) <= {"poolId", "connectors"}
    wrong_day = "opening_times" in location and location["opening_times"]
    assert any(finding.code == "RV102" for finding in reverted.findings) or not wrong_day


def test_half_a_character_in_a_key_or_a_value_is_told_in_a_report_that_can_be_written() -> None:
    data = json.dumps({"items": [{"id": "x", "evses": [], "name": "\ud800", "\ud801": "\udc00"}]})
    told = json.loads(msgspec.json.encode(make_revert_report(revert(data.encode()), "")))
    spots = [spot for finding in told["findings"] for spot in finding["examples"]]
    assert {"v3_pointer": "/items/0/name", "value": "\\ud800"} in spots
    assert {"v3_pointer": "/items/0/\\ud801", "value": "\\udc00"} in spots


@pytest.mark.parametrize("target", TARGETS)
def test_the_document_is_a_v2_answer_that_converts_again(target: str) -> None:
    reverted = back(support.everything(), target, **support.COMPLETE)
    document = json.loads(reverted.document())
    assert (document["hasMore"], document["count"]) == (False, 1)
    again = support.run(reverted.document(), target, **support.COMPLETE)
    once = support.run(support.everything(), target, **support.COMPLETE)
    assert support.document(again) == support.document(once)


# -- reading --------------------------------------------------------------------------------

LOCATION = {"id": "L1", "name": "N", "coordinates": {"latitude": "1.00000", "longitude": "2.00000"}}


@pytest.mark.parametrize(
    "document",
    [
        {"items": [LOCATION]},
        {"data": [LOCATION], "status_code": 1000, "timestamp": "2026-01-01T00:00:00Z"},
        {"data": LOCATION, "status_code": 1000},
        [LOCATION],
        LOCATION,
    ],
)
def test_envelopes_lists_and_single_locations_are_read(document: Any) -> None:
    (station,) = revert(support.encode(document)).stations
    assert station["name"] == "N"


def test_lines_come_back_as_lines() -> None:
    text = support.encode(LOCATION) + b"\n" + support.encode({**LOCATION, "id": "L2"}) + b"\n"
    reverted = revert(gzip.compress(text))
    assert [json.loads(line)["poolId"] for line in reverted.document().splitlines()] == ["L1", "L2"]


def test_the_form_of_a_location_is_told_from_its_keys() -> None:
    here = {"id": "here:evcp:charginglocation:P1", "location": {"lat": 1, "lng": 2}}
    (station,) = revert(support.encode({"items": [here]})).stations
    assert station == {"poolId": "P1", "position": {"latitude": 1, "longitude": 2}}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"{", "not JSON"),
        (b"5", "no locations"),
        (b'{"a": 1}', "no locations"),
        (b"[]", "no locations"),
        (b'{"evStations": {"evStation": []}}', "v2 response"),
        (b'{"items": [{"title": "x", "resultType": "place"}]}', "no locations"),
        (b'{"id": "L1"}\n{"evStations": 1}', "Line 2"),
        (b"[" * 100, "deep"),
    ],
)
def test_what_is_no_v3_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        revert(data)


def test_a_document_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge):
        revert(support.encode(LOCATION), limits=Limits(bytes=10))


@pytest.mark.parametrize(("uid", "code"), [("NL*EBG*E1", "RV408"), ("NLEBGE1", "RV101")])
def test_a_uid_that_is_an_evse_id_says_the_party_too(uid: str, code: str) -> None:
    found = v3(country_code="NL", party_id="EBG", evses=[evse(uid)])
    assert {(code, "/items/*/country_code"), (code, "/items/*/party_id")} <= told(found)


@pytest.mark.parametrize("number", ["1e-99999999", "-1e-9993800898", "1e9993800898", "9" * 5_000])
def test_degrees_beyond_measure_are_none_and_take_no_time(number: str) -> None:
    text = json.dumps({"id": support.POOL_ID, "evses": [], "coordinates": {"latitude": 1}})
    reverted = revert(
        text.replace('"latitude": 1', f'"latitude": {number}, "longitude": 13.4').encode()
    )
    assert "position" not in reverted.stations[0]
