"""v3 bytes in, v2 bytes and findings out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.limits import LOCAL, Limits
from evmap.conversion.read.budget import check_total
from evmap.conversion.read.encoding import to_utf8
from evmap.revert import here_v3, ocpi
from evmap.revert.findings import Finding, Findings
from evmap.revert.reader import Reader
from evmap.revert.split import are_here_v3, split
from evmap.revert.station import write_station
from evmap.revert.tables import backward

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Reverted(msgspec.Struct):
    """The outcome of one way back.

    stations: one for each location, in its order. locations: these as they were read; are_here:
    which of them have HERE's own form. `size` in bytes and `sha256` are those of the input.
    """

    stations: list[dict[str, Any]]
    locations: list[dict[str, Any]]
    are_here: list[bool]
    findings: list[Finding]
    ndjson: bool
    size: int
    sha256: str

    def document(self) -> bytes:
        """The v2 answer as JSON; NDJSON, one station a line, where the input was NDJSON."""
        if self.ndjson:
            return b"".join(_encode(station) + b"\n" for station in self.stations)
        head = b'{"hasMore":false,"count":%d,"evStations":{"evStation":[' % len(self.stations)
        return head + b",".join(b"\n" + _encode(s) for s in self.stations) + b"\n]}}\n"

    def patterns(self, number: int) -> frozenset[str]:
        """The patterns of the values of a location as it was read."""
        return frozenset(_patterns(self.locations[number], ""))


def revert(data: bytes, *, guide: Guide | None = None, limits: Limits = LOCAL) -> Reverted:
    """Turn v3 or OCPI locations into a v2 answer of stations.

    Takes the envelopes of all targets, lists, single locations and NDJSON, also gzipped. Raises
    ReadError where there is no location.
    """
    text, _ = to_utf8(data, limits)
    check_total(text, limits)
    locations, ndjson = split(text, limits)
    guide = guide or fixture_guide()
    tables, findings = backward(guide), Findings()
    forms = are_here_v3([location for location, _ in locations])
    stations = []
    for (location, at), is_here in zip(locations, forms, strict=True):
        form = here_v3 if is_here else ocpi
        site = form.read_location(Reader(location, at, findings), tables)
        stations.append(write_station(site, tables, findings))
    digest = hashlib.sha256(data).hexdigest()
    return Reverted(
        stations=stations,
        locations=[location for location, _ in locations],
        are_here=list(forms),
        findings=findings.all(),
        ndjson=ndjson,
        size=len(data),
        sha256=digest,
    )


def _patterns(value: Any, at: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _patterns(member, f"{at}/{key}")
    elif isinstance(value, list):
        for item in value:
            yield from _patterns(item, f"{at}/*")
    else:
        yield at
