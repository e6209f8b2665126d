"""v3 bytes in, v2 bytes and findings out."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.limits import LOCAL, Limits
from evmap.conversion.read.encoding import to_utf8
from evmap.revert import here_v3, ocpi
from evmap.revert.findings import Finding, Findings
from evmap.revert.reader import Reader
from evmap.revert.site import Opening, Position, Site
from evmap.revert.split import are_here_v3, split
from evmap.revert.station import write_station
from evmap.revert.tables import backward

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Held(msgspec.Struct, frozen=True):
    """What v3 holds of one location and a v2 stations answer has no field for.

    here: whether it came in HERE's own form. entrances: those beyond the first; here_ids: HERE's
    ids of EVSEs; opening: opening hours of a site without connectors.
    """

    here: bool = False
    entrances: tuple[Position, ...] = ()
    here_ids: frozenset[str] = frozenset()
    opening: Opening | None = None


class Reverted(msgspec.Struct):
    """The outcome of one way back.

    stations: one for each location, in its order; held: what of each has no field in v2. `size`
    in bytes and `sha256` are those of the input.
    """

    stations: list[dict[str, Any]]
    held: list[Held]
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


def revert(data: bytes, *, guide: Guide | None = None, limits: Limits = LOCAL) -> Reverted:
    """Turn v3 or OCPI locations into a v2 answer of stations.

    Takes the envelopes of all targets, lists, single locations and NDJSON, also gzipped. Raises
    ReadError where there is no location.
    """
    text, _ = to_utf8(data, limits)
    locations, ndjson = split(text, limits)
    findings = Findings()
    stations, held = _stations(locations, guide or fixture_guide(), findings)
    digest = hashlib.sha256(data).hexdigest()
    return Reverted(stations, held, findings.all(), ndjson, len(data), digest)


def _stations(
    locations: list[tuple[dict[str, Any], str]], guide: Guide, findings: Findings
) -> tuple[list[dict[str, Any]], list[Held]]:
    tables = backward(guide)
    stations, held = [], []
    forms = are_here_v3([location for location, _ in locations])
    for (location, at), is_here in zip(locations, forms, strict=True):
        form = here_v3 if is_here else ocpi
        site = form.read_location(Reader(location, at, findings), tables)
        stations.append(write_station(site, tables, findings))
        held.append(_held(site, here=is_here))
    return stations, held


def _held(site: Site, *, here: bool) -> Held:
    equipped = any(evse.plugs for evse in site.evses)
    return Held(
        here=here,
        entrances=tuple(site.entrances[1:]),
        here_ids=frozenset(evse.here_id for evse in site.evses if evse.here_id),
        opening=None if equipped else site.opening,
    )
