"""Look up many codes at once: what each of a list, a column, a text or a JSON document means.

The page, the command and the API call the same function. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from evmap.lookup.pieces import Piece, pieces_of
from evmap.lookup.terms import SYSTEMS, Index, Meaning, fixture_index

__all__ = [
    "MAX_CHARACTERS",
    "MAX_PIECES",
    "SYSTEMS",
    "Answer",
    "Lookup",
    "Meaning",
    "System",
    "TooMuch",
    "Unknown",
    "fixture_index",
    "look_up",
    "look_up_codes",
]

System = Literal["", "v2", "v3"]

#: The longest text that is taken, and the most different codes in it.
MAX_CHARACTERS, MAX_PIECES = 500_000, 2_000


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
    """A text that names nothing in the tables."""

    given: str
    times: int


class Lookup(msgspec.Struct, frozen=True):
    """The answers in the order of the input; a code that means several things has several."""

    answers: tuple[Answer, ...]
    unknown: tuple[Unknown, ...]
    #: Different codes that were recognised.
    recognised: int


def look_up(text: str, system: System = "", preferred: Mapping[str, str] | None = None) -> Lookup:
    """Look up all codes in a text: a list, a column, prose, XML or JSON.

    system: read codes as those of v2 or of v3 only. preferred: the v3 status that each v2 status
    becomes, where that is not the first of the guide. Raises TooMuch.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooMuch(
            f"The text has {len(text):,} characters; {MAX_CHARACTERS:,} are taken at a time."
        )
    index = fixture_index()
    return _answer(pieces_of(text, index), index, system, preferred or {})


def look_up_codes(
    codes: Sequence[str], system: System = "", preferred: Mapping[str, str] | None = None
) -> Lookup:
    """Look up codes that are given one by one. Raises TooMuch."""
    pieces = (Piece(code.strip()) for code in codes if code.strip())
    return _answer(pieces, fixture_index(), system, preferred or {})


def _answer(
    pieces: Iterable[Piece], index: Index, system: System, preferred: Mapping[str, str]
) -> Lookup:
    answers: list[Answer] = []
    unknown: list[Unknown] = []
    recognised = 0
    for piece, times in _counted(pieces).items():
        meanings = [
            meaning
            for meaning in index.find(piece.text, piece.table)
            if meaning.system in (piece.system or meaning.system, "")
            and meaning.system in (system or meaning.system, "")
        ]
        recognised += bool(meanings)
        if not meanings:
            unknown.append(Unknown(piece.text, times))
        answers += [
            Answer(piece.text, times, meaning, _preferred(meaning, preferred))
            for meaning in meanings
        ]
    return Lookup(tuple(answers), tuple(unknown), recognised)


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
