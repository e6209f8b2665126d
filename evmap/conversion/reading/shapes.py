"""Shapes: v2 objects at one place with the same keys.

Objects of one shape have the same fields, so they have the same regular fates: the reader finds
the shapes of a record while it checks it, and the ledger counts shapes instead of leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from evmap.conversion.fieldmap import Node, Path

if TYPE_CHECKING:
    from evmap.conversion.reading.records import Record


class Shape(msgspec.Struct, eq=False):
    """Objects at one place with the same keys (or scalars of a list, or empty lists).

    leaves: nodes of the fields that are leaves; parts, objects, lists, scalars: keys of the other
    fields, with what is there. size: number of keys. seen, first, rank: see the ledger.
    """

    place: Place
    size: int = 0
    leaves: list[Node] = msgspec.field(default_factory=list)
    parts: list[tuple[str, Node]] = msgspec.field(default_factory=list)
    objects: list[tuple[str, Place]] = msgspec.field(default_factory=list)
    lists: list[tuple[str, ListPlace]] = msgspec.field(default_factory=list)
    scalars: list[tuple[str, ListPlace]] = msgspec.field(default_factory=list)
    seen: int = 0
    first: Record | None = None
    rank: int = 0


class Place(msgspec.Struct, eq=False):
    """A node of the field map, with the shapes of the objects seen there by their keys."""

    node: Node
    shapes: dict[tuple[str, ...], Shape] = msgspec.field(default_factory=dict)

    def shape(self, value: dict[str, Any]) -> Shape:
        """The shape of an object, learned when it is new."""
        keys = tuple(value)
        known = self.shapes.get(keys)
        return self._learn(keys) if known is None else known

    def _learn(self, keys: tuple[str, ...]) -> Shape:
        shape = self.shapes[keys] = Shape(self, len(keys))
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
        if not keys:
            shape.leaves.append(self.node)
        return shape


class ListPlace(msgspec.Struct, eq=False):
    """A list of the field map: its items, the shape of empty lists, and that of scalar items."""

    node: Node
    items: Place
    empty: Shape
    each: Shape


def _list_place(node: Node, item: Node) -> ListPlace:
    items = Place(item)
    return ListPlace(node, items, Shape(items, leaves=[node]), Shape(items, leaves=[item]))


def all_shapes(place: Place) -> Iterator[Shape]:
    """All shapes that were seen at a place and below."""
    for shape in place.shapes.values():
        yield shape
        for _, inner in shape.objects:
            yield from all_shapes(inner)
        for _, inner_list in (*shape.lists, *shape.scalars):
            yield inner_list.empty
            yield inner_list.each
            yield from all_shapes(inner_list.items)


def path_to_shape(place: Place, value: dict[str, Any], wanted: Shape) -> Path | None:
    """The path of the first object (or list) of a shape in a clean value."""
    shape = place.shape(value)
    if shape is wanted:
        return ()
    for key, inner in shape.objects:
        found = path_to_shape(inner, value[key], wanted)
        if found is not None:
            return (key, *found)
    for key, inner_list in (*shape.lists, *shape.scalars):
        if wanted is (inner_list.each if value[key] else inner_list.empty):
            return (key,)
    for key, inner_list in shape.lists:
        for index, entry in enumerate(value[key]):
            found = path_to_shape(inner_list.items, entry, wanted)
            if found is not None:
                return (key, index, *found)
    return None
