"""The account of converted locations: every leaf of both sides counted, every diagnostic told.

Leaves are counted column by column and get the regular fate of their field. What rules and targets
said moves single leaves to another fate. Causes, which never tell of one value twice, are only
counted; where more is said of a location, all of it is settled value by value.

What is only counted is kept as it is, and becomes fates and findings when the counts are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from evmap.conversion.account.candidates import (
    candidates_of_coerced,
    is_told_by_ledger,
    key_of,
    key_of_deviation,
    tells_loss,
)
from evmap.conversion.account.first_places import FirstPlaces, Kind, kind_of
from evmap.conversion.counts import OTHERS, Counts, Key, Occurrence, finding_key
from evmap.conversion.diagnostics import Cause, Place
from evmap.conversion.guide import Guide
from evmap.conversion.lineage.located import Located, Resolved, fate_of, resolve
from evmap.conversion.pointers import joined
from evmap.conversion.read.coerce import Coerced
from evmap.conversion.read.records import Leaves, layouts_of
from evmap.conversion.read.split import Text
from evmap.conversion.targets.base import CONNECTORS, EVSES, Target

#: Causes and special origins that are only counted before they are entered, and the memory is free.
MOST_PENDING = 5_000

#: Kind of the record, pattern below it, and the fate that a leaf has instead of its regular one.
Move = tuple[Kind, str, str]


class Account:
    """Enters locations into counts, for one target."""

    def __init__(self, guide: Guide, target: Target) -> None:
        self.counts = Counts()
        self._layouts = layouts_of(guide)
        self._target = target.name
        self._output = target.columns
        self._origins = target.origins
        #: What is only counted.
        self._told: dict[Kind, Counter[Cause]] = {}
        self._leaves: Leaves = {}
        self._moves: Counter[Move] = Counter()
        self._written: Counter[str] = Counter()
        self._special: Counter[tuple[str, Any]] = Counter()
        self._places = FirstPlaces(self._layouts, target.name, self.counts)

    def enter(self, chunk: Sequence[Located], leaves: Leaves) -> None:
        """Enter some locations, in the order of the input.

        `leaves` are those of their records, as far as these were read strictly.
        """
        told: dict[Kind, list[Cause]] = {}
        plain = []
        for each in chunk:
            each.number = self.counts.totals.locations
            self.counts.totals.locations += 1
            if each.is_plain:
                plain.append(each)
                causes = told.setdefault(kind_of(each.records[0]), [])
                causes += [cause for cause, _ in each.notes.causes]
            else:
                self._enter_resolved(each, resolve(each, self._target))
        for kind, causes in told.items():
            self._told.setdefault(kind, Counter()).update(causes)
        for kind, counter in leaves.items():
            self._leaves.setdefault(kind, Counter()).update(counter)
        self._enter_output(chunk)
        if chunk:
            self._places.show_causes(plain, told)
            self._places.show_leaves(chunk, leaves, told)
        if sum(map(len, self._told.values())) + len(self._special) > MOST_PENDING:
            self._resolve()

    def enter_around(self, text: Text, coerced: Coerced) -> None:
        """Enter what stands around the records of an answer, or in the place of a record."""
        self._enter_coerced(text, 0, coerced, {})
        self._places.keep(
            text, candidates_of_coerced(text, coerced, 0, Resolved([], {}), self._target), None
        )

    def enter_whole(self, code: str, *args: str) -> None:
        """Say something of the input as a whole."""
        key = self.counts.find(finding_key(code, "", None, args))
        self._places.add(key, Occurrence(0, 0, "", None))

    def take(self) -> Counts:
        """Hand the counts over, and begin new ones that look for no example that these have."""
        self._resolve()
        counts, self.counts = self.counts, Counts()
        self._places.counts = self.counts
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
                wanted = wanted or self._places.wants(key, record.raw.offset)
                regular = record.layout.nodes[diagnostic.pattern].regular(self._target).fate
                if tells_loss(diagnostic.code, diagnostic.fate, regular):
                    told[diagnostic.pattern, at] = key[1], diagnostic.fate or regular
        self.counts.explained.update(told.values())
        self.counts.explained.update(
            (each.records[place[1][0]].pattern(place), "dropped") for place in resolved.twice
        )
        for place, fate in resolved.moved.items():
            record = each.records[place[1][0]]
            if record.coerced is None:
                self._moves[kind_of(record), place[0], fate] += 1
                wanted = wanted or self._places.wants_leaf(record, place, resolved)
        for index, record in enumerate(each.records):
            if record.coerced is not None:
                keys = self._enter_coerced(record.raw, index, record.coerced, resolved.moved)
                wanted = wanted or any(self._places.wants(key, record.raw.offset) for key in keys)
        if wanted:
            self._places.show(each, resolved)

    def _enter_coerced(
        self, text: Text, index: int, coerced: Coerced, moved: dict[Place, str]
    ) -> list[Key]:
        """Enter the leaves of a text, and what was set aside; return what has examples."""
        counts = self.counts
        keys: list[Key] = []
        found = Counter(
            [
                (leaf.pattern, leaf.node, fate_of(leaf, index, moved, self._target))
                for leaf in coerced.leaves
            ]
        )
        for (below, node, fate), number in found.items():
            row = node.row if node is not None else None
            pattern = text.pattern + below
            if row is None and pattern not in counts.rows and not counts.has_room(pattern):
                pattern = f"{text.pattern}/{OTHERS}"
            counts.fates[pattern, fate] += number
            counts.know(pattern, row)
            if is_told_by_ledger(row, fate):
                keys.append((pattern, fate))
        return keys + [counts.find(key_of_deviation(each, text)) for each in coerced.deviations]

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
            whole = joined(prefix, pattern)
            if diagnostic.code:
                self.counts.find(finding_key(diagnostic.code, whole, fate, diagnostic.args), number)
            regular = self._layouts[answer].nodes[pattern].regular(self._target).fate
            if tells_loss(diagnostic.code, fate, regular):
                told[pattern, at] = whole, fate or regular
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


@lru_cache(maxsize=1_000)
def _starred(name: str) -> str:
    """The pattern of a member, or of an item of a list."""
    first, _, index = name.partition("/")
    return f"{first}/*" if index else name
