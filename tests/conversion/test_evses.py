"""Connector groups to EVSEs: from statuses across groups, from counts, from evses/bulk."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.conversion import support
from tests.conversion.support import (
    ENTRY,
    GROUP,
    STATION,
    answer,
    ccs,
    codes,
    fate_of,
    group,
    location,
    run,
    station,
    status,
)


def _shape(payload: Any, target: Any = "v3") -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(uid, status, (id, standard) of each connector) of each EVSE."""
    return [
        (evse["uid"], evse["status"], [(c["id"], c["standard"]) for c in evse["connectors"]])
        for evse in location(payload, target).get("evses", ())
    ]


TYPE2, CCS2 = "IEC_62196_T2", "IEC_62196_T2_COMBO"


def test_entries_with_one_cpo_evse_id_are_one_evse_across_groups() -> None:
    payload = answer(
        station(
            ccs(status("A", cpoConnectorId="1"), status("B", "OCCUPIED", cpoConnectorId="1")),
            group("31", status("A", cpoConnectorId="2"), status("C", "RESERVED")),
        )
    )
    assert _shape(payload) == [
        ("A", "AVAILABLE", [("1", CCS2), ("2", TYPE2)]),
        ("B", "CHARGING", [("1", CCS2)]),
        ("C", "RESERVED", [("1", TYPE2)]),
    ]


def test_without_cpo_evse_ids_the_emi3_id_joins() -> None:
    emi3 = {"cpoEvseEMI3Id": "DE*ICT*E0001897"}
    payload = answer(station(ccs(status(None, **emi3)), group("31", status(None, **emi3))))
    assert _shape(payload) == [("DE*ICT*E0001897", "AVAILABLE", [("1", CCS2), ("2", TYPE2)])]
    assert location(payload)["evses"][0]["evse_id"] == "DE*ICT*E0001897"


def test_an_entry_with_the_emi3_id_alone_joins_the_evse_that_has_it() -> None:
    payload = answer(
        station(
            ccs(status("A", cpoEvseEMI3Id="DE*ICT*E1")),
            group("31", status(None, cpoEvseEMI3Id="DE*ICT*E1")),
        )
    )
    assert _shape(payload) == [("A", "AVAILABLE", [("1", CCS2), ("2", TYPE2)])]


def test_an_evse_first_met_by_its_emi3_id_gets_the_cpo_evse_id_of_a_later_entry() -> None:
    payload = answer(
        station(
            ccs(status(None, cpoEvseEMI3Id="DE*ICT*E1")),
            group("31", status("A", cpoEvseEMI3Id="DE*ICT*E1")),
            group("32", status("A")),
        )
    )
    assert _shape(payload) == [
        ("A", "AVAILABLE", [("1", CCS2), ("2", TYPE2), ("3", "IEC_62196_T3C")])
    ]
    assert location(payload)["evses"][0]["evse_id"] == "DE*ICT*E1"


def test_two_cpo_evse_ids_stay_two_evses_though_they_share_an_emi3_id() -> None:
    shared = {"cpoEvseEMI3Id": "DE*ICT*E1"}
    payload = answer(
        station(
            ccs(status(None, **shared)),
            group("31", status("A", **shared), status("B", "OCCUPIED", **shared)),
        )
    )
    assert _shape(payload) == [
        ("A", "AVAILABLE", [("1", CCS2), ("2", TYPE2)]),
        ("B", "CHARGING", [("1", TYPE2)]),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_entries_of_one_evse_join_in_any_order(order: tuple[int, ...]) -> None:
    entries = [
        ccs(status(None, cpoEvseEMI3Id="DE*ICT*E1")),
        group("31", status("A", cpoEvseEMI3Id="DE*ICT*E1")),
        group("32", status("B", "OCCUPIED")),
    ]
    found = _shape(answer(station(*(entries[place] for place in order))))
    assert {uid: sorted(standard for _, standard in plugs) for uid, _, plugs in found} == {
        "A": [TYPE2, CCS2],
        "B": ["IEC_62196_T3C"],
    }


OLDER, NEWER = "2026-03-01T10:00:00.000Z", "2026-03-02T10:00:00.000Z"


def test_the_older_time_of_a_group_stays_with_its_connectors() -> None:
    payload = answer(
        station(
            ccs(status("A"), lastUpdateTimestamp=OLDER),
            group("31", status("A"), lastUpdateTimestamp=NEWER),
        )
    )
    (evse,) = location(payload)["evses"]
    assert evse["last_updated"] == NEWER
    assert [plug["last_updated"] for plug in evse["connectors"]] == [OLDER, NEWER]
    assert ("EV431", f"{GROUP}/lastUpdateTimestamp") not in codes(run(payload))
    assert "dropped" not in support.fates(run(payload))[f"{GROUP}/lastUpdateTimestamp"]


def test_an_older_time_that_nothing_carries_is_dropped() -> None:
    point = {"voltsRange": "400V DC", "ampsRange": "375A", "lastUpdateTimestamp": OLDER}
    payload = answer(station(ccs(status("A"), lastUpdateTimestamp=NEWER, chargingPoint=point)))
    (evse,) = location(payload)["evses"]
    assert {evse["last_updated"], evse["connectors"][0]["last_updated"]} == {NEWER}
    assert ("EV431", f"{GROUP}/chargingPoint/lastUpdateTimestamp") in codes(run(payload))


def test_evses_join_across_the_stations_of_a_pool() -> None:
    payload = answer(station(ccs(status("A"))), station(group("31", status("A")), id="station-2"))
    assert _shape(payload) == [("A", "AVAILABLE", [("1", CCS2), ("2", TYPE2)])]


def test_a_connector_id_used_twice_gets_a_free_number() -> None:
    payload = answer(
        station(ccs(status("A", cpoConnectorId="2")), group("31", status("A", cpoConnectorId="2")))
    )
    assert _shape(payload) == [("A", "AVAILABLE", [("2", CCS2), ("3", TYPE2)])]
    assert ("EV511", f"{ENTRY}/cpoConnectorId") in codes(run(payload))


def test_entries_without_any_id_are_evses_with_stable_synthetic_uids() -> None:
    payload = answer(station(ccs(status(None), status(None, "OCCUPIED"))))
    first, second = _shape(payload)
    assert first[0] != second[0]
    assert [first[1], second[1]] == ["AVAILABLE", "CHARGING"]
    assert _shape(payload) == [first, second]
    assert ("EV510", ENTRY) in codes(run(payload))


def test_entries_of_one_evse_that_differ_keep_the_first_value() -> None:
    payload = answer(
        station(
            ccs(status("A", physicalReference="1")), group("31", status("A", physicalReference="2"))
        )
    )
    (evse,) = location(payload)["evses"]
    assert evse["physical_reference"] == "1"
    assert ("EV513", f"{ENTRY}/physicalReference") in codes(run(payload))
    assert support.fates(run(payload))[f"{ENTRY}/physicalReference"] == {
        "restructured": 1,
        "dropped": 1,
    }


def _counted(**counts: int) -> Any:
    point = {"voltsRange": "400V DC", "ampsRange": "375A", **counts}
    return answer(station(ccs(chargingPoint=point)))


@pytest.mark.parametrize(
    ("counts", "statuses", "findings"),
    [
        ({"numberOfConnectors": 2}, ["UNKNOWN", "UNKNOWN"], {"EV503", "EV307"}),
        (
            {"numberOfConnectors": 3, "numberOfAvailable": 1, "numberOfInUse": 2},
            ["CHARGING", "CHARGING", "AVAILABLE"],
            {"EV503"},
        ),
        (
            {"numberOfConnectors": 2, "numberOfReserved": 1, "numberOfOutOfService": 1},
            ["RESERVED", "INOPERATIVE"],
            {"EV503", "EV301"},
        ),
        (
            {"numberOfConnectors": 3, "numberOfAvailable": 1},
            ["AVAILABLE", "UNKNOWN", "UNKNOWN"],
            {"EV503", "EV305"},
        ),
        (
            {"numberOfConnectors": 2, "numberOfAvailable": 3},
            ["UNKNOWN", "UNKNOWN"],
            {"EV503", "EV305", "EV306"},
        ),
        (
            {"numberOfConnectors": 2, "numberOfInUse": 2, "numberOfAvailable": 1},
            ["CHARGING", "CHARGING"],
            {"EV503", "EV306"},
        ),
        ({"numberOfConnectors": -1}, ["UNKNOWN"], {"EV503", "EV307", "EV514"}),
        ({"numberOfConnectors": 10**6}, ["UNKNOWN"], {"EV503", "EV307", "EV514"}),
        ({"numberOfConnectors": 0}, [], {"EV509"}),
        ({}, ["UNKNOWN"], {"EV503", "EV307", "EV515"}),
        ({"numberOfAvailable": 2}, ["AVAILABLE"] * 2, {"EV503", "EV515"}),
        ({"numberOfConnectors": -1, "numberOfInUse": 2}, ["CHARGING"] * 2, {"EV503", "EV514"}),
    ],
)
def test_counts_give_evses_and_their_statuses(
    counts: dict[str, int], statuses: list[str], findings: set[str]
) -> None:
    payload = _counted(**counts)
    assert [shape[1] for shape in _shape(payload)] == statuses
    assert {code for code, _ in codes(run(payload))} == findings


def test_the_total_of_a_station_with_one_group_stands_in_for_the_missing_number() -> None:
    payload = answer(station(ccs(), totalNumberOfConnectors=3))
    assert len(_shape(payload)) == 3
    assert fate_of(run(payload), f"{STATION}/totalNumberOfConnectors") == "restructured"


def test_a_total_that_is_not_the_sum_is_dropped() -> None:
    payload = answer(station(ccs(status("A")), totalNumberOfConnectors=2))
    assert fate_of(run(payload), f"{STATION}/totalNumberOfConnectors") == "dropped"
    assert ("EV507", f"{STATION}/totalNumberOfConnectors") in codes(run(payload))


def test_counts_beside_statuses_are_dropped_where_they_disagree() -> None:
    point = {"numberOfConnectors": 3, "numberOfAvailable": 2, "numberOfInUse": 1}
    entries = (status("A"), status("B", "OCCUPIED"))
    payload = answer(station(group("34", *entries, chargingPoint=point)))
    found = support.fates(run(payload))
    assert found[f"{GROUP}/chargingPoint/numberOfConnectors"] == {"dropped": 1}
    assert found[f"{GROUP}/chargingPoint/numberOfAvailable"] == {"dropped": 1}
    assert found[f"{GROUP}/chargingPoint/numberOfInUse"] == {"restructured": 1}
    assert {"EV506", "EV308"} <= {code for code, _ in codes(run(payload))}


def test_synthetic_uids_do_not_depend_on_the_order_of_unlike_groups() -> None:
    groups = ccs(), group("31")
    forward = {shape[0] for shape in _shape(answer(station(*groups)))}
    backward = {shape[0] for shape in _shape(answer(station(*reversed(groups))))}
    assert forward == backward
    other_pool = _shape(answer(station(*groups, poolId="another")))
    assert forward.isdisjoint(shape[0] for shape in other_pool)


def test_a_status_is_dated_by_its_group_and_else_by_its_station() -> None:
    dated = ccs(status("A"), lastUpdateTimestamp="2026-03-01T10:00:00.000+0100")
    payload = answer(station(dated, group("31", status("B"))))
    first, second = location(payload)["evses"]
    assert first["last_updated"] == "2026-03-01T09:00:00.000Z"
    assert second["last_updated"] == support.STAMP
    first, second = location(payload, "here-v3")["evses"]
    assert [first["modified"], second["modified"]] == ["2026-03-01T09:00:00.000Z", support.STAMP]
    assert fate_of(run(payload, "here-v3"), f"{STATION}/lastUpdateTimestamp") == "restructured"


# -- evses/bulk -----------------------------------------------------------------------------


def _pool(*evses: Any) -> Any:
    return {"id": "pool-1", "stations": [{"id": "s", "cpoId": "C.1", "evses": list(evses)}]}


def _evse(uid: str | None, *connectors: Any, **more: Any) -> Any:
    found = {"cpoId": uid, "state": "AVAILABLE", "connectors": list(connectors), **more}
    return {key: value for key, value in found.items() if value is not None}


def test_evses_bulk_gives_the_evses_as_they_are() -> None:
    payload = _pool(
        _evse(
            "A", {"id": "1", "typeId": "34", "maxPowerLevel": 150.0}, {"id": "2", "typeId": "31"}
        ),
        _evse("B", {"typeId": "31"}, state="occupied"),
    )
    assert _shape(payload) == [
        ("A", "AVAILABLE", [("1", CCS2), ("2", TYPE2)]),
        ("B", "CHARGING", [("1", TYPE2)]),
    ]
    assert location(payload)["evses"][0]["connectors"][0]["max_electric_power"] == 150_000


@pytest.mark.parametrize(
    ("states", "status", "fates_of_states"),
    [
        (("AVAILABLE", "OCCUPIED"), "CHARGING", ("dropped", "restructured")),
        (("OUT_OF_SERVICE", "AVAILABLE"), "AVAILABLE", ("dropped", "restructured")),
        (("OCCUPIED", "OCCUPIED"), "CHARGING", ("restructured", "dropped")),
    ],
)
def test_of_connectors_in_different_states_the_busiest_tells_that_of_an_evse_without_one(
    states: tuple[str, str], status: str, fates_of_states: tuple[str, str]
) -> None:
    connectors = [{"id": str(n), "typeId": "31", "state": state} for n, state in enumerate(states)]
    payload = _pool({"cpoId": "1", "connectors": connectors})
    assert location(payload)["evses"][0]["status"] == status
    found = support.explained(support.encode(payload)).v2
    told = [value for value in found if value.pattern.endswith("connectors/*/state")]
    assert tuple(value.fate for value in told) == fates_of_states
    assert [bool(value.partners) for value in told] == [
        f == "restructured" for f in fates_of_states
    ]
    differs = len(set(states)) > 1
    assert (("EV304", "/stations/*/evses/*/connectors/*/state") in codes(run(payload))) is differs


@pytest.mark.parametrize(
    ("type_id", "fate_of_id", "fate_of_state"),
    [("31", "restructured", "restructured"), ("3", "dropped", "dropped")],
)
def test_what_stands_in_for_values_of_an_evse_is_lost_with_it(
    type_id: str, fate_of_id: str, fate_of_state: str
) -> None:
    connector = {"id": "1", "typeId": type_id, "state": "AVAILABLE"}
    conversion = run(_pool({"id": "E1", "connectors": [connector]}))
    evse = "/stations/*/evses/*"
    assert fate_of(conversion, f"{evse}/id") == fate_of_id
    assert fate_of(conversion, f"{evse}/connectors/*/state") == fate_of_state


def test_heres_evse_id_stands_in_for_a_missing_cpo_id() -> None:
    payload = _pool(_evse(None, {"typeId": "31"}, id="here-1"))
    assert _shape(payload) == [("here-1", "AVAILABLE", [("1", TYPE2)])]
    assert fate_of(run(payload), "/stations/*/evses/*/id") == "restructured"
    assert ("EV516", "/stations/*/evses/*/id") in codes(run(payload))


@pytest.mark.parametrize(
    ("evse", "code"),
    [
        (_evse(None, {"typeId": "31"}), "EV517"),
        (_evse("A"), "EV518"),
        (_evse("A", {"typeId": "3"}), "EV518"),
        (_evse("A", {"id": "1"}), "EV518"),
    ],
)
def test_an_evse_without_id_or_connectors_is_left_out(evse: Any, code: str) -> None:
    conversion = run(_pool(evse))
    assert "evses" not in support.locations(conversion)[0]
    assert code in {code for code, _ in codes(conversion)}
    assert fate_of(conversion, "/stations/*/evses/*/state") == "dropped"


def test_two_evses_of_a_pool_with_one_id_get_two_uids_and_are_told() -> None:
    payload = _pool(_evse("A", {"typeId": "31"}), _evse("A", {"typeId": "34"}))
    first, second = (shape[0] for shape in _shape(payload))
    assert first == "A"
    assert second != "A"
    assert ("EV519", "/stations/*/evses/*/cpoId") in codes(run(payload))


def test_an_evse_keeps_its_cpo_evse_id_where_the_emi3_id_is_the_same() -> None:
    same = "DE*ICT*E1"
    payload = answer(
        station(ccs(status(same, cpoEvseEMI3Id=same), status("2", cpoEvseEMI3Id=same)))
    )
    assert [uid for uid, _, _ in _shape(payload)] == [same, "2"]


def test_a_time_of_one_plug_that_here_v3_has_no_place_for_is_dropped() -> None:
    first, second = "2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"
    payload = answer(
        station(
            ccs(status("A"), lastUpdateTimestamp=first),
            group("31", status("A"), lastUpdateTimestamp=second),
        )
    )
    place = f"{GROUP}/lastUpdateTimestamp"
    assert support.fates(run(payload, "here-v3"))[place]["dropped"] == 1
    assert ("EV431", place) in codes(run(payload, "here-v3"))
    assert "dropped" not in support.fates(run(payload))[place]


def test_a_count_that_several_lost_states_made_up_is_told_once() -> None:
    payload = answer(
        station(
            ccs(status("A"), status("B"), chargingPoint={"numberOfAvailable": 2}),
            group("31", status("A", "OCCUPIED"), status("B", "OCCUPIED")),
        )
    )
    place = f"{GROUP}/chargingPoint/numberOfAvailable"
    found = [f for f in support.report(run(payload)).findings if f.pattern == place]
    assert [(f.code, f.occurrences) for f in found] == [("EV304", 1)]
