"""The field map as a tree: which v2 fields exist, of which type, and their regular fate.

The tree is built from the field map's rows alone, so what the pages show is what the reader
accepts and what the ledger counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypedDict

import msgspec

from evmap.conversion.guide import FieldFate, FieldRow, Guide

#: Path inside a record, list positions as integers.
Path = tuple[str | int, ...]

#: Sub-objects that repeat from record to record (same hours, same payment methods): the reader
#: parses equal text once.
PARTS = frozenset(
    {
        "contacts",
        "evStationDetails",
        "connectors.connector[].connectorDetails",
        "connectors.connector[].connectorType",
        "connectors.connector[].supplierContacts",
    }
)

#: A list whose items are undocumented: the strict reader takes it empty only.
NO_ITEMS = Annotated[list[Any], msgspec.Meta(max_length=0)]

#: Empty texts say as much as missing ones: the careful reader sets them aside.
TEXT = Annotated[str, msgspec.Meta(min_length=1)]

#: JSON types of the field map that are written as a JSON string.
TEXT_TYPES = frozenset({"string", "enum", "datetime", "date", "time"})


class Node(msgspec.Struct, eq=False):
    """A place in a v2 record.

    `pattern` is the place as a pointer without the leading slash, `*` for an index. A node with
    `children` is an object, one with `item` a list; a leaf has a `row`. (The price of v2 may be a
    number or an object, so a leaf can have children as well.)
    """

    pattern: str
    path: str
    row: FieldRow | None = None
    item: Node | None = None
    children: dict[str, Node] = msgspec.field(default_factory=dict)

    @property
    def is_part(self) -> bool:
        """Whether equal texts of this object are parsed once."""
        return self.path in PARTS

    @property
    def json_type(self) -> str:
        """object, list, or the JSON type of the leaf."""
        if self.item is not None:
            return "list"
        if self.children:
            return "object"
        return self.row.json_type if self.row else "object"

    def regular(self, target: str) -> FieldFate:
        """The regular fate of this place in `target`; empty containers lose nothing."""
        if self.row is None:
            return FieldFate("restructured", (), "Empty: v3 leaves out what has no data.")
        return self.row.targets[target]

    def leaves(self) -> Iterator[Node]:
        """All nodes at and below this one that have a row."""
        if self.row is not None:
            yield self
        if self.item is not None:
            yield from self.item.leaves()
        for child in self.children.values():
            yield from child.leaves()


def build_tree(guide: Guide, answer: str) -> Node:
    """The tree of one v2 record: "station", or "evses" for a pool of evses/bulk."""
    root = Node(pattern="", path="")
    for row in guide.fields:
        if row.answer == answer:
            _plant(root, row)
    return root


def _plant(root: Node, row: FieldRow) -> None:
    node = root
    for segment in row.path.split("."):
        name = segment.removesuffix("[]")
        node = _child(node, name)
        if segment.endswith("[]"):
            node = _item(node)
    node.row = row


def _child(node: Node, name: str) -> Node:
    if name not in node.children:
        pattern = f"{node.pattern}/{name}" if node.pattern else name
        path = f"{node.path}.{name}" if node.path else name
        node.children[name] = Node(pattern=pattern, path=path)
    return node.children[name]


def _item(node: Node) -> Node:
    if node.item is None:
        node.item = Node(pattern=f"{node.pattern}/*", path=f"{node.path}[]")
    return node.item


def decoded_type(node: Node, *, top: bool = True) -> Any:
    """The type that msgspec decodes a node to: strict on types, silent on unknown keys.

    Parts stay raw text (unless the part itself is asked for). A place that may be a leaf or an
    object has no strict type and is left out: the careful reader takes it.
    """
    if node.is_part and not top:
        return msgspec.Raw
    if node.item is not None:
        if node.item.json_type == "object" and not node.item.children:
            return NO_ITEMS
        return list[decoded_type(node.item, top=False)]  # type: ignore[misc]
    if node.children:
        members = {
            name: decoded_type(child, top=False)
            for name, child in node.children.items()
            if not _two_faced(child)
        }
        return TypedDict(f"V2_{node.pattern.replace('/', '_')}", members, total=False)  # type: ignore[operator]
    return _leaf_type(node)


def _two_faced(node: Node) -> bool:
    inner = node.item if node.item is not None else node
    return any(child.row is not None and child.children for child in inner.children.values()) or (
        node.row is not None and bool(node.children)
    )


def _leaf_type(node: Node) -> Any:
    kind = node.json_type
    if kind in TEXT_TYPES:
        return TEXT
    if kind == "boolean":
        return bool
    if kind == "integer":
        return int
    if node.pattern.endswith(("latitude", "longitude")):
        return Any
    if kind == "number":
        return int | float
    raise ValueError(f"{node.path}: no type for {kind!r}")
