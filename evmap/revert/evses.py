"""What EVSEs of all forms of v3 have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evmap.revert.findings import Findings
from evmap.revert.reader import Reader
from evmap.revert.site import Evse, Position, Site
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


def add_entrance(site: Site, entrance: Position, place: Reader) -> None:
    """Add an entrance; a v2 station has room for the first one only."""
    if site.entrances:
        told = ", ".join(map(str, entrance))
        place.findings.add("RV501", place.at, value=told)
    site.entrances.append(entrance)
