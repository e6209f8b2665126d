"""What is lost on the way from v2 to v3, and on the way back, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evmap.mappings.models import Connector, Field, Standard, StatusPair
from evmap.mappings.snapshot import Snapshot

NOTHING_LOST = "Nothing is lost."


def join(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def number_word(number: int) -> str:
    """Return a small number as a word."""
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))


def connector_there(row: Connector) -> list[str]:
    """Return what becomes of a v2 id on the way to v3."""
    codes = [equivalence.standard.code for equivalence in row.equivalences.all()]
    if len(codes) > 1:
        becomes = f"{row.v2_id} becomes one of {number_word(len(codes))} standards."
        return [becomes, "Which one is assumed where the response doesn't say enough."]
    return [row.reason or f"{row.v2_id} becomes {codes[0]}. {NOTHING_LOST}"]


def connector_back(row: Connector) -> list[str]:
    """Return what comes back as a v2 id."""
    standards = [equivalence.standard for equivalence in row.equivalences.all()]
    if not standards:
        return [f"No v3 standard comes back as {row.v2_id}.", *_successor_back(row)]
    codes = [standard.code for standard in standards]
    if len(codes) == 1:
        return [_standard_back_sentence(standards[0])]
    all_of_them = f"All {number_word(len(codes))} standards come back as {row.v2_id}."
    return [f"{all_of_them} Which one it was is lost."]


def _successor_back(row: Connector) -> list[str]:
    standards = [one.standard for one in row.successors.all() if one.standard.equivalences.all()]
    return [
        f"Written as {standard.code}, it comes back as {_ids(standard)}, not as {row.v2_id}."
        for standard in standards
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
    others = [
        one.standard.code
        for equivalence in row.equivalences.all()
        for one in equivalence.connector.equivalences.all()
        if one.standard != row
    ]
    return _back_sentence(row.code, _ids(row), others)


def _back_sentence(code: str, v2: str, others: list[str]) -> str:
    """Return what a v3 code comes back as; `others` come back as the same."""
    if not others:
        return f"{code} comes back as {v2}. {NOTHING_LOST}"
    verb = "do" if len(others) > 1 else "does"
    return f"{code} comes back as {v2}, as {join(others)} {verb}. Which one it was is lost."


def _ids(row: Standard) -> str:
    return join((str(one.connector.v2_id) for one in row.equivalences.all()), "or")


def status_back(pairs: Iterable[StatusPair], tables: Snapshot) -> list[str]:
    """Return what the v3 statuses of a v2 status come back as."""
    return [_v3_back(pair.v3.code, tables) for pair in pairs]


def _v3_back(code: str, tables: Snapshot) -> str:
    v2_codes = [pair.v2.code for pair in tables.pairs_of(v3=code) if pair.in_guide]
    if not v2_codes:
        return f"The guide names no v2 status for {code} to come back to."
    rivals = [pair.v3.code for v2 in v2_codes for pair in tables.pairs_of(v2=v2)]
    return _back_sentence(code, join(v2_codes, "or"), [rival for rival in rivals if rival != code])


def status_there(pairs: Iterable[StatusPair]) -> list[str]:
    """Return what becomes of a v2 status on the way to v3; equal reasons once."""
    sentences = [
        pair.reason if pair.reason else f"{pair.v2.code} becomes {pair.v3.code}. {NOTHING_LOST}"
        for pair in pairs
    ]
    return list(dict.fromkeys(sentences))


@dataclass(frozen=True)
class Outcome:
    """What happens to the value of a field in the targets that treat it alike."""

    targets: str
    part: str
    reason: str


def field_outcomes(row: Field) -> list[Outcome]:
    """Return what happens to a field's value, target by target; equal targets together."""
    targets: dict[tuple[str, str], list[str]] = {}
    for one in row.targets.all():
        targets.setdefault((one.part, one.reason), []).append(one.target)
    return [Outcome(", ".join(names), *what) for what, names in targets.items()]
