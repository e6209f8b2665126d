"""The members of a struct type: of an object of v2, or of one that a target writes."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UnsetType


class Member(msgspec.Struct, frozen=True, eq=False):
    """A member: attribute, key in JSON, whether it is a list, and what kind of thing stands in it.

    `known` is what the type says besides: of what a target writes, its `Value`
    (:mod:`.targets.schema`).
    """

    name: str
    key: str
    many: bool
    kind: Any
    known: Any

    @property
    def inner(self) -> type[msgspec.Struct] | None:
        """The kind of object in it; None for scalars."""
        is_object = isinstance(self.kind, type) and issubclass(self.kind, msgspec.Struct)
        return self.kind if is_object else None


@lru_cache(maxsize=100)
def members(kind: type[msgspec.Struct]) -> tuple[Member, ...]:
    """The members of a struct type, in their order. Looking them up takes a while."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        _member(field.name, field.encode_name, hints[field.name])
        for field in msgspec.structs.fields(kind)
    )


def _member(name: str, key: str, hint: Any) -> Member:
    known = get_args(hint)[1] if get_origin(hint) is Annotated else None
    kind = _plain(hint)
    many = get_origin(kind) is list
    return Member(name, key, many, _plain(get_args(kind)[0]) if many else kind, known)


def _plain(hint: Any) -> Any:
    """A type without what says that it may be missing, and without its limits."""
    if get_origin(hint) is Annotated:
        return _plain(get_args(hint)[0])
    if get_origin(hint) is list or not get_args(hint):
        return hint
    return next(_plain(part) for part in get_args(hint) if part not in (type(None), UnsetType))
