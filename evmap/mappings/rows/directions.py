"""What is lost on the way from v2 to v3, and on the way back, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from evmap.mappings.models import Connector, Standard, StatusPair
from evmap.mappings.snapshot import Snapshot

NOTHING_LOST = "Nothing is lost."


def join(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def connector_there(row: Connector) -> list[str]:
    """Return what becomes of a v2 id on the way to v3."""
    codes = [equivalence.standard.code for equivalence in row.equivalences.all()]
    if len(codes) == 1 and not row.reason:
        return [f"{row.v2_id} becomes {codes[0]}. {NOTHING_LOST}"]
    return [row.reason] if row.reason else [f"{row.v2_id} becomes {join(codes, 'or')}."]


def connector_back(row: Connector) -> list[str]:
    """Return what comes back as a v2 id."""
    standards = [equivalence.standard for equivalence in row.equivalences.all()]
    if not standards:
        return [f"No v3 standard comes back as {row.v2_id}.", *_successor_back(row)]
    codes = [standard.code for standard in standards]
    if len(codes) == 1:
        return [_standard_back_sentence(standards[0])]
    return [f"{join(codes)} all come back as {row.v2_id}. Which one it was is lost."]


def _successor_back(row: Connector) -> list[str]:
    return [
        f"Written as {one.standard.code}, it comes back as {_ids(one.standard)}, not as {row.v2_id}."
        for one in row.successors.all()
        if one.standard.equivalences.all()
    ]


def standard_there(row: Standard) -> list[str]:
    """Return what becomes a standard on the way from v2."""
    connectors = [equivalence.connector for equivalence in row.equivalences.all()]
    sentences = []
    for connector in connectors:
        others = [one.standard.code for one in connector.equivalences.all() if one.standard != row]
        if others:
            sentences.append(f"{connector.v2_id} becomes {row.code}, or {join(others, 'or')}.")
            sentences.append(connector.reason)
        else:
            sentences.append(f"{connector.v2_id} becomes {row.code}. {NOTHING_LOST}")
    return sentences or ["The guide names no v2 id that becomes this standard."]


def standard_back(row: Standard) -> list[str]:
    """Return what a standard comes back as."""
    if not row.equivalences.all():
        return ["The guide names no v2 id to come back to."]
    return [_standard_back_sentence(row)]


def _standard_back_sentence(row: Standard) -> str:
    connectors = [equivalence.connector for equivalence in row.equivalences.all()]
    shared = any(len(connector.equivalences.all()) > 1 for connector in connectors)
    if shared:
        return f"{row.code} comes back as {_ids(row)}, which stands for several standards: which one it was is lost."
    return f"{row.code} comes back as {_ids(row)}. {NOTHING_LOST}"


def _ids(row: Standard) -> str:
    return join((str(one.connector.v2_id) for one in row.equivalences.all()), "or")


def status_back(pairs: Iterable[StatusPair], tables: Snapshot) -> list[str]:
    """Return what the v3 statuses of a v2 status come back as."""
    return [_v3_back(pair.v3.code, tables) for pair in pairs]


def _v3_back(code: str, tables: Snapshot) -> str:
    back = [pair for pair in tables.pairs_of(v3=code) if pair.in_guide]
    v2_codes = [pair.v2.code for pair in back]
    if not v2_codes:
        return f"{code}: the guide names no v2 status to come back to."
    shared = any(len(tables.pairs_of(v2=v2)) > 1 for v2 in v2_codes)
    lost = "Which of its candidates it was is lost." if shared else NOTHING_LOST
    return f"{code} comes back as {join(v2_codes, 'or')}. {lost}"


def status_there(pairs: Iterable[StatusPair]) -> list[str]:
    """Return what becomes of a v2 status on the way to v3; equal reasons once."""
    sentences = [
        pair.reason if pair.reason else f"{pair.v2.code} becomes {pair.v3.code}. {NOTHING_LOST}"
        for pair in pairs
    ]
    return list(dict.fromkeys(sentences))
