"""The account of converted locations: every leaf of both sides counted, every diagnostic told.

Leaves are counted column by column and get the regular fate of their field. What rules and targets
said moves single leaves to another fate. Where all that was said of a location are causes (which
never tell of one value twice) it is only counted; else it is settled, value by value.

What is only counted is kept as it is, and becomes fates and findings when the counts are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from msgspec import UNSET

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.columns import Columns
from evmap.conversion.counts import (
    EXAMPLES,
    MOST_PATTERNS,
    OTHERS,
    Counts,
    Examples,
    FindingKey,
    Key,
    Occurrence,
    Partner,
)
from evmap.conversion.diagnostics import Cause, Diagnostic, Path, Place, Said, path_of
from evmap.conversion.guide import FieldRow
from evmap.conversion.located import Located, Settled, settle
from evmap.conversion.pointers import pointer
from evmap.conversion.read.coerce import Aside, Coerced, Leaf
from evmap.conversion.read.locate import find_value
from evmap.conversion.read.records import Layout, Leaves, Record
from evmap.conversion.read.split import BadRecord, Frame, RawRecord
from evmap.conversion.targets.base import CONNECTORS, EVSES, Target
from evmap.conversion.targets.schema import values

#: Of one record, only so many places of a finding are looked at for examples.
TRIES = 5

#: Causes and special origins that are only counted before they are entered, and the memory is free.
MOST_PENDING = 5_000

#: Where values stand: what is known of a record, or of what is around records.
Text = RawRecord | BadRecord | Frame

#: Of what is no record.
NOWHERE = Partner()

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
            if each.is_plain:
                plain.append(each)
                causes = told.setdefault(_kind_of(each.records[0]), [])
                causes += [cause for cause, _ in each.notes.told]
            else:
                self._enter_settled(each)
        for kind, causes in told.items():
            self._told.setdefault(kind, Counter()).update(causes)
        for kind, counter in leaves.items():
            self._leaves.setdefault(kind, Counter()).update(counter)
        self._enter_output(chunk)
        if chunk:
            self._show_causes(plain, told)
            self._show_leaves(chunk, leaves, told)
        if sum(map(len, self._told.values())) + len(self._special) > MOST_PENDING:
            self._settle()

    def take(self) -> Counts:
        """Hand the counts over, and begin new ones that look for no example that these have."""
        self._settle()
        counts, self.counts = self.counts, Counts()
        return counts

    # -- what was said ------------------------------------------------------------------------

    def _enter_settled(self, each: Located) -> None:
        """Enter a location value by value."""
        settled = settle(each, self._target)
        tries: Counter[tuple[int, FindingKey]] = Counter()
        for said in settled.said:
            if said[0].code:
                record = each.records[said[1][0]]
                self._show(each, said, self.counts.find(_key(said, record)), tries)
        for (pattern, indexes), fate in settled.moved.items():
            record = each.records[indexes[0]]
            if record.coerced is None:
                self._moves[_kind_of(record), pattern, fate] += 1
                self._show_moved(each, (pattern, indexes), fate)
        for index, record in enumerate(each.records):
            if record.coerced is not None:
                self._enter_coerced(each, index, record.coerced, settled)

    def _enter_coerced(self, each: Located, index: int, coerced: Coerced, settled: Settled) -> None:
        """Enter the leaves of a record that was read leniently, and what was set aside."""
        raw = each.records[index].raw
        for leaf in coerced.leaves:
            key = self._enter_leaf(raw, leaf, fate_of(leaf, index, settled.moved, self._target))
            told = leaf.node is not None and (leaf.node.pattern, (index, *leaf.indexes))
            regular = leaf.node is not None and leaf.node.regular(self._target).fate
            if told not in settled.moved or key[1] != regular:
                self._show_leaf(raw, leaf, key, each.partner((index, *leaf.indexes)))
        for aside in coerced.asides:
            self._enter_aside(raw, aside, each.partner((index, *aside.indexes)))

    def _enter_leaf(self, text: Text, leaf: Leaf, fate: str) -> tuple[str, str]:
        """Count a leaf; return its pattern and fate."""
        counts = self.counts
        row = leaf.node.row if leaf.node is not None else None
        pattern = text.pattern + leaf.pattern
        if row is None and pattern not in counts.rows and len(counts.rows) >= MOST_PATTERNS:
            pattern = f"{text.pattern}/{OTHERS}"
        counts.fates[pattern, fate] += 1
        counts.know(pattern, row)
        return pattern, fate

    def _show_leaf(
        self, text: Text, leaf: Leaf, key: tuple[str, str], partner: Partner = NOWHERE
    ) -> None:
        """Keep a leaf as an example, where the ledger tells it and it is the first."""
        row = self.counts.rows[key[0]]
        if row is not None and is_told_by_ledger(row, key[1]) and self._wants(key, text.offset):
            self._add(key, _occurrence(text, leaf.path, leaf.value, partner))

    def _enter_aside(self, text: Text, aside: Aside, partner: Partner) -> None:
        args = aside.args if CATALOGUE[aside.code].by_argument else ()
        pattern = text.pattern + aside.pattern
        key = self.counts.find((aside.code, pattern, aside.fate, args))
        if self._wants(key, text.offset):
            self._add(key, _occurrence(text, aside.path, aside.value, partner))

    # -- what is no record --------------------------------------------------------------------

    def enter_lost(self, bad: BadRecord, leaves: Sequence[Leaf]) -> None:
        """Enter what stands in the place of a record and cannot be read as one."""
        for leaf in leaves:
            self._enter_leaf(bad, leaf, "unknown")
        aside = Aside("EV108", (), "", (), "unknown", None, (bad.error.message,))
        self._enter_aside(bad, aside, Partner())

    def enter_frame(self, frame: Frame, coerced: Coerced) -> None:
        """Enter what stands around the records of an answer."""
        for leaf in coerced.leaves if frame.value else ():
            key = self._enter_leaf(frame, leaf, fate_of(leaf, 0, {}, self._target))
            self._show_leaf(frame, leaf, key)
        for aside in coerced.asides:
            self._enter_aside(frame, aside, Partner())

    def enter_whole(self, code: str, *args: str) -> None:
        """Say something of the input as a whole."""
        key = self.counts.find((code, "", None, args if CATALOGUE[code].by_argument else ()))
        self._add(key, Occurrence(0, 0, "", None))

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

    def _settle(self) -> None:
        """Turn what was only counted into fates, findings and origins."""
        for kind, causes in self._told.items():
            for cause, number in causes.items():
                for diagnostic, _ in cause.said:
                    if diagnostic.fate is not None:
                        self._moves[kind, diagnostic.pattern, diagnostic.fate] += number
                    if diagnostic.code:
                        self.counts.find(_plain_key(diagnostic, kind[1]), number)
        self._settle_leaves()
        self._settle_output()
        self._told.clear()

    def _settle_leaves(self) -> None:
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

    def _settle_output(self) -> None:
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
        known = self._known.get(key)
        return known is None or known.want(record)

    def _add(self, key: Key, occurrence: Occurrence) -> None:
        if key not in self._known:
            self._known[key] = Examples(EXAMPLES if len(key) > 2 else 1)  # noqa: PLR2004
        self._known[key].add(occurrence)
        self.counts.example(key, occurrence)

    def _show_causes(self, plain: Sequence[Located], told: dict[Kind, list[Cause]]) -> None:
        """Keep examples of the findings of causes, as far as they are wanted."""
        least = plain[0].records[0].raw.offset if plain else 0
        wanted: set[Cause] = set()
        for kind, causes in told.items():
            for cause in {*causes} - self._shown:
                if any([self._wants(key, least) for key in self._keys_of(cause, kind)]):
                    wanted.add(cause)
                elif len(self._shown) < MOST_PENDING:
                    self._shown.add(cause)
        for each in plain if wanted else ():
            tries: Counter[tuple[int, FindingKey]] = Counter()
            for cause, indexes in each.notes.told:
                for said in cause.at(indexes) if cause in wanted else ():
                    diagnostic, at = said
                    if diagnostic.code:
                        key = _plain_key(diagnostic, each.records[at[0]].raw.pattern)
                        self._show(each, said, self.counts.name(key), tries)
                    if diagnostic.fate is not None:
                        self._show_moved(each, (diagnostic.pattern, at), diagnostic.fate)

    def _keys_of(self, cause: Cause, kind: Kind) -> Iterator[Key]:
        """What there may be examples of."""
        for diagnostic, _ in cause.said:
            if diagnostic.code:
                yield self.counts.name(_plain_key(diagnostic, kind[1]))
            row = self._layouts[kind[0]].nodes[diagnostic.pattern].row
            if (
                diagnostic.fate is not None
                and row is not None
                and is_told_by_ledger(row, diagnostic.fate)
            ):
                yield joined(kind[1], diagnostic.pattern), diagnostic.fate

    def _show_leaves(
        self, chunk: Sequence[Located], leaves: Leaves, told: dict[Kind, list[Cause]]
    ) -> None:
        """Keep an example of each field's leaf with its regular fate, where the ledger tells it."""
        least = chunk[0].records[0].raw.offset
        for kind, counter in leaves.items():
            found = self._found.setdefault(kind, set())
            nodes = self._layouts[kind[0]].nodes
            for pattern in counter.keys() - found:
                row = nodes[pattern].row
                fate = nodes[pattern].regular(self._target).fate
                key = (joined(kind[1], pattern), fate)
                if row is None or not is_told_by_ledger(row, fate) or not self._wants(key, least):
                    found.add(pattern)
                elif _moved(told.get(kind, ()), pattern) < counter[pattern]:
                    self._find_leaf(chunk, kind, pattern, fate)

    def _find_leaf(self, chunk: Sequence[Located], kind: Kind, pattern: str, fate: str) -> None:
        """Keep the first leaf of a field that has its regular fate as an example."""
        columns = self._layouts[kind[0]].columns
        key = (joined(kind[1], pattern), fate)
        for each in chunk:
            moved: dict[Place, str] | None = None
            for index, record in enumerate(each.records):
                wanted = record.coerced is None and _kind_of(record) == kind
                if not wanted or not self._wants(key, record.raw.offset):
                    continue
                for at, value in columns.walk(record.value, pattern):
                    if moved is None:
                        moved = settle(each, self._target).moved
                    place = (pattern, (index, *at))
                    if place not in moved:
                        partner = each.partner(place[1])
                        self._add(key, _occurrence(record.raw, path_of(place), value, partner))
                        break

    def _show(
        self, each: Located, said: Said, key: FindingKey, tries: Counter[tuple[int, FindingKey]]
    ) -> None:
        """Keep the place of a diagnostic as an example, if it is among the first."""
        diagnostic, indexes = said
        record = each.records[indexes[0]]
        tries[indexes[0], key] += 1
        if tries[indexes[0], key] > TRIES or not self._wants(key, record.raw.offset):
            return
        place = (diagnostic.pattern, indexes)
        path = path_of(place) if record.coerced is None else record.coerced.real_path(place)
        value = record.layout.columns.scalar(record.value, diagnostic.pattern, indexes[1:])
        self._add(key, _occurrence(record.raw, path, value, each.partner(indexes)))

    def _show_moved(self, each: Located, place: Place, fate: str) -> None:
        """Keep a leaf that left its regular fate as an example, where the ledger tells it."""
        pattern, indexes = place
        record = each.records[indexes[0]]
        node = record.layout.nodes.get(pattern)
        if node is None or node.row is None or not is_told_by_ledger(node.row, fate):
            return
        if node.regular(self._target).fate == fate:
            return
        key = (joined(record.raw.pattern, pattern), fate)
        value = record.layout.columns.at(record.value, pattern, indexes[1:])
        if value is not UNSET and self._wants(key, record.raw.offset):
            found = _occurrence(record.raw, path_of(place), value, each.partner(indexes))
            self._add(key, found)


def fate_of(leaf: Leaf, index: int, moved: dict[Place, str], target: str) -> str:
    """The fate of a leaf: as reading tells, as rules or target say, else the regular one.

    `index` is the number of its record in the location.
    """
    if leaf.fate is not None:
        return leaf.fate
    if leaf.node is None:
        return "unknown"
    place = (leaf.node.pattern, (index, *leaf.indexes))
    return moved.get(place) or leaf.node.regular(target).fate


def is_told_by_ledger(row: FieldRow, fate: str) -> bool:
    """Whether a finding tells of such leaves without a diagnostic (EV401 to EV403)."""
    return row.deprecated or fate in ("lossy", "dropped")


def joined(prefix: str, pattern: str) -> str:
    """The pattern of a value from the input's root; `prefix` is that of its record."""
    return f"{prefix}/{pattern}" if pattern else prefix


def _kind_of(record: Record) -> Kind:
    return record.layout.answer, record.raw.pattern


def _moved(causes: Sequence[Cause], pattern: str) -> int:
    """How many leaves of a field these causes moved."""
    return sum(
        number
        for cause, number in Counter(causes).items()
        for diagnostic, _ in cause.said
        if diagnostic.pattern == pattern and diagnostic.fate is not None
    )


@lru_cache(maxsize=1_000)
def _starred(name: str) -> str:
    """The pattern of a member, or of an item of a list."""
    first, _, index = name.partition("/")
    return f"{first}/*" if index else name


def _plain_key(diagnostic: Diagnostic, prefix: str) -> FindingKey:
    """What a diagnostic on a strictly read record is grouped by."""
    args = diagnostic.args if CATALOGUE[diagnostic.code].by_argument else ()
    return diagnostic.code, joined(prefix, diagnostic.pattern), diagnostic.fate, args


def _key(said: Said, record: Record) -> FindingKey:
    """What a diagnostic is grouped by."""
    diagnostic, indexes = said
    code, pattern, fate, args = _plain_key(diagnostic, record.raw.pattern)
    if record.coerced is not None:
        real = record.coerced.real_pattern((diagnostic.pattern, indexes))
        pattern = record.raw.pattern + real
    return code, pattern, fate, args


def _occurrence(text: Text, path: Path, value: Any, partner: Partner) -> Occurrence:
    """A place as examples show it."""
    place = find_value(text.raw, path) if text.raw else 0
    if isinstance(text, Frame) and text.gap[1] and place >= text.gap[0]:
        place += text.gap[1]
    shown = pointer(text.pointer, path)
    return Occurrence(text.offset, text.offset + place, shown, value, partner)
