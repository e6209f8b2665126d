"""Plugs of one EVSE in different states: one status is written, the others are lost."""

from __future__ import annotations

import pytest

from evmap.conversion import convert
from evmap.conversion.options import Options
from tests.conversion.support import (
    COMPLETE,
    ENTRY,
    GROUP,
    answer,
    ccs,
    check_both_ways,
    encode,
    fates,
    group,
    locations,
    station,
    status,
)

STATE = "/connectors/connector/*/connectorStatuses/connectorStatus/*/state"


def plugs(*states: str) -> bytes:
    """One EVSE with a plug in each state."""
    groups = [
        {
            "connectorType": {"id": "31"},
            "connectorStatuses": {"connectorStatus": [{"cpoEvseId": "E", "state": state}]},
        }
        for state in states
    ]
    return encode({"poolId": "P", "connectors": {"connector": groups}})


@pytest.mark.parametrize(
    ("states", "status", "lossy"),
    [
        (("AVAILABLE", "AVAILABLE"), "AVAILABLE", 0),
        (("AVAILABLE", "OCCUPIED"), "CHARGING", 1),
        (("OCCUPIED", "AVAILABLE"), "CHARGING", 1),
        (("AVAILABLE", "OCCUPIED", "AVAILABLE"), "CHARGING", 2),
        (("AVAILABLE", "RESERVED", "OCCUPIED"), "CHARGING", 2),
        (("UNAVAILABLE", "AVAILABLE", "AVAILABLE"), "AVAILABLE", 1),
        (("RESERVED", "AVAILABLE"), "RESERVED", 1),
    ],
)
def test_each_state_that_is_not_written_is_lossy(
    states: tuple[str, ...], status: str, lossy: int
) -> None:
    conversion = convert(plugs(*states))
    assert f'"status":"{status}"'.encode() in conversion.document
    assert conversion.counts.fates[STATE, "lossy"] == lossy
    assert conversion.counts.fates[STATE, "converted"] == len(states) - lossy
    told = [finding for finding in conversion.findings if finding.code == "EV304"]
    assert sum(finding.occurrences for finding in told) == lossy


@pytest.mark.parametrize(
    ("states", "codes"),
    [
        (("OUT_OF_SERVICE", "OCCUPIED"), {"EV304"}),
        (("OUT_OF_SERVICE", "OUT_OF_SERVICE"), {"EV301"}),
        (("OUT_OF_SERVICE", "UNAVAILABLE"), {"EV301", "EV304"}),
        (("FOO", "OCCUPIED"), {"EV302", "EV304"}),
    ],
)
def test_a_choice_is_told_where_it_is_written(states: tuple[str, ...], codes: set[str]) -> None:
    found = convert(plugs(*states)).findings
    assert {each.code for each in found if each.code.startswith("EV3")} == codes


def test_a_status_that_the_user_chose_is_not_told_where_another_is_written() -> None:
    options = Options(statuses=(("UNAVAILABLE", "UNKNOWN"),))
    found = convert(plugs("UNAVAILABLE", "OCCUPIED"), options).findings
    assert {each.code for each in found if each.code.startswith("EV3")} == {"EV304"}


@pytest.mark.parametrize(
    ("mcs", "other", "written", "dropped"),
    [
        ("OCCUPIED", "AVAILABLE", "CHARGING", 0),
        ("AVAILABLE", "OCCUPIED", "CHARGING", 1),
        ("AVAILABLE", "AVAILABLE", "AVAILABLE", 0),
    ],
)
def test_what_an_evse_has_of_a_plug_that_is_not_written_is_not_dropped(
    mcs: str, other: str, written: str, dropped: int
) -> None:
    # OCPI 2.2.1 has no MCS plug, but the EVSE of both keeps the busiest state of its plugs.
    ids = {"cpoEvseEMI3Id": "DE*ICT*E1", "physicalReference": "A", "cpoConnectorId": "m"}
    stamp = "2026-11-02T09:30:00Z"
    point = {"voltsRange": "1000V DC", "ampsRange": "3000A"}
    more = {"chargingPoint": point, "lastUpdateTimestamp": stamp}
    more["connectorDetails"] = {"reservable": True}
    groups = group("67", status("1", mcs, **ids), **more), ccs(status("1", other))
    done = check_both_ways(encode(answer(station(*groups))), "ocpi-2.2.1", **COMPLETE)
    (evse,) = locations(done)[0]["evses"]
    assert (evse["uid"], evse["evse_id"], evse["status"]) == ("1", "DE*ICT*E1", written)
    assert evse["last_updated"] == stamp
    told = fates(done)
    kept = [f"{ENTRY}/{name}" for name in ("cpoEvseId", "cpoEvseEMI3Id", "physicalReference")]
    kept += [f"{GROUP}/lastUpdateTimestamp", f"{GROUP}/connectorDetails/reservable"]
    assert not any("dropped" in told[place] for place in kept)
    assert told[f"{ENTRY}/state"].get("dropped", 0) == dropped
    assert told[f"{ENTRY}/cpoConnectorId"] == {"dropped": 1}
