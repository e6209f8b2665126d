"""Typed output: what the objects of a target hold, and the origin of each value.

The metadata of a field is everything that is known of it: where its value regularly comes from, the
attribute of the model that it is made of, how long it may be, and what to do where it is required
and missing. Counting, fitting and lineage all read it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec


class Out(msgspec.Struct, omit_defaults=True, gc=False):
    """An object of a v3 document. A member that is None is not written."""


class Value(msgspec.Struct, frozen=True, gc=False):
    """What is known of a scalar member, or of the items of a list of scalars.

    origin: the regular one. source: the attribute of the model. length: the most characters a text
    may have (0: any number). ascii: it is a CiString, printable ASCII only. required: what to do
    where it is missing in a strict target; empty where it may be.
    """

    origin: str
    source: str = ""
    length: int = 0
    ascii: bool = False
    required: str = ""


class Needed(msgspec.Struct, frozen=True, gc=False):
    """An object that a strict target requires, and what to do where it is missing."""

    advice: str


class Member(msgspec.Struct, frozen=True, gc=False):
    """A member of an output object: attribute, name in JSON, metadata, and the object inside.

    `many` tells a list. `value` is None for objects, `inner` for scalars. `required`: see Value.
    """

    name: str
    json_name: str
    many: bool
    value: Value | None
    inner: type[Out] | None
    required: str


@lru_cache(maxsize=100)
def members(kind: type[Out]) -> tuple[Member, ...]:
    """The members of a kind of object, in the order in which they are written."""
    hints = get_type_hints(kind, include_extras=True)
    names = {field.name: field.encode_name for field in msgspec.structs.fields(kind)}
    return tuple(_member(name, names[name], hints[name]) for name in names)


def _member(name: str, json_name: str, hint: Any) -> Member:
    value, required = None, ""
    if get_origin(hint) is Annotated:
        hint, extra = get_args(hint)
        value = extra if isinstance(extra, Value) else None
        required = extra.advice if isinstance(extra, Needed) else extra.required
    inner = next(part for part in (*get_args(hint), hint) if part is not type(None))
    many = get_origin(inner) is list
    if many:
        (inner,) = get_args(inner)
    is_object = isinstance(inner, type) and issubclass(inner, Out)
    return Member(name, json_name, many, value, inner if is_object else None, required)


def values(kind: type[Out], base: str = "") -> Iterator[tuple[str, Value]]:
    """(pattern below the object, metadata) of all values at and below a kind of object."""
    for member in members(kind):
        pattern = f"{base}/{member.json_name}" if base else member.json_name
        if member.many:
            pattern += "/*"
        if member.value is not None:
            yield pattern, member.value
        elif member.inner is not None:
            yield from values(member.inner, pattern)
