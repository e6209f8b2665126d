"""Strict OCPI: lengths, character sets, required fields, and what 2.2.1 lacks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversion import support
from tests.conversion.support import (
    ENTRY,
    GROUP,
    STATION,
    answer,
    ccs,
    check_both_ways,
    codes,
    encode,
    fate_of,
    location,
    locations,
    run,
    schema_errors,
    station,
    status,
)

strict = pytest.mark.parametrize("target", ["ocpi-2.2.1", "ocpi-2.3.0"])

LONG = "x" * 300


def _one(**more: Any) -> Any:
    entry = status("A", cpoConnectorId="1")
    return answer(station(ccs(entry, supplierName=more.pop("supplierName", "S")), **more))


@strict
@pytest.mark.parametrize(
    ("more", "key", "length", "place"),
    [
        ({"name": LONG}, "name", 255, "name"),
        ({"address": {"street": LONG, "city": "B", "country": "DEU"}}, "address", 255, "street"),
        ({"address": {"street": "S", "city": LONG, "country": "DEU"}}, "city", 45, "city"),
        (
            {"address": {"street": "S", "city": "B", "country": "DEU", "postalCode": LONG}},
            "postal_code",
            10,
            "postalCode",
        ),
        (
            {"address": {"street": "S", "city": "B", "country": "DEU", "region": LONG}},
            "state",
            45,
            "region",
        ),
    ],
)
def test_a_text_that_is_too_long_is_cut_and_lossy(
    more: dict[str, Any], key: str, length: int, place: str, target: str
) -> None:
    conversion = run(_one(**more), target, **support.COMPLETE)
    assert locations(conversion)[0][key] == "x" * length
    v2 = f"{STATION}/{place}" if key == "name" else f"{STATION}/address/{place}"
    assert fate_of(conversion, v2) == "lossy"
    assert ("EV604", v2) in codes(conversion)
    assert schema_errors(conversion) == []


@strict
def test_control_characters_in_texts_become_blanks(target: str) -> None:
    assert location(_one(name="a\r\n\tb\x00c"), target)["name"] == "a b c"
    assert location(_one(name="a\x85b\u2028c\u2029\x9fd"), target)["name"] == "a b c d"


@strict
def test_a_text_of_nothing_but_control_characters_is_left_out(target: str) -> None:
    entry = status("A", physicalReference="\x01\x02")
    methods = {"subscription": {"provider": "\x03", "accept": True}}
    more = {"name": "\x04", "evStationDetails": {"paymentMethods": methods}}
    payload = encode(answer(station(ccs(entry, supplierName="\x05"), **more)))
    done = check_both_ways(payload, target, **support.COMPLETE)
    (found,) = locations(done)
    assert not {"name", "operator"} & set(found)
    assert not {"physical_reference", "accepted_service_providers"} & set(found["evses"][0])
    gone = [f"{STATION}/name", f"{GROUP}/supplierName", f"{ENTRY}/physicalReference"]
    assert {fate_of(done, place) for place in gone} == {"dropped"}
    assert {("EV608", place) for place in gone} <= codes(done)


@strict
def test_what_was_cut_is_no_copy(target: str) -> None:
    stamp = "2026-03-12T13:36:40.123456789Z"
    entry = status("A", physicalReference="r" * 20)
    provider = {"subscription": {"provider": "p" * 60, "accept": True}}
    more = {
        "name": LONG,
        "address": {"street": LONG, "city": LONG, "country": "DEU", "postalCode": LONG},
        "evStationDetails": {"paymentMethods": provider},
        "lastUpdateTimestamp": stamp,
    }
    groups = ccs(entry, supplierName=LONG, lastUpdateTimestamp=stamp)
    done = check_both_ways(encode(answer(station(groups, **more))), target, **support.COMPLETE)
    origins = {line.pattern: line.origin for line in support.report(done).output}
    cut = ["name", "city", "postal_code", "operator/name", "last_updated", "evses/*/last_updated"]
    cut += ["evses/*/physical_reference", "evses/*/connectors/*/last_updated"]
    cut += ["evses/*/accepted_service_providers/*"] if target == "ocpi-2.3.0" else []
    assert {origins[f"/data/*/{place}"] for place in cut} == {"converted"}
    assert origins["/data/*/address"] == "derived"


@strict
def test_a_zone_that_is_none_is_left_out_and_not_cut(target: str) -> None:
    done = run(_one(timeZone="Z" * 300), target)
    assert fate_of(done, f"{STATION}/timeZone") == "dropped"
    told = {code for code, place in codes(done) if place == f"{STATION}/timeZone"}
    assert told == {"EV447", "EV608"}


@strict
def test_the_operator_is_cut_at_100_characters(target: str) -> None:
    conversion = run(_one(supplierName=LONG), target, **support.COMPLETE)
    assert locations(conversion)[0]["operator"] == {"name": "x" * 100}
    assert fate_of(conversion, f"{GROUP}/supplierName") == "lossy"


@strict
@pytest.mark.parametrize(
    ("more", "name", "place"),
    [
        ({"address": {"country": "Europe"}}, "country", f"{STATION}/address/country"),
        (
            {"contacts": {"phone": [{"value": "0" * 26}]}},
            "help_phone",
            f"{STATION}/contacts/phone/*/value",
        ),
        (
            {"contacts": {"phone": [{"value": "+49 1\u2013"}]}},
            "help_phone",
            f"{STATION}/contacts/phone/*/value",
        ),
    ],
)
def test_a_value_that_cutting_would_falsify_is_left_out(
    more: dict[str, Any], name: str, place: str, target: str
) -> None:
    conversion = run(_one(**more), target)
    assert name not in locations(conversion)[0]
    assert fate_of(conversion, place) == "dropped"


@strict
def test_ids_that_do_not_fit_are_uuids_that_stay_the_same(target: str) -> None:
    entry = status("e" * 40, cpoConnectorId="c" * 40, cpoEvseEMI3Id="m" * 49)
    payload = answer(station(ccs(entry)))
    conversion = run(payload, target, **support.COMPLETE)
    (evse,) = locations(conversion)[0]["evses"]
    (connector,) = evse["connectors"]
    assert "evse_id" not in evse
    assert [len(evse["uid"]), len(connector["id"])] == [36, 36]
    assert location(payload, target, **support.COMPLETE)["evses"] == [evse]
    assert {key: fate_of(conversion, f"{ENTRY}/{key}") for key in entry} == {
        "cpoEvseId": "lossy",
        "cpoConnectorId": "lossy",
        "cpoEvseEMI3Id": "dropped",
        "state": "converted",
    }
    assert schema_errors(conversion) == []


@strict
def test_a_label_and_a_time_are_cut_to_what_ocpi_holds(target: str) -> None:
    entry = status("A", physicalReference="r" * 20)
    stamp = "2026-03-12T13:36:40.123456789Z"
    payload = answer(station(ccs(entry, lastUpdateTimestamp=stamp)))
    conversion = run(payload, target, **support.COMPLETE)
    (evse,) = locations(conversion)[0]["evses"]
    assert evse["physical_reference"] == "r" * 16
    assert evse["last_updated"] == "2026-03-12T13:36:40.1234Z"
    assert fate_of(conversion, f"{ENTRY}/physicalReference") == "lossy"
    assert fate_of(conversion, f"{GROUP}/lastUpdateTimestamp") == "lossy"
    assert schema_errors(conversion) == []


@pytest.mark.parametrize(("type_id", "standard"), [("67", "MCS"), ("43", "SAE_J3400")])
def test_2_2_1_has_neither_mcs_nor_nacs(type_id: str, standard: str) -> None:
    payload = answer(station(ccs(status("A"), connectorType={"id": type_id})))
    conversion = run(payload, "ocpi-2.2.1")
    assert "evses" not in locations(conversion)[0]
    (finding,) = [f for f in support.report(conversion).findings if f.code == "EV602"]
    assert (finding.severity, standard in finding.message) == ("error", True)
    (evse,) = location(payload, "ocpi-2.3.0")["evses"]
    assert evse["connectors"][0]["standard"] == standard


@strict
def test_an_evse_keeps_the_connectors_whose_standard_the_target_has(target: str) -> None:
    payload = answer(station(ccs(status("A")), ccs(status("A"), connectorType={"id": "67"})))
    (evse,) = location(payload, target)["evses"]
    wanted = ["IEC_62196_T2_COMBO"] + (["MCS"] if target == "ocpi-2.3.0" else [])
    assert [connector["standard"] for connector in evse["connectors"]] == wanted


@strict
def test_every_missing_required_field_is_an_error_that_says_how_to_supply_it(target: str) -> None:
    bare = {"connectors": {"connector": [{"connectorType": {"id": "31"}}]}}
    conversion = run(answer(bare), target)
    told = {
        finding.message.split("requires ")[1].split(",")[0]: finding
        for finding in support.report(conversion).findings
        if finding.code == "EV601"
    }
    assert set(told) == {
        "country_code",
        "party_id",
        "id",
        "publish",
        "address",
        "city",
        "country",
        "coordinates",
        "time_zone",
        "last_updated",
    }
    assert {finding.severity for finding in told.values()} == {"error"}
    assert all(finding.suggestion for finding in told.values())
    assert "--party" in told["party_id"].suggestion
    assert "--publish" in told["publish"].suggestion


@pytest.mark.parametrize(
    ("emi3", "party"),
    [
        ("DE*ICT*E0001897", ("DE", "ICT")),
        ("DEICTE0001897", ("DE", "ICT")),
        ("VN*VNF*HNO1100*1*1", (None, None)),  # no eMI3 id
        ("25070000033801", (None, None)),
    ],
)
def test_the_party_comes_from_the_emi3_id_and_else_from_options(
    emi3: str, party: tuple[str | None, str | None]
) -> None:
    payload = answer(station(ccs(status("A", cpoEvseEMI3Id=emi3))))
    found = location(payload, "ocpi-2.2.1")
    assert (found.get("country_code"), found.get("party_id")) == party
    found = location(payload, "ocpi-2.2.1", country_code="NL", party_id="ABC")
    given = ("NL", "ABC") if party == (None, None) else party
    assert (found["country_code"], found["party_id"]) == given


@pytest.mark.parametrize("number", ["+49891234567", "089 1234567", "call us"])
def test_a_phone_number_that_2_2_1_has_no_place_for_is_lost_in_whatever_form(number: str) -> None:
    station_ = station(ccs(status("A")), contacts={"phone": [{"value": number}]})
    conversion = support.check_both_ways(support.encode(answer(station_)), "ocpi-2.2.1")
    told = {f.code: f.fate for f in conversion.findings if f.pattern.endswith("/phone/*/value")}
    assert told == {"EV402": "dropped"}
