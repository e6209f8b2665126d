"""One side of the ledger: one fate for every leaf of the input.

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

from evmap.conversion.books import GONE, Books, pattern_of, spot_at
from evmap.conversion.fieldmap import Node, Path
from evmap.conversion.guide import FieldRow
from evmap.conversion.location import Event
from evmap.conversion.reading.records import Part, Record
from evmap.conversion.reading.sift import Leaf, Sifted, each_leaf

#: Places in the output that an unwritten connector takes with it.
WITH_EVSES = ("evses[]", "connectorGroups[]")

#: Added to the rank of records with leaves that left their regular fate.
MOVED = 1 << 60


class Mark(msgspec.Struct, frozen=True):
    """One leaf of the input with its fate, for showing it in the user's own text.

    `path` leads from the record's root to the leaf.
    """

    record: Record
    path: Path
    pattern: str
    fate: str
    value: Any
    row: FieldRow | None


class _Shape(msgspec.Struct, eq=False):
    """Objects at one place with the same keys: their leaves, and where to look further.

    `first` is the first record that has it and the object in it, by `rank`: records none of whose
    leaves left their regular fate come before others, then the place in the input counts.
    """

    first: tuple[Record, Any]
    rank: int
    leaves: list[Node]
    objects: list[tuple[str, _Place]]
    lists: list[tuple[str, _Place]]
    parts: list[str]
    seen: int = 0


class _Place(msgspec.Struct, eq=False):
    """A node of the field map with the shapes that were seen there, by their keys.

    A list has the shape ("[]",) where it is empty and ("*",) where it holds scalars; `items` are
    its objects.
    """

    node: Node
    shapes: dict[tuple[str, ...], _Shape] = msgspec.field(default_factory=dict)
    items: _Place | None = None


class Ledger:
    """Counts the fates of input leaves for one target into the books."""

    def __init__(self, tree: Node, target: str, books: Books, *, marks: bool = False) -> None:
        self.target = target
        self.tree = tree
        self.books = books
        self.marks: list[Mark] | None = [] if marks else None
        #: Parts that were counted since the books were settled.
        self.parts: list[Part] = []
        #: Pattern of the records that were counted since then.
        self.pattern = ""
        self._place = _Place(tree)
        self._moves: Counter[tuple[str, str, str]] = Counter()

    def count(self, record: Record, events: Iterable[Event]) -> None:
        """Enter all leaves of a record; `events` have clean paths from the record's root.

        Records of another pattern than the last one need settled books.
        """
        if record.sifted is not None:
            self._count_leaf_by_leaf(record, record.sifted, events)
            return
        self.pattern = record.pattern
        moved = _moved(events)
        rank = record.offset + MOVED if moved else record.offset
        self._count_shape(self._place, record.value, record, rank)
        for path, fate in moved.items():
            self._move(path, fate, record)

    def count_lost(self, record: Record, value: Any) -> None:
        """Enter the leaves of something that could not be read as a record, as unknown."""
        for leaf in each_leaf(None, value):
            self._enter(record, leaf, pattern_of(record.pattern, leaf.path), "unknown")

    def settle(self) -> None:
        """Turn counted shapes and parts into leaves."""
        self._settle_place(self._place)
        for part in self.parts:
            self._settle_part(part)
        self.parts.clear()
        fates = self.books.fates
        for (pattern, regular, fate), number in self._moves.items():
            fates[pattern, regular] -= number
            fates[pattern, fate] += number
            if not fates[pattern, regular]:
                del fates[pattern, regular]
        self._moves.clear()

    def lost_leaves(self, record: Record, paths: Iterable[Path]) -> dict[Path, None]:
        """The leaves below `paths` whose only places in the output are EVSEs and connectors."""
        found: dict[Path, None] = {}
        for path in paths:
            node: Node | None = self.tree
            value: Any = record.value
            for step in path:
                node = _below(node, step)
                value = value[step]
            for leaf in each_leaf(node, plain(value)):
                if leaf.node is not None and leaf.node.row is not None:
                    places = leaf.node.row.targets[self.target].v3_paths
                    if places and all(place.startswith(WITH_EVSES) for place in places):
                        found[(*path, *leaf.clean)] = None
        return found

    # -- counting by shape ------------------------------------------------------------------

    def _count_shape(self, place: _Place, value: dict[str, Any], record: Record, rank: int) -> None:
        shape = place.shapes.get(tuple(value))
        if shape is None:
            shape = _learn(place, value, record, rank)
        elif rank < shape.rank:
            shape.first, shape.rank = (record, value), rank
        shape.seen += 1
        for key, child in shape.objects:
            self._count_shape(child, value[key], record, rank)
        for key, child in shape.lists:
            self._count_list(child, value[key], record, rank)
        for key in shape.parts:
            part = value[key]
            part.seen += 1
            if part.first is None:
                part.first = record
                self.parts.append(part)
            elif record.offset < part.first.offset:
                part.first = record

    def _count_list(self, place: _Place, values: list[Any], record: Record, rank: int) -> None:
        if place.items is not None and values:
            for value in values:
                self._count_shape(place.items, value, record, rank)
            return
        key = ("*",) if values else ("[]",)
        shape = place.shapes.get(key)
        if shape is None:
            node = place.node.item if values else place.node
            first = (record, values)
            shape = place.shapes[key] = _Shape(first, rank, [node or place.node], [], [], [])
        elif rank < shape.rank:
            shape.first, shape.rank = (record, values), rank
        shape.seen += len(values) or 1

    def _settle_place(self, place: _Place) -> None:
        for shape in place.shapes.values():
            if shape.seen:
                record, value = shape.first
                path = path_to(record.value, value)
                for node in shape.leaves:
                    self._add(node, shape.seen, record, path)
                shape.seen = 0
            for _, child in (*shape.objects, *shape.lists):
                self._settle_place(child)
        if place.items is not None:
            self._settle_place(place.items)

    def _add(self, node: Node, number: int, record: Record, path: Path) -> None:
        pattern = f"{self.pattern}/{node.pattern}" if node.pattern else self.pattern
        fate = node.regular(self.target).fate
        self.books.fates[pattern, fate] += number
        self.books.rows.setdefault(pattern, node.row)
        name = node.pattern.rsplit("/", 1)[-1]
        if name == "*":
            leaf: Path = (*path, 0)
        elif node.item is not None or not node.pattern or node.children:
            leaf = path
        else:
            leaf = (*path, name)
        self._see(pattern, fate, record, leaf)

    def _see(self, pattern: str, fate: str, record: Record, path: Path) -> None:
        known = self.books.spots.get((pattern, fate))
        if known is None or record.offset < known.offset:
            self.books.see(pattern, fate, spot_at(record, path, value_at(record, path)))

    def _settle_part(self, part: Part) -> None:
        if part.first is None:
            return
        record = part.first
        path = path_to(record.value, part)
        asides = _aside_fates(part.sifted)
        value = part.sifted.original if part.sifted is not None else part.value
        base = f"{self.pattern}/{part.node.pattern}"
        for leaf in each_leaf(part.node, value):
            fate = _fate(leaf, {}, asides, self.target)
            pattern = pattern_of(base, leaf.path)
            self.books.fates[pattern, fate] += part.seen
            self.books.rows.setdefault(pattern, leaf.node.row if leaf.node is not None else None)
            known = self.books.spots.get((pattern, fate))
            if known is None or record.offset < known.offset:
                self.books.see(pattern, fate, spot_at(record, (*path, *leaf.path), leaf.value))
        part.seen = 0
        part.first = None

    def _move(self, path: Path, fate: str, record: Record) -> None:
        node: Node | None = self.tree
        for step in path:
            node = _below(node, step)
        if node is None or value_at(record, path) is None:
            return
        regular = node.regular(self.target).fate
        if regular != fate:
            pattern = f"{self.pattern}/{node.pattern}"
            self._moves[pattern, regular, fate] += 1
            self._see(pattern, fate, record, path)

    # -- counting leaf by leaf --------------------------------------------------------------

    def _count_leaf_by_leaf(self, record: Record, sifted: Sifted, events: Iterable[Event]) -> None:
        asides = _aside_fates(sifted)
        moved = _moved(events)
        for leaf in each_leaf(self.tree, sifted.original):
            fate = _fate(leaf, moved, asides, self.target)
            self._enter(record, leaf, pattern_of(record.pattern, leaf.path), fate)

    def _enter(self, record: Record, leaf: Leaf, pattern: str, fate: str) -> None:
        row = leaf.node.row if leaf.node is not None else None
        books = self.books
        books.fates[pattern, fate] += 1
        books.rows.setdefault(pattern, row)
        known = books.spots.get((pattern, fate))
        if known is None or record.offset < known.offset:
            books.see(pattern, fate, spot_at(record, leaf.path, leaf.value))
        if self.marks is not None:
            self.marks.append(Mark(record, leaf.path, pattern, fate, leaf.value, row))


def settled(events: list[Event], lost: Iterable[Path]) -> list[Event]:
    """The events of one record with the final fate of each value.

    The first event that tells a fate counts. A value that is lost with its connector is dropped,
    whatever was said of writing it (EV509).
    """
    moved = _moved(events)
    if not moved and not lost:
        return events
    told = {path for path in lost if moved.get(path) in GONE}
    found = [Event("EV509", path, "dropped") for path in lost if path not in told]
    for event in events:
        if event.path in lost and event.fate not in GONE:
            continue
        fate = moved.get(event.path)
        same = fate == event.fate
        found.append(event if same else Event(event.code, event.path, fate, event.args))
    return found


def _moved(events: Iterable[Event]) -> dict[Path, str]:
    """The fates that events tell; the first event of a path counts."""
    moved: dict[Path, str] = {}
    for event in events:
        if event.fate is not None:
            moved.setdefault(event.path, event.fate)
    return moved


def path_to(value: Any, wanted: Any) -> Path:
    """The path from a clean value to an object (or part, or list) inside it."""
    if value is wanted:
        return ()
    members: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for step, member in members:
        if member is wanted:
            return (step,)
        if isinstance(member, (dict, list)):
            found = path_to(member, wanted)
            if found:
                return (step, *found)
    return ()


def _learn(place: _Place, value: dict[str, Any], record: Record, rank: int) -> _Shape:
    """Note a new combination of keys."""
    shape = _Shape((record, value), rank, [], [], [], [])
    for key in value:
        node = place.node.children[key]
        if node.is_part:
            shape.parts.append(key)
        elif node.item is not None:
            items = _Place(node.item) if node.item.children else None
            shape.lists.append((key, _Place(node, items=items)))
        elif node.children:
            shape.objects.append((key, _Place(node)))
        else:
            shape.leaves.append(node)
    if not value:
        shape.leaves.append(place.node)
    place.shapes[tuple(value)] = shape
    return shape


def _below(node: Node | None, step: str | int) -> Node | None:
    if node is None:
        return None
    return node.item if isinstance(step, int) else node.children.get(step)


def _fate(leaf: Leaf, moved: dict[Path, str], asides: dict[Path, str], target: str) -> str:
    """The fate of a leaf: as set aside in reading, as an event says, else the regular one."""
    if asides:
        for length in range(len(leaf.path), -1, -1):
            fate = asides.get(leaf.path[:length])
            if fate is not None:
                return fate
    fate = moved.get(leaf.clean)
    if fate is not None:
        return fate
    return "unknown" if leaf.node is None else leaf.node.regular(target).fate


def _aside_fates(sifted: Sifted | None) -> dict[Path, str]:
    if sifted is None:
        return {}
    return {aside.path: aside.fate for aside in sifted.asides if aside.fate is not None}


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
