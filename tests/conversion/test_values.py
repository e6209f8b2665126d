"""Values that are missing, blank, or written in another way: mended where certain, and told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversion.support import (
    COMPLETE,
    STATION,
    Json,
    answer,
    check_both_ways,
    codes,
    encode,
    fate_of,
    fates,
    group,
    location,
    locations,
    report,
    run,
    station,
    status,
)

TARGETS = ["v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0"]


def site(**more: Any) -> Json:
    return answer(station(group("31", status("1")), **more))


def address(**more: Any) -> Json:
    return site(address={**station()["address"], **more})


def told(data: Json, target: str = "v3") -> set[str]:
    return {code for code, _ in codes(run(data, target, **COMPLETE))}


def origins(data: Json, name: str, target: str = "v3") -> set[str]:
    lines = report(run(data, target, **COMPLETE)).output
    return {line.origin for line in lines if line.pattern.endswith(f"*/{name}")}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("position", [None, {"latitude": 52.5}, {"latitude": 91, "longitude": 13}])
def test_no_usable_position_is_an_error_in_every_target(target: str, position: Any) -> None:
    found = report(run(site(position=position), target, **COMPLETE)).findings
    errors = {each.code for each in found if each.severity == "error"}
    assert errors == {"EV615" if target == "v3" else "EV601"}


@pytest.mark.parametrize("missing", ["address", "lastUpdateTimestamp"])
def test_what_else_clients_expect_is_a_warning(missing: str) -> None:
    assert "EV616" in told(site(**{missing: None}))
    assert "EV616" not in told(site())


@pytest.mark.parametrize("moment", [1714557600, 1714557600000.0])
def test_a_number_is_no_time_and_does_not_say_the_same_as_one(moment: float) -> None:
    found = told(site(lastUpdateTimestamp=moment))
    assert found & {"EV102", "EV105", "EV435", "EV616"} == {"EV102", "EV616"}


def test_texts_are_read_without_blanks_and_blanks_are_no_value() -> None:
    found = location(site(name=" Hauptstrasse\t", timeZone="  "))
    assert found["name"] == "Hauptstrasse"
    assert "time_zone" not in found
    for target in TARGETS:
        check_both_ways(encode(site(name=" Hauptstrasse\t", timeZone="  ")), target)
    assert {"EV107", "EV114"} <= told(site(name=" Hauptstrasse\t", timeZone="  "))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("field", ["name", "timeZone", "poolId"])
@pytest.mark.parametrize("text", [" UTC ", 7])
def test_what_is_read_as_another_text_or_type_is_not_the_same(
    target: str, field: str, text: str | int
) -> None:
    conversion = run(site(**{field: text}), target, **COMPLETE)
    place = f"/evStations/evStation/*/{field}"
    if (field, text) != ("timeZone", 7) or "ocpi" not in target:  # where 7 is no zone
        assert fate_of(conversion, place) == "converted"
    check_both_ways(encode(site(**{field: text})), target)


def _with_nulls(value: Any) -> Any:
    """The same with a null before each object of a list."""
    if isinstance(value, dict):
        return {key: _with_nulls(member) for key, member in value.items()}
    if not isinstance(value, list):
        return value
    found: list[Any] = []
    for member in value:
        found += [None, _with_nulls(member)] if isinstance(member, dict) else [member]
    return found


@pytest.mark.parametrize("target", TARGETS)
def test_a_null_in_a_list_of_objects_is_none_of_them(target: str) -> None:
    period = {"from": "08:00:00", "to": "18:00:00"}
    hours = {"regularOpeningHours": [{"daymask": 62, "period": [period]}]}
    methods = {"other": {"accept": True, "types": {"type": ["rfid-reader"]}}}
    one = station(
        group("31", status("1"), status("2", "rubbish"), connectorDetails={"openingHours": hours}),
        group("99", status("3")),
        contacts={"phone": [{"value": "+498912345678"}]},
        evStationDetails={"paymentMethods": methods},
        roaming=[{"emsp": "A", "partner_id": "p"}],
    )
    done = check_both_ways(encode(answer(_with_nulls(one))), target, **COMPLETE)
    assert locations(done) == locations(run(answer(one), target, **COMPLETE))
    (unknown,) = [each for each in report(done).findings if each.code == "EV302"]
    entries = "/evStations/evStation/0/connectors/connector/1/connectorStatuses/connectorStatus"
    assert [example.v2_pointer for example in unknown.examples] == [f"{entries}/3/state"]
    plugs = [{"id": "1", "typeId": "31", "state": "OFFLINE"}]
    evses = [{"id": "1", "cpoId": "E", "connectors": plugs}]
    pool = {"id": "P", "stations": [{"id": "S", "evses": evses}]}
    done = check_both_ways(encode({"pools": [_with_nulls(pool)]}), target, **COMPLETE)
    assert locations(done) == locations(run({"pools": [pool]}, target, **COMPLETE))


@pytest.mark.parametrize("text", ["Haupt Strasse", "a,", ", b", "x }", '" quoted "'])
def test_blanks_inside_a_text_stay(text: str) -> None:
    assert location(site(name=text))["name"] == text
    assert "EV114" not in told(site(name=text))


@pytest.mark.parametrize(
    ("text", "code", "finding", "origin"),
    [
        ("DEU", "DEU", None, "copied"),
        ("de", "DEU", "EV443", "converted"),
        ("Vietnam", "VNM", "EV444", "assumed"),
        ("Europe", "Europe", "EV445", "copied"),
    ],
)
def test_a_country_is_its_code(text: str, code: str, finding: str | None, origin: str) -> None:
    data = address(country=text)
    assert location(data)["country"] == code
    assert told(data) & {"EV443", "EV444", "EV445"} == ({finding} if finding else set())
    assert origins(data, "country") == {origin}


@pytest.mark.parametrize("target", ["ocpi-2.2.1", "ocpi-2.3.0"])
def test_strict_ocpi_has_neither_countries_nor_zones_that_are_none(target: str) -> None:
    data = site(address={**station()["address"], "country": "Europe"}, timeZone="+01:00")
    found = location(data, target, **COMPLETE)
    assert not {"country", "time_zone"} & set(found)
    assert {"EV445", "EV447", "EV608", "EV601"} <= told(data, target)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://laden.example", True),
        ("HTTP://laden.example:8080/a?b=c#d", True),
        ("https://[2001:db8::1]/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("mailto:post@laden.example", False),
        ("www.laden.example", False),
        ("https://", False),
        ("https://laden .example", False),
        ("n/a", False),
    ],
)
def test_a_website_is_an_address_of_the_web_where_the_target_says_so(
    text: str, target: str, *, is_one: bool
) -> None:
    data = site(brand="A", contacts={"website": [{"value": text}]})
    operator = location(data, target, **COMPLETE)["operator"]
    is_left = is_one or target == "v3"
    assert operator.get("website") == (text if is_left else None)
    assert ("EV608" in told(data, target)) is not is_left
    check_both_ways(encode(data), target, **COMPLETE)


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Europe/Berlin", "2026-05-01T08:00:00Z"),
        ("America/New_York", "2026-05-01T14:00:00Z"),
        (None, "2026-05-01T10:00:00Z"),
    ],
)
def test_a_time_without_offset_is_one_of_the_zone(zone: str | None, utc: str) -> None:
    data = site(lastUpdateTimestamp="2026-05-01T10:00:00", timeZone=zone)
    assert location(data)["last_updated"] == utc
    assert ("EV441", f"{STATION}/lastUpdateTimestamp") in codes(run(data))
    assert origins(data, "items/*/last_updated".rpartition("*/")[2]) >= {"assumed"}


@pytest.mark.parametrize("field", ["lastUpdateTimestamp", "chargingPoint"])
def test_a_time_of_a_group_that_was_turned_to_utc_is_no_copy(field: str) -> None:
    stamp = "2026-05-02T12:00:00+0200"
    more = {"lastUpdateTimestamp": stamp} if field == "lastUpdateTimestamp" else {}
    point = {"phases": 3, "voltsRange": "400V AC", "ampsRange": "16A"}
    point |= {} if more else {"lastUpdateTimestamp": stamp}
    statuses = answer(station(group("31", status("1"), chargingPoint=point, **more)))
    counts = answer(station(group("31", chargingPoint={**point, "numberOfConnectors": 2}, **more)))
    for data in (statuses, counts):
        found = {line.pattern: line.origin for line in report(run(data)).output}
        assert found["/items/*/evses/*/last_updated"] == "converted"
        assert found["/items/*/evses/*/connectors/*/last_updated"] == "converted"
        check_both_ways(encode(data), "v3")


@pytest.mark.parametrize("target", TARGETS)
def test_another_spelling_in_a_further_station_is_converted(target: str) -> None:
    further: Json = {"id": "b", "timeZone": "europe/berlin", "address": {"country": "de"}}
    data = answer(station(group("31", status("1"))), station(group("31", status("2")), **further))
    done = check_both_ways(encode(data), target, **COMPLETE)
    zones = fates(done)["/evStations/evStation/*/timeZone"]
    assert zones == {"same" if target == "here-v3" else "renamed": 1, "converted": 1}
    assert fates(done)["/evStations/evStation/*/address/country"]["converted"] == 1
    again = {**further, "id": "a"}
    data = answer(*(station(group("31", status(one["id"])), **one) for one in (again, further)))
    done = check_both_ways(encode(data), target, **COMPLETE)
    assert fates(done)["/evStations/evStation/*/timeZone"] == {"converted": 2}
    assert fates(done)["/evStations/evStation/*/address/country"] == {"converted": 2}


def test_a_time_of_a_group_without_offset_is_assumed_too() -> None:
    timed = group("31", status("1"), lastUpdateTimestamp="2026-05-01T10:00:00")
    data = encode(answer(station(timed)))
    for target in TARGETS:
        check_both_ways(data, target, **COMPLETE)
    (evse,) = location(answer(station(timed)))["evses"]
    assert evse["last_updated"] == "2026-05-01T08:00:00Z"


@pytest.mark.parametrize(
    ("text", "number", "finding"),
    [
        ("+493012345678", "+493012345678", None),
        ("tel:+49 30 12345678", "+493012345678", "EV448"),
        ("030 12345678", "+493012345678", "EV449"),
        ("+49 30 12345678, +49 30 87654321", "+493012345678", "EV450"),
        ("See the device", None, "EV451"),
    ],
)
def test_a_phone_number_has_its_international_form(
    text: str, number: str | None, finding: str | None
) -> None:
    data = site(contacts={"phone": [{"value": text}]})
    assert location(data, "here-v3").get("supportPhoneNumber") == number
    assert location(data, "ocpi-2.3.0", **COMPLETE).get("help_phone") == number
    assert location(data)["help_phone"] == (number or text)
    codes_of_phones = {"EV448", "EV449", "EV450", "EV451"}
    assert told(data, "here-v3") & codes_of_phones == ({finding} if finding else set())


@pytest.mark.parametrize("target", ["ocpi-2.2.1", "ocpi-2.3.0"])
def test_no_two_labels_are_cut_to_one(target: str) -> None:
    labels = ["Parkdeck 2, Platz 17", "Parkdeck 2, Platz 18", "Am Eingang rechts", "P1"]
    entries = [status(str(n), physicalReference=label) for n, label in enumerate(labels)]
    data = answer(station(group("31", *entries)))
    found = location(data, target, **COMPLETE)["evses"]
    kept = [evse.get("physical_reference") for evse in found]
    assert kept == [None, None, "Am Eingang recht", "P1"]
    assert {"EV604", "EV617"} <= told(data, target)


@pytest.mark.parametrize(
    ("street", "number", "line"),
    [
        ("Hauptstraße 12", "12", "Hauptstraße 12"),
        ("Hauptstraße 12a", "12A", "Hauptstraße 12a"),
        ("Straße des 17. Juni", "17", "Straße des 17. Juni 17"),
        ("Route 31", "3", "Route 31 3"),
    ],
)
def test_a_house_number_stands_once(street: str, number: str, line: str) -> None:
    assert location(address(street=street, streetNumber=number))["address"] == line


@pytest.mark.parametrize(
    ("number", "text"), [("47449.0", "47449"), ("47449.50", "47449.50"), ('"47449.0"', "47449.0")]
)
def test_a_whole_number_where_a_text_belongs_has_no_decimals(number: str, text: str) -> None:
    payload = encode(answer(station(group("31", status("ID"))))).replace(b'"ID"', number.encode())
    (evse,) = location(payload)["evses"]
    assert evse["uid"] == text
