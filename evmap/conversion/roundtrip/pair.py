"""One location of the original beside the station that came back, and what rules ask of both."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import Guide
from evmap.conversion.roundtrip.originals import Original
from evmap.conversion.roundtrip.plugs import Group, Matcher, Plug, pool_groups, station_groups
from evmap.conversion.roundtrip.week import Week, week_of, week_of_opening
from evmap.conversion.rules.times import to_utc
from evmap.conversion.targets.spelling import NUMBER_FIRST
from evmap.revert.revert import Held
from evmap.revert.site import Opening

Json = dict[str, Any]

#: What became of a value. empty: it says nothing (null, empty text or list), so nothing can come
#: back. held: v3 holds it, and a v2 stations answer has no field for it.
OUTCOMES = ("same", "form", "different", "held", "empty", "lost")


class Outcome(msgspec.Struct, frozen=True):
    """What became of one value; `path` is its place in the station that came back, if any."""

    kind: str
    path: Path | None = None


LOST = Outcome("lost")
EMPTY = Outcome("empty")
HELD = Outcome("held")
#: It came back in what is not said: no credit cards on the list, so none are taken.
UNSAID = Outcome("form")


class Value(msgspec.Struct, frozen=True):
    """A value of the original: index of its record, clean path, as written, as its type allows."""

    index: int
    path: Path
    literal: Any
    value: Any


class Pair:
    """One location on both sides."""

    def __init__(self, original: Original, back: Json, held: Held, guide: Guide) -> None:
        self.original = original
        self.back = back
        self.held = held
        self.guide = guide
        self.back_groups = station_groups(0, back)
        self.groups = self._groups()
        Matcher(self.groups, self.back_groups, guide).match()

    def _groups(self) -> list[Group]:
        if self.original.answer == "evses":
            return pool_groups(self.original.records[0].value)
        return [
            group
            for index, record in enumerate(self.original.records)
            for group in station_groups(index, record.value)
        ]

    @cached_property
    def _by_place(self) -> dict[tuple[int, Path], Group]:
        return {(group.index, group.path): group for group in self.groups}

    @cached_property
    def _plugs_by_place(self) -> dict[tuple[int, Path], Plug]:
        """Plugs by the places of their entries; an EVSE of evses/bulk by its first that came."""
        found: dict[tuple[int, Path], Plug] = {}
        for group in self.groups:
            for plug in group.plugs:
                if plug.path is not None:
                    found[group.index, plug.path] = plug
                    if self.original.answer == "evses" and plug.partner is not None:
                        found.setdefault((group.index, plug.path[:4]), plug)
        return found

    def group(self, value: Value) -> Group | None:
        """The group that a value stands in."""
        return self._by_place.get((value.index, value.path[:3]))

    def plug(self, value: Value) -> Plug | None:
        """The plug whose entry (or connector of evses/bulk) a value stands in."""
        for length in range(len(value.path), 0, -1):
            plug = self._plugs_by_place.get((value.index, value.path[:length]))
            if plug is not None:
                return plug
        return None

    def at(self, path: Path) -> Any:
        """The value of the station that came back; None where there is none."""
        return inner(self.back, path)

    def compare(self, value: Value, path: Path | None = None) -> Outcome:
        """How a value came back at `path`, its own by default."""
        place = value.path if path is None else path
        found = self.at(place)
        if found is None or isinstance(found, (dict, list)):
            return LOST
        if place == value.path and equal(found, value.literal):
            return Outcome("same", place)
        return Outcome("form" if equal(found, value.value) else "different", place)

    # -- what stands at several places --------------------------------------------------------

    def values(self, *places: Path) -> Iterator[Any]:
        """The values of the original at these places, record by record."""
        for record in self.original.records:
            for place in places:
                found = inner(record.value, place)
                if found not in (None, ""):
                    yield found

    def first(self, *places: Path) -> Any:
        """The first of these values, None where there is none."""
        return next(self.values(*places), None)

    @cached_property
    def line(self) -> str:
        """Street and number of the original as one line."""
        address = ("address",)
        return one_line(
            self.first((*address, "street")),
            self.first((*address, "streetNumber")),
            self.first((*address, "country")),
        )

    @cached_property
    def back_line(self) -> str:
        """Street and number of the way back as one line."""
        address = self.back.get("address") or {}
        return one_line(address.get("street"), address.get("streetNumber"), address.get("country"))

    @cached_property
    def back_times(self) -> dict[str, Path]:
        """All times of the way back in UTC, with a place of each."""
        found: dict[str, Path] = {}
        for path, value in each_value(self.back):
            if path and path[-1] == "lastUpdateTimestamp":
                found.setdefault(utc(value), path)
        return found

    @cached_property
    def back_week(self) -> tuple[Week | None, Path]:
        """The opening hours of the way back, and where they stand; held hours stand nowhere."""
        for group in self.back_groups:
            details = group.value.get("connectorDetails") or {}
            if "open24x7" in details or "openingHours" in details:
                return week_of(details), (*group.path, "connectorDetails")
        opening: Opening | None = self.held.opening
        return (week_of_opening(opening) if opening is not None else None), ()

    def week(self, group: Group) -> Week | None:
        """The opening hours of a group of the original."""
        found = self._weeks.get(id(group))
        if found is None:
            found = self._weeks[id(group)] = (week_of(group.value.get("connectorDetails") or {}),)
        return found[0]

    @cached_property
    def _weeks(self) -> dict[int, tuple[Week | None]]:
        return {}

    @cached_property
    def details_index(self) -> int:
        """The index of the first record with evStationDetails."""
        for index, record in enumerate(self.original.records):
            if "evStationDetails" in record.value:
                return index
        return 0


def inner(value: Any, path: Path) -> Any:
    """The value at a path; None where there is none."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def each_value(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, scalar) of all values."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from each_value(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from each_value(member, (*path, index))
    else:
        yield path, value


def equal(one: Any, other: Any) -> bool:
    """Whether two scalars are the same in JSON: 11 and 11.0 are, 11 and "11" are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float, Decimal)) and isinstance(other, (int, float, Decimal)):
        try:
            return Decimal(str(one)) == Decimal(str(other))
        except InvalidOperation:
            return False
    return type(one) is type(other) and bool(one == other)


def one_line(street: str | None, number: str | None, country: str | None) -> str:
    """Street and number as the country orders them."""
    if not street or not number:
        return street or ""
    return f"{number} {street}" if country in NUMBER_FIRST else f"{street} {number}"


def utc(text: Any) -> str:
    """A timestamp in UTC; as it stands, where it is none."""
    return to_utc(str(text))[0] or str(text)
