"""The site: identity, address, contacts, positions, access, payment, providers, times, pools."""

from __future__ import annotations

from typing import Any

import pytest

from evmap.conversion import TARGETS
from tests.conversion import support
from tests.conversion.support import (
    GROUP,
    STATION,
    answer,
    ccs,
    check_both_ways,
    codes,
    encode,
    fate_of,
    fates,
    group,
    location,
    locations,
    run,
    station,
    status,
)

DETAILS = f"{STATION}/evStationDetails"

targets = pytest.mark.parametrize("target", TARGETS)


# -- identity -------------------------------------------------------------------------------


def test_the_location_id_is_the_pool_id() -> None:
    payload = answer(station())
    assert location(payload)["id"] == support.POOL_ID
    assert location(payload, "here-v3")["id"] == f"here:evcp:charginglocation:{support.POOL_ID}"
    assert location(payload, "ocpi-2.3.0")["id"] == support.POOL_UUID
    assert fate_of(run(payload), f"{STATION}/poolId") == "renamed"
    assert fate_of(run(payload, "ocpi-2.3.0"), f"{STATION}/poolId") == "converted"


@pytest.mark.parametrize(
    ("pool_id", "written", "fate", "code"),
    [
        (
            "276u33db845jn-aGVyZS1ldjplY29tb3ZlbWVudDo4OTU5MDU0ODI",
            "here-ev:ecomovement:895905482",
            "converted",
            "EV605",
        ),
        (support.POOL_ID, support.POOL_UUID, "converted", "EV605"),
        ("short", "short", "renamed", None),
        ("x" * 37, "4a8f8f1c", "lossy", "EV606"),
        ("Straße", "", "lossy", "EV606"),
        # base64 of something that is no id
        ("evcp0-SGVsbG8gV29ybGQsIHRoaXMgaXMgbm8gaWQgYXQgYWxs", "", "lossy", "EV606"),
    ],
)
@pytest.mark.parametrize("target", ["ocpi-2.2.1", "ocpi-2.3.0"])
def test_ocpi_gets_an_id_that_fits(
    pool_id: str, written: str, fate: str, code: str | None, target: str
) -> None:
    payload = answer(station(poolId=pool_id))
    found = location(payload, target)["id"]
    assert len(found) <= 36
    if fate == "lossy":
        assert found != pool_id
        assert found == location(payload, target)["id"]
    else:
        assert found == written
    assert fate_of(run(payload, target), f"{STATION}/poolId") == fate
    told = {c for c, pattern in codes(run(payload, target)) if pattern == f"{STATION}/poolId"}
    assert told == ({code} if code else set())


@targets
def test_without_a_pool_id_the_unstable_station_id_stands_in(target: str) -> None:
    conversion = run(answer(station(poolId=None)), target)
    (found,) = locations(conversion)
    assert found["id"].endswith("station-1")
    assert ("EV501", f"{STATION}/id") in codes(conversion)
    assert fate_of(conversion, f"{STATION}/id") == "renamed"


def test_stations_without_a_pool_id_are_locations_of_their_own() -> None:
    payload = answer(station(poolId=None, id="a"), station(poolId=None, id="b"))
    assert [found["id"] for found in locations(run(payload))] == ["a", "b"]


def test_a_station_without_any_id_has_no_id() -> None:
    conversion = run(answer(station(poolId=None, id=None)))
    assert "id" not in locations(conversion)[0]
    assert ("EV508", STATION) in codes(conversion)


# -- pools ----------------------------------------------------------------------------------


def test_stations_of_one_pool_are_one_location_in_the_place_of_the_first() -> None:
    payload = answer(
        station(ccs(status("A"))),
        station(poolId="pool-2"),
        station(group("31", status("B")), id="station-2"),
    )
    first, second = locations(run(payload))
    assert [evse["uid"] for evse in first["evses"]] == ["A", "B"]
    assert [first["id"], second["id"]] == [support.POOL_ID, "pool-2"]


def test_of_stations_that_differ_the_first_wins_field_by_field() -> None:
    address = {"street": "Nebenweg", "city": "Berlin", "country": "DEU"}
    payload = answer(
        station(ccs(supplierName="A"), cpoId="C.1", timeZone=None),
        station(
            ccs(supplierName="B"),
            name="Anderer Name",
            cpoId="C.1",
            timeZone="Europe/Paris",
            address=address,
            position={"latitude": 1.5, "longitude": 2.5},
            id="station-2",
        ),
    )
    found = location(payload)
    assert (found["name"], found["operator"]["name"]) == ("Hauptstrasse", "A")
    assert found["time_zone"] == "Europe/Paris"
    assert found["address"] == "Hauptstraße 12"
    conversion = run(payload)
    assert {pattern for code, pattern in codes(conversion) if code == "EV502"} == {
        f"{STATION}/name",
        f"{STATION}/address/street",
        f"{STATION}/position/latitude",
        f"{STATION}/position/longitude",
    }
    assert ("EV505", f"{GROUP}/supplierName") in codes(conversion)
    assert fates(conversion)[f"{STATION}/name"] == {"same": 1, "dropped": 1}
    assert fates(conversion)[f"{STATION}/address/city"] == {"restructured": 2}


def test_details_that_differ_between_stations_are_dropped_value_by_value() -> None:
    first = {"privateAccess": False, "paymentMethods": {"creditCard": {"accept": True}}}
    second = {"privateAccess": False, "paymentMethods": {"debitCard": {"accept": True}}}
    payload = answer(
        station(ccs(status("A")), evStationDetails=first),
        station(ccs(status("B")), evStationDetails=second, id="station-2"),
    )
    evses = location(payload)["evses"]
    assert [evse["capabilities"] for evse in evses] == [["CREDIT_CARD_PAYABLE"]] * 2
    found = fates(run(payload))
    assert found[f"{DETAILS}/privateAccess"] == {"restructured": 2}
    assert found[f"{DETAILS}/paymentMethods/creditCard/accept"] == {"restructured": 1}
    assert found[f"{DETAILS}/paymentMethods/debitCard/accept"] == {"dropped": 1}


# -- address --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ({"street": "Main St", "streetNumber": "5", "country": "USA"}, "5 Main St"),
        ({"street": "Rue X", "streetNumber": "5", "country": "FRA"}, "5 Rue X"),
        ({"street": "Weg", "streetNumber": "5", "country": "DEU"}, "Weg 5"),
        ({"street": "Weg", "streetNumber": "5"}, "Weg 5"),
        ({"street": "Weg"}, "Weg"),
        ({"unparsedAddress": "Weg 5, Berlin"}, "Weg 5, Berlin"),
        ({"street": "Weg", "unparsedAddress": "Weg 5, Berlin"}, "Weg"),
        ({"streetNumber": "5"}, None),
    ],
)
def test_the_house_number_stands_where_the_country_puts_it(
    address: dict[str, str], written: str | None
) -> None:
    assert location(answer(station(address=address))).get("address") == written


@pytest.mark.parametrize(
    ("street", "number", "address"),
    [
        ("31, Luisenstraße", "31", "31, Luisenstraße"),
        ("Luisenstraße", "Luisenstraße 31", "Luisenstraße 31"),
        ("Luisenstraße 311", "31", "Luisenstraße 311 31"),
        ("Straße des 17. Juni", "17", "Straße des 17. Juni 17"),
        ("Luisenstraße 31A", "31 a", "Luisenstraße 31A"),
        ("Luisenstraße 31 A", "31A", "Luisenstraße 31 A"),
        ("Luisenstraße", "Luisenstraße 31 A", "Luisenstraße 31 A"),
        ("Luisenstraße 31a", "31", "Luisenstraße 31a 31"),
        ("Luisenstraße 31 A", "A", "Luisenstraße 31 A"),
    ],
)
def test_neither_number_nor_street_is_written_twice(street: str, number: str, address: str) -> None:
    site = {"street": street, "streetNumber": number, "city": "Berlin", "country": "DEU"}
    assert location(answer(station(address=site)))["address"] == address


def test_the_label_stands_in_for_a_missing_street() -> None:
    conversion = run(answer(station(address={"unparsedAddress": "Weg 5", "streetNumber": "5"})))
    assert fate_of(conversion, f"{STATION}/address/unparsedAddress") == "restructured"
    assert fate_of(conversion, f"{STATION}/address/streetNumber") == "dropped"
    assert ("EV437", f"{STATION}/address/streetNumber") in codes(conversion)


def test_the_region_stands_in_for_the_state_and_is_dropped_where_it_differs() -> None:
    assert location(answer(station(address={"region": "Berlin"})))["state"] == "Berlin"
    conversion = run(answer(station(address={"state": "Bayern", "region": "Franken"})))
    assert locations(conversion)[0]["state"] == "Bayern"
    assert ("EV430", f"{STATION}/address/region") in codes(conversion)
    assert fate_of(conversion, f"{STATION}/address/region") == "dropped"


# -- positions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ocpi", "strict"),
    [
        ("52.5199013", "52.5199013", "52.5199013"),
        ("52.5", "52.50000", "52.50000"),
        ("13", "13.00000", "13.00000"),
        ("-12.3456789", "-12.3456789", "-12.345678"),
        ("52.51990131234", "52.51990131234", "52.5199013"),
        ("1e1", "10.00000", "10.00000"),
        ("0.00001", "0.00001", "0.00001"),
    ],
)
def test_the_digits_of_a_position_are_padded_or_cut_but_never_changed(
    text: str, ocpi: str, strict: str
) -> None:
    data = support.encode(answer(station(position={"latitude": 4711, "longitude": 13.38})))
    data = data.replace(b"4711", text.encode())
    assert location(data)["coordinates"] == {"latitude": ocpi, "longitude": "13.38000"}
    conversion = run(data, "ocpi-2.2.1")
    assert locations(conversion)[0]["coordinates"]["latitude"] == strict
    place = f"{STATION}/position/latitude"
    assert fate_of(conversion, place) == ("converted" if strict == ocpi else "lossy")
    assert location(data, "here-v3")["location"]["lat"] == float(text)


@pytest.mark.parametrize(
    "position",
    [
        {"latitude": 91, "longitude": 13},
        {"latitude": 52.5, "longitude": -180.1},
        {"latitude": 52.5},
        {"longitude": 13.38},
    ],
)
@targets
def test_a_position_that_is_on_no_map_is_not_written(
    position: dict[str, float], target: str
) -> None:
    conversion = run(answer(station(position=position, entrancePosition=position)), target)
    (found,) = locations(conversion)
    assert {"coordinates", "location", "related_locations", "accessPoints"}.isdisjoint(found)
    assert "EV434" in {code for code, _ in codes(conversion)}
    for name in position:
        assert fate_of(conversion, f"{STATION}/position/{name}") in ("invalid", "dropped")


# -- contacts and operator ------------------------------------------------------------------


def _contacts(**kinds: list[str]) -> dict[str, Any]:
    return {kind: [{"value": value} for value in values] for kind, values in kinds.items()}


def test_the_first_phone_and_website_are_written_and_the_others_dropped() -> None:
    contacts = _contacts(phone=["+49 1", "+49 2"], website=["https://a"], www=["https://b"])
    conversion = run(answer(station(ccs(supplierName="A"), contacts=contacts)))
    (found,) = locations(conversion)
    assert found["help_phone"] == "+49 1"
    assert found["operator"] == {"name": "A", "website": "https://a"}
    assert fates(conversion)[f"{STATION}/contacts/phone/*/value"] == {
        "restructured": 1,
        "dropped": 1,
    }
    assert fate_of(conversion, f"{STATION}/contacts/www/*/value") == "dropped"


def test_the_suppliers_contacts_stand_in_where_the_station_has_none() -> None:
    supplier = _contacts(phone=["+498912345671"], www=["https://a"])
    payload = answer(station(ccs(supplierName="A", supplierContacts=supplier)))
    assert location(payload)["help_phone"] == "+498912345671"
    assert location(payload, "here-v3")["supportPhoneNumber"] == "+498912345671"
    own = answer(
        station(
            ccs(supplierName="A", supplierContacts=supplier),
            contacts=_contacts(phone=["+498912345672"]),
        )
    )
    conversion = run(own)
    assert locations(conversion)[0]["help_phone"] == "+498912345672"
    assert ("EV433", f"{GROUP}/supplierContacts/phone/*/value") in codes(conversion)


@targets
def test_a_website_without_an_operator_is_dropped(target: str) -> None:
    conversion = run(answer(station(contacts=_contacts(www=["https://a"]))), target)
    assert "operator" not in locations(conversion)[0]
    assert ("EV438", f"{STATION}/contacts/www/*/value") in codes(conversion)


@targets
@pytest.mark.parametrize(("brand", "fate"), [("A", "restructured"), ("B", "dropped")])
def test_a_brand_is_the_operator_unless_the_supplier_says_otherwise(
    brand: str, fate: str, target: str
) -> None:
    conversion = run(answer(station(ccs(supplierName="A"), brand=brand)), target)
    assert locations(conversion)[0]["operator"]["name"] == "A"
    assert fate_of(conversion, f"{STATION}/brand") == fate
    alone = run(answer(station(brand="B")), target)
    assert locations(alone)[0]["operator"]["name"] == "B"


# -- access, payment, providers -------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "publish"),
    [
        ({"privateAccess": False}, True),
        ({"privateAccess": True}, False),
        ({"accessibilityType": "PUBLIC"}, True),
        ({"accessibilityType": "private"}, False),
        ({"accessibilityType": "RESTRICTED"}, None),
        ({"accessibilityType": "RESTRICTED", "privateAccess": False}, True),
        ({"accessibilityType": "PUBLIC", "privateAccess": True}, True),
        ({"accessibilityType": "ELSE"}, None),
        ({}, None),
    ],
)
def test_publish_says_whether_the_site_is_private(
    details: dict[str, Any], publish: bool | None
) -> None:
    payload = answer(station(evStationDetails=details))
    assert location(payload).get("publish") == publish
    assert location(payload, publish=False).get("publish") == bool(publish)


@pytest.mark.parametrize(
    ("details", "field", "code", "fate"),
    [
        ({"accessibilityType": "ELSE"}, "accessibilityType", "EV426", "dropped"),
        ({"accessibilityType": "RESTRICTED"}, "accessibilityType", "EV611", "dropped"),
        (
            {"accessibilityType": "PUBLIC", "privateAccess": True},
            "privateAccess",
            "EV427",
            "dropped",
        ),
    ],
)
def test_access_that_ocpi_has_no_word_for_is_dropped(
    details: dict[str, Any], field: str, code: str, fate: str
) -> None:
    conversion = run(answer(station(evStationDetails=details)))
    assert (code, f"{DETAILS}/{field}") in codes(conversion)
    assert fate_of(conversion, f"{DETAILS}/{field}") == fate


@pytest.mark.parametrize(
    ("details", "restrictions"),
    [
        ({"restrictedAccess": True}, ["other"]),
        ({"accessibilityType": "RESTRICTED"}, ["other"]),
        ({"restrictedAccess": False, "accessibilityType": "PUBLIC"}, None),
    ],
)
def test_here_v3_says_that_access_is_restricted(
    details: dict[str, Any], restrictions: list[str] | None
) -> None:
    payload = answer(station(evStationDetails=details))
    assert location(payload, "here-v3").get("restrictions") == restrictions


def test_here_v3_has_no_private_sites() -> None:
    payload = answer(station(evStationDetails={"accessibilityType": "PRIVATE"}))
    conversion = run(payload, "here-v3")
    assert ("EV610", f"{DETAILS}/accessibilityType") in codes(conversion)
    assert fate_of(conversion, f"{DETAILS}/accessibilityType") == "dropped"


@pytest.mark.parametrize(
    ("details", "contradicts"),
    [
        ({"accessibilityType": "PRIVATE", "privateAccess": False}, True),
        ({"privateAccess": True, "accessibilityType": "RESTRICTED"}, False),
        ({"privateAccess": True, "accessibilityType": "PRIVATE"}, False),
    ],
)
def test_that_a_site_is_private_is_said_of_the_values_that_say_so(
    details: dict[str, Any], *, contradicts: bool
) -> None:
    done = check_both_ways(encode(answer(station(evStationDetails=details))), "here-v3")
    said = {pattern for code, pattern in codes(done) if code == "EV610"}
    private = {key for key, value in details.items() if value in (True, "PRIVATE")}
    assert said == {f"{DETAILS}/{key}" for key in private}
    assert (("EV427", f"{DETAILS}/privateAccess") in codes(done)) is contradicts


def test_a_public_station_in_a_private_pool_is_not_called_private() -> None:
    stations = [
        station(ccs(status("1")), id="a", evStationDetails={"privateAccess": True}),
        station(ccs(status("2")), id="b", evStationDetails={"privateAccess": False}),
    ]
    done = check_both_ways(encode(answer(*stations)), "here-v3")
    (finding,) = [each for each in support.report(done).findings if each.code == "EV610"]
    assert finding.occurrences == 1


def _paying(**methods: Any) -> Any:
    return answer(station(ccs(status("A")), evStationDetails={"paymentMethods": methods}))


def _types(*types: str, accept: bool = True) -> dict[str, Any]:
    return {"accept": accept, "types": {"type": list(types)}}


@pytest.mark.parametrize(
    ("methods", "ocpi", "here"),
    [
        ({"creditCard": {"accept": True}}, ["CREDIT_CARD_PAYABLE"], ["creditCard"]),
        ({"debitCard": {"accept": True}}, ["DEBIT_CARD_PAYABLE"], ["debitCard"]),
        ({"creditCard": {"accept": False}}, None, None),
        ({"ePayment": {"accept": True}}, None, ["mobilePayment"]),
        ({"ePayment": _types("PAYPAL")}, None, ["mobilePayment", "onlinePaypal"]),
        (
            {"other": _types("contactless-card", "rfid-reader")},
            ["CONTACTLESS_CARD_SUPPORT", "RFID_READER"],
            ["contactlessCard", "rfidReader", "mobilePayment"],
        ),
        ({"other": _types("app")}, None, ["operatorApp", "mobilePayment"]),
        (
            {"other": _types("auth-by-car-plug-and-charge", "auth-by-car-autocharge")},
            None,
            ["authByCarPlugAndCharge", "authByCarAutocharge"],
        ),
        (
            {"other": _types("terminal-qr-code", "terminal-sms")},
            None,
            ["terminalQrCode", "terminalSms", "mobilePayment"],
        ),
        (
            {
                "ePayment": _types(
                    "online-bank-payment",
                    "online-google-pay",
                    "online-credit-card",
                    "online-paypal",
                    "online-apple-pay",
                )
            },
            None,
            [
                "mobilePayment",
                "onlineBankPayment",
                "onlineGooglePay",
                "onlineCreditCard",
                "onlinePaypal",
                "onlineApplePay",
            ],
        ),
        ({"other": _types("rfid-reader", accept=False)}, None, None),
        ({"other": _types("CASHBACK")}, None, None),
    ],
)
def test_payment_stands_at_every_evse(
    methods: dict[str, Any], ocpi: list[str] | None, here: list[str] | None
) -> None:
    (evse,) = location(_paying(**methods))["evses"]
    assert evse.get("capabilities") == ocpi
    (evse,) = location(_paying(**methods), "here-v3")["evses"]
    assert evse.get("paymentSupports") == here


def test_the_umbrella_value_is_derived_unless_v2_says_it() -> None:
    for methods, origins in (
        ({"other": _types("app")}, {"converted": 1, "derived": 1}),
        ({"ePayment": {"accept": True}}, {"converted": 1}),
    ):
        report = support.report(run(_paying(**methods), "here-v3"))
        place = "/items/*/evses/*/paymentSupports/*"
        found = {line.origin: line.count for line in report.output if line.pattern == place}
        assert found == origins


@pytest.mark.parametrize(
    ("types", "fate"), [(("rfid-reader", "app"), "restructured"), (("app",), "dropped")]
)
def test_ocpi_drops_payment_types_that_it_has_no_capability_for(
    types: tuple[str, ...], fate: str
) -> None:
    conversion = run(_paying(other=_types(*types)))
    method = f"{DETAILS}/paymentMethods/other"
    assert ("EV612", f"{method}/types/type/*") in codes(conversion)
    assert fates(conversion)[f"{method}/types/type/*"]["dropped"] == 1
    assert fate_of(conversion, f"{method}/accept") == fate


@pytest.mark.parametrize("target", ["v3", "ocpi-2.2.1", "ocpi-2.3.0"])
@pytest.mark.parametrize(
    ("types", "fates_of_types", "accept"),
    [
        (("contactless-card", "online-paypal"), {"converted": 1, "dropped": 1}, "restructured"),
        (("online-paypal",), {"dropped": 1}, "dropped"),
    ],
)
def test_cards_among_the_types_of_e_payment_are_written_and_told_so(
    types: tuple[str, ...], fates_of_types: dict[str, int], accept: str, target: str
) -> None:
    conversion = run(_paying(ePayment=_types(*types)), target)
    method = f"{DETAILS}/paymentMethods/ePayment"
    assert fates(conversion)[f"{method}/types/type/*"] == fates_of_types
    assert fate_of(conversion, f"{method}/accept") == accept
    lines = {(line.pattern, line.fate): line.v3 for line in support.report(conversion).ledger}
    places = lines.get((f"{method}/types/type/*", "converted"), [""])
    assert all(place.endswith("/evses/*/capabilities/*") for place in places) is (
        "converted" in fates_of_types
    )


def test_cards_among_the_types_of_e_payment_are_lost_without_evses() -> None:
    details = {"paymentMethods": {"ePayment": _types("contactless-card")}}
    conversion = run(answer(station(evStationDetails=details)))
    assert fate_of(conversion, f"{DETAILS}/paymentMethods/ePayment/types/type/*") == "dropped"


@pytest.mark.parametrize(("first", "fate"), [(True, "dropped"), (False, "restructured")])
def test_that_access_is_not_restricted_is_lost_where_another_station_says_it_is(
    first: bool, fate: str
) -> None:
    stations = [
        station(ccs(status(str(n))), id=str(n), evStationDetails={"restrictedAccess": restricted})
        for n, restricted in enumerate((first, False))
    ]
    found = support.explained(support.encode(answer(*stations)), "here-v3")
    last = [value for value in found.v2 if value.pattern.endswith("/restrictedAccess")][-1]
    assert last.fate == fate


def test_payment_types_that_v2_does_not_say_to_be_accepted_are_counted_as_they_stand() -> None:
    conversion = run(_paying(other={"types": {"type": ["app", "LOAN"]}}))
    method = f"{DETAILS}/paymentMethods/other"
    assert f"{method}/accept" not in fates(conversion)
    assert sum(fates(conversion)[f"{method}/types/type/*"].values()) == 2


def test_what_stands_at_evses_is_lost_with_them() -> None:
    details = {"paymentMethods": {"creditCard": {"accept": True}}}
    conversion = run(answer(station(evStationDetails=details)))
    assert fate_of(conversion, f"{DETAILS}/paymentMethods/creditCard/accept") == "dropped"
    assert ("EV509", f"{DETAILS}/paymentMethods/creditCard/accept") in codes(conversion)


ROAMING = [
    {"emsp": "X", "partner_id": "p-1", "ema_id": ["NL-ECO", "nl-eco"], "country": ["NLD"]},
    {"emsp": "Y", "partner_id": "p-2", "ema_id": []},
    {"emsp": "X", "partner_id": "p-1", "ema_id": ["DE-XXX", "NL-ECO"]},
    {"emsp": "Z", "ema_id": ["FR-ZZZ"]},
    {"partner_id": "p-3"},
]


@pytest.mark.parametrize("wrapped", [True, False])
def test_here_v3_names_providers_with_partner_id_and_e_mobility_ids(wrapped: bool) -> None:
    more: dict[str, Any] = {"roamings": {"roaming": ROAMING}} if wrapped else {"roaming": ROAMING}
    conversion = run(answer(station(**more)), "here-v3")
    (found,) = locations(conversion)
    assert found["eMobilityServiceProviders"] == [
        {"name": "X", "partnerId": "p-1", "eMobilityIds": ["NL-ECO", "DE-XXX"]},
        {"name": "Y", "partnerId": "p-2"},
    ]
    base = f"{STATION}/roamings/roaming/*" if wrapped else f"{STATION}/roaming/*"
    assert fates(conversion)[f"{base}/emsp"] == {"restructured": 3, "dropped": 1}
    assert fates(conversion)[f"{base}/partner_id"] == {"restructured": 3, "dropped": 1}
    assert fates(conversion)[f"{base}/ema_id/*"] == {"restructured": 3, "dropped": 2}
    assert {("EV609", f"{base}/emsp"), ("EV608", f"{base}/ema_id/*")} <= codes(conversion)


def test_ocpi_2_3_0_names_providers_at_every_evse_and_2_2_1_does_not() -> None:
    payload = answer(
        station(
            ccs(status("A")),
            roaming=ROAMING[:3],
            evStationDetails={"paymentMethods": {"subscription": {"provider": "S"}}},
        )
    )
    for target, names in (("ocpi-2.3.0", ["S", "X", "Y"]), ("ocpi-2.2.1", None)):
        (evse,) = location(payload, target)["evses"]
        assert evse.get("accepted_service_providers") == names


# -- times ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2019-03-12T13:36:40.919Z", "2019-03-12T13:36:40.919Z"),
        ("2014-01-14T10:00:00.000+0100", "2014-01-14T09:00:00.000Z"),
        ("2014-01-14T00:30:00-05:30", "2014-01-14T06:00:00Z"),
        ("2014-01-01T00:30:00+0100", "2013-12-31T23:30:00Z"),
        ("2014-01-14 10:00", "2014-01-14T09:00:00Z"),  # of the station's zone
        ("2014-01-14T10:00:00", "2014-01-14T09:00:00Z"),
        ("2014-01-14t10:00:00z", "2014-01-14T10:00:00Z"),
        ("2014-01-14T10:00:00+01", "2014-01-14T09:00:00Z"),
        ("2014-02-30T10:00:00Z", None),
        ("2014-01-14T25:00:00Z", None),
        ("0001-01-01T00:00:00+1000", None),
        ("0999-06-01T00:00:00+0100", "0999-05-31T23:00:00Z"),
        ("2026-03-12T13:36:40.\u0669\u0661\u0669Z", None),
        ("gestern", None),
        ("1394631400", None),
        ("2014-01-14T10:00:00+9900", None),
    ],
)
def test_any_offset_becomes_utc(text: str, utc: str | None) -> None:
    conversion = run(answer(station(lastUpdateTimestamp=text)))
    (found,) = locations(conversion)
    assert found.get("last_updated") == utc
    place = f"{STATION}/lastUpdateTimestamp"
    wanted = "invalid" if utc is None else "renamed" if utc == text else "converted"
    assert fate_of(conversion, place) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0001-01-01T00:00:00Z", True),
        ("1601-01-01T00:00:00Z", True),
        ("1753-01-01T00:00:00Z", True),
        ("1970-01-01T01:00:00+0100", True),
        ("1970-01-01T01:00:00", True),  # in Berlin
        ("1900-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59Z", True),
        ("1970-01-01T01:00:00Z", False),
        ("2019-01-01T00:00:00Z", False),
    ],
)
def test_a_time_that_a_program_made_up_is_told(text: str, told: bool) -> None:
    conversion = run(answer(station(lastUpdateTimestamp=text)))
    assert (("EV442", f"{STATION}/lastUpdateTimestamp") in codes(conversion)) is told


def test_the_newest_timestamp_of_a_pool_is_written() -> None:
    older = "2026-03-01T00:00:00+0100"
    payload = answer(station(lastUpdateTimestamp=older), station(id="station-2"))
    conversion = run(payload)
    assert locations(conversion)[0]["last_updated"] == support.STAMP
    assert fates(conversion)[f"{STATION}/lastUpdateTimestamp"] == {"renamed": 1, "dropped": 1}
    assert ("EV431", f"{STATION}/lastUpdateTimestamp") in codes(conversion)


def test_the_station_time_has_no_place_of_its_own_in_here_v3() -> None:
    conversion = run(answer(station(lastUpdateTimestamp="2014-01-14T10:00:00+0100")), "here-v3")
    assert fate_of(conversion, f"{STATION}/lastUpdateTimestamp") == "dropped"
