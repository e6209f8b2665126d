"""A connector group of a station: where it stands, what its plugs share, the times it gives."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import msgspec
from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes
from evmap.conversion.model import Plug
from evmap.conversion.rules.plug_facts import PlugFacts
from evmap.conversion.rules.status import GROUP, POINT, Counts
from evmap.conversion.rules.times import tell_time, to_utc

#: Where a group gives the time of its statuses.
STAMPS = (f"{GROUP}/lastUpdateTimestamp", f"{POINT}/lastUpdateTimestamp")

#: `known(value, value)` is the value, or None where it is UNSET.
known = {UNSET: None}.get

NO_POINT, NO_KIND = v2.Point(), v2.Named()

_kind = attrgetter("id", "name")
_group = attrgetter("max_power_level", "charge_capacity", "fixed_cable")
_point = attrgetter("charge_mode", "volts", "volts_range", "phases", "amps", "amps_range")
_counts = attrgetter(
    *("number_of_connectors", "number_of_in_use", "number_of_reserved"),
    *("number_of_available", "number_of_out_of_service"),
)

#: The values that describe the plugs of a group, as they stand in v2.
PlugKey = tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]


#: Who operates a group, as far as v2 tells: the group's supplier, the station's brand.
Operator = tuple[str | None, str | None]


class GroupFacts(msgspec.Struct, eq=False, gc=False):
    """What a group says of its plugs beside their kind.

    at: (number of the station, number of the group). stamp: newest time of its statuses in UTC, and
    its origin; stamps: pattern and UTC of each of them.
    """

    at: Indexes
    plug: Plug
    counts: Counts
    reservable: bool
    stamp: str | None
    stamps: tuple[tuple[str, str], ...]
    stamp_origin: str = "copied"
    operator: Operator = (None, None)


def are_others(one: Operator, other: Operator) -> bool:
    """Say whether two operators differ, by the first of supplier and brand that both tell."""
    for name, again in zip(one, other, strict=True):
        if name and again:
            return name.casefold() != again.casefold()
    return False


def plug_key(group: v2.Group) -> PlugKey:
    """What describes the plugs of a group; equal keys, equal plugs."""
    kind, point = group.connector_type or NO_KIND, group.charging_point or NO_POINT
    return _kind(kind), _group(group), _point(point)


def plug_facts(key: PlugKey) -> PlugFacts:
    """The same by name, for working a plug out."""
    values = [value for part in key for value in part]
    return PlugFacts(GROUP, *map(known, values, values))  # type: ignore[arg-type]


def group_facts(
    group: v2.Group, plug: Plug, at: Indexes, zone: str | None, brand: str | None, notes: Notes
) -> GroupFacts:
    """What a group that is written says of its plugs; `zone`, `brand`: those of its station."""
    point, details = group.charging_point or NO_POINT, group.connector_details
    reservable = details is not UNSET and details.reservable is True
    supplier = group.supplier_name
    operator = (None if supplier is UNSET else supplier, brand)
    own, of_point = group.last_update_timestamp, point.last_update_timestamp
    if own is UNSET and of_point is UNSET:
        return GroupFacts(at, plug, _counts(point), reservable, None, (), operator=operator)
    found: list[tuple[str, str, str]] = []
    for pattern, text in zip(STAMPS, (own, of_point), strict=True):
        if text is not UNSET:
            stamp = to_utc(text, zone)
            tell_time(stamp, zone, (pattern, at), notes)
            if stamp.utc is not None:
                found.append((stamp.utc, stamp.origin, pattern))
    utc, origin, _ = max(found, default=(None, "copied", ""))
    stamps = tuple([(pattern, stamp) for stamp, _, pattern in found])
    return GroupFacts(at, plug, _counts(point), reservable, utc, stamps, origin, operator)
