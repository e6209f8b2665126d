"""Connector groups to EVSEs and connectors.

A v2 `connector` is a group of like plugs. Its `connectorStatuses` name the EVSEs: entries with one
`cpoEvseId` (else `cpoEvseEMI3Id`) are one EVSE, also across groups. A group without statuses gives
`numberOfConnectors` EVSEs with synthetic uids and the statuses that its counts tell.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Connector, Event, Evse, GroupRef, Plug
from evmap.conversion.rules.context import Rules
from evmap.conversion.rules.status import COUNTED, most_telling
from evmap.conversion.rules.times import to_utc

#: Namespace of the synthetic EVSE uids (UUID version 5).
UIDS = uuid.UUID("7ab3f0b4-5d0c-5b0e-9b8e-6d2f4b6c1a36")

#: More connectors than this in one group can't be true; v2's largest sites have hundreds.
MOST_CONNECTORS = 2_000

_EMI3 = re.compile(r"[A-Za-z]{2}\*?[A-Za-z0-9]{3}\*?[Ee][A-Za-z0-9*]{1,31}")

_NOTHING: dict[str, Any] = {}

STATUSES = ("connectorStatuses", "connectorStatus")


class EvseBuilder:
    """Collects the EVSEs of one location, group by group, in the order of the input."""

    def __init__(self, rules: Rules, events: list[list[Event]]) -> None:
        self.rules = rules
        self.events = events
        self.unwritten: list[list[Path]] = [[] for _ in events]
        self.evses: list[Evse] = []
        self._by_key: dict[str, Evse] = {}
        self._mixed: dict[int, list[str]] = {}
        self._stamps: list[tuple[int, Path, str]] = []
        self._alike: dict[tuple[object, ...], int] = {}
        self._pool_id = ""
        self._connectors = 0
        self._station_groups = 0

    def begin_station(self, index: int, pool_id: str, station: dict[str, Any]) -> None:
        """Start with the groups of a station; `index` is its place within the pool."""
        self._pool_id = pool_id
        self._connectors = 0
        self._station_groups = len(station.get("connectors", _NOTHING).get("connector", ()))
        self._total = station.get("totalNumberOfConnectors")

    def end_station(self, index: int, station: dict[str, Any]) -> None:
        """Compare the number of connectors with the station's own."""
        if self._total is not None and self._total != self._connectors:
            args = (str(self._total), str(self._connectors))
            self.events[index].append(Event("EV507", ("totalNumberOfConnectors",), "dropped", args))

    def add_group(self, index: int, number: int, group: dict[str, Any], base: Path) -> None:
        """Add the plugs of one group; `base` is its path in the station."""
        point = group.get("chargingPoint", _NOTHING)
        plug = self._plug(group, point)
        events = self.events[index]
        if plug.events:
            events.extend(self.rules.placed_events(plug, base))
        statuses = group.get("connectorStatuses", _NOTHING).get("connectorStatus")
        if plug.standard is None:
            self.unwritten[index].append(base)
            self._connectors += len(statuses or ()) or point.get("numberOfConnectors", 0)
            return
        stamp = self._stamp(index, group, point, base)
        details = group.get("connectorDetails")
        reservable = details is not None and details.value.get("reservable") is True
        if statuses:
            self._connectors += len(statuses)
            self._from_statuses(index, number, statuses, plug, stamp, reservable, base)
            self._check_counts(index, statuses, point, base)
        else:
            self._from_counts(index, number, group, point, plug, stamp, reservable, base)

    def finish(self, station_stamp: str | None) -> list[Evse]:
        """All EVSEs of the location; `station_stamp` dates those that have no time of their own."""
        for place, statuses in self._mixed.items():
            self.evses[place].status = most_telling(statuses)
        if self._stamps:
            used = {evse.last_updated for evse in self.evses}
            for index, path, utc in self._stamps:
                if utc not in used:
                    self.events[index].append(Event("EV431", path, "dropped"))
        for evse in self.evses:
            date_evse(evse, station_stamp)
        return self.evses

    def _plug(self, group: dict[str, Any], point: dict[str, Any]) -> Plug:
        part = group.get("connectorType")
        kind = _NOTHING if part is None else part.value
        return self.rules.plug(
            (
                kind.get("id"),
                kind.get("name"),
                group.get("maxPowerLevel"),
                group.get("chargeCapacity"),
                group.get("fixedCable"),
                point.get("chargeMode"),
                point.get("volts"),
                point.get("voltsRange"),
                point.get("phases"),
                point.get("amps"),
                point.get("ampsRange"),
            )
        )

    def _stamp(
        self, index: int, group: dict[str, Any], point: dict[str, Any], base: Path
    ) -> str | None:
        """The newest time that the group gives for its statuses, in UTC."""
        newest: str | None = None
        for holder, path in ((group, base), (point, (*base, "chargingPoint"))):
            text = holder.get("lastUpdateTimestamp")
            if not text:
                continue
            place = (*path, "lastUpdateTimestamp")
            utc, exact = to_utc(text)
            if utc is None:
                self.events[index].append(Event("EV435", place, "invalid"))
                continue
            if not exact:
                self.events[index].append(Event("EV436", place))
            self._stamps.append((index, place, utc))
            newest = utc if newest is None else max(newest, utc)
        return newest

    def _from_statuses(
        self,
        index: int,
        number: int,
        statuses: list[dict[str, Any]],
        plug: Plug,
        stamp: str | None,
        reservable: bool,
        base: Path,
    ) -> None:
        events = self.events[index]
        ref = (index, base)
        for place, entry in enumerate(statuses):
            path = (*base, *STATUSES, place)
            state = entry.get("state")
            if state is None:
                choice_status, origins = "UNKNOWN", (("status", "assumed"),)
                events.append(Event("EV307", path))
            else:
                choice = self.rules.status(state)
                choice_status = choice.status
                origins = () if choice.origin == "converted" else (("status", choice.origin),)
                if choice.code is not None:
                    fate = "lossy" if choice.origin == "assumed" else None
                    events.append(Event(choice.code, (*path, "state"), fate, choice.args))
            uid = entry.get("cpoEvseId")
            emi3 = entry.get("cpoEvseEMI3Id")
            key = uid or emi3
            evse = self._by_key.get(key) if key else None
            if evse is None:
                evse = self._new_evse(index, uid, emi3, choice_status, origins, path, events, plug)
                if key:
                    self._by_key[key] = evse
            else:
                self._join(evse, entry, choice_status, origins, path, index, events)
            if reservable:
                evse.reservable = True
            if stamp is not None and (evse.last_updated is None or evse.last_updated < stamp):
                evse.last_updated = stamp
            reference = entry.get("physicalReference")
            if reference:
                if evse.physical_reference is None:
                    evse.physical_reference = reference
                elif evse.physical_reference != reference:
                    events.append(Event("EV513", (*path, "physicalReference"), "dropped"))
            evse.connectors.append(self._connector(evse, entry, plug, ref, stamp, path, events))

    def _new_evse(
        self,
        index: int,
        uid: str | None,
        emi3: str | None,
        status: str,
        origins: tuple[tuple[str, str], ...],
        path: Path,
        events: list[Event],
        plug: Plug,
    ) -> Evse:
        if not uid and emi3:
            uid = emi3
        if not uid:
            uid = self._synthetic_uid(plug)
            origins = (*origins, ("uid", "derived"))
            events.append(Event("EV510", path))
        evse = Evse(uid, status, [], [(index, path)], emi3 or None, origins=origins)
        if emi3 and not is_emi3(emi3):
            events.append(Event("EV512", (*path, "cpoEvseEMI3Id")))
        self.evses.append(evse)
        return evse

    def _join(
        self,
        evse: Evse,
        entry: dict[str, Any],
        status: str,
        origins: tuple[tuple[str, str], ...],
        path: Path,
        index: int,
        events: list[Event],
    ) -> None:
        """Another plug of a known EVSE."""
        evse.sources.append((index, path))
        emi3 = entry.get("cpoEvseEMI3Id")
        if emi3 and evse.evse_id is None:
            evse.evse_id = emi3
        elif emi3 and emi3 != evse.evse_id:
            events.append(Event("EV513", (*path, "cpoEvseEMI3Id"), "dropped"))
        if status != evse.status:
            place = self.evses.index(evse)
            known = self._mixed.setdefault(place, [evse.status])
            known.append(status)
            telling = most_telling(known)
            if "state" in entry:
                fate = "lossy" if status != telling else None
                events.append(Event("EV304", (*path, "state"), fate, (telling,)))
            if status == telling:
                evse.origins = origins

    def _connector(
        self,
        evse: Evse,
        entry: dict[str, Any],
        plug: Plug,
        ref: GroupRef,
        stamp: str | None,
        path: Path,
        events: list[Event],
    ) -> Connector:
        given = entry.get("cpoConnectorId")
        taken = [connector.id for connector in evse.connectors]
        if given and given not in taken:
            return Connector(given, plug, ref, stamp)
        if given:
            events.append(Event("EV511", (*path, "cpoConnectorId"), "dropped"))
        return Connector(_free_id(taken), plug, ref, stamp, "derived")

    def _from_counts(
        self,
        index: int,
        number: int,
        group: dict[str, Any],
        point: dict[str, Any],
        plug: Plug,
        stamp: str | None,
        reservable: bool,
        base: Path,
    ) -> None:
        events = self.events[index]
        count = self._count(index, point, base)
        self._connectors += count
        events.append(Event("EV503", base, None, (str(count),)))
        statuses = self._counted_statuses(index, count, point, base)
        path = (*base, "chargingPoint")
        for status, origin in statuses:
            evse = Evse(
                self._synthetic_uid(plug, group),
                status,
                [Connector("1", plug, (index, base), stamp, "derived")],
                [(index, path)],
                last_updated=stamp,
                reservable=reservable,
                origins=(("uid", "derived"), ("status", origin)),
            )
            self.evses.append(evse)

    def _count(self, index: int, point: dict[str, Any], base: Path) -> int:
        """How many connectors a group without statuses has."""
        count = point.get("numberOfConnectors")
        path = (*base, "chargingPoint", "numberOfConnectors")
        if count is not None and 0 <= count <= MOST_CONNECTORS:
            return int(count)
        if count is not None:
            self.events[index].append(Event("EV514", path, "invalid", (str(count)[:20],)))
        elif self._station_groups == 1 and self._total and 0 < self._total <= MOST_CONNECTORS:
            return int(self._total)
        else:
            self.events[index].append(Event("EV515", base))
        return 1

    def _counted_statuses(
        self, index: int, count: int, point: dict[str, Any], base: Path
    ) -> list[tuple[str, str]]:
        """(status, origin) for each of `count` EVSEs, from the dynamic counts."""
        events = self.events[index]
        found: list[tuple[str, str]] = []
        told = False
        for key, state in COUNTED:
            number = point.get(key)
            if number is None:
                continue
            told = True
            path = (*base, "chargingPoint", key)
            if not 0 <= number <= count - len(found):
                events.append(Event("EV306", path, "dropped", (str(number)[:20], str(count))))
                continue
            choice = self.rules.status(state)
            if number and choice.code is not None:
                events.append(Event(choice.code, path, "lossy", choice.args))
            origin = "derived" if choice.origin == "converted" else choice.origin
            found += [(choice.status, origin)] * number
        missing = count - len(found)
        if missing:
            events.append(Event("EV305" if told else "EV307", base, None, (str(missing),)))
        return found + [("UNKNOWN", "assumed")] * missing

    def _check_counts(
        self, index: int, statuses: list[dict[str, Any]], point: dict[str, Any], base: Path
    ) -> None:
        """Counts beside statuses must tell the same, else they are dropped."""
        count = point.get("numberOfConnectors")
        path = (*base, "chargingPoint")
        if count is not None and count != len(statuses):
            args = (str(count)[:20], str(len(statuses)))
            self.events[index].append(
                Event("EV506", (*path, "numberOfConnectors"), "dropped", args)
            )
        states: list[str] | None = None
        for key, state in COUNTED:
            number = point.get(key)
            if number is None:
                continue
            if states is None:
                states = [str(entry.get("state", "")).upper() for entry in statuses]
            if number != states.count(state):
                args = (str(number)[:20], str(states.count(state)), state)
                self.events[index].append(Event("EV308", (*path, key), "dropped", args))

    def _synthetic_uid(self, plug: Plug, group: dict[str, Any] | None = None) -> str:
        """A uid that is the same whenever the same pool has the same groups, in any order."""
        kind: tuple[object, ...] = (plug.standard, plug.max_electric_power)
        serial = self._alike.get(kind, 0) + 1
        self._alike[kind] = serial
        name = f"{self._pool_id}/{plug.standard}/{plug.max_electric_power}/{serial}"
        return str(uuid.uuid5(UIDS, name))


def date_evse(evse: Evse, stamp: str | None) -> None:
    """Date an EVSE by its location's `stamp`, and its connectors by the EVSE, where v2 doesn't."""
    if evse.last_updated is None and stamp is not None:
        evse.last_updated = stamp
        evse.origins = (*evse.origins, ("last_updated", "derived"))
    if evse.last_updated is not None:
        for connector in evse.connectors:
            if connector.last_updated is None:
                connector.last_updated = evse.last_updated
                connector.stamp_origin = "derived"


def is_emi3(text: str) -> bool:
    """Whether an EVSE id has the form of eMI3, such as DE*ICT*E0001897."""
    return _EMI3.fullmatch(text) is not None


def _free_id(taken: list[str]) -> str:
    """The first number that no connector of the EVSE has."""
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)
