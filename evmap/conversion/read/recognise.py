"""Telling what a JSON value is: a v2 record, or something else that has a name."""

from __future__ import annotations

from typing import Any

from evmap.conversion.read.errors import IsV3, ReadError

#: Keys that only a v2 station has at its top.
STATION_KEYS = frozenset({"connectors", "evStationDetails", "poolId", "totalNumberOfConnectors"})

#: Keys that every result of HERE Search has, and no v2 station.
SEARCH_KEYS = frozenset({"resultType", "title"})

#: What v3 is called, what to do with it, and keys that tell it.
RESPONSE = "This is a response of HERE EV Charge Points v3."
WAY_BACK = "It needs no conversion. The way back to v2: evmap revert FILE"
V3: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"items", "missingItems"}), RESPONSE),
    (frozenset({"id", "evses", "location"}), "This is a v3 location."),
    (
        frozenset({"id", "evses", "coordinates"}),
        "This is a location of OCPI, or in the spelling of HERE's migration guide.",
    ),
)

#: (keys that tell, what else it is, what to do)
STRANGERS: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset({"data", "status_code"}),
        "This is an OCPI response.",
        "evmap reads v2 responses of the HERE EV Charge Points API.",
    ),
    (
        frozenset({"Type", "Message"}),
        "This is an error response of v2, not a list of stations.",
        "Look at its Message, and ask v2 again.",
    ),
    (
        frozenset({"error"}),
        "This is an error response, not a list of stations.",
        "Look at its error_description, and ask v2 again.",
    ),
    (
        frozenset({"message"}),
        "This is most likely an error response, not a list of stations.",
        "Look at its message, and ask v2 again.",
    ),
    (
        frozenset({"title", "status", "code", "cause"}),
        "This is an error response of v3.",
        "evmap reads v2 responses.",
    ),
)


def answer_of(keys: set[str]) -> str | None:
    """Which v2 record has these keys at its top: "station", "evses" (a pool), or None."""
    if "stations" in keys and not keys & STATION_KEYS:
        return "evses"
    if keys & STATION_KEYS:
        return "station"
    if {"position", "address"} <= keys and not keys & {*SEARCH_KEYS, "evses"}:
        return "station"
    return None


def name_what_it_is(value: Any) -> ReadError:
    """The error for JSON that is no v2 response: its name, or the closest shape and what misses."""
    if isinstance(value, list):
        return _name_list(value)
    if not isinstance(value, dict):
        return ReadError(
            f"This JSON is {_kind(value)}, not a v2 response.", "A v2 response is an object."
        )
    keys = set(value)
    if keys >= SEARCH_KEYS or ("items" in keys and _is_search(value)):
        return ReadError(
            "This is a response of HERE Search (Geocoding and Search v7), or a result of it.",
            "It tells ids for v3's lookup; evmap converts the responses of EV Charge Points v2.",
        )
    return _name_v3(value, keys) or _name_stranger(keys) or _closest(keys)


def _name_list(value: list[Any]) -> ReadError:
    if not value:
        return ReadError("The list is empty: there is no station in it.")
    first = value[0]
    if not isinstance(first, dict):
        return ReadError(f"This list holds no v2 stations. Its first entry is {_kind(first)}.")
    inner = name_what_it_is(first)
    return type(inner)(f"This list holds no v2 stations. {inner.message}", inner.advice)


def _name_v3(value: dict[str, Any], keys: set[str]) -> ReadError | None:
    for telling, what in V3:
        if telling <= keys:
            return IsV3(what, WAY_BACK)
    for key, what in (("items", RESPONSE), ("data", "This is an OCPI response.")):
        if _holds_locations(value.get(key)):
            return IsV3(what, WAY_BACK)
    return None


def _name_stranger(keys: set[str]) -> ReadError | None:
    found = (ReadError(what, advice) for telling, what, advice in STRANGERS if telling <= keys)
    return next(found, None)


def _holds_locations(data: Any) -> bool:
    """Whether what a response holds is a location of v3 or OCPI, or a list of them."""
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, dict) and {"id", "evses"} <= set(first)


def _is_search(value: dict[str, Any]) -> bool:
    items = value["items"]
    first = items[0] if isinstance(items, list) and items else {}
    return isinstance(first, dict) and bool(SEARCH_KEYS & set(first))


def _closest(keys: set[str]) -> ReadError:
    if "evStations" in keys:
        return ReadError(
            'This is nearly a stations response, but "evStations" holds no "evStation".',
            'v2 writes {"evStations": {"evStation": [...]}}.',
        )
    if "evStation" in keys:
        return ReadError(
            'This is nearly a stations response, but "evStations" around "evStation" is missing.',
            'Wrap it: {"evStations": {"evStation": [...]}}.',
        )
    if {"hasMore", "count"} & keys:
        return ReadError(
            'This is nearly a stations response, but "evStations" is missing.',
            "A response without it has no stations in it.",
        )
    shown = ", ".join(sorted(str(key)[:30] for key in keys)[:6]) or "none"
    return ReadError(
        f"This is no v2 response: neither evStations nor a station's keys are in it "
        f"(its keys: {shown}).",
        "evmap reads responses of stations, pools and evses/bulk, and single stations of them.",
    )


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "a number"
