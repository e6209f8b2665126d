"""Typed output: what the objects of a target hold, and the origin of each value.

The metadata of a field is everything that is known of it: where its value regularly comes from, the
attribute of the model that it is made of, how long it may be, and what to do where it is required
and missing. Counting, fitting and lineage all read it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from evmap.conversion.members import Member, members


class Out(msgspec.Struct, omit_defaults=True, gc=False):
    """An object of a v3 document. A member that is None is not written."""


class Value(msgspec.Struct, frozen=True, gc=False):
    """What is known of a scalar member, or of the items of a list of scalars.

    origin: the regular one. source: the attribute of the model. length: the most characters a text
    may have (0: any number). required: what to do where it is missing in a strict target; empty
    where it may be. Of an object only this is known.
    """

    origin: str = ""
    source: str = ""
    length: int = 0
    required: str = ""


@lru_cache(maxsize=100)
def required(kind: type[msgspec.Struct]) -> tuple[Member, ...]:
    """The members that a strict target requires; `known.required` is what to do."""
    return tuple(
        member for member in members(kind) if member.known is not None and member.known.required
    )


def values(kind: type[msgspec.Struct], base: str = "") -> Iterator[tuple[str, Value]]:
    """(pattern below the object, metadata) of all values at and below a kind of object."""
    for member in members(kind):
        pattern = f"{base}/{member.key}" if base else member.key
        if member.many:
            pattern += "/*"
        if member.inner is None:
            yield pattern, member.known
        else:
            yield from values(member.inner, pattern)
