"""Values of a clean record by their paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evmap.conversion.fieldmap import Node, Path
from evmap.conversion.read.records import Part, Record


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


def leaf_path(path: Path, node: Node) -> Path:
    """The path of a leaf, from the path of its object (or list, for items and empty lists)."""
    name = node.pattern.rsplit("/", 1)[-1]
    if name == "*":
        return (*path, 0)
    if node.item is not None or not node.pattern or node.children:
        return path
    return (*path, name)


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
