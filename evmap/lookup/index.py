"""One index over all mapping tables: what a text names, what it finds, and what it resembles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from enum import IntEnum
from functools import cached_property

import msgspec

from evmap.lookup.rows import Entry, Kind, Meaning, Tables, Term, entries_of
from evmap.lookup.text import (
    normal,
    number,
    pattern,
    plain,
    queries,
    spellings,
    without_language,
)

#: What names a row, the better first; a text that a group knows is not looked for in the next.
GROUPS = (
    (Kind.CODE,),
    (Kind.NAME, Kind.SYNONYM),
    (Kind.PART,),
    (Kind.V3_PART,),
    (Kind.V3_STEP,),
)
PLACES = {kind: place for place, kinds in enumerate(GROUPS) for kind in kinds}
#: Texts shorter than this resemble too much, and how alike two spellings must be.
LONG_ENOUGH, ALIKE, MOST_ALIKE = 4, 0.8, 5
#: More rows than this hold the same words by chance.
FEW = 3


class Rank(IntEnum):
    """How well a row matches a query; the lower, the better."""

    CODE = 0
    NAME = 1
    SYNONYM = 2
    BEGINS = 3
    CONTAINS = 4
    #: Each word is somewhere, though not side by side.
    WORDS = 5
    #: Only a note on the row holds it.
    NOTE = 6
    #: Nothing holds it; the row is called nearly so.
    SIMILAR = 7


RANKS = {
    Kind.CODE: Rank.CODE,
    Kind.NAME: Rank.NAME,
    Kind.PART: Rank.NAME,
    Kind.SYNONYM: Rank.SYNONYM,
    Kind.OTHER: Rank.SYNONYM,
    Kind.V3_PART: Rank.SYNONYM,
    Kind.V3_STEP: Rank.CONTAINS,
}


class Hit(msgspec.Struct, frozen=True):
    """A row that was found, how well, and by which of its texts."""

    meaning: Meaning
    rank: Rank
    matched: str

    @property
    def why(self) -> str:
        """Return the text that matched where code and name don't show it."""
        shown = f"{self.meaning.code} {self.meaning.name}".casefold()
        return "" if self.matched.casefold() in shown else self.matched


class Index:
    """The rows of one version of the tables; `more` is found by searching only."""

    def __init__(self, tables: Tables, more: Iterable[Entry] = ()) -> None:
        self.rows = tuple(entries_of(tables))
        self.entries: tuple[Entry, ...] = (*self.rows, *more)
        self.ids: dict[int, Meaning] = {}
        #: For each of GROUPS: plain text to the rows that it names.
        self.named: tuple[dict[str, list[Meaning]], ...] = tuple(
            defaultdict(list) for _group in GROUPS
        )
        #: Codes to the letter: what is recognised in the middle of a text.
        self.exact: set[str] = set()
        for entry in self.rows:
            if entry.meaning.what:
                self._add(entry.meaning, entry.terms)

    def _add(self, meaning: Meaning, terms: Iterable[Term]) -> None:
        if meaning.table == "connector":
            self.ids[int(meaning.code)] = meaning
        for term in terms:
            self.exact |= _recognised(meaning, term)
            place = PLACES.get(term.kind)
            if place is None or not term.plain:
                continue
            rows = self.named[place][term.plain]
            if meaning not in rows:
                rows.append(meaning)

    def find(self, text: str, table: str = "") -> list[Meaning]:
        """Return the rows that a text names as a whole; in one table, or in all."""
        v2_id = number(text)
        if v2_id is not None:
            found = self.ids.get(v2_id)
            return [found] if found and table in ("", "connector") else []
        for term in map(plain, (text, without_language(text))):
            for group in self.named:
                hits = [one for one in group.get(term, ()) if table in ("", one.table)]
                if hits:
                    return hits
        return []

    def phrase(self, text: str) -> list[Meaning]:
        """Return the few rows whose names hold words side by side, such as "Type 2 Mennekes"."""
        words = normal(text)
        if " " not in words:
            return []
        looked_for = pattern(words)
        found = [
            entry.meaning
            for entry in self.rows
            if entry.meaning.what
            and looked_for.search(entry.all_spellings)
            and any(term.kind is not Kind.TEXT and term.holds(looked_for) for term in entry.terms)
        ]
        return found if len(found) <= FEW else []

    def search(self, text: str, table: str = "") -> list[Hit]:
        """Return what a query finds, best first; in one table, or in all."""
        v2_id = number(text)
        if v2_id in self.ids:
            text = str(v2_id)
        candidates = [one for one in self.entries if table in ("", one.meaning.table)]
        for words in queries(text):
            if hits := _phrase(candidates, words) or _words(candidates, words):
                return sorted(hits, key=lambda hit: hit.rank)
        return []

    def similar(self, text: str) -> list[Hit]:
        """Return the rows whose codes and names a text nearly is, the nearest first."""
        given = plain(text)
        if len(given) < LONG_ENOUGH or given.isdigit():
            return []
        near = get_close_matches(given, self._names, n=MOST_ALIKE, cutoff=ALIKE)
        rows = {row: Hit(row, Rank.SIMILAR, "") for term in near for row in self._names[term]}
        return list(rows.values())

    @cached_property
    def _names(self) -> dict[str, list[Meaning]]:
        """Every name and the rows that it names best."""
        return {term: rows for group in reversed(self.named[:-1]) for term, rows in group.items()}


def only_hit(hits: Sequence[Hit]) -> Hit | None:
    """Return the one that is meant: the only hit, or the only exact code."""
    exact = [hit for hit in hits if hit.rank is Rank.CODE]
    for found in (exact, hits):
        if len(found) == 1:
            return found[0]
    return None


def _recognised(meaning: Meaning, term: Term) -> set[str]:
    """The term where it is a code wherever it stands, and no word of a language as well."""
    text = term.text
    if meaning.table == "field" and term.kind in (Kind.PART, Kind.V3_PART, Kind.CODE):
        last = text.removesuffix("[]")
        camel = last != last.lower() and last[:1].islower()
        return {last} if "." not in last and (camel or "_" in last) else set()
    is_code = term.kind is Kind.CODE and meaning.table not in ("element", "field")
    return {text} if is_code and text != text.lower() else set()


def _phrase(candidates: Sequence[Entry], words: str) -> list[Hit]:
    looked_for, whole = pattern(words), plain(words)
    return [
        Hit(entry.meaning, rank, text)
        for entry in candidates
        if looked_for.search(entry.all_spellings) or any(one.plain == whole for one in entry.terms)
        for rank, text in _best(entry, looked_for, whole)
    ]


def _best(entry: Entry, looked_for: re.Pattern[str], whole: str) -> Iterator[tuple[Rank, str]]:
    ranked = (
        (rank, term.text)
        for term in entry.terms
        if (rank := _rank(term, looked_for, whole)) is not None
    )
    best = min(ranked, key=lambda pair: pair[0], default=None)
    if best:
        yield best


def _rank(term: Term, looked_for: re.Pattern[str], whole: str) -> Rank | None:
    if term.kind is not Kind.TEXT and term.plain == whole and whole:
        return RANKS[term.kind]
    matches = [match for spelling in term.spellings if (match := looked_for.search(spelling))]
    if not matches:
        return None
    begins = term.kind is not Kind.TEXT and any(match.start() == 0 for match in matches)
    return Rank.BEGINS if begins else Rank.CONTAINS


def _words(candidates: Sequence[Entry], words: str) -> list[Hit]:
    patterns = [pattern(word) for word in words.split()]
    return [
        Hit(entry.meaning, Rank.WORDS, "")
        for entry in candidates
        if all(word.search(entry.all_spellings) for word in patterns)
    ]


def matches(texts: Iterable[str], words: str) -> bool:
    """Say whether any of the texts holds words in normal form."""
    looked_for = pattern(words)
    return any(looked_for.search(spelling) for text in texts for spelling in spellings(text))
