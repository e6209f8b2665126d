"""What only HERE's own v3 has: groups, partner ids, prefixes, free connectors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversion import support
from tests.conversion.support import (
    STATION,
    answer,
    ccs,
    codes,
    group,
    location,
    locations,
    run,
    schema_errors,
    station,
    status,
)


def _groups(*groups: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = location(answer(station(*groups)), "here-v3").get(
        "connectorGroups", []
    )
    return found


def test_groups_count_connectors_by_standard_and_power() -> None:
    found = _groups(
        ccs(status("A"), status("B")),
        ccs(status("C"), maxPowerLevel=50.0),
        group("31", status("A"), status("C")),
    )
    assert [(g["standard"], g["maxPower"], g["connectorCount"]) for g in found] == [
        ("IEC_62196_T2_COMBO", 150000, 2),
        ("IEC_62196_T2", 11000, 2),
        ("IEC_62196_T2_COMBO", 50000, 1),
    ]


def test_connectors_without_power_are_in_no_group() -> None:
    assert _groups(ccs(status("A"), maxPowerLevel=None)) == []


def test_several_identical_connectors_of_one_evse_count_once() -> None:
    (found,) = _groups(ccs(status("A", cpoConnectorId="1"), status("A", cpoConnectorId="2")))
    assert found == {
        "standard": "IEC_62196_T2_COMBO",
        "maxPower": 150000,
        "connectorCount": 1,
        "connectors": [{"evseUid": "A", "connectorIds": ["1", "2"]}],
        "availableConnectorCount": 1,
    }


@pytest.mark.parametrize(
    ("states", "free"),
    [
        (("AVAILABLE", "OCCUPIED"), 1),
        (("OCCUPIED", "OUT_OF_SERVICE"), 0),
        (("AVAILABLE", "OFFLINE"), None),
        (("AVAILABLE", "OTHER"), None),
        (("AVAILABLE", None), None),
        (("AVAILABLE", "BROKEN"), None),
    ],
)
def test_free_connectors_are_counted_only_where_every_status_is_known(
    states: tuple[str | None, ...], free: int | None
) -> None:
    (found,) = _groups(ccs(*(status(str(n), state) for n, state in enumerate(states))))
    assert found.get("availableConnectorCount") == free


@pytest.mark.parametrize(
    ("counts", "free"),
    [
        ({"numberOfAvailable": 2, "numberOfInUse": 1}, 2),
        ({"numberOfAvailable": 2}, 2),
        ({"numberOfAvailable": 0}, 0),
        ({"numberOfAvailable": 4}, None),
        ({"numberOfInUse": 3}, 0),
        ({"numberOfInUse": 1}, None),
        ({}, None),
    ],
)
def test_how_many_are_free_is_told_where_v2_counts_them(
    counts: dict[str, int], free: int | None
) -> None:
    (found,) = _groups(ccs(chargingPoint={"numberOfConnectors": 3} | counts))
    assert found["connectorCount"] == 3
    assert found.get("availableConnectorCount") == free


def test_an_operator_without_a_partner_id_is_an_error_that_names_the_option() -> None:
    payload = answer(station(ccs(status("A"), supplierName="A")))
    conversion = run(payload, "here-v3")
    assert locations(conversion)[0]["operator"] == {"name": "A"}
    (finding,) = [f for f in support.report(conversion).findings if f.code == "EV601"]
    assert (finding.severity, "--partner-id" in finding.suggestion) == ("error", True)
    complete = run(payload, "here-v3", partner_id=support.PARTNER_ID)
    assert locations(complete)[0]["operator"]["partnerId"] == support.PARTNER_ID
    assert schema_errors(complete) == []
    origins = {line.pattern: line.origin for line in support.report(complete).output}
    assert origins["/items/*/operator/partnerId"] == "assumed"


def test_a_location_without_an_operator_needs_no_partner_id() -> None:
    conversion = run(answer(station(ccs(status("A")))), "here-v3")
    assert "EV601" not in {code for code, _ in codes(conversion)}
    assert schema_errors(conversion) == []


def test_a_pool_id_that_has_the_prefix_keeps_it_once() -> None:
    prefixed = f"here:evcp:charginglocation:{support.POOL_ID}"
    assert location(answer(station(poolId=prefixed)), "here-v3")["id"] == prefixed


def test_required_fields_that_v2_does_not_hold_are_errors() -> None:
    payload = answer(station(ccs(status("A")), position=None, lastUpdateTimestamp=None))
    conversion = run(payload, "here-v3")
    assert {pattern for code, pattern in codes(conversion) if code == "EV601"} == {
        STATION,
        support.ENTRY,
    }
    assert schema_errors(conversion) != []


def test_the_envelope_lists_items_and_no_missing_ones() -> None:
    found = support.document(run(answer(station(), station(poolId="b")), "here-v3"))
    assert list(found) == ["items", "missingItems"]
    assert (len(found["items"]), found["missingItems"]) == (2, [])


def test_reservable_groups_and_labels_stand_at_their_evses() -> None:
    entry = status("A", physicalReference="02020", cpoEvseEMI3Id="DE*ICT*E1")
    (evse,) = location(
        answer(station(ccs(entry, connectorDetails={"reservable": True}))), "here-v3"
    )["evses"]
    assert (evse["capabilities"], evse["physicalReference"]) == (["reservable"], "02020")
    assert evse["evseId"] == "DE*ICT*E1"


def test_evses_bulk_gives_heres_own_evse_ids() -> None:
    evse = {"id": "here-1", "cpoId": "A", "state": "AVAILABLE", "connectors": [{"typeId": "34"}]}
    (found,) = location({"id": "p", "stations": [{"evses": [evse]}]}, "here-v3")["evses"]
    assert (found["id"], found["uid"]) == ("here-1", "A")


def test_what_is_missing_of_an_address_is_named_as_it_stands_there() -> None:
    address = {"streetNumber": "31", "city": "Berlin", "country": "DEU"}
    conversion = run(answer(station(address=address)), "here-v3")
    told = [f.message for f in support.report(conversion).findings if f.code == "EV616"]
    assert told == ["address.street is not written: v2 holds no usable value for it."]
