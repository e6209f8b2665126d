"""Connector groups to EVSEs and connectors.

A v2 `connector` is a group of like plugs. Its `connectorStatuses` name the EVSEs (:mod:`.entries`);
a group without statuses gives as many EVSEs as it counts (:mod:`.counted`).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes
from evmap.conversion.facts.plausible import AMERICAN_PLUG, EUROPE
from evmap.conversion.model import Evse, Location
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.counted import evses_from_counts
from evmap.conversion.rules.entries import Entries
from evmap.conversion.rules.groups import GroupFacts, group_facts, plug_key
from evmap.conversion.rules.identity import SyntheticUids
from evmap.conversion.rules.status import GROUP
from evmap.conversion.rules.times import zone_name

TOTAL = "totalNumberOfConnectors"


class EvseBuilder:
    """Collects the EVSEs of one location, group by group, in the order of the input."""

    def __init__(self, location: Location, context: Context, notes: Notes) -> None:
        self.evses: list[Evse] = []
        self._context = context
        self._notes = notes
        self._stamp = location.last_updated
        self._country = location.country
        self._uids = SyntheticUids(location.pool_id)
        self._entries = Entries(self.evses, self._uids, self._stamp, context, notes)
        self._groups: list[GroupFacts] = []
        self._zone: str | None = None
        self._brand: str | None = None

    def add_station(self, index: int, station: v2.Station, groups: Sequence[v2.Group]) -> None:
        """Add all groups of a station; `index` is its place within the pool."""
        total = station.total_number_of_connectors
        self._zone = zone_name(station.time_zone)
        self._brand = None if station.brand is UNSET else station.brand
        alone = total if len(groups) == 1 and total is not UNSET else None
        connectors = 0
        for number, group in enumerate(groups):
            connectors += self._add_group((index, number), group, alone)
        if total is not UNSET and total != connectors:
            self._notes.say("EV507", TOTAL, (index,), "dropped")

    def finish(self) -> list[Evse]:
        """All EVSEs of the location, with the status and the time that they have in the end."""
        self._entries.finish()
        used = {group.stamp for group in self._groups if group.stamps}
        for group in self._groups if used else ():
            for pattern, utc in group.stamps:
                if utc not in used:
                    self._notes.say("EV431", pattern, group.at, "dropped")
        return self.evses

    def _add_group(self, at: Indexes, group: v2.Group, total: int | None) -> int:
        """Add one group; return the number of its connectors."""
        plug = self._context.plug_of(plug_key(group))
        self._notes.tell(plug.cause, at)
        statuses, point = group.connector_statuses, group.charging_point
        entries = None if statuses is UNSET else statuses.connector_status or None
        if plug.standard is None:
            self._notes.lost[GROUP, at] = None
            if entries:
                return len(entries)
            return 0 if point is UNSET else point.number_of_connectors or 0
        if plug.standard == AMERICAN_PLUG and self._country in EUROPE:
            self._notes.say("EV214", plug.id_place, at, None, plug.standard, self._country)
        facts = group_facts(group, plug, at, self._zone, self._brand, self._notes)
        if entries:
            self._entries.add(facts, entries)
            number = len(entries)
        else:
            found = evses_from_counts(
                facts, total, self._stamp, self._uids, self._context, self._notes
            )
            self.evses += found
            number = len(found)
        if number:
            self._groups.append(facts)
        else:
            self._notes.lost[GROUP, at] = None
        return number
