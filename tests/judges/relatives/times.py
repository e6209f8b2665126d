"""T19: zones and times."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import GONE, Statement
from tests.judges.support import locations, odd, origins, told, values


def updated(time: str) -> Any:
    """A check of a location's time, whatever its fraction."""
    return lambda d, r: [x.get("last_updated", "")[:19] for x in locations(d)] == [time]


NO_OFFSET = {"lastUpdateTimestamp": "2024-05-01T10:00:00"}
STATEMENTS = [
    Statement(
        "T19",
        NO_OFFSET,
        "v3",
        "a time without offset is one of the station's zone",
        updated("2024-05-01T08:00:00"),
    ),
    Statement(
        "T19",
        NO_OFFSET,
        "v3",
        "it is assumed",
        lambda d, r: origins(r, "/last_updated") >= {"assumed"},
    ),
    Statement(
        "T19",
        {**NO_OFFSET, "lastUpdateTimestamp": "2024-01-01T10:00:00"},
        "ocpi-2.2.1",
        "in winter too",
        updated("2024-01-01T09:00:00"),
    ),
    Statement(
        "T19",
        {**NO_OFFSET, "timeZone": "America/New_York"},
        "v3",
        "and elsewhere",
        updated("2024-05-01T14:00:00"),
    ),
    Statement(
        "T19",
        {**NO_OFFSET, "timeZone": GONE},
        "v3",
        "without zone and offset it is told",
        lambda d, r: bool(told(r, "imestamp")),
    ),
    Statement(
        "T19",
        {"lastUpdateTimestamp": "2024-05-01T10:00:00+0530"},
        "v3",
        "an offset is certain",
        lambda d, r: updated("2024-05-01T04:30:00")(d, r) and not odd(r),
    ),
    Statement(
        "T19",
        {"timeZone": "europe/berlin"},
        "ocpi-2.2.1",
        "a zone in lower case is mended",
        lambda d, r: values(locations(d), "time_zone") == ["Europe/Berlin"],
    ),
    *(
        Statement(
            "T19",
            {"timeZone": zone},
            "ocpi-2.3.0",
            f"{zone} is no IANA name: left out and told",
            lambda d, r: values(locations(d), "time_zone") == [None] and bool(told(r, "timeZone")),
        )
        for zone in ("+01:00", "W. Europe Standard Time", "CEST", "Bogus/Zone")
    ),
    Statement(
        "T19",
        {"timeZone": "Bogus/Zone"},
        "v3",
        "the default target keeps it, and tells",
        lambda d, r: (
            values(locations(d), "time_zone") == ["Bogus/Zone"] and bool(told(r, "timeZone"))
        ),
    ),
    Statement(
        "T19",
        {"timeZone": "Asia/Calcutta"},
        "ocpi-2.2.1",
        "an older IANA name is one",
        lambda d, r: (
            values(locations(d), "time_zone") == ["Asia/Calcutta"] and not told(r, "timeZone")
        ),
    ),
]
