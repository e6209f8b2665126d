"""A v3 document to its locations: the envelopes of v3 and OCPI, lists, single locations, lines."""

from __future__ import annotations

from typing import Any

from evmap.conversion.limits import Limits
from evmap.conversion.members import members
from evmap.conversion.read.careful import parse
from evmap.conversion.read.errors import ReadError
from evmap.conversion.targets import here_v3_objects, ocpi_objects

#: Keys that only a location of OCPI has.
OCPI_KEYS = frozenset(
    {
        "coordinates",
        "opening_times",
        "time_zone",
        "last_updated",
        "country_code",
        "party_id",
        "postal_code",
        "related_locations",
        "publish",
        "help_phone",
    }
)

#: Keys that only a location of HERE's v3 has.
HERE_KEYS = {"countryCode", *(member.key for member in members(here_v3_objects.Location))}
HERE_KEYS -= {member.key for member in members(ocpi_objects.Location)}

#: Keys of v2 answers and stations, and of places of HERE Search.
FOREIGN = frozenset({"evStations", "connectors", "poolId", "evStationDetails", "resultType"})

#: The lists in which locations stand: v3, OCPI.
LISTS = ("items", "data")

#: (location, its pointer)
Found = list[tuple[dict[str, Any], str]]


def split(text: bytes, limits: Limits) -> tuple[Found, bool]:
    """The locations of a v3 document, and whether it has one on each line (NDJSON).

    Raises ReadError where there is none.
    """
    if not text.strip():
        raise ReadError("The input is empty.", "Give a v3 document.")
    try:
        value = parse(text, limits)
    except ReadError as error:
        lines = _lines(text, limits)
        if lines is None:
            raise error from None
        return lines, True
    found = _locations(value, "")
    if found is None:
        raise _stranger(value)
    return found, False


def _lines(text: bytes, limits: Limits) -> Found | None:
    """The locations of NDJSON; None where the text is none."""
    found: Found = []
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    for index, line in enumerate(lines):
        try:
            inner = _locations(parse(line, limits), f"/{index}")
        except ReadError as error:
            if not index:
                return None
            raise ReadError(
                f"Line {index + 1}: {error.message}", error.advice, index + 1, error.column
            ) from None
        if inner is None:
            raise ReadError(f"Line {index + 1} holds no location of v3.", "", index + 1, 1)
        found += inner
    return found


def _locations(value: Any, at: str) -> Found | None:
    if isinstance(value, list):
        return _entries(value, at, framed=False)
    if not isinstance(value, dict):
        return None
    for key in LISTS:
        if isinstance(value.get(key), list) and "evses" not in value:
            return _entries(value[key], f"{at}/{key}", framed=True)
    data = value.get("data")
    if isinstance(data, dict) and _is_location(data):
        return [(data, f"{at}/data")]
    return [(value, at)] if _is_location(value) else None


def _entries(values: list[Any], at: str, *, framed: bool) -> Found | None:
    """The entries of a list, if all of them are locations; in an envelope of v3 any object is."""
    found = [(value, f"{at}/{number}") for number, value in enumerate(values)]
    known = all(
        isinstance(value, dict) and (_is_location(value) or (framed and not set(value) & FOREIGN))
        for value, _ in found
    )
    return found if known and (found or framed) else None


def _is_location(value: dict[str, Any]) -> bool:
    keys = set(value)
    return not keys & FOREIGN and bool(keys & (HERE_KEYS | OCPI_KEYS | {"evses", "id"}))


def are_here_v3(locations: list[dict[str, Any]]) -> list[bool]:
    """Whether each location is of HERE's own form, and not OCPI's.

    One whose keys don't tell is as the first that tells.
    """
    told = [_is_here_v3(location) for location in locations]
    usual = next((form for form in told if form is not None), False)
    return [usual if form is None else form for form in told]


def _is_here_v3(location: dict[str, Any]) -> bool | None:
    """Whether the keys of a location are HERE's; None where they are those of both forms."""
    keys = set(location)
    if keys & HERE_KEYS or isinstance(location.get("address"), dict):
        return True
    if keys & OCPI_KEYS or isinstance(location.get("address"), str):
        return False
    evses = location.get("evses")
    first = evses[0] if isinstance(evses, list) and evses and isinstance(evses[0], dict) else {}
    if str(location.get("id", "")).startswith("here:evcp:"):
        return True
    if {"modified", "evseId", "paymentSupports"} & set(first):
        return True
    status = str(first.get("status", ""))
    return status != status.upper() if status else None


def _stranger(value: Any) -> ReadError:
    if isinstance(value, dict) and {"evStations", "connectors"} & set(value):
        return ReadError(
            "This is a v2 response.", "The way back starts from v3; evmap convert leads there."
        )
    return ReadError(
        "This JSON holds no locations of v3 or OCPI.",
        'Expected are {"items": [...]}, {"data": [...]}, a list of locations, or one.',
    )
