"""Diagnostics: what rules and targets say of a value, and of which one.

A place is a pattern below the record and the indexes that go into it: the number of the record in
its location, then one for each * of the pattern. `("connectors/connector/*/maxPowerLevel", (0, 2))`
is the power of the third group of a location's first station.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypedDict, Unpack

import msgspec

#: Number of the record in its location, then one index for each * of a pattern.
Indexes = tuple[int, ...]

#: Pattern below the record, and the indexes that go into it.
Place = tuple[str, Indexes]

#: Step of a path: a key, an index, or (key, number) for a value that its key lost to a later one.
Step = str | int | tuple[str, int]
Path = tuple[Step, ...]


class Diagnostic(msgspec.Struct, frozen=True, gc=False):
    """Something out of the ordinary.

    `pattern` is the place in the record, without indexes. `fate` is what became of the value there,
    None where that is the regular fate of the field. `args` fill the words of the code; without a
    code only the fate is told.
    """

    code: str
    pattern: str
    fate: str | None = None
    args: tuple[str, ...] = ()


#: What there is to say, and the indexes of where.
Said = tuple[Diagnostic, Indexes]


class Cause(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Diagnostics that always come together, such as those of one plug, each value's fate settled.

    Their indexes begin where those of the cause end.
    """

    said: tuple[Said, ...]

    def at(self, indexes: Indexes) -> list[Said]:
        """The diagnostics of the cause at this place."""
        return [(diagnostic, indexes + inner) for diagnostic, inner in self.said]


class TargetDiagnostic(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What a target says: of v2 values at some places, or of all that an attribute was read from.

    attribute: of the model's location; of `evse` if that is given, or of its connector with this
    number. value: what the location says, if it says several things. once: values that several
    objects were made of are told of once. each_entry: an entry of the EVSE without such a value is
    told of itself.
    """

    code: str
    fate: str | None
    args: tuple[str, ...]
    places: tuple[Place, ...] = ()
    attribute: str = ""
    evse: object = None
    connector: int | None = None
    value: str | None = None
    once: bool = False
    each_entry: bool = False


class Of(TypedDict, total=False):
    """Which of several a diagnostic is about, see :class:`TargetDiagnostic`."""

    evse: object
    connector: int
    value: str
    once: bool
    each_entry: bool


class Notes:
    """What rules and targets say of one location.

    causes: no two of them tell of one value. said: single diagnostics of rules. of_target:
    those of the target, which outweigh what a rule said. lost: places of groups, EVSEs and
    connectors that are not written. twice: places of what came again, with all that is in it.
    outweighed: places of which something else is written, so that no choice was made for them.
    """

    __slots__ = ("causes", "lost", "of_target", "outweighed", "said", "twice")

    def __init__(self) -> None:
        self.causes: list[tuple[Cause, Indexes]] = []
        self.said: list[Said] = []
        self.of_target: list[TargetDiagnostic] = []
        self.lost: dict[Place, None] = {}
        self.twice: list[Place] = []
        self.outweighed: set[Place] = set()

    @property
    def only_causes(self) -> bool:
        """Whether nothing is said beside the causes."""
        return not (self.said or self.of_target or self.lost or self.twice or self.outweighed)

    def tell(self, cause: Cause | None, indexes: Indexes) -> None:
        """Add the diagnostics of a cause, if there are any."""
        if cause is not None:
            self.causes.append((cause, indexes))

    def say(
        self, code: str, pattern: str, indexes: Indexes, fate: str | None = None, *args: str
    ) -> None:
        """Add a diagnostic of a rule."""
        self.said.append((Diagnostic(code, pattern, fate, args), indexes))

    def say_twice(self, place: Place) -> None:
        """Say that something came again: another one of it counts, and nothing of this."""
        self.say("EV521", *place)
        self.twice.append(place)

    def take_back(self, codes: Collection[str]) -> None:
        """Remove single diagnostics of rules, on what the target does not write at all."""
        self.said = [each for each in self.said if each[0].code not in codes]

    def target_says(self, code: str, place: Place, fate: str | None = None, *args: str) -> None:
        """Add a diagnostic of the target on one v2 value."""
        self.of_target.append(TargetDiagnostic(code, fate, args, (place,)))

    def target_says_of(
        self, attribute: str, code: str, fate: str | None, *args: str, **of: Unpack[Of]
    ) -> None:
        """Add a diagnostic of the target on each v2 value that an attribute was read from."""
        self.of_target.append(TargetDiagnostic(code, fate, args, attribute=attribute, **of))


def cause_of(said: Iterable[Said]) -> Cause | None:
    """The cause of some diagnostics; None for none."""
    found = with_one_fate(list(said))
    return Cause(tuple(found)) if found else None


def with_one_fate(said: list[Said]) -> list[Said]:
    """The same with one fate for each value: that of the first diagnostic which tells one."""
    fates: dict[Place, str] = {}
    for each, indexes in said:
        if each.fate is not None:
            fates.setdefault((each.pattern, indexes), each.fate)
    return [
        (with_fate(each, fates.get((each.pattern, indexes))), indexes) for each, indexes in said
    ]


def with_fate(diagnostic: Diagnostic, fate: str | None) -> Diagnostic:
    """The diagnostic with this fate."""
    if diagnostic.fate == fate:
        return diagnostic
    return Diagnostic(diagnostic.code, diagnostic.pattern, fate, diagnostic.args)


@lru_cache(maxsize=10_000)
def steps_of(pattern: str) -> tuple[str, ...]:
    """The steps of a pattern below the record."""
    return tuple(pattern.split("/")) if pattern else ()


def path_of(place: Place) -> Path:
    """The path of a place from the root of its record."""
    pattern, (_, *indexes) = place
    left = iter(indexes)
    return tuple(next(left) if step == "*" else step for step in steps_of(pattern))
