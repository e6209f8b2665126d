"""Reading leniently: a parsed record to the struct that strict reading would have given.

Rules see only known fields of the documented types. Whatever else stands in the record is set aside
with its fate and a diagnostic, and every leaf of the record is listed, so that all of it is
counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import structs

from evmap.conversion.diagnostics import Indexes, Path, Place, path_of
from evmap.conversion.fieldmap import TEXT_TYPES, Node
from evmap.conversion.pointers import escape, joined, readable
from evmap.conversion.read.careful import NotANumber, Repeated
from evmap.conversion.read.scalars import UNUSABLE, as_type


class Deviation(msgspec.Struct, frozen=True):
    """A value that is set aside or read leniently. `fate` is None where it is used all the same.

    `path` and `pattern` (which begins with a slash) stand in the user's text, below the record;
    `indexes` are those of the place around it, as rules see it.
    """

    code: str
    path: Path
    pattern: str
    indexes: Indexes
    fate: str | None
    value: Any
    args: tuple[str, ...] = ()


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """A scalar (or an empty list or object) of a record.

    `path` and `pattern` stand in the user's text; rules see it at the pattern of the node, None for
    unknown fields, and the indexes: other ones where a list of one stood as an object. `fate` is
    set where reading has told it. `is_mended`: it is used as another text or type than it has.
    """

    path: Path
    pattern: str
    indexes: Indexes
    node: Node | None
    fate: str | None
    value: Any
    is_mended: bool = False


class Coerced(msgspec.Struct):
    """A record read leniently: the struct, every leaf, and what was set aside.

    `collapsed` holds the places of lists, as the rules see them, that stood there as one object;
    their indexes begin below the record. `positions`: such places of lists of objects with nulls
    among them, which the rules don't see, and where the other items stand.
    """

    value: Any
    leaves: list[Leaf]
    deviations: list[Deviation]
    collapsed: set[Place]
    positions: dict[Place, list[int]] = {}

    def real_path(self, place: Place) -> Path:
        """A place as it stands in the user's text."""
        if not self.collapsed and not self.positions:
            return path_of(place)
        return tuple(step for step, _ in self._steps(place))

    def real_pattern(self, place: Place) -> str:
        """The pattern of a place as it stands in the user's text."""
        if not self.collapsed:
            return joined("", place[0])
        return "".join(f"/{name}" for _, name in self._steps(place))

    def _steps(self, place: Place) -> list[tuple[int | str, str]]:
        pattern, (_, *indexes) = place
        left = iter(indexes)
        found: list[tuple[int | str, str]] = []
        here = ""
        at: Indexes = ()
        for name in pattern.split("/") if pattern else ():
            index = next(left) if name == "*" else None
            if index is None:
                found.append((name, name))
            elif (here, at) not in self.collapsed:
                positions = self.positions.get((here, at))
                found.append((index if positions is None else positions[index], name))
            here = f"{here}/{name}" if here else name
            at = at if index is None else (*at, index)
        return found


def coerce(node: Node, original: Any) -> Coerced:
    """Read a parsed record along the field map."""
    reader = _Reader()
    value = reader.take(node, original, _Position((), "", (), ""))
    if value is UNUSABLE:
        value = None if node.kind is None else node.kind()
    return Coerced(value, reader.leaves, reader.deviations, reader.collapsed, reader.positions)


def unknown_leaves(value: Any) -> list[Leaf]:
    """Every leaf of a value that is no record."""
    reader = _Reader()
    reader.list_leaves(None, value, _Position((), "", (), ""), "unknown")
    return reader.leaves


class _Position(msgspec.Struct, frozen=True, gc=False):
    """Where a value stands: path and pattern in the text, indexes and pattern as rules see it."""

    path: Path
    pattern: str
    indexes: Indexes
    clean: str

    def member(self, key: str, child: Node | None) -> _Position:
        if child is not None:
            return _Position(
                (*self.path, key), f"{self.pattern}/{key}", self.indexes, child.pattern
            )
        return _Position((*self.path, key), f"{self.pattern}/{escape(key)}", self.indexes, "")

    def item(self, index: int, child: Node | None, place: int | None = None) -> _Position:
        """An item of a list; `place` is its index as rules see it, if that is another one."""
        return _Position(
            (*self.path, index),
            f"{self.pattern}/*",
            (*self.indexes, index if place is None else place),
            child.pattern if child is not None else "",
        )

    def as_item(self, child: Node) -> _Position:
        """The one item of a list that stands here as it is."""
        return _Position(self.path, self.pattern, (*self.indexes, 0), child.pattern)


class _Reader:
    """Walks through a value once; each method gives what the rules can use of it."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.deviations: list[Deviation] = []
        self.collapsed: set[Place] = set()
        self.positions: dict[Place, list[int]] = {}

    def take(self, node: Node, value: Any, at: _Position) -> Any:
        """The value for the rules, or UNUSABLE."""
        if isinstance(value, str) and _is_as_documented(node, value):
            self._leaf(node, value, at, None)
            return value
        if isinstance(value, Repeated) and node.item is None:
            for _, position, lost in self._earlier(node, value, at):
                self._tell("EV103", position, "invalid", lost)
        if value is None or (isinstance(value, str) and not value.strip()):
            return self._set_aside("EV107", node, value, at, "restructured")
        if node.item is not None:
            return self._list(node, node.item, value, at)
        if node.children and isinstance(value, dict):
            return self._object(node, value, at)
        if node.row is None or node.row.json_type == "object":
            return self._no_object(node, value, at)
        return self._scalar(node, node.row.json_type, value, at)

    @staticmethod
    def _earlier(
        node: Node | None, value: dict[str, Any], at: _Position
    ) -> Iterator[tuple[Node | None, _Position, Any]]:
        """(node, position, value) of what keys lost to later values."""
        for key, number, lost in value.earlier if isinstance(value, Repeated) else ():
            child = node.children.get(key) if node is not None else None
            position = at.member(key, child)
            yield child, structs.replace(position, path=(*at.path, (key, number))), lost

    def _list_earlier(
        self, node: Node | None, value: dict[str, Any], at: _Position, fate: str
    ) -> None:
        for child, position, lost in self._earlier(node, value, at):
            self.list_leaves(child, lost, position, fate)

    def _list(self, node: Node, item: Node, value: Any, at: _Position) -> Any:
        if not isinstance(value, list):
            self.collapsed.add((at.clean, at.indexes))
            self._tell("EV106", at, None, value)
            taken = self.take(item, value, at.as_item(item))
            return [] if taken is UNUSABLE else [taken]
        if not value:
            self._leaf(node, value, at, None)
        if item.kind is not None and any(member is None for member in value):
            return self._list_with_nulls(item, value, at)
        return [
            self._placed(item, self.take(item, member, at.item(index, item)))
            for index, member in enumerate(value)
        ]

    def _list_with_nulls(self, item: Node, value: list[Any], at: _Position) -> list[Any]:
        """The objects of a list: a null is none of them, as if it were not there."""
        found: list[Any] = []
        positions = self.positions[at.clean, at.indexes] = []
        for index, member in enumerate(value):
            position = at.item(index, item, len(found))
            if member is None:
                self._set_aside("EV107", item, member, position, "restructured")
            else:
                positions.append(index)
                found.append(self._placed(item, self.take(item, member, position)))
        return found

    @staticmethod
    def _placed(item: Node, taken: Any) -> Any:
        """Keep the positions of a list: an unusable item leaves an empty one."""
        if taken is not UNUSABLE:
            return taken
        return item.kind() if item.kind is not None else ""

    def _object(self, node: Node, value: dict[str, Any], at: _Position) -> Any:
        taken: dict[str, Any] = {}
        if not value:
            self._leaf(node, value, at, None)
        for key, member in value.items():
            child = node.children.get(key)
            position = at.member(key, child)
            if child is None:
                self._tell("EV101", position, "unknown", member)
                self.list_leaves(None, member, position, "unknown")
                continue
            usable = self.take(child, member, position)
            if usable is not UNUSABLE and key in node.attributes:
                taken[node.attributes[key]] = usable
        if isinstance(value, Repeated):
            self._list_earlier(node, value, at, "invalid")
        return node.kind(**taken) if node.kind is not None else None

    def _no_object(self, node: Node, value: Any, at: _Position) -> Any:
        if isinstance(value, dict):
            self._object(node, value, at)
            return UNUSABLE
        return self._set_aside("EV102", node, value, at, "invalid", "object")

    def _scalar(self, node: Node, kind: str, value: Any, at: _Position) -> Any:
        if isinstance(value, (dict, list)):
            if not value:
                return self._set_aside("EV107", node, value, at, "restructured")
            return self._set_aside("EV102", node, value, at, "invalid", kind)
        if isinstance(value, NotANumber):
            self._tell("EV104", at, "invalid", str(value))
            return self._leaf(node, value, at, "invalid")
        usable, exact = as_type(kind, value, node.pattern)
        if usable is UNUSABLE:
            return self._set_aside("EV102", node, value, at, "invalid", kind)
        has_blanks = False
        if isinstance(usable, str):
            if readable(usable) != usable:  # half a surrogate pair
                self._tell("EV109", at, "invalid", ascii(usable))
                return self._leaf(node, value, at, "invalid")
            stripped = usable.strip()
            if stripped != usable:
                usable, has_blanks = stripped, True
                self._tell("EV114", at, None, value)
        if not exact:
            self._tell("EV105", at, None, value, kind)
        self._leaf(node, value, at, None, is_mended=has_blanks or not exact)
        return usable

    # -- telling ----------------------------------------------------------------------------

    def _tell(self, code: str, at: _Position, fate: str | None, value: Any, *args: str) -> None:
        self.deviations.append(Deviation(code, at.path, at.pattern, at.indexes, fate, value, args))

    def _set_aside(
        self, code: str, node: Node, value: Any, at: _Position, fate: str, *args: str
    ) -> Any:
        self._tell(code, at, fate, value, *args)
        self.list_leaves(node, value, at, fate, earlier="invalid")
        return UNUSABLE

    def _leaf(
        self,
        node: Node | None,
        value: Any,
        at: _Position,
        fate: str | None,
        *,
        is_mended: bool = False,
    ) -> Any:
        self.leaves.append(Leaf(at.path, at.pattern, at.indexes, node, fate, value, is_mended))
        return UNUSABLE

    def list_leaves(
        self, node: Node | None, value: Any, at: _Position, fate: str, *, earlier: str = ""
    ) -> None:
        """List all leaves below something that is set aside: its fate is theirs.

        earlier: the fate of values that their keys in this object lost, if another was told.
        """
        if isinstance(value, dict) and value:
            item = node.item if node is not None else None
            if item is not None:
                node, at = item, at.as_item(item)
            for key, member in value.items():
                child = node.children.get(key) if node is not None else None
                self.list_leaves(child, member, at.member(key, child), fate)
            self._list_earlier(node, value, at, earlier or fate)
        elif isinstance(value, list) and value:
            item = node.item if node is not None else None
            for index, member in enumerate(value):
                self.list_leaves(item, member, at.item(index, item), fate)
        else:
            item = node.item if node is not None else None
            if item is not None and not isinstance(value, (list, dict)):
                node, at = item, at.as_item(item)
            self._leaf(node, value, at, fate)


def _is_as_documented(node: Node, text: str) -> bool:
    """Whether a text stands where one belongs, and nothing in it needs care."""
    is_text = node.row is not None and node.row.json_type in TEXT_TYPES
    return is_text and text.isascii() and text.strip() == text != ""
