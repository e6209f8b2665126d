"""T7, T22, T24, T28: what is missing, blank, or only a program's default."""

from __future__ import annotations

import json
from typing import Any

from tests.judges.statements import GONE, Changes, Statement
from tests.judges.support import Json, evses, locations, odd, plugs, told, values


def an_error(about: str = "") -> Any:
    """A check that an error is about something."""
    return lambda d, r: bool(told(r, about, at_least="error"))


def a_warning(*about: str) -> Any:
    """A check that a warning or an error is about one of these words."""
    return lambda d, r: any(told(r, word) for word in about)


NOWHERE: Changes = {"position": GONE}
MISSING = [
    Statement(
        "T7",
        {"position": {"latitude": None, "longitude": None}},
        "v3",
        "a position of nulls is an error",
        an_error(),
    ),
    Statement(
        "T7", {"position": {"latitude": 52.5}}, "v3", "half a position is an error", an_error()
    ),
    Statement(
        "T7",
        {"position": {"latitude": "abc", "longitude": "def"}},
        "v3",
        "words are no position",
        an_error(),
    ),
    Statement(
        "T7",
        {"position": {"latitude": 91, "longitude": 13}},
        "v3",
        "there is no latitude of 91",
        an_error(),
    ),
    Statement("T7", NOWHERE, "here-v3", "no position is an error on HERE's wire", an_error()),
    Statement("T7", {"position": {}}, "v3", "nor is an empty one a position", an_error()),
    Statement("T7", {"address": GONE}, "v3", "no address is told", a_warning("address")),
    Statement("T7", {"address.country": GONE}, "v3", "no country is told", a_warning("country")),
    Statement(
        "T7",
        {"lastUpdateTimestamp": GONE},
        "v3",
        "no time is told",
        a_warning("last_updated", "timestamp"),
    ),
    Statement(
        "T7",
        {"address.country": GONE},
        "ocpi-2.3.0",
        "no country is an error where it is required",
        an_error("country"),
    ),
    Statement(
        "T7",
        "b16_empty_strings",
        "v3",
        "empty texts are missing texts, and told",
        lambda d, r: bool(odd(r)),
    ),
    Statement(
        "T7",
        {},
        "v3",
        "nothing is told where nothing is missing",
        lambda d, r: not odd(r) and not told(r, at_least="error"),
    ),
]


def no_blank(d: Any, r: Json) -> bool:
    """No text of blanks is written."""
    return '" "' not in json.dumps(d) and '"  "' not in json.dumps(d)


BLANK = [
    *(
        Statement("T22", {path: " "}, target, f"a blank is no {what}", no_blank)
        for path, target, what in (
            ("poolId", "v3", "id of a pool"),
            ("name", "here-v3", "name"),
            ("address.city", "v3", "city"),
            ("timeZone", "ocpi-2.3.0", "time zone"),
            ("state.cpoEvseId", "v3", "id of an EVSE"),
            ("group.supplierName", "v3", "name of an operator"),
        )
    ),
    Statement(
        "T22",
        {"address.city": "  "},
        "ocpi-2.2.1",
        "a blank satisfies nothing that is required",
        an_error("city"),
        ("--party", "DE*ICT"),
    ),
    Statement(
        "T22",
        {"group.connectorType.id": "31.0"},
        "v3",
        "31.0 is 31",
        lambda d, r: values(plugs(d), "standard") == ["IEC_62196_T2"],
    ),
    Statement(
        "T22",
        {"group.connectorType.id": 31.0},
        "v3",
        "so is the number",
        lambda d, r: values(plugs(d), "standard") == ["IEC_62196_T2"],
    ),
    Statement(
        "T22",
        {"group.connectorType.id": "031"},
        "v3",
        "and 031, or it is told",
        lambda d, r: (
            values(plugs(d), "standard") == ["IEC_62196_T2"] or bool(told(r, at_least="error"))
        ),
    ),
    Statement(
        "T22", {"group.connectorType.id": "3 1"}, "v3", "3 1 is not 31", lambda d, r: not plugs(d)
    ),
    Statement(
        "T22",
        {"state.state": " available "},
        "v3",
        "a state with blanks is that state",
        lambda d, r: values(evses(d), "status") == ["AVAILABLE"],
    ),
    Statement(
        "T22",
        {"state.cpoEvseId": " 1 "},
        "v3",
        "so is an id",
        lambda d, r: values(evses(d), "uid") == ["1"],
    ),
    Statement(
        "T22",
        {
            "evStationDetails.paymentMethods.other": {
                "accept": True,
                "types": {"type": [" rfid-reader"]},
            }
        },
        "v3",
        "so is a kind of payment",
        lambda d, r: values(evses(d), "capabilities") == [["RFID_READER"]],
    ),
    Statement(
        "T22",
        {"address.country": " DEU "},
        "ocpi-2.2.1",
        "so is a country",
        lambda d, r: values(locations(d), "country") == ["DEU"],
    ),
    Statement(
        "T22",
        " 31 ",
        "lookup",
        "the look-up takes it alike",
        lambda o: "IEC_62196_T2" in o.printed,
        command="lookup",
    ),
    Statement(
        "T22", "31.0", "lookup", "and 31.0", lambda o: "IEC_62196_T2" in o.printed, command="lookup"
    ),
]


def not_said(text: str) -> Any:
    """A check that no message or suggestion says something."""
    return lambda d, r: text not in json.dumps(r["findings"])


DENIED = [
    Statement(
        "T24",
        {"address.country": "XQZ"},
        "ocpi-2.2.1",
        "v2 holds a country, if not one of ISO",
        not_said("v2 holds no country"),
    ),
    Statement(
        "T24",
        {"address.country": "Middle-earth"},
        "ocpi-2.3.0",
        "v2 holds a country, if not one of ISO",
        not_said("v2 holds no country"),
    ),
    Statement(
        "T24",
        {"timeZone": "Bogus/Zone"},
        "ocpi-2.2.1",
        "v2 holds a zone, if not one of IANA",
        not_said("v2 holds no timeZone"),
    ),
    Statement(
        "T24",
        {"lastUpdateTimestamp": "yesterday"},
        "ocpi-2.2.1",
        "v2 holds a time, if not one to read",
        not_said("v2 holds no lastUpdateTimestamp"),
    ),
    Statement(
        "T24",
        {"address.country": GONE},
        "ocpi-2.2.1",
        "where v2 holds none, that is said",
        lambda d, r: bool(told(r, "country", at_least="error")),
    ),
]

DEFAULTS = [
    *(
        Statement(
            "T28",
            {"lastUpdateTimestamp": time},
            target,
            f"{time} is a program's default, and told",
            lambda d, r: bool(odd(r)),
        )
        for time, target in (
            ("0001-01-01T00:00:00Z", "v3"),
            ("1970-01-01T00:00:00.000Z", "v3"),
            ("1970-01-01T00:00:00Z", "ocpi-2.2.1"),
        )
    ),
    Statement(
        "T28",
        {"position": {"latitude": 0.0, "longitude": 0.0}},
        "here-v3",
        "so is a position of 0/0",
        lambda d, r: bool(odd(r)),
    ),
    Statement(
        "T28",
        {"position": {"latitude": "0.00000", "longitude": "0.00000"}},
        "v3",
        "also as text",
        lambda d, r: bool(odd(r)),
    ),
    Statement(
        "T28",
        {"lastUpdateTimestamp": "2015-06-01T00:00:00Z"},
        "v3",
        "midnight of an older day is a time",
        lambda d, r: not odd(r),
    ),
]

STATEMENTS = [*MISSING, *BLANK, *DENIED, *DEFAULTS]
