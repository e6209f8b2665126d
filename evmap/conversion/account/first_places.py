"""The first places of each finding, kept while locations are entered into the counts.

A place is looked for only where it would be among the first: most locations have nothing to show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain

from evmap.conversion.account.candidates import (
    Candidate,
    candidates_in,
    is_told_by_ledger,
    key_of_moved,
    occurrences,
    place_order,
)
from evmap.conversion.counts import EXAMPLES, Counts, Key, Occurrence, finding_key
from evmap.conversion.diagnostics import Cause, Indexes, Place, path_of
from evmap.conversion.lineage.located import Located, Resolved, resolve
from evmap.conversion.pointers import joined
from evmap.conversion.read.records import Layout, Leaves, Record
from evmap.conversion.read.split import Text

#: Causes that have nothing to show are remembered, so many of them.
MOST_REMEMBERED = 5_000

#: Kind of a record, and its pattern.
Kind = tuple[str, str]


class FirstPlaces:
    """Keeps the first places of findings, for one target; `counts` get them."""

    def __init__(self, layouts: dict[str, Layout], target: str, counts: Counts) -> None:
        self.counts = counts
        self._layouts = layouts
        self._target = target
        #: The first places that were met so far, also by counts that were taken.
        self._known = Counts()
        #: Causes and patterns of which no more examples are wanted.
        self._shown: set[Cause] = set()
        self._found: dict[Kind, set[str]] = {}

    def wants(self, key: Key, record: int) -> bool:
        """Whether an example in the record at this byte would be among the first ones."""
        known = self._known.examples.get(key)
        return known is None or known.want(record)

    def wants_leaf(self, record: Record, place: Place, resolved: Resolved) -> bool:
        """Whether the ledger tells of a leaf that was moved, and an example of it is wanted."""
        key = key_of_moved(record, place, resolved, self._target)
        return key is not None and self.wants(key, record.raw.offset)

    def show(self, each: Located, resolved: Resolved) -> None:
        """Keep examples of all that is wanted in a location."""
        found = candidates_in(each, resolved, self._target)
        for record, candidates in zip(each.records, found, strict=True):
            self.keep(record.raw, candidates, each)

    def keep(self, text: Text, candidates: Iterable[Candidate], each: Located | None) -> None:
        """Keep the candidates in a text that are wanted."""
        wanted = [
            candidate
            for candidate in candidates
            if self.wants(self._name(candidate.key), text.offset)
        ]
        for key, occurrence in occurrences(text, self._first(wanted), each):
            self.add(self._name(key), occurrence)

    def _first(self, candidates: Sequence[Candidate]) -> Iterable[Candidate]:
        """The first candidates of each finding: no more are kept, however many a record has."""
        if len(candidates) <= EXAMPLES:
            return candidates
        named: dict[Key, list[Candidate]] = {}
        for candidate in candidates:
            named.setdefault(self._name(candidate.key), []).append(candidate)
        return chain.from_iterable(
            nsmallest(EXAMPLES, found, place_order) for found in named.values()
        )

    def _name(self, key: Key) -> Key:
        return self.counts.name(key) if len(key) > 2 else key

    def add(self, key: Key, occurrence: Occurrence) -> None:
        """Keep a place if it is among the first."""
        self._known.example(key, occurrence)
        self.counts.example(key, occurrence)

    def show_causes(self, plain: Sequence[Located], told: dict[Kind, list[Cause]]) -> None:
        """Keep examples of what causes say, as far as they are wanted."""
        first = plain[0].records[0].raw.offset if plain else 0
        wanted: set[Cause] = set()
        for kind, causes in told.items():
            for cause in {*causes} - self._shown:
                if self._wants_any(cause, kind, first):
                    wanted.add(cause)
                elif len(self._shown) < MOST_REMEMBERED:
                    self._shown.add(cause)
        for each in plain if wanted else ():
            record = each.records[0]
            here = wanted.intersection([cause for cause, _ in each.notes.causes])
            if any(self._wants_any(one, kind_of(record), record.raw.offset) for one in here):
                self.show(each, resolve(each, self._target))

    def _wants_any(self, cause: Cause, kind: Kind, record: int) -> bool:
        return any(self.wants(key, record) for key in self._keys_of(cause, kind))

    def _keys_of(self, cause: Cause, kind: Kind) -> Iterator[Key]:
        """What there may be examples of."""
        for diagnostic, _ in cause.said:
            pattern, fate = joined(kind[1], diagnostic.pattern), diagnostic.fate
            if diagnostic.code:
                yield finding_key(diagnostic.code, pattern, fate, diagnostic.args)
            node = self._layouts[kind[0]].nodes[diagnostic.pattern]
            if fate is None or fate == node.regular(self._target).fate:
                continue
            if is_told_by_ledger(node.row, fate):
                yield pattern, fate

    def show_leaves(
        self, chunk: Sequence[Located], leaves: Leaves, told: dict[Kind, list[Cause]]
    ) -> None:
        """Keep an example of each field's leaf with its regular fate, where the ledger tells it."""
        least = min([each.offset for each in chunk])
        for kind, counter in leaves.items():
            found = self._found.setdefault(kind, set())
            nodes = self._layouts[kind[0]].nodes
            for pattern in counter.keys() - found:
                fate = nodes[pattern].regular(self._target).fate
                key = (joined(kind[1], pattern), fate)
                if not is_told_by_ledger(nodes[pattern].row, fate) or not self.wants(key, least):
                    found.add(pattern)
                elif _moved(told.get(kind, ()), pattern) < counter[pattern]:
                    self._find_leaf(chunk, kind, pattern, key)

    def _find_leaf(self, chunk: Sequence[Located], kind: Kind, pattern: str, key: Key) -> None:
        """Keep the first leaf of a field that has its regular fate as an example."""
        columns = self._layouts[kind[0]].columns
        for each in chunk:
            moved: dict[Place, str] | None = None
            for index, record in enumerate(each.records):
                wanted = record.coerced is None and kind_of(record) == kind
                if not wanted or not self.wants(key, record.raw.offset):
                    continue
                for at, value in columns.walk(record.value, pattern):
                    if moved is None:
                        moved = resolve(each, self._target).moved
                    place = (pattern, (index, *at))
                    if place not in moved:
                        self.keep(
                            record.raw, [Candidate(key, path_of(place), value, place[1])], each
                        )
                        break


def kind_of(record: Record) -> Kind:
    """The kind of a record."""
    return record.layout.answer, record.raw.pattern


def _moved(causes: Sequence[Cause], pattern: str) -> int:
    """How many leaves of a field these causes moved."""
    return sum(number * len(_moved_by(cause, pattern)) for cause, number in Counter(causes).items())


def _moved_by(cause: Cause, pattern: str) -> set[Indexes]:
    """The places of a field that a cause tells the fate of, however often it speaks of each."""
    return {at for one, at in cause.said if one.pattern == pattern and one.fate is not None}
