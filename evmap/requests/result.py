"""What a translated request says."""

from __future__ import annotations

from importlib import resources
from string import Template
from typing import Literal

import msgspec

Basis = Literal["stated", "inferred"]

_SEARCH_GUIDE = "https://developer.here.com/documentation/geocoding-search-api/dev_guide"

#: Where the facts come from: name to title and address.
SOURCES = {
    "v3": (
        "HERE EV Charge Points API v3, OpenAPI 3.20.1",
        "https://docs.here.com/ev-products/openapi/evcp-v3-openapi.yml",
    ),
    "v2": (
        "HERE EV Charge Points API v2, Stations",
        "https://docs.here.com/ev-products/docs/stations",
    ),
    "guide": ("HERE, migration guides from v2 to v3", "https://docs.here.com/ev-products"),
    "search": (
        "HERE Geocoding and Search, EV charge points",
        "https://docs.here.com/geocoding-and-search/docs/ev-attributes",
    ),
    "route": (
        "HERE Geocoding and Search, search along the route",
        f"{_SEARCH_GUIDE}/topics/implementing-route.html",
    ),
}


class Line(msgspec.Struct, frozen=True):
    """What becomes of one parameter, or of another trait of the request."""

    parameter: str
    #: The value as it was understood; empty where it is secret or can't be read.
    value: str
    fate: str
    becomes: str
    why: str
    basis: Basis
    source: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of line, as `lines.json` has it; $words are left open."""

    parameter: str
    fate: str
    why: str
    basis: Basis
    source: str
    becomes: str = ""


_LINES = msgspec.json.Decoder(dict[str, _Words]).decode(
    (resources.files(__package__) / "lines.json").read_bytes()
)


def line(kind: str, value: str = "", **words: object) -> Line:
    """A line of a kind in `lines.json`, with what it leaves open filled in."""
    said = _LINES[kind]
    parameter, becomes, why = (
        Template(text).substitute(words) for text in (said.parameter, said.becomes, said.why)
    )
    return Line(parameter, value, said.fate, becomes, why, said.basis, said.source)


class Call(msgspec.Struct, frozen=True):
    """A request to send instead. Words in braces are for the reader to fill in."""

    title: str
    url: str
    what: str


class Translation(msgspec.Struct, frozen=True):
    """The v3 way of one v2 request."""

    #: The request as it was understood, without keys.
    request: str
    resource: str
    about: str
    calls: tuple[Call, ...]
    lines: tuple[Line, ...]
    #: Names of the parameters and headers whose values were taken out.
    hidden: tuple[str, ...]
