"""Look codes up: what a word, a list, a column, a text or a JSON document means.

The pages, the command and the API call the same functions. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from evmap.lookup.index import Hit, Index, Rank, only_hit
from evmap.lookup.pieces import Piece, pieces_of
from evmap.lookup.rows import TABLES, Meaning
from evmap.mappings.files import read_table

__all__ = [
    "MAX_CHARACTERS",
    "MAX_PIECES",
    "SYSTEMS",
    "Answer",
    "Hit",
    "Index",
    "Lookup",
    "Meaning",
    "Rank",
    "System",
    "TooMuch",
    "Unknown",
    "fixture_index",
    "look_up",
    "look_up_codes",
    "only_hit",
]

System = Literal["", "v2", "v3"]
SYSTEMS = ("v2", "v3")

#: The longest text that is taken, and the most different codes in it.
MAX_CHARACTERS, MAX_PIECES = 500_000, 2_000
#: Unknown codes for which near ones are looked for: that takes a few milliseconds each.
MOST_COMPARED = 20


class TooMuch(ValueError):
    """More than one look-up takes; the message says how much that is."""


class Answer(msgspec.Struct, frozen=True):
    """What a code means: one row of the tables. `times`: how often it was given."""

    given: str
    times: int
    meaning: Meaning
    #: The first of several counterparts; the converter writes it. Empty where there is one.
    preferred: str = ""


class Unknown(msgspec.Struct, frozen=True):
    """A text that names nothing in the tables, and codes that are spelled nearly so."""

    given: str
    times: int
    similar: tuple[str, ...] = ()


class Lookup(msgspec.Struct, frozen=True):
    """The answers in the order of the input; a code that means several things has several."""

    answers: tuple[Answer, ...]
    unknown: tuple[Unknown, ...]
    #: Different codes that were recognised.
    recognised: int


@lru_cache(maxsize=1)
def fixture_index() -> Index:
    """Return the index of the fixture files."""
    return Index({name: by_position(read_table(name)) for name in TABLES})


def by_position(records: list[dict[str, object]]) -> list[Mapping[str, object]]:
    """Return records in the order of their table."""
    return sorted(records, key=lambda record: int(str(record.get("position", 0))))


def look_up(
    text: str,
    system: System = "",
    preferred: Mapping[str, str] | None = None,
    index: Index | None = None,
) -> Lookup:
    """Look up all codes in a text: a list, a column, prose, XML or JSON.

    system: read codes as those of v2 or of v3 only. preferred: the v3 status that each v2 status
    becomes, where that is not the first of the guide. index: of the tables, where those are not
    the fixtures. Raises TooMuch.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooMuch(
            f"The text has {len(text):,} characters; {MAX_CHARACTERS:,} are taken at a time."
        )
    index = index or fixture_index()
    return _answer(pieces_of(text, index), index, system, preferred or {})


def look_up_codes(
    codes: Sequence[str],
    system: System = "",
    preferred: Mapping[str, str] | None = None,
    index: Index | None = None,
) -> Lookup:
    """Look up codes that are given one by one, however they are written. Raises TooMuch."""
    index = index or fixture_index()
    pieces = (piece for code in codes if code.strip() for piece in _of_code(code.strip(), index))
    return _answer(pieces, index, system, preferred or {})


def _of_code(code: str, index: Index) -> Iterable[Piece]:
    """The code itself where the tables know it, else what it holds, as `"id": "36"` does."""
    if index.find(code):
        return [Piece(code)]
    found = [piece for piece in pieces_of(code, index) if index.find(piece.text, piece.table)]
    return found or [Piece(code)]


def _answer(
    pieces: Iterable[Piece], index: Index, system: System, preferred: Mapping[str, str]
) -> Lookup:
    answers: list[Answer] = []
    unknown: list[Unknown] = []
    recognised = 0
    for piece, times in _counted(pieces).items():
        meanings = [
            meaning
            for meaning in index.find(piece.text, piece.table) or index.phrase(piece.text)
            if _is_of(meaning, piece.system) and _is_of(meaning, system)
        ]
        recognised += bool(meanings)
        if not meanings:
            unknown.append(_unknown(piece.text, times, index, len(unknown)))
        answers += [
            Answer(piece.text, times, meaning, _preferred(meaning, preferred))
            for meaning in meanings
        ]
    return Lookup(tuple(answers), tuple(unknown), recognised)


def _is_of(meaning: Meaning, system: str) -> bool:
    """Whether a row belongs to a system; data elements belong to both."""
    return not system or not meaning.system or meaning.system == system


def _unknown(text: str, times: int, index: Index, before: int) -> Unknown:
    near = index.similar(text) if before < MOST_COMPARED else []
    return Unknown(text, times, tuple(dict.fromkeys(hit.meaning.code for hit in near)))


def _counted(pieces: Iterable[Piece]) -> dict[Piece, int]:
    counts: dict[Piece, int] = {}
    for piece in pieces:
        counts[piece] = counts.get(piece, 0) + 1
        if len(counts) > MAX_PIECES:
            raise TooMuch(f"There are more than {MAX_PIECES:,} different codes. Give fewer.")
    return counts


def _preferred(meaning: Meaning, preferred: Mapping[str, str]) -> str:
    if meaning.table != "v2-status" or len(meaning.becomes) == 1:
        return ""
    chosen = preferred.get(meaning.code, "")
    return chosen if chosen in meaning.becomes else meaning.becomes[0]
