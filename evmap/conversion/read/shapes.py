"""Shapes: v2 objects at one place with the same keys.

Objects of one shape have the same fields, so they have the same regular fates: the reader finds
the shapes of a record while it checks it, and the ledger counts shapes instead of leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from evmap.conversion.fieldmap import TEXT_TYPES, Node, Path

#: More quotation marks than any text has: a record with so many is read the careful way.
CAREFUL = 1 << 61

#: Shapes that are told apart at one place. Objects have more of them only where a program writes
#: their keys in any order; the careful way needs no memory for that.
MOST_SHAPES = 500


class Shape(msgspec.Struct, eq=False):
    """Objects at one place with the same keys (or scalars of a list, or empty lists).

    leaves: nodes of the fields that are leaves; parts, objects, lists, scalars: keys of the other
    fields, with what is there. quotes: quotation marks of the keys, and of the leaves that are
    texts.
    """

    place: Place
    quotes: int = 0
    leaves: list[Node] = msgspec.field(default_factory=list)
    parts: list[tuple[str, Node]] = msgspec.field(default_factory=list)
    objects: list[tuple[str, Place]] = msgspec.field(default_factory=list)
    lists: list[tuple[str, ListPlace]] = msgspec.field(default_factory=list)
    scalars: list[tuple[str, ListPlace]] = msgspec.field(default_factory=list)

    @property
    def is_flat(self) -> bool:
        """Whether all fields are leaves."""
        return not (self.parts or self.objects or self.lists or self.scalars)


class Place(msgspec.Struct, eq=False):
    """A node of the field map, with the shapes of the objects seen there by their keys."""

    node: Node
    shapes: dict[tuple[str, ...], Shape] = msgspec.field(default_factory=dict)
    #: Those of them that have leaves only.
    flat: dict[tuple[str, ...], Shape] = msgspec.field(default_factory=dict)

    def shape(self, value: dict[str, Any]) -> Shape:
        """The shape of an object, learned when it is new."""
        keys = tuple(value)
        known = self.shapes.get(keys)
        return self._learn(keys) if known is None else known

    def _learn(self, keys: tuple[str, ...]) -> Shape:
        if len(self.shapes) >= MOST_SHAPES:
            return Shape(self, quotes=CAREFUL)
        shape = self.shapes[keys] = Shape(self, quotes=2 * len(keys))
        for key in keys:
            node = self.node.children[key]
            if node.is_part:
                shape.parts.append((key, node))
            elif node.item is not None:
                place = _list_place(node, node.item)
                (shape.lists if node.item.children else shape.scalars).append((key, place))
            elif node.children:
                shape.objects.append((key, Place(node)))
            else:
                shape.leaves.append(node)
                shape.quotes += quotes_of(node)
        if not keys:
            shape.leaves.append(self.node)
        if shape.is_flat:
            self.flat[keys] = shape
        return shape


class Run(msgspec.Struct, eq=False):
    """The objects of a list of flat objects: their shapes, and all their quotation marks."""

    shapes: list[Shape]
    quotes: int


class ListPlace(msgspec.Struct, eq=False):
    """A list of the field map: its items, the shape of empty lists, and that of scalar items.

    `runs` holds lists that were met, by the keys of each of their objects, where those have leaves
    only (`is_flat`).
    """

    node: Node
    items: Place
    empty: Shape
    each: Shape
    is_flat: bool
    runs: dict[tuple[tuple[str, ...], ...], Run] = msgspec.field(default_factory=dict)


def _list_place(node: Node, item: Node) -> ListPlace:
    items = Place(item)
    each = Shape(items, quotes=quotes_of(item), leaves=[item])
    is_flat = not any(child.children or child.item for child in item.children.values())
    return ListPlace(node, items, Shape(items, leaves=[node]), each, is_flat)


def quotes_of(leaf: Node) -> int:
    """The quotation marks around a leaf of its documented type."""
    return 2 if leaf.json_type in TEXT_TYPES else 0


def paths_to_shape(place: Place, value: dict[str, Any], wanted: Shape) -> Iterator[Path]:
    """The paths of the objects (or lists) of a shape in a clean value, in order."""
    shape = place.shape(value)
    if shape is wanted:
        yield ()
    for key, inner in shape.objects:
        for path in paths_to_shape(inner, value[key], wanted):
            yield (key, *path)
    for key, inner_list in (*shape.lists, *shape.scalars):
        if wanted is (inner_list.each if value[key] else inner_list.empty):
            yield (key,)
    for key, inner_list in shape.lists:
        for index, entry in enumerate(value[key]):
            for path in paths_to_shape(inner_list.items, entry, wanted):
                yield (key, index, *path)
