"""T1: a station that comes twice is one station."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import (
    GONE,
    Statement,
    lines,
    response,
    station,
)
from tests.judges.support import Json, evses, locations, odd, values

OLD = "2024-04-30T10:00:00.000Z"
NEW = "2024-05-02T10:00:00.000Z"


def at(time: str, state: str, **more: Any) -> Json:
    """The plain station as it was at a time."""
    return station({"lastUpdateTimestamp": time, "state.state": state, **more})


def plugs_each(d: Any) -> list[int]:
    """The number of connectors of each EVSE."""
    return [len(evse["connectors"]) for evse in evses(d)]


COUNTS = {"group.connectorStatuses": GONE, "group.chargingPoint.numberOfConnectors": 2}
LOST = {"poolId": GONE}

STATEMENTS = [
    Statement(
        "T1",
        lines(at(OLD, "OCCUPIED"), at(NEW, "AVAILABLE"), at(OLD, "RESERVED")),
        "v3",
        "three snapshots are one plug in its newest state",
        lambda d, r: (values(evses(d), "status"), plugs_each(d)) == (["AVAILABLE"], [1]),
    ),
    Statement(
        "T1",
        lines(at(NEW, "AVAILABLE"), at(OLD, "OCCUPIED")),
        "v3",
        "the newest counts, not the last",
        lambda d, r: values(evses(d), "status") == ["AVAILABLE"],
    ),
    Statement(
        "T1",
        response(at(NEW, "AVAILABLE"), at(NEW, "AVAILABLE")),
        "v3",
        "the same record twice is told",
        lambda d, r: plugs_each(d) == [1] and bool(odd(r)),
    ),
    Statement(
        "T1",
        response(station(COUNTS), station(COUNTS), station(COUNTS)),
        "ocpi-2.2.1",
        "three times two plugs by counts are two EVSEs",
        lambda d, r: len(evses(d)) == 2,
    ),
    Statement(
        "T1",
        response(
            at(OLD, "AVAILABLE"),
            at(NEW, "AVAILABLE", **{"state.cpoEvseId": "2", "state.cpoEvseEMI3Id": "DE*ICT*E2"}),
        ),
        "v3",
        "an EVSE that has gone since is not there",
        lambda d, r: values(evses(d), "uid") == ["2"],
    ),
    Statement(
        "T1",
        response(
            station({**LOST, "name": "Old", "lastUpdateTimestamp": OLD}),
            station({**LOST, "name": "New", "lastUpdateTimestamp": NEW}),
        ),
        "v3",
        "without pools the newest record is the location",
        lambda d, r: values(locations(d), "name") == ["New"],
    ),
    Statement(
        "T1",
        response(station(LOST), station(LOST)),
        "ocpi-2.3.0",
        "two locations never have one id",
        lambda d, r: len(locations(d)) == 1,
    ),
    Statement(
        "T1",
        lines(station(LOST), station(LOST)),
        "v3",
        "nor two lines of NDJSON",
        lambda d, r: len(locations(d)) == 1,
    ),
    Statement(
        "T1",
        response(station({"lastUpdateTimestamp": GONE}), station({"lastUpdateTimestamp": GONE})),
        "v3",
        "nor does a missing time double anything",
        lambda d, r: plugs_each(d) == [1] and bool(odd(r)),
    ),
    Statement(
        "T1",
        response(station(COUNTS), station({**COUNTS, "id": "another"})),
        "v3",
        "two stations of one pool are two",
        lambda d, r: (len(locations(d)), len(evses(d))) == (1, 4),
    ),
    Statement(
        "T1",
        response(
            station(),
            station({"id": "another", "state.cpoEvseId": "2", "state.cpoEvseEMI3Id": "DE*ICT*E2"}),
        ),
        "v3",
        "two stations of one pool come without a word on twins",
        lambda d, r: len(evses(d)) == 2 and not odd(r),
    ),
    Statement(
        "T1",
        response(at(OLD, "OCCUPIED"), at(NEW, "AVAILABLE")),
        "here-v3",
        "one plug in a group's count",
        lambda d, r: (
            [g["connectorCount"] for x in locations(d) for g in x["connectorGroups"]] == [1]
        ),
    ),
    Statement(
        "T1",
        {"a.json": response(station(LOST)), "b.json": response(station(LOST))},
        "v3",
        "the same station in two files is told",
        lambda d, r: bool(odd(r)),
    ),
    Statement(
        "T1",
        {
            "a.json": response(station()),
            "b.json": response(station({"poolId": "evcp0-other", "id": "other"})),
        },
        "v3",
        "two stations in two files are nothing to tell",
        lambda d, r: not odd(r),
    ),
]
