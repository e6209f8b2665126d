"""One side of the ledger: one fate for every leaf of the input.

The regular fate of a field stands in the field map, so objects with the same keys have the same
fates: the ledger counts such shapes and multiplies at the end. What rules and targets report as
out of the ordinary (events) moves single leaves to another fate. A record that was not exactly as
documented is counted leaf by leaf; both ways give the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from evmap.conversion.books import OTHERS, Books, pattern_of, spot_at
from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Node, Path
from evmap.conversion.guide import FieldRow
from evmap.conversion.read.records import NOWHERE, Part, PartLine, Record
from evmap.conversion.read.shapes import Place, Shape, paths_to_shape
from evmap.conversion.read.sift import Leaf, Sifted, each_leaf
from evmap.conversion.values import leaf_path, path_to, plain, value_at

#: Places in the output that an unwritten connector takes with it.
WITH_EVSES = ("evses[]", "connectorGroups[]")

#: It can be counted again as long as all connectors are written.
TOTAL = "totalNumberOfConnectors"

#: Patterns told apart in one input; unknown fields beyond them share the pattern OTHERS.
MOST_PATTERNS = 3_000

#: Parts and bundles that are counted before they are entered, and the memory is free.
MOST_COUNTED = 2_000

#: Layouts told apart; then the memory starts afresh.
MOST_LAYOUTS = 5_000


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


class Layout(msgspec.Struct, eq=False):
    """Records whose objects have the same shapes.

    number: how many there are since the books were settled. seen_to: behind this offset, all first
    places of leaves are known, but for those of `missing`: leaves that had left their regular fate
    wherever they were looked at.
    """

    number: int = 0
    seen_to: int = 1 << 62
    missing: list[tuple[Shape, Node]] = msgspec.field(default_factory=list)


class Ledger:
    """Counts the fates of input leaves for one target into the books."""

    def __init__(self, place: Place, target: str, books: Books, *, marks: range) -> None:
        self.target = target
        self.place = place
        self.tree = place.node
        self.books = books
        #: The fates of the leaves of records that overlap these bytes.
        self.marks: list[Mark] = []
        self._marked = marks
        #: Parts that were counted since the books were settled.
        self.parts: list[Part] = []
        #: Pattern of the records that were counted since then.
        self.pattern = ""
        #: Bundles of events that were counted since then.
        self.bundles: list[Bundle] = []
        self._layouts: dict[tuple[Shape, ...], Layout] = {}
        self._moves: Counter[tuple[str, str, str]] = Counter()
        self._nodes: dict[Path, Node | None] = {}

    @property
    def is_full(self) -> bool:
        """Whether so much is only counted that it should be settled, for the memory's sake."""
        counted = len(self.parts) + len(self.bundles)
        return counted > MOST_COUNTED or len(self._layouts) > MOST_LAYOUTS

    def count(
        self, record: Record, moved: Mapping[Path, str], bundles: Sequence[Bundle] = ()
    ) -> None:
        """Enter all leaves of a record; `moved`: clean path -> fate, where not the regular one.

        Shapes, parts and bundles are only counted; records of another pattern need settled books.
        """
        if record.sifted is not None:
            self._count_leaf_by_leaf(record, record.sifted, moved)
            return
        if record.pattern != self.pattern:
            self._layouts.clear()
            self.pattern = record.pattern
        record.moved, record.bundles = moved, bundles
        for bundle in bundles:
            if not bundle.seen:
                self.bundles.append(bundle)
        self._count_layout(record)
        self._count_parts(record)
        for path, fate in moved.items():
            self._move(path, fate, 1)
            self._see_moved(path, fate, record)

    def look_at(self, record: Record, bundle: Bundle) -> None:
        """Note where the values of a bundle stand in a record, if that is the first place."""
        for path, fate in bundle.fates.items():
            self._see_moved(path, fate, record)

    def _count_layout(self, record: Record) -> None:
        shapes = tuple(record.shapes)
        layout = self._layouts.get(shapes)
        if layout is None:
            layout = self._layouts[shapes] = Layout()
        layout.number += 1
        if record.offset < layout.seen_to:
            leaves = [(shape, node) for shape in dict.fromkeys(shapes) for node in shape.leaves]
            layout.missing = self._see_leaves(record, leaves)
            layout.seen_to = record.offset
        elif layout.missing:
            missing = self._see_leaves(record, layout.missing)
            if len(missing) < len(layout.missing):
                layout.missing, layout.seen_to = missing, record.offset

    def _count_parts(self, record: Record) -> None:
        offset = record.offset
        for part in record.parts:
            if not part.seen:
                self.parts.append(part)
            part.seen += 1
            if offset < part.offset:
                part.offset, part.first = offset, record

    def count_lost(self, record: Record, value: Any) -> None:
        """Enter the leaves of something that could not be read as a record, as unknown."""
        for leaf in each_leaf(None, value):
            self._enter(record, leaf, pattern_of(record.pattern, leaf.path), "unknown")

    def settle(self) -> None:
        """Turn what was only counted into leaves."""
        self._settle_layouts()
        for part in self.parts:
            self._settle_part(part)
        self.parts.clear()
        for bundle in self.bundles:
            for path, fate in bundle.fates.items():
                self._move(path, fate, bundle.seen)
            bundle.seen = 0
        self.bundles.clear()
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
            if TOTAL in record.value and _has_plugs(value):
                found[TOTAL,] = None
        return found

    # -- counting by shape ------------------------------------------------------------------

    def _settle_layouts(self) -> None:
        numbers: Counter[Shape] = Counter()
        for shapes, layout in self._layouts.items():
            for shape in shapes if layout.number else ():
                numbers[shape] += layout.number
            layout.number = 0
        for shape, number in numbers.items():
            for node in shape.leaves:
                pattern, fate = self._regular(node)
                self.books.fates[pattern, fate] += number
                self.books.rows.setdefault(pattern, node.row)
        if len(self._layouts) > MOST_LAYOUTS:
            self._layouts.clear()

    def _regular(self, node: Node) -> tuple[str, str]:
        """Pattern and regular fate of a leaf."""
        pattern = f"{self.pattern}/{node.pattern}" if node.pattern else self.pattern
        return pattern, node.regular(self.target).fate

    def _see_leaves(
        self, record: Record, leaves: Iterable[tuple[Shape, Node]]
    ) -> list[tuple[Shape, Node]]:
        """Enter where these leaves of a record stand, if nowhere before; return the missing."""
        missing = []
        for shape, node in leaves:
            pattern, fate = self._regular(node)
            if not self.books.wants(pattern, fate, record.offset, ties=True):
                continue
            if not self._see_leaf(shape, record, node, pattern, fate):
                missing.append((shape, node))
        return missing

    def _see_leaf(self, shape: Shape, record: Record, node: Node, pattern: str, fate: str) -> bool:
        """Enter the first place of a leaf in a record, where it did not leave its regular fate.

        False where it left it everywhere.
        """
        for base in paths_to_shape(self.place, record.value, shape):
            path = leaf_path(base, node)
            if not record.left_regular_fate(path):
                self._see(pattern, fate, record, path)
                return True
        return False

    def _see(self, pattern: str, fate: str, record: Record, path: Path) -> None:
        self.books.see(pattern, fate, spot_at(record, path, value_at(record, path)))

    def _settle_part(self, part: Part) -> None:
        if part.first is None:
            return
        record, books = part.first, self.books
        path: Path | None = None
        for line in self._lines_of(part):
            pattern = self._told_apart(line.pattern, line.row, record)
            books.fates[pattern, line.fate] += part.seen
            books.rows.setdefault(pattern, line.row)
            if books.wants(pattern, line.fate, record.offset, ties=True):
                path = path_to(record.value, part) if path is None else path
                if not record.left_regular_fate((*path, *line.path)):
                    spot = spot_at(record, (*path, *line.path), line.value)
                    books.see(pattern, line.fate, spot)
        part.seen, part.offset, part.first = 0, NOWHERE, None

    def _lines_of(self, part: Part) -> list[PartLine]:
        """The leaves of a part as the books have them, worked out once."""
        base = f"{self.pattern}/{part.node.pattern}"
        if part.base != base:
            asides = _aside_fates(part.sifted)
            value = part.sifted.original if part.sifted is not None else part.value
            part.base = base
            part.lines = [
                PartLine(
                    pattern_of(base, leaf.path),
                    _fate(leaf, {}, asides, self.target),
                    leaf.node.row if leaf.node is not None else None,
                    leaf.path,
                    leaf.value,
                )
                for leaf in each_leaf(part.node, value)
            ]
        return part.lines

    def _move(self, path: Path, fate: str, number: int) -> None:
        """Move the leaf at a path to another fate in so many records."""
        node = self._node(path)
        if node is not None:
            pattern, regular = self._regular(node)
            if regular != fate:
                self._moves[pattern, regular, fate] += number

    def _see_moved(self, path: Path, fate: str, record: Record) -> None:
        node = self._node(path)
        if node is not None:
            pattern, regular = self._regular(node)
            if regular != fate and self.books.wants(pattern, fate, record.offset, ties=True):
                self._see(pattern, fate, record, path)

    def _node(self, path: Path) -> Node | None:
        """The node of the field map at a clean path."""
        try:
            return self._nodes[path]
        except KeyError:
            return self._node_at(path)

    def _node_at(self, path: Path) -> Node | None:
        """The same, looked up and remembered."""
        node: Node | None = self.tree
        for step in path:
            node = _below(node, step)
        if len(self._nodes) > 10_000:
            self._nodes.clear()
        self._nodes[path] = node
        return node

    # -- counting leaf by leaf --------------------------------------------------------------

    def _count_leaf_by_leaf(
        self, record: Record, sifted: Sifted, moved: Mapping[Path, str]
    ) -> None:
        asides = _aside_fates(sifted)
        for leaf in each_leaf(self.tree, sifted.original):
            fate = _fate(leaf, moved, asides, self.target)
            self._enter(record, leaf, pattern_of(record.pattern, leaf.path), fate)

    def _enter(self, record: Record, leaf: Leaf, pattern: str, fate: str) -> None:
        row = leaf.node.row if leaf.node is not None else None
        books = self.books
        pattern = self._told_apart(pattern, row, record)
        books.fates[pattern, fate] += 1
        books.rows.setdefault(pattern, row)
        if books.wants(pattern, fate, record.offset):
            books.see(pattern, fate, spot_at(record, leaf.path, leaf.value))
        if record.offset < self._marked.stop and self._marked.start < record.end:
            self.marks.append(Mark(record, leaf.path, pattern, fate, leaf.value, row))

    def _told_apart(self, pattern: str, row: FieldRow | None, record: Record) -> str:
        """The pattern of a leaf; unknown ones beyond MOST_PATTERNS share one."""
        rows = self.books.rows
        if row is None and len(rows) >= MOST_PATTERNS and pattern not in rows:
            return pattern_of(record.pattern, (OTHERS,))
        return pattern


def _below(node: Node | None, step: str | int) -> Node | None:
    if node is None:
        return None
    return node.item if isinstance(step, int) else node.children.get(step)


def _fate(leaf: Leaf, moved: Mapping[Path, str], asides: dict[Path, str], target: str) -> str:
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


def _has_plugs(value: Any) -> bool:
    """Whether something that is not written would have had connectors."""
    point = value.get("chargingPoint", {})
    return "connectorStatuses" in value or point.get("numberOfConnectors") != 0
