"""Finding entries: exact code, exact name, synonym, beginning, anywhere. Notes come last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from evmap.mappings.search.index import Entry, Kind, Term, entries
from evmap.mappings.search.text import pattern, queries
from evmap.mappings.snapshot import Snapshot


class Rank(IntEnum):
    """How well an entry matches; the lower, the better."""

    CODE = 0
    NAME = 1
    SYNONYM = 2
    BEGINS = 3
    CONTAINS = 4
    #: Each word is somewhere, though not side by side.
    WORDS = 5
    #: Only a note on the row holds it.
    NOTE = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, how well, and by which of its texts."""

    entry: Entry
    rank: Rank
    matched: str

    @property
    def why(self) -> str:
        """Return the text that matched where code and name don't show it."""
        shown = f"{self.entry.code} {self.entry.name}".casefold()
        return "" if self.matched.casefold() in shown else self.matched


def find(tables: Snapshot, query: str, table: str = "") -> list[Hit]:
    """Return what a query finds, best first; in one table, or in all."""
    candidates = [entry for entry in entries(tables) if table in ("", entry.table)]
    for words in queries(query):
        if hits := _phrase(candidates, words) or _words(candidates, words):
            return sorted(hits, key=lambda hit: hit.rank)
    return []


def keys(tables: Snapshot, query: str, table: str) -> set[str]:
    """Return the natural keys of the rows of a table that a query finds."""
    return {hit.entry.key for hit in find(tables, query, table)}


def only_hit(hits: Sequence[Hit]) -> Hit | None:
    """Return the one that is meant: the only hit, or the only exact code."""
    exact = [hit for hit in hits if hit.rank is Rank.CODE]
    for found in (exact, hits):
        if len(found) == 1:
            return found[0]
    return None


def _phrase(candidates: Sequence[Entry], words: str) -> list[Hit]:
    looked_for = pattern(words)
    hits = (_best(entry, looked_for) for entry in candidates)
    return [hit for hit in hits if hit]


def _best(entry: Entry, looked_for: re.Pattern[str]) -> Hit | None:
    ranked = (
        (rank, term.text) for term in entry.terms if (rank := _rank(term, looked_for)) is not None
    )
    best = min(ranked, key=lambda pair: pair[0], default=None)
    return Hit(entry, *best) if best else None


def _rank(term: Term, looked_for: re.Pattern[str]) -> Rank | None:
    matches = [match for spelling in term.spellings if (match := looked_for.search(spelling))]
    if not matches:
        return None
    if term.kind is not Kind.TEXT:
        if any(match.group() == match.string for match in matches):
            return Rank(term.kind)
        if any(match.start() == 0 for match in matches):
            return Rank.BEGINS
    return Rank.CONTAINS


def _words(candidates: Sequence[Entry], words: str) -> list[Hit]:
    patterns = [pattern(word) for word in words.split()]
    return [
        Hit(entry, Rank.WORDS, "")
        for entry in candidates
        if all(any(_rank(term, word) is not None for term in entry.terms) for word in patterns)
    ]
