"""The account of converted locations: every leaf of both sides counted, every diagnostic told.

Leaves are counted column by column and get the regular fate of their field. What rules and targets
said moves single leaves to another fate. Causes, which never tell of one value twice, are only
counted; what is said beside them is settled value by value, and so are causes where both may tell
of one value.

What is only counted is kept as it is, and becomes fates and findings when the counts are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import chain
from typing import Any

from evmap.conversion.candidates import (
    Candidate,
    Text,
    candidates_in,
    candidates_of_coerced,
    is_told_by_ledger,
    key_of,
    occurrences,
    place_order,
    plain_key,
    tells_loss,
    whole_pattern,
)
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.columns import Columns
from evmap.conversion.counts import (
    EXAMPLES,
    OTHERS,
    Counts,
    Examples,
    Key,
    Occurrence,
)
from evmap.conversion.diagnostics import Cause, Indexes, Place, path_of
from evmap.conversion.located import (
    NOTHING,
    Located,
    Resolved,
    beside_causes,
    regular_fate,
    resolve,
    told_fate,
)
from evmap.conversion.pointers import joined
from evmap.conversion.read.coerce import Coerced
from evmap.conversion.read.records import Layout, Leaves, Record
from evmap.conversion.targets.base import CONNECTORS, EVSES, Target
from evmap.conversion.targets.schema import values

#: Causes and special origins that are only counted before they are entered, and the memory is free.
MOST_PENDING = 5_000

#: Kind of a record, and its pattern.
Kind = tuple[str, str]

#: Kind of the record, pattern below it, and the fate that a leaf has instead of its regular one.
Move = tuple[Kind, str, str]


class Account:
    """Enters locations into counts, for one target."""

    def __init__(self, layouts: dict[str, Layout], target: Target) -> None:
        self.counts = Counts()
        self._layouts = layouts
        self._target = target.name
        self._output = Columns(target.kind, empty=None)
        self._origins = {pattern: value.origin for pattern, value in values(target.kind)}
        #: What is only counted.
        self._told: dict[Kind, Counter[Cause]] = {}
        self._leaves: Leaves = {}
        self._moves: Counter[Move] = Counter()
        self._written: Counter[str] = Counter()
        self._special: Counter[tuple[str, Any]] = Counter()
        #: The first places that were met so far, also by counts that were taken.
        self._known: dict[Key, Examples] = {}
        #: Causes and patterns of which no more examples are wanted.
        self._shown: set[Cause] = set()
        self._found: dict[Kind, set[str]] = {}

    def enter(self, chunk: Sequence[Located], leaves: Leaves) -> None:
        """Enter some locations, in the order of the input.

        `leaves` are those of their records, as far as these were read strictly.
        """
        told: dict[Kind, list[Cause]] = {}
        plain = []
        for each in chunk:
            each.number = self.counts.totals.locations
            self.counts.totals.locations += 1
            rest = beside_causes(each, self._target)
            if rest is None:
                rest = resolve(each, self._target)
            else:
                plain.append(each)
                causes = told.setdefault(_kind_of(each.records[0]), [])
                causes += [cause for cause, _ in each.notes.causes]
            if rest is not NOTHING:
                self._enter_resolved(each, rest)
        for kind, causes in told.items():
            self._told.setdefault(kind, Counter()).update(causes)
        for kind, counter in leaves.items():
            self._leaves.setdefault(kind, Counter()).update(counter)
        self._enter_output(chunk)
        if chunk:
            self._show_causes(plain, told)
            self._show_leaves(chunk, leaves, told)
        if sum(map(len, self._told.values())) + len(self._special) > MOST_PENDING:
            self._resolve()

    def enter_around(self, text: Text, coerced: Coerced) -> None:
        """Enter what stands around the records of an answer, or in the place of a record."""
        self._enter_coerced(text, 0, coerced, {})
        self._keep(
            text, candidates_of_coerced(text, coerced, 0, Resolved([], {}), self._target), None
        )

    def enter_whole(self, code: str, *args: str) -> None:
        """Say something of the input as a whole."""
        key = self.counts.find((code, "", None, args if CATALOGUE[code].by_argument else ()))
        self._add(key, Occurrence(0, 0, "", None))

    def take(self) -> Counts:
        """Hand the counts over, and begin new ones that look for no example that these have."""
        self._resolve()
        counts, self.counts = self.counts, Counts()
        return counts

    # -- value by value -----------------------------------------------------------------------

    def _enter_resolved(self, each: Located, resolved: Resolved) -> None:
        """Enter value by value what is said of a location."""
        wanted = False
        told: dict[Place, tuple[str, str]] = {}
        for said in resolved.said:
            diagnostic, at = said
            if diagnostic.code:
                record = each.records[at[0]]
                key = self.counts.find(key_of(said, record))
                wanted = wanted or self._wants(key, record.raw.offset)
                regular = record.layout.nodes[diagnostic.pattern].regular(self._target).fate
                if tells_loss(diagnostic.code, diagnostic.fate, regular):
                    told[diagnostic.pattern, at] = key[1], diagnostic.fate or regular
        self.counts.explained.update(told.values())
        self.counts.explained.update(
            (whole_pattern(each, place), "dropped") for place in resolved.twice
        )
        for (pattern, indexes), fate in resolved.moved.items():
            record = each.records[indexes[0]]
            if record.coerced is None:
                self._moves[_kind_of(record), pattern, fate] += 1
                wanted = wanted or self._wants_leaf(record, pattern, fate)
        for index, record in enumerate(each.records):
            if record.coerced is not None:
                keys = self._enter_coerced(record.raw, index, record.coerced, resolved.moved)
                wanted = wanted or any(self._wants(key, record.raw.offset) for key in keys)
        if wanted:
            self._show(each)

    def _enter_coerced(
        self, text: Text, index: int, coerced: Coerced, moved: dict[Place, str]
    ) -> list[Key]:
        """Enter the leaves of a text, and what was set aside; return what has examples."""
        counts = self.counts
        keys: list[Key] = []
        found = Counter(
            [(leaf.pattern, leaf.node, told_fate(leaf, index, moved)) for leaf in coerced.leaves]
        )
        for (below, node, told), number in found.items():
            row = node.row if node is not None else None
            fate = told or regular_fate(node, self._target)
            pattern = text.pattern + below
            if row is None and pattern not in counts.rows and not counts.has_room(pattern):
                pattern = f"{text.pattern}/{OTHERS}"
            counts.fates[pattern, fate] += number
            counts.know(pattern, row)
            if is_told_by_ledger(row, fate):
                keys.append((pattern, fate))
        for deviation in coerced.deviations:
            args = deviation.args if CATALOGUE[deviation.code].by_argument else ()
            keys.append(
                counts.find(
                    (deviation.code, text.pattern + deviation.pattern, deviation.fate, args)
                )
            )
        return keys

    # -- what was only counted ----------------------------------------------------------------

    def _enter_output(self, chunk: Sequence[Located]) -> None:
        self._output.count([each.written.document for each in chunk], self._written)
        kept = [one for each in chunk for one in each.written.kept]
        origins = chain.from_iterable([one.made.origins for one in kept])
        for kind, found in (
            (EVSES, Counter([one.origins for one in kept])),
            (CONNECTORS, Counter(origins)),
        ):
            for special, number in found.items():
                self._special[kind, special] += number
        for each in chunk:
            if each.written.special:
                self._special.update(each.written.special.items())

    def _resolve(self) -> None:
        """Turn what was only counted into fates, findings and origins."""
        for kind, causes in self._told.items():
            for cause, number in causes.items():
                self._resolve_cause(kind, cause, number)
        self._resolve_leaves()
        self._resolve_output()
        self._told.clear()

    def _resolve_cause(self, kind: Kind, cause: Cause, number: int) -> None:
        answer, prefix = kind
        told: dict[Place, tuple[str, str]] = {}
        moved: dict[Place, str] = {}
        for diagnostic, at in cause.said:
            pattern, fate = diagnostic.pattern, diagnostic.fate
            if fate is not None:
                moved[pattern, at] = fate
            if diagnostic.code:
                self.counts.find(plain_key(diagnostic, prefix), number)
            regular = self._layouts[answer].nodes[pattern].regular(self._target).fate
            if tells_loss(diagnostic.code, fate, regular):
                told[pattern, at] = joined(prefix, pattern), fate or regular
        for (pattern, _), fate in moved.items():
            self._moves[kind, pattern, fate] += number
        for key in told.values():
            self.counts.explained[key] += number

    def _resolve_leaves(self) -> None:
        fates = self.counts.fates
        for (answer, prefix), counter in self._leaves.items():
            for pattern, number in counter.items():
                node = self._layouts[answer].nodes[pattern]
                whole = joined(prefix, pattern)
                fates[whole, node.regular(self._target).fate] += number
                self.counts.know(whole, node.row)
        for ((answer, prefix), pattern, fate), number in self._moves.items():
            whole = joined(prefix, pattern)
            regular = self._layouts[answer].nodes[pattern].regular(self._target).fate
            fates[whole, regular] -= number
            fates[whole, fate] += number
        self._leaves.clear()
        self._moves.clear()

    def _resolve_output(self) -> None:
        origins, totals = self.counts.origins, self.counts.totals
        for pattern, number in self._written.items():
            origins[pattern, self._origins.get(pattern, "derived")] += number
        for (kind, special), number in self._special.items():
            for name, origin in special:
                pattern = f"{kind}/{_starred(name)}" if kind else name
                origins[pattern, self._origins[pattern]] -= number
                origins[pattern, origin] += number
        totals.evses += self._written[f"{EVSES}/uid"]
        totals.connectors += self._written[f"{CONNECTORS}/id"]
        self._written.clear()
        self._special.clear()

    # -- examples -----------------------------------------------------------------------------

    def _wants(self, key: Key, record: int) -> bool:
        """Whether an example in the record at this byte would be among the first ones."""
        known = self._known.get(key)
        return known is None or known.want(record)

    def _wants_leaf(self, record: Record, pattern: str, fate: str) -> bool:
        key = (joined(record.raw.pattern, pattern), fate)
        row = record.layout.nodes[pattern].row
        return is_told_by_ledger(row, fate) and self._wants(key, record.raw.offset)

    def _show(self, each: Located) -> None:
        """Keep examples of all that is wanted in a location."""
        resolved = resolve(each, self._target)
        for index, record in enumerate(each.records):
            self._keep(record.raw, candidates_in(each, index, resolved, self._target), each)

    def _keep(self, text: Text, candidates: Iterable[Candidate], each: Located | None) -> None:
        """Keep the candidates in a text that are wanted."""
        wanted = [
            candidate
            for candidate in candidates
            if self._wants(self._name(candidate.key), text.offset)
        ]
        for key, occurrence in occurrences(text, self._first(wanted), each):
            self._add(self._name(key), occurrence)

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

    def _add(self, key: Key, occurrence: Occurrence) -> None:
        if key not in self._known:
            self._known[key] = Examples(EXAMPLES if len(key) > 2 else 1)
        self._known[key].add(occurrence)
        self.counts.example(key, occurrence)

    def _show_causes(self, plain: Sequence[Located], told: dict[Kind, list[Cause]]) -> None:
        """Keep examples of what causes say, as far as they are wanted."""
        first = plain[0].records[0].raw.offset if plain else 0
        wanted: set[Cause] = set()
        for kind, causes in told.items():
            for cause in {*causes} - self._shown:
                if self._wants_any(cause, kind, first):
                    wanted.add(cause)
                elif len(self._shown) < MOST_PENDING:
                    self._shown.add(cause)
        for each in plain if wanted else ():
            record = each.records[0]
            here = wanted.intersection([cause for cause, _ in each.notes.causes])
            if any(self._wants_any(one, _kind_of(record), record.raw.offset) for one in here):
                self._show(each)

    def _wants_any(self, cause: Cause, kind: Kind, record: int) -> bool:
        return any(self._wants(key, record) for key in self._keys_of(cause, kind))

    def _keys_of(self, cause: Cause, kind: Kind) -> Iterator[Key]:
        """What there may be examples of."""
        for diagnostic, _ in cause.said:
            if diagnostic.code:
                yield plain_key(diagnostic, kind[1])
            node = self._layouts[kind[0]].nodes[diagnostic.pattern]
            fate = diagnostic.fate
            if fate is None or fate == node.regular(self._target).fate:
                continue
            if is_told_by_ledger(node.row, fate):
                yield joined(kind[1], diagnostic.pattern), fate

    def _show_leaves(
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
                if not is_told_by_ledger(nodes[pattern].row, fate) or not self._wants(key, least):
                    found.add(pattern)
                elif _moved(told.get(kind, ()), pattern) < counter[pattern]:
                    self._find_leaf(chunk, kind, pattern, key)

    def _find_leaf(self, chunk: Sequence[Located], kind: Kind, pattern: str, key: Key) -> None:
        """Keep the first leaf of a field that has its regular fate as an example."""
        columns = self._layouts[kind[0]].columns
        for each in chunk:
            moved: dict[Place, str] | None = None
            for index, record in enumerate(each.records):
                wanted = record.coerced is None and _kind_of(record) == kind
                if not wanted or not self._wants(key, record.raw.offset):
                    continue
                for at, value in columns.walk(record.value, pattern):
                    if moved is None:
                        moved = resolve(each, self._target).moved
                    place = (pattern, (index, *at))
                    if place not in moved:
                        self._keep(
                            record.raw, [Candidate(key, path_of(place), value, place[1])], each
                        )
                        break


def _kind_of(record: Record) -> Kind:
    return record.layout.answer, record.raw.pattern


def _moved(causes: Sequence[Cause], pattern: str) -> int:
    """How many leaves of a field these causes moved."""
    return sum(number * len(_moved_by(cause, pattern)) for cause, number in Counter(causes).items())


def _moved_by(cause: Cause, pattern: str) -> set[Indexes]:
    """The places of a field that a cause tells the fate of, however often it speaks of each."""
    return {at for one, at in cause.said if one.pattern == pattern and one.fate is not None}


@lru_cache(maxsize=1_000)
def _starred(name: str) -> str:
    """The pattern of a member, or of an item of a list."""
    first, _, index = name.partition("/")
    return f"{first}/*" if index else name
