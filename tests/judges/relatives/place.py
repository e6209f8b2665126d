"""T8, T18, T27: countries, labels, streets."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import Statement, dc, groups, states
from tests.judges.support import Json, evses, locations, told, values


def country(code: str | None) -> Any:
    """A check of the country of an OCPI-shaped location."""
    return lambda d, r: values(locations(d), "country") == [code]


COUNTRIES = [
    Statement(
        "T8", {"address.country": "DE"}, "ocpi-2.2.1", "two letters become three", country("DEU")
    ),
    Statement(
        "T8",
        {"address.country": "DE"},
        "here-v3",
        "on HERE's wire too",
        lambda d, r: locations(d)[0]["address"].get("countryCode") == "DEU",
    ),
    Statement(
        "T8", {"address.country": "deu"}, "v3", "lower case becomes upper case", country("DEU")
    ),
    Statement(
        "T8", {"address.country": "Vietnam"}, "ocpi-2.3.0", "a name becomes a code", country("VNM")
    ),
    Statement(
        "T8",
        {"address.country": "Romania"},
        "v3",
        "a name is an assumption, and told",
        lambda d, r: values(locations(d), "country") == ["ROU"] and bool(told(r, "country")),
    ),
    Statement(
        "T8",
        {"address.country": "Deutschland"},
        "ocpi-2.2.1",
        "so does a country's own name",
        country("DEU"),
    ),
    Statement(
        "T8",
        {"address.country": "ROM"},
        "ocpi-2.2.1",
        "a withdrawn code becomes the one of today",
        country("ROU"),
    ),
    Statement(
        "T8",
        {"address.country": "XQZ"},
        "ocpi-2.2.1",
        "a code of no country is not written",
        lambda d, r: (
            values(locations(d), "country") == [None] and bool(told(r, "country", at_least="error"))
        ),
    ),
    Statement(
        "T8",
        {"address.country": "XQZ"},
        "v3",
        "in the default target it stays, and is told",
        lambda d, r: values(locations(d), "country") == ["XQZ"] and bool(told(r, "country")),
    ),
    Statement(
        "T8",
        {"address.country": "Europe"},
        "v3",
        "Europe is no country",
        lambda d, r: bool(told(r, "country")),
    ),
    Statement("T8", {"address.country": "UK"}, "ocpi-2.3.0", "UK is Great Britain", country("GBR")),
    Statement(
        "T8",
        {"address.country": "us", "address.street": "Main Street"},
        "v3",
        "the number stands where the country puts it, however it is written",
        lambda d, r: values(locations(d), "address") == ["31 Main Street"],
    ),
    Statement(
        "T8",
        {},
        "ocpi-2.2.1",
        "three letters are nothing to tell",
        lambda d, r: values(locations(d), "country") == ["DEU"] and not told(r, "country"),
    ),
]


def labels(*texts: str) -> Any:
    """A station whose EVSEs have these labels."""
    entries = [
        {"cpoEvseId": str(n), "physicalReference": text, "state": "AVAILABLE"}
        for n, text in enumerate(texts)
    ]
    return groups(dc(connectorStatuses=states(*entries)))


def apart(d: Any, r: Json) -> bool:
    """Labels that are written are not alike, and end with no blank."""
    found = [evse["physical_reference"] for evse in evses(d) if "physical_reference" in evse]
    return len(set(found)) == len(found) and all(text == text.strip() for text in found)


LONG = "Ladesäule am Eingang Nord"
LABELS = [
    Statement(
        "T18",
        labels(f"{LONG} A", f"{LONG} B"),
        "ocpi-2.2.1",
        "two long labels stay apart or go",
        apart,
    ),
    Statement(
        "T18",
        labels("Parkdeck 2, Platz 17", "Parkdeck 2, Platz 18"),
        "ocpi-2.3.0",
        "so do two that differ after sixteen characters",
        apart,
    ),
    Statement(
        "T18",
        labels("Ladeplatz Nr. 1 links"),
        "ocpi-2.2.1",
        "a cut label ends with no blank",
        apart,
    ),
    Statement(
        "T18",
        labels(f"{LONG} A", f"{LONG} B"),
        "ocpi-2.2.1",
        "what was cut is told",
        lambda d, r: bool(told(r, "physicalReference")),
    ),
    Statement(
        "T18",
        labels("A1", "A2"),
        "ocpi-2.2.1",
        "short labels stay",
        lambda d, r: values(evses(d), "physical_reference") == ["A1", "A2"],
    ),
    Statement(
        "T18",
        labels(f"{LONG} A", f"{LONG} B"),
        "v3",
        "the default target cuts nothing",
        lambda d, r: values(evses(d), "physical_reference") == [f"{LONG} A", f"{LONG} B"],
    ),
]


def address(text: str) -> Any:
    """A check of street and number in one line."""
    return lambda d, r: values(locations(d), "address") == [text]


STREETS = [
    Statement(
        "T27",
        {"address.street": "Luisenstraße 31"},
        "v3",
        "a number that the street has already",
        address("Luisenstraße 31"),
    ),
    Statement(
        "T27",
        {"address.street": "31 Main Street", "address.country": "USA"},
        "ocpi-2.2.1",
        "also in front",
        address("31 Main Street"),
    ),
    Statement(
        "T27",
        {"address.street": "Luisenstraße 31a", "address.streetNumber": "31A"},
        "v3",
        "whatever its case",
        address("Luisenstraße 31a"),
    ),
    Statement(
        "T27",
        {"address.street": "Straße des 17. Juni", "address.streetNumber": "17"},
        "v3",
        "a date in a street's name is not its number",
        address("Straße des 17. Juni 17"),
    ),
    Statement(
        "T27",
        {"address.street": "Route 31", "address.streetNumber": "3"},
        "v3",
        "nor is a part of another number",
        address("Route 31 3"),
    ),
    Statement(
        "T27",
        {"address.street": "Luisenstraße 31"},
        "here-v3",
        "HERE's two fields stay two",
        lambda d, r: locations(d)[0]["address"].get("houseNumber") == "31",
    ),
]

STATEMENTS = [*COUNTRIES, *LABELS, *STREETS]
