"""Connector groups to EVSEs and connectors.

A v2 `connector` is a group of like plugs. Its `connectorStatuses` name the EVSEs (:mod:`.entries`);
a group without statuses gives as many EVSEs as it counts (:mod:`.counts`).
"""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Connector, Event, Evse, Plug
from evmap.conversion.read.records import Record
from evmap.conversion.rules.context import Rules, empty_lists
from evmap.conversion.rules.counts import evses_from_counts
from evmap.conversion.rules.electrical import POINT
from evmap.conversion.rules.entries import Entries
from evmap.conversion.rules.groups import NOTHING, Group
from evmap.conversion.rules.identity import SyntheticUids
from evmap.conversion.rules.states import COUNTS

#: Lists of connectors that got their time from elsewhere, by the identity of the list and that
#: time; the list stands beside, so that its identity stays its own.
Dated = dict[tuple[int, str], tuple[list[Connector], list[Connector]]]


#: The keys of what describes a plug, in the order of :class:`.electrical.GroupFacts`: in the
#: `connectorType`, in the group, in its `chargingPoint`.
KIND_FACTS = ("id", "name")
GROUP_FACTS = ("maxPowerLevel", "chargeCapacity", "fixedCable")
POINT_FACTS = ("chargeMode", "volts", "voltsRange", "phases", "amps", "ampsRange")


class EvseBuilder:
    """Collects the EVSEs of one location, group by group, in the order of the input."""

    def __init__(
        self,
        rules: Rules,
        records: list[Record],
        events: list[list[Event]],
        bundles: list[list[Bundle]],
    ) -> None:
        self.rules = rules
        self.events = events
        self.bundles = bundles
        self.unwritten: list[list[Path]] = empty_lists(records)
        self.evses: list[Evse] = []
        self._uids = SyntheticUids()
        self._entries = Entries(rules, self._uids, records, events, self.evses)
        #: Times that groups give, and those of them that EVSEs took over.
        self._stamps: list[tuple[int, Path, str]] = []
        self._used: set[str | None] = set()

    def add_station(self, index: int, pool_id: str, station: dict[str, Any]) -> None:
        """Add all groups of a station; `index` is its place within the pool."""
        self._uids.pool_id = pool_id
        groups = station.get("connectors", NOTHING).get("connector", ())
        total = station.get("totalNumberOfConnectors")
        connectors = 0
        for number, value in enumerate(groups):
            base = ("connectors", "connector", number)
            alone = total if len(groups) == 1 else None
            connectors += self._add_group(index, base, value, alone)
        if total is not None and total != connectors:
            self.events[index].append(Event("EV507", ("totalNumberOfConnectors",), "dropped"))

    def finish(self, station_stamp: str | None) -> list[Evse]:
        """All EVSEs of the location; `station_stamp` dates those that have no time of their own."""
        self._entries.finish()
        for index, path, utc in self._stamps:
            if utc not in self._used:
                self.events[index].append(Event("EV431", path, "dropped"))
        if None in self._used:
            dated: Dated = {}
            for evse in self.evses:
                date_evse(evse, station_stamp, dated)
        return self.evses

    def _add_group(self, index: int, base: Path, value: dict[str, Any], total: int | None) -> int:
        """Add one group; return the number of its connectors."""
        point = value.get(POINT, NOTHING)
        plug = self._plug(value, point)
        self.rules.tell(plug, base, self.events[index], self.bundles[index])
        statuses = value.get("connectorStatuses", NOTHING).get("connectorStatus")
        if plug.standard is None:
            self.unwritten[index].append(base)
            return len(statuses) if statuses else point.get("numberOfConnectors", 0)
        counts = tuple(map(point.get, COUNTS))
        events, bundles = self.events[index], self.bundles[index]
        group = Group(index, base, value, point, counts, plug, events, bundles)
        details = value.get("connectorDetails")
        group.reservable = details is not None and details.value.get("reservable") is True
        group.read_stamps()
        for path, utc in group.stamps:
            self._stamps.append((index, path, utc))
        number = self._add_evses(group, statuses, total)
        if number:
            self._used.add(group.stamp)
        else:
            self.unwritten[index].append(base)
        return number

    def _add_evses(self, group: Group, statuses: Any, total: int | None) -> int:
        if statuses:
            self._entries.add(group, statuses)
            return len(statuses)
        found = evses_from_counts(group, self.rules, self._uids, total)
        self.evses += found
        return len(found)

    def _plug(self, value: dict[str, Any], point: dict[str, Any]) -> Plug:
        part = value.get("connectorType")
        kind = NOTHING if part is None else part.value
        return self.rules.plug(
            (
                *map(kind.get, KIND_FACTS),
                *map(value.get, GROUP_FACTS),
                *map(point.get, POINT_FACTS),
            )
        )


def date_evse(evse: Evse, stamp: str | None, dated: Dated) -> None:
    """Date an EVSE by its location's `stamp`, and its connectors by the EVSE, where v2 doesn't.

    `dated` keeps the connectors of a location, so that EVSEs go on to share them.
    """
    if evse.last_updated is None and stamp is not None:
        evse.last_updated = stamp
        evse.origins = (*evse.origins, ("last_updated", "derived"))
    if evse.last_updated is not None:
        key = (id(evse.connectors), evse.last_updated)
        if key not in dated:
            dated[key] = evse.connectors, _dated(evse.connectors, evse.last_updated)
        evse.connectors = dated[key][1]


def _dated(connectors: list[Connector], stamp: str) -> list[Connector]:
    replace = msgspec.structs.replace
    return [
        connector
        if connector.last_updated
        else replace(connector, last_updated=stamp, stamp_origin="derived")
        for connector in connectors
    ]
