"""The two-sided ledger: one fate for every leaf of the input, one origin for every leaf of the output.

The regular fate of a field stands in the field map, so objects with the same keys have the same
fates: the ledger counts such shapes and multiplies at the end. What rules and targets report as
out of the ordinary (events) moves single leaves to another fate. A record that was not exactly as
documented is counted leaf by leaf; both ways give the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from evmap.conversion.fieldmap import Node, Path
from evmap.conversion.guide import FieldRow
from evmap.conversion.location import Event, Origins
from evmap.conversion.reading.records import Part, Record
from evmap.conversion.reading.sift import Leaf, each_leaf

FATES = ("same", "renamed", "converted", "restructured", "lossy", "dropped", "unknown", "invalid")
ORIGINS = ("copied", "converted", "derived", "assumed")

#: Fates that leave no value in the output.
GONE = frozenset({"dropped", "unknown", "invalid"})


class Mark(msgspec.Struct, frozen=True):
    """One leaf of the input with its fate, for showing it in the user's own text.

    `path` leads from the record's root to the leaf.
    """

    record: Record | None
    path: Path
    pattern: str
    fate: str
    value: Any
    row: FieldRow | None


class _Shape(msgspec.Struct, eq=False):
    """Objects at one place with the same keys."""

    seen: int
    first: tuple[Record, Path]
    leaves: list[Node]
    objects: list[tuple[str, _Place]]
    lists: list[tuple[str, _Place]]
    parts: list[tuple[str, Node]]


class _Place(msgspec.Struct, eq=False):
    """A node of the field map with the shapes that were seen there."""

    node: Node
    shapes: dict[tuple[str, ...], _Shape] = msgspec.field(default_factory=dict)


class Sample(msgspec.Struct, frozen=True):
    """A leaf that stands for all leaves of its pattern and fate."""

    record: Record | None
    path: Path
    value: Any


class Ledger:
    """Counts the fates of input leaves for one target.

    `fates`: (pattern, fate) -> number of leaves; `rows`: pattern -> field map row, None for a
    field that is not v2's; `samples`: the first leaf met for each (pattern, fate).
    """

    def __init__(self, tree: Node, target: str, *, marks: bool = False) -> None:
        self.target = target
        self.tree = tree
        self.fates: Counter[tuple[str, str]] = Counter()
        self.rows: dict[str, FieldRow | None] = {}
        self.samples: dict[tuple[str, str], Sample] = {}
        self.marks: list[Mark] | None = [] if marks else None
        self._place = _Place(tree)
        self._pattern = ""
        self._moves: Counter[tuple[str, str, str]] = Counter()

    def count(self, record: Record, events: Iterable[Event]) -> None:
        """Enter all leaves of a record; `events` have clean paths from the record's root."""
        if record.sifted is not None:
            self._count_leaf_by_leaf(record, events)
            return
        if record.pattern != self._pattern:
            self.settle()
            self._pattern = record.pattern
        self._count_shape(self._place, record.value, record, ())
        moved: dict[Path, str] = {}
        for event in events:
            if event.fate is not None:
                moved.setdefault(event.path, event.fate)
        for path, fate in moved.items():
            self._move(path, fate, record)

    def count_lost(self, record: Record, value: Any) -> None:
        """Enter the leaves of something that could not be read as a record, as unknown."""
        for leaf in each_leaf(None, value):
            self._enter(record, leaf, _join(record.pattern, leaf.path), "unknown")

    def settle(self, parts: Iterable[Part] = ()) -> None:
        """Turn counted shapes and parts into leaves."""
        self._settle_place(self._place)
        for part in parts:
            self._settle_part(part)
        for (pattern, regular, fate), number in self._moves.items():
            self.fates[pattern, regular] -= number
            self.fates[pattern, fate] += number
        self._moves.clear()
        for key in [key for key, number in self.fates.items() if number == 0]:
            del self.fates[key]

    def lost_leaves(self, record: Record, path: Path) -> list[Path]:
        """The leaves below `path` whose only places in the output are EVSEs and connectors."""
        node: Node | None = self.tree
        value: Any = record.value
        for step in path:
            if node is not None:
                node = node.item if isinstance(step, int) else node.children.get(step)
            value = value[step]
        found: list[Path] = []
        for leaf in each_leaf(node, plain(value)):
            if leaf.node is None or leaf.node.row is None:
                continue
            places = leaf.node.row.targets[self.target].v3_paths
            if places and all(p.startswith(("evses[]", "connectorGroups[]")) for p in places):
                found.append((*path, *leaf.clean))
        return found

    # -- counting by shape ------------------------------------------------------------------

    def _count_shape(
        self, place: _Place, value: dict[str, Any], record: Record, path: Path
    ) -> None:
        shape = place.shapes.get(tuple(value))
        if shape is None:
            shape = self._learn(place, value, record, path)
        shape.seen += 1
        for key, child in shape.objects:
            self._count_shape(child, value[key], record, (*path, key))
        for key, child in shape.lists:
            self._count_list(child, value[key], record, (*path, key))
        for key, _ in shape.parts:
            part = value[key]
            part.seen += 1
            if part.first is None:
                part.first = (record, (*path, key))

    def _learn(self, place: _Place, value: dict[str, Any], record: Record, path: Path) -> _Shape:
        shape = _Shape(0, (record, path), [], [], [], [])
        for key in value:
            node = place.node.children[key]
            if node.is_part:
                shape.parts.append((key, node))
            elif node.item is not None:
                shape.lists.append((key, _Place(node)))
            elif node.children:
                shape.objects.append((key, _Place(node)))
            else:
                shape.leaves.append(node)
        if not value:
            shape.leaves.append(place.node)
        place.shapes[tuple(value)] = shape
        return shape

    def _count_list(self, place: _Place, values: list[Any], record: Record, path: Path) -> None:
        if not values:
            shape = place.shapes.get(("[]",)) or self._learn_list(place, "[]", record, path)
            shape.seen += 1
        elif type(values[0]) is dict:
            items = place.shapes.get(("{}",)) or self._learn_list(place, "{}", record, path)
            inner = items.objects[0][1]
            for index, value in enumerate(values):
                self._count_shape(inner, value, record, (*path, index))
        else:
            shape = place.shapes.get(("*",)) or self._learn_list(place, "*", record, path)
            shape.seen += len(values)

    @staticmethod
    def _learn_list(place: _Place, kind: str, record: Record, path: Path) -> _Shape:
        shape = _Shape(0, (record, path), [], [], [], [])
        item = place.node.item
        assert item is not None
        if kind == "[]":
            shape.leaves.append(place.node)
        elif kind == "{}":
            shape.objects.append(("*", _Place(item)))
        else:
            shape.leaves.append(item)
        place.shapes[(kind,)] = shape
        return shape

    def _settle_place(self, place: _Place) -> None:
        for shape in place.shapes.values():
            if shape.seen:
                record, path = shape.first
                for node in shape.leaves:
                    self._add(node, shape.seen, record, path)
                shape.seen = 0
            for _, child in (*shape.objects, *shape.lists):
                self._settle_place(child)

    def _add(self, node: Node, number: int, record: Record, path: Path) -> None:
        pattern = f"{self._pattern}/{node.pattern}" if node.pattern else self._pattern
        fate = node.regular(self.target).fate
        self.fates[pattern, fate] += number
        if pattern not in self.rows:
            self.rows[pattern] = node.row
        if (pattern, fate) not in self.samples:
            name = node.pattern.rsplit("/", 1)[-1]
            leaf = (*path, 0) if name == "*" else (*path, name)
            self.samples[pattern, fate] = Sample(record, leaf, value_at(record, leaf))

    def _settle_part(self, part: Part) -> None:
        if not part.seen or part.first is None:
            return
        record, path = part.first
        asides = _aside_fates(part.sifted)
        value = part.sifted.original if part.sifted is not None else part.value
        base = f"{self._pattern}/{part.node.pattern}"
        for leaf in each_leaf(part.node, value):
            fate = self._fate(leaf, {}, asides)
            pattern = _join(base, leaf.path)
            self.fates[pattern, fate] += part.seen
            self.rows.setdefault(pattern, leaf.node.row if leaf.node is not None else None)
            sample = Sample(record, (*path, *leaf.path), leaf.value)
            self.samples.setdefault((pattern, fate), sample)
        part.seen = 0
        part.first = None

    def _move(self, path: Path, fate: str, record: Record) -> None:
        node: Node | None = self.tree
        for step in path:
            if node is None:
                return
            node = node.item if isinstance(step, int) else node.children.get(step)
        if node is None:
            return
        pattern = f"{self._pattern}/{node.pattern}"
        regular = node.regular(self.target).fate
        if regular != fate:
            self._moves[pattern, regular, fate] += 1
            if (pattern, fate) not in self.samples:
                self.samples[pattern, fate] = Sample(record, path, value_at(record, path))

    # -- counting leaf by leaf --------------------------------------------------------------

    def _count_leaf_by_leaf(self, record: Record, events: Iterable[Event]) -> None:
        assert record.sifted is not None
        asides = _aside_fates(record.sifted)
        moved: dict[Path, str] = {}
        for event in events:
            if event.fate is not None:
                moved.setdefault(event.path, event.fate)
        for leaf in each_leaf(self.tree, record.sifted.original):
            fate = self._fate(leaf, moved, asides)
            self._enter(record, leaf, _join(record.pattern, leaf.path), fate)

    def _fate(self, leaf: Leaf, moved: dict[Path, str], asides: dict[Path, str]) -> str:
        if asides:
            for length in range(len(leaf.path), -1, -1):
                fate = asides.get(leaf.path[:length])
                if fate is not None:
                    return fate
        return moved.get(leaf.clean) or self._regular(leaf)

    def _regular(self, leaf: Leaf) -> str:
        if leaf.node is None:
            return "unknown"
        return leaf.node.regular(self.target).fate

    def _enter(self, record: Record | None, leaf: Leaf, pattern: str, fate: str) -> None:
        row = leaf.node.row if leaf.node is not None else None
        self.fates[pattern, fate] += 1
        self.rows.setdefault(pattern, row)
        self.samples.setdefault((pattern, fate), Sample(record, leaf.path, leaf.value))
        if self.marks is not None:
            self.marks.append(Mark(record, leaf.path, pattern, fate, leaf.value, row))


class OutputTally:
    """Counts the origins of output leaves: objects of one kind with the same keys at once.

    `regular` names the origin of each field of each kind of object; a kind is the object's
    pattern below the location.
    """

    def __init__(self, regular: dict[str, dict[str, str]]) -> None:
        self._regular = regular
        self.shapes: Counter[tuple[str, tuple[str, ...], Origins]] = Counter()
        self.lists: Counter[tuple[str, str]] = Counter()

    def origins(self, root: str) -> Counter[tuple[str, str]]:
        """(pattern, origin) -> number of leaves; `root` is the pattern of a location."""
        found: Counter[tuple[str, str]] = Counter()
        for (kind, keys, exceptions), number in self.shapes.items():
            regular = self._regular[kind]
            special = dict(exceptions)
            base = f"{root}/{kind}" if kind else root
            for key in keys:
                if key in regular:
                    found[f"{base}/{key}", special.get(key, regular[key])] += number
        for (pattern, origin), number in self.lists.items():
            found[f"{root}/{pattern}", origin] += number
        return found


def plain(value: Any) -> Any:
    """A clean value with its parts as dicts."""
    if isinstance(value, Part):
        return value.value
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value


def value_at(record: Record, path: Path) -> Any:
    """The scalar at `path` of the clean value; None where there is none."""
    value: Any = record.value
    for step in path:
        if isinstance(value, Part):
            value = value.value
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return None if isinstance(value, (Part, dict, list)) else value


def _aside_fates(sifted: Any) -> dict[Path, str]:
    if sifted is None:
        return {}
    return {aside.path: aside.fate for aside in sifted.asides if aside.fate is not None}


def _join(base: str, path: Path) -> str:
    steps = ("*" if isinstance(step, int) else escape(step) for step in path)
    return "/".join((base, *steps)) if path else base


def escape(step: str) -> str:
    """A key as a step of a JSON Pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def pointer(base: str, path: Path) -> str:
    """The JSON Pointer of `path` below `base`."""
    steps = (str(step) if isinstance(step, int) else escape(step) for step in path)
    return "/".join((base, *steps)) if path else base
