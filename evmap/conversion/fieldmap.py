"""The field map as a tree: which v2 fields exist, of which type, and their regular fate.

The tree is built from the field map's rows alone, so what the pages show is what the reader
accepts and what the ledger counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from evmap.conversion.guide import FieldFate, FieldRow, Guide
from evmap.conversion.members import members
from evmap.conversion.v2 import RECORDS

#: JSON types of the field map that are written as a JSON string.
TEXT_TYPES = frozenset({"string", "enum", "datetime", "date", "time"})


class Node(msgspec.Struct, eq=False):
    """A place in a v2 record.

    `pattern` is the place as a pointer without the leading slash, `*` for an index. A node with
    `children` is an object, one with `item` a list; a leaf has a `row`. (The price of v2 may be a
    number or an object, so a leaf can have children as well.) `kind` is the struct of an object,
    `attributes` its attributes by their names in v2 (see :mod:`.v2`).
    """

    pattern: str
    path: str
    row: FieldRow | None = None
    item: Node | None = None
    children: dict[str, Node] = msgspec.field(default_factory=dict)
    kind: type[msgspec.Struct] | None = None
    attributes: dict[str, str] = msgspec.field(default_factory=dict)

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

    def all(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        if self.item is not None:
            yield from self.item.all()
        for child in self.children.values():
            yield from child.all()


def build_tree(guide: Guide, answer: str) -> Node:
    """The tree of one v2 record: "station", or "evses" for a pool of evses/bulk."""
    root = Node(pattern="", path="")
    for row in guide.fields:
        if row.answer == answer:
            _plant(root, row)
    if answer in RECORDS:
        _attach(root, RECORDS[answer])
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


def _attach(node: Node, kind: type[msgspec.Struct]) -> None:
    """Note which struct an object of v2 becomes, and those inside of it."""
    node.kind = kind
    for member in members(kind):
        node.attributes[member.key] = member.name
        child = node.children[member.key]
        if member.inner is not None:
            _attach((child.item or child) if member.many else child, member.inner)
