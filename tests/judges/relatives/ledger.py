"""T10, T17: lossy where a value is cut, assumed where one stands in; counts."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import GONE, Statement
from tests.judges.support import (
    Json,
    evses,
    fates,
    locations,
    odd,
    origins,
    told,
    values,
)


def hours(*periods: tuple[str, str], days: int = 127) -> Any:
    """A group with opening hours."""
    period = [{"from": begin, "to": end} for begin, end in periods]
    detail = {"daymask": days, "period": period}
    return {"group.connectorDetails.openingHours": {"regularOpeningHours": [detail]}}


BEGIN, END = "/period/*/from", "/period/*/to"
NO_POOL = {"poolId": GONE}


def no_empty_places(d: Any, r: Json) -> bool:
    """What is said to have a place in v3 names it."""
    return all(
        row["v3"]
        for row in r["ledger"]
        if row["fate"] in {"same", "renamed", "converted", "restructured"}
    )


LEDGER = [
    Statement(
        "T10",
        hours(("08:00:00", "24:00:00"), days=62),
        "ocpi-2.2.1",
        "24:00 to 23:59 is lossy in strict OCPI",
        lambda d, r: fates(r, END) == {"lossy"},
    ),
    Statement(
        "T10",
        hours(("22:00:00", "06:00:00"), days=62),
        "v3",
        "the minute before midnight is lost",
        lambda d, r: "lossy" in fates(r, BEGIN) | fates(r, END) or bool(odd(r)),
    ),
    Statement(
        "T10",
        hours(("08:00:30", "20:00:00"), days=62),
        "v3",
        "seconds are lossy",
        lambda d, r: fates(r, BEGIN) == {"lossy"} and "lossy" not in fates(r, END),
    ),
    Statement(
        "T10",
        hours(("08:00:00", "20:00:00"), days=62),
        "v3",
        "whole minutes are not",
        lambda d, r: "lossy" not in fates(r, BEGIN) | fates(r, END),
    ),
    Statement(
        "T10",
        hours(("08:00:00", "24:00:00"), days=62),
        "here-v3",
        "HERE's wire loses nothing of 24:00",
        lambda d, r: "lossy" not in fates(r, END),
    ),
    Statement(
        "T10",
        NO_POOL,
        "v3",
        "a station's id that stands in is assumed",
        lambda d, r: origins(r, "/items/*/id") == {"assumed"},
    ),
    Statement(
        "T10",
        NO_POOL,
        "here-v3",
        "on HERE's wire too, and it is told",
        lambda d, r: origins(r, "/items/*/id") == {"assumed"} and bool(told(r, "/id")),
    ),
    Statement("T10", NO_POOL, "v3", "and its fate names its place", no_empty_places),
    Statement("T10", {}, "here-v3", "what has a place names it", no_empty_places),
    Statement("T10", {}, "ocpi-2.3.0", "what has a place names it", no_empty_places),
]


def counts(**numbers: int) -> Any:
    """A group with counts instead of statuses."""
    point = {f"group.chargingPoint.{name}": number for name, number in numbers.items()}
    return {"group.connectorStatuses": GONE, **point}


def free(number: int | None) -> Any:
    """A check of the free plugs of the one group."""
    return lambda d, r: (
        [one.get("availableConnectorCount") for x in locations(d) for one in x["connectorGroups"]]
        == [number]
    )


COUNTS = [
    Statement(
        "T17",
        counts(numberOfConnectors=4, numberOfAvailable=0),
        "here-v3",
        "none free is said",
        free(0),
    ),
    Statement(
        "T17",
        counts(numberOfConnectors=4, numberOfAvailable=1, numberOfInUse=1),
        "here-v3",
        "one free, two not known",
        free(1),
    ),
    Statement(
        "T17",
        counts(numberOfConnectors=4, numberOfAvailable=2, numberOfInUse=2),
        "here-v3",
        "all known",
        free(2),
    ),
    Statement(
        "T17", counts(numberOfConnectors=4), "here-v3", "nothing known, nothing said", free(None)
    ),
    Statement(
        "T17",
        counts(numberOfConnectors=4, numberOfAvailable=2),
        "v3",
        "two free, two unknown",
        lambda d, r: (
            sorted(values(evses(d), "status")) == ["AVAILABLE", "AVAILABLE", "UNKNOWN", "UNKNOWN"]
        ),
    ),
]

STATEMENTS = [*LEDGER, *COUNTS]
