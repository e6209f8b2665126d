"""Sorting a carefully parsed record: what the rules can use, and what is set aside and why.

The rules see only known fields of the documented types. Whatever else stands in the record is set
aside with its fate, so that the ledger counts it and a finding names it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from evmap.conversion.fieldmap import TEXT_TYPES, Node, Path
from evmap.conversion.read.careful import Members, NotANumber

#: What a leaf becomes that the rules can't use.
UNUSABLE = object()

#: Shown values are cut to this length.
SHOWN = 200


class Aside(msgspec.Struct, frozen=True):
    """A value set aside or read leniently. `fate` is None where the value is used all the same."""

    code: str
    path: Path
    fate: str | None
    value: Any
    args: tuple[str, ...] = ()


class Sifted(msgspec.Struct):
    """A record sorted: `value` for the rules, `original` as parsed, and what was set aside.

    `collapsed` holds the paths (as the rules see them) of lists that stood there as one object.
    """

    value: Any
    original: Any
    asides: list[Aside]
    collapsed: set[Path]

    def real_path(self, path: Path) -> Path:
        """A clean path as it stands in the user's text, where lists stood as one object."""
        if not self.collapsed:
            return path
        return tuple(
            step
            for place, step in enumerate(path)
            if not (isinstance(step, int) and path[:place] in self.collapsed)
        )


class Leaf(msgspec.Struct, frozen=True):
    """A scalar (or empty list or object) of the input.

    `path` is the place in the user's text, `clean` the place as the rules see it (they differ
    where a one-element list stood as an object); `node` is None for unknown fields.
    """

    path: Path
    clean: Path
    node: Node | None
    value: Any


def sift(node: Node, original: Any) -> Sifted:
    """Sort a record (or a part of one) along the field map."""
    sifter = _Sifter()
    value = sifter.take(node, original, (), ())
    if value is UNUSABLE:
        value = {}
    return Sifted(value, original, sifter.asides, sifter.collapsed)


def each_leaf(node: Node | None, value: Any, path: Path = (), clean: Path = ()) -> Iterator[Leaf]:
    """All leaves of a parsed record, in the order of the text.

    Values of a key that occurs again follow those of their object.
    """
    if isinstance(value, dict) and value:
        if node is not None and node.item is not None:
            node, clean = node.item, (*clean, 0)
        for key, member in value.items():
            child = node.children.get(key) if node is not None else None
            yield from each_leaf(child, member, (*path, key), (*clean, key))
        if isinstance(value, Members):
            for step, lost in value.overwritten:
                child = node.children.get(str(step)) if node is not None else None
                yield from each_leaf(child, lost, (*path, step), (*clean, step))
    elif isinstance(value, list) and value:
        item = node.item if node is not None else None
        for index, member in enumerate(value):
            yield from each_leaf(item, member, (*path, index), (*clean, index))
    else:
        if node is not None and node.item is not None and not isinstance(value, (list, dict)):
            node, clean = node.item, (*clean, 0)
        yield Leaf(path, clean, node, value)


class _Sifter:
    def __init__(self) -> None:
        self.asides: list[Aside] = []
        self.collapsed: set[Path] = set()

    def take(self, node: Node, value: Any, path: Path, clean: Path) -> Any:
        if isinstance(value, Members):
            self._overwritten(value, path)
        if value is None or value == "":
            return self._aside("EV107", path, "restructured", value)
        if node.item is not None:
            return self._list(node.item, value, path, clean)
        if node.children and isinstance(value, dict):
            return self._object(node, value, path, clean)
        if node.row is None or node.row.json_type == "object":
            return self._no_object(node, value, path)
        return self._leaf(node, node.row.json_type, value, path)

    def _overwritten(self, value: Members, path: Path) -> None:
        for step, lost in value.overwritten:
            self._aside("EV103", (*path, step), "invalid", lost)

    def _list(self, item: Node, value: Any, path: Path, clean: Path) -> Any:
        if not isinstance(value, list):
            self.collapsed.add(clean)
            self._aside("EV106", path, None, value)
            taken = self.take(item, value, path, (*clean, 0))
            return [] if taken is UNUSABLE else [taken]
        return [
            self._placed(item, self.take(item, member, (*path, index), (*clean, index)))
            for index, member in enumerate(value)
        ]

    @staticmethod
    def _placed(item: Node, taken: Any) -> Any:
        """Keep the positions of a list: an unusable item leaves an empty one."""
        if taken is not UNUSABLE:
            return taken
        return {} if item.children else ""

    def _object(self, node: Node, value: dict[str, Any], path: Path, clean: Path) -> Any:
        taken: dict[str, Any] = {}
        for key, member in value.items():
            child = node.children.get(key)
            if child is None:
                self._aside("EV101", (*path, key), "unknown", member)
                continue
            usable = self.take(child, member, (*path, key), (*clean, key))
            if usable is not UNUSABLE:
                taken[key] = usable
        return taken

    def _no_object(self, node: Node, value: Any, path: Path) -> Any:
        if isinstance(value, dict) and not value:
            return {}
        if isinstance(value, dict) and node.row is not None:
            for key, member in value.items():
                self._aside("EV101", (*path, key), "unknown", member)
            return {}
        return self._aside("EV102", path, "invalid", value, ("object",))

    def _leaf(self, node: Node, kind: str, value: Any, path: Path) -> Any:
        if isinstance(value, (dict, list)):
            if not value:
                return self._aside("EV107", path, "restructured", value)
            return self._aside("EV102", path, "invalid", value, (kind,))
        if isinstance(value, NotANumber):
            return self._aside("EV104", path, "invalid", str(value))
        usable, exact = _as_type(kind, value, node.pattern)
        if usable is UNUSABLE:
            return self._aside("EV102", path, "invalid", value, (kind,))
        if isinstance(usable, str) and not _is_text(usable):
            return self._aside("EV109", path, "invalid", ascii(usable))
        if not exact:
            self._aside("EV105", path, None, value, (kind,))
        return usable

    def _aside(
        self, code: str, path: Path, fate: str | None, value: Any, args: tuple[str, ...] = ()
    ) -> Any:
        self.asides.append(Aside(code, path, fate, value, args))
        return UNUSABLE


def _is_text(value: str) -> bool:
    """Whether a string can be written as UTF-8 (a lone surrogate can't)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _as_type(kind: str, value: Any, pattern: str) -> tuple[Any, bool]:
    """The value as the rules want it, and whether it stood there as documented."""
    if kind in TEXT_TYPES:
        return _as_string(value)
    if kind == "boolean":
        return _as_boolean(value)
    number, exact = _as_number(value)
    if number is UNUSABLE or isinstance(number, bool):
        return UNUSABLE, False
    if kind == "integer":
        whole = int(number) if number == int(number) else UNUSABLE
        return whole, exact and isinstance(number, int)
    if pattern.endswith(("latitude", "longitude")) or isinstance(number, int):
        return number, exact
    return float(number), exact


def _as_string(value: Any) -> tuple[Any, bool]:
    if isinstance(value, str):
        return value, True
    if isinstance(value, bool):
        return UNUSABLE, False
    return str(value), False


def _as_boolean(value: Any) -> tuple[Any, bool]:
    if isinstance(value, bool):
        return value, True
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true", False
    return UNUSABLE, False


def _as_number(value: Any) -> tuple[Any, bool]:
    if isinstance(value, bool):
        return UNUSABLE, False
    if isinstance(value, (int, Decimal)):
        return (value, True) if _is_finite(value) else (UNUSABLE, False)
    if not isinstance(value, str) or len(value) > SHOWN or not value.strip().isascii():
        return UNUSABLE, False
    text = value.strip().replace("_", " ")
    try:
        number: int | Decimal = int(text) if text.lstrip("-").isdigit() else Decimal(text)
    except (ValueError, InvalidOperation):
        return UNUSABLE, False
    return (number, False) if _is_finite(number) else (UNUSABLE, False)


def _is_finite(value: int | Decimal) -> bool:
    try:
        return math.isfinite(float(value))
    except (OverflowError, ValueError):  # too large, or a signalling NaN
        return False
