"""What all forms of v3 have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from evmap.conversion.model import Period
from evmap.revert.findings import Findings
from evmap.revert.reader import Reader
from evmap.revert.site import Evse, Opening, Position, Site
from evmap.revert.tables import Backward


def equipment(reader: Reader, tables: Backward) -> Evse:
    """An EVSE with its uid and status; the rest is spelled differently in each form."""
    evse = Evse(reader.at, reader.text("uid"))
    spelled = reader.text("status")
    if spelled is not None:
        evse.status = tables.status(spelled)
        if evse.status is None:
            reader.findings.add("RV302", reader.place("status"), spelled[:40], value=spelled)
    return evse


def shared_words(lists: Sequence[Sequence[tuple[str, str]]], findings: Findings) -> list[str]:
    """The words of all EVSEs, each once; of one that is not on all a finding tells."""
    counts = Counter(word for words in lists for word in dict(words))
    for words in lists:
        for word, place in words:
            if counts[word] < len(lists):
                findings.add("RV504", place, word[:60], value=word)
    return list(counts)


def known_words(reader: Reader, key: str, known: Collection[str]) -> list[tuple[str, str]]:
    """(word, pointer) of the words of a list that v2 has a place for; of others a finding tells."""
    found = []
    for word, place in reader.words(key):
        if word in known:
            found.append((word, place))
        else:
            reader.findings.add("RV101", place, value=word)
    return found


def read_positions(
    location: Reader, site: Site, position: str, entrances: str, degrees: tuple[str, str]
) -> None:
    """The position and the entrances at these keys; a v2 station has room for one entrance."""
    site.position = _position(location.child(position), *degrees)
    for place in location.children(entrances):
        entrance = _position(place, *degrees)
        if entrance is not None:
            if site.entrances:
                told = ", ".join(map(str, entrance))
                place.findings.add("RV501", place.at, value=told)
            site.entrances.append(entrance)


def _position(place: Reader, north: str, east: str) -> Position | None:
    latitude, longitude = place.degrees(north, 90), place.degrees(east, 180)
    place.close()
    return None if latitude is None or longitude is None else (latitude, longitude)


def opening_of(always: bool | None, periods: list[Period]) -> Opening | None:
    """Opening times; None where v3 tells none."""
    if always is None and not periods:
        return None
    return Opening(bool(always), () if always else tuple(periods))
