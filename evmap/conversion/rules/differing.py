"""What one v2 object says otherwise than another of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from evmap.conversion.diagnostics import Indexes, Place


def differing(value: Any, known: Any, pattern: str, indexes: Indexes = ()) -> Iterator[Place]:
    """The places of all values in `value` that do not stand in `known` just so.

    `pattern` and `indexes` are the place of `value`. Items of a list may stand in another order.
    """
    members = _members(value)
    if members:
        others = dict(_members(known))
        for name, member in members:
            yield from differing(member, others.get(name), f"{pattern}/{name}", indexes)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            same = item if isinstance(known, list) and item in known else None
            yield from differing(item, same, f"{pattern}/*", (*indexes, index))
    elif value != known:
        yield pattern, indexes


def _members(value: Any) -> list[tuple[str, Any]]:
    """Names in v2 and values of what an object holds."""
    if not isinstance(value, msgspec.Struct):
        return []
    return [
        (field.encode_name, member)
        for field in msgspec.structs.fields(type(value))
        if (member := getattr(value, field.name)) is not UNSET
    ]
