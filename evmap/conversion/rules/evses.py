"""Connector groups to EVSEs and connectors.

A v2 `connector` is a group of like plugs. Its `connectorStatuses` name the EVSEs: entries with one
`cpoEvseId` (else `cpoEvseEMI3Id`) are one EVSE, also across groups. A group without statuses gives
`numberOfConnectors` EVSEs with synthetic uids and the statuses that its counts tell.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

import msgspec

from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Connector, Event, Evse, Origins, Plug
from evmap.conversion.rules.context import Rules
from evmap.conversion.rules.status import COUNTED, most_telling
from evmap.conversion.rules.times import to_utc

#: Namespace of the synthetic EVSE uids (UUID version 5).
UIDS = uuid.UUID("7ab3f0b4-5d0c-5b0e-9b8e-6d2f4b6c1a36").bytes

#: More connectors than this in one group can't be true; v2's largest sites have hundreds.
MOST_CONNECTORS = 2_000

_EMI3 = re.compile(r"[A-Za-z]{2}\*?[A-Za-z0-9]{3}\*?[Ee][A-Za-z0-9*]{1,31}")

_NOTHING: dict[str, Any] = {}

ASSUMED_STATUS: Origins = (("status", "assumed"),)


class _Group(msgspec.Struct, eq=False):
    """One connector group on its way: where it stands, and what all its plugs share.

    index: of the station within its pool; base: path of the group in the station; point: its
    `chargingPoint`; stamp: newest time of its statuses in UTC; events: of the station.
    """

    index: int
    base: Path
    value: dict[str, Any]
    point: dict[str, Any]
    plug: Plug
    events: list[Event]
    reservable: bool = False
    stamp: str | None = None

    def say(self, code: str, path: Path, fate: str | None = None, *args: str) -> None:
        """Add an event; `path` is relative to the group."""
        self.events.append(Event(code, (*self.base, *path), fate, args))


class _Told(msgspec.Struct, frozen=True):
    """What one plug of an EVSE says of its status, and where: station in the pool, path."""

    status: str
    origins: Origins
    index: int
    path: Path


class EvseBuilder:
    """Collects the EVSEs of one location, group by group, in the order of the input."""

    def __init__(
        self, rules: Rules, events: list[list[Event]], bundles: list[list[Bundle]]
    ) -> None:
        self.rules = rules
        self.events = events
        self.bundles = bundles
        self.unwritten: list[list[Path]] = [[] for _ in events]
        self.evses: list[Evse] = []
        self._by_cpo_id: dict[str, Evse] = {}
        self._by_emi3: dict[str, Evse] = {}
        self._mixed: dict[int, list[_Told]] = {}
        self._stations: list[dict[str, Any]] = []
        self._stamps: list[tuple[int, Path, str]] = []
        self._alike: dict[tuple[object, ...], int] = {}
        self._pool_id = ""
        self._connectors = 0
        self._only_group = False
        self._total: int | None = None

    def add_station(self, index: int, pool_id: str, station: dict[str, Any]) -> None:
        """Add all groups of a station; `index` is its place within the pool."""
        self._pool_id = pool_id
        self._connectors = 0
        self._stations.append(station)
        groups = station.get("connectors", _NOTHING).get("connector", ())
        self._only_group = len(groups) == 1
        self._total = station.get("totalNumberOfConnectors")
        for number, value in enumerate(groups):
            self._add_group(index, ("connectors", "connector", number), value)
        if self._total is not None and self._total != self._connectors:
            self.events[index].append(Event("EV507", ("totalNumberOfConnectors",), "dropped"))

    def finish(self, station_stamp: str | None) -> list[Evse]:
        """All EVSEs of the location; `station_stamp` dates those that have no time of their own."""
        for evse in self.evses if self._mixed else ():
            told = self._mixed.get(id(evse))
            if told is not None:
                self._choose_status(evse, told)
        if self._stamps:
            used = {evse.last_updated for evse in self.evses}
            used.update(c.last_updated for evse in self.evses for c in evse.connectors)
            for index, path, utc in self._stamps:
                if utc not in used:
                    self.events[index].append(Event("EV431", path, "dropped"))
        for evse in self.evses:
            date_evse(evse, station_stamp)
        return self.evses

    def _add_group(self, index: int, base: Path, value: dict[str, Any]) -> None:
        point = value.get("chargingPoint", _NOTHING)
        plug = self._plug(value, point)
        events = self.events[index]
        if plug.events:
            self.bundles[index].append(self.rules.bundle(plug, base))
        statuses = value.get("connectorStatuses", _NOTHING).get("connectorStatus")
        if plug.standard is None:
            self.unwritten[index].append(base)
            count = point.get("numberOfConnectors", 0)
            self._connectors += len(statuses) if statuses else count
            return
        group = _Group(index, base, value, point, plug, events)
        details = value.get("connectorDetails")
        group.reservable = details is not None and details.value.get("reservable") is True
        group.stamp = self._stamp(group)
        if statuses:
            self._connectors += len(statuses)
            for place, entry in enumerate(statuses):
                self._add_entry(group, place, entry)
            _check_counts(group, statuses)
        else:
            self._from_counts(group)

    def _plug(self, value: dict[str, Any], point: dict[str, Any]) -> Plug:
        part = value.get("connectorType")
        kind = _NOTHING if part is None else part.value
        get = point.get
        return self.rules.plug(
            (
                kind.get("id"),
                kind.get("name"),
                value.get("maxPowerLevel"),
                value.get("chargeCapacity"),
                value.get("fixedCable"),
                get("chargeMode"),
                get("volts"),
                get("voltsRange"),
                get("phases"),
                get("amps"),
                get("ampsRange"),
            )
        )

    def _stamp(self, group: _Group) -> str | None:
        """The newest time that the group gives for its statuses, in UTC."""
        newest: str | None = None
        for holder, path in ((group.value, ()), (group.point, ("chargingPoint",))):
            text = holder.get("lastUpdateTimestamp")
            if not text:
                continue
            place: Path = (*path, "lastUpdateTimestamp")
            utc, exact = to_utc(text)
            if utc is None:
                group.say("EV435", place, "invalid")
                continue
            if not exact:
                group.say("EV436", place)
            self._stamps.append((group.index, (*group.base, *place), utc))
            newest = utc if newest is None else max(newest, utc)
        return newest

    # -- EVSEs from statuses ----------------------------------------------------------------

    def _add_entry(self, group: _Group, place: int, entry: dict[str, Any]) -> None:
        """Add one entry of connectorStatuses: a plug, of a new EVSE or of a known one."""
        path: Path = ("connectorStatuses", "connectorStatus", place)
        status, origins = self._status(group, path, entry.get("state"))
        cpo_id, emi3 = entry.get("cpoEvseId"), entry.get("cpoEvseEMI3Id")
        evse = self._known(cpo_id, emi3)
        if evse is None:
            evse = self._new_evse(group, path, entry, status)
            evse.origins += origins
            if cpo_id:
                self._by_cpo_id[cpo_id] = evse
            if emi3:
                self._by_emi3.setdefault(emi3, evse)
        else:
            self._join(evse, group, path, entry, status, origins)
        if group.reservable:
            evse.reservable = True
        if group.stamp is not None and (evse.last_updated or "") < group.stamp:
            evse.last_updated = group.stamp
        evse.connectors.append(_connector(evse, group, path, entry))

    def _known(self, cpo_id: str | None, emi3: str | None) -> Evse | None:
        """The EVSE of an entry, if an entry before named it.

        An entry with a `cpoEvseId` gives it to an EVSE that had the eMI3 id alone.
        """
        if cpo_id and cpo_id in self._by_cpo_id:
            return self._by_cpo_id[cpo_id]
        evse = self._by_emi3.get(emi3) if emi3 else None
        if cpo_id and evse is not None:
            if evse.uid != evse.evse_id:
                return None
            evse.uid = cpo_id
            self._by_cpo_id[cpo_id] = evse
        return evse

    def _status(self, group: _Group, path: Path, state: str | None) -> tuple[str, Origins]:
        if state is None:
            group.say("EV307", path)
            return "UNKNOWN", ASSUMED_STATUS
        choice = self.rules.status(state)
        if choice.code is not None:
            fate = "lossy" if choice.origin == "assumed" else None
            group.say(choice.code, (*path, "state"), fate, *choice.args)
        return choice.status, ASSUMED_STATUS if choice.origin == "assumed" else ()

    def _new_evse(self, group: _Group, path: Path, entry: dict[str, Any], status: str) -> Evse:
        emi3 = entry.get("cpoEvseEMI3Id") or None
        uid = entry.get("cpoEvseId") or emi3
        origins: Origins = ()
        if not uid:
            uid = self._synthetic_uid(group.plug)
            origins = (("uid", "derived"),)
            group.say("EV510", path)
        if emi3 and not is_emi3(emi3):
            group.say("EV512", (*path, "cpoEvseEMI3Id"))
        evse = Evse(
            uid,
            status,
            [],
            [(group.index, (*group.base, *path))],
            evse_id=emi3,
            physical_reference=entry.get("physicalReference") or None,
            origins=origins,
        )
        self.evses.append(evse)
        return evse

    def _join(
        self,
        evse: Evse,
        group: _Group,
        path: Path,
        entry: dict[str, Any],
        status: str,
        origins: Origins,
    ) -> None:
        """Another plug of a known EVSE: the first value wins, statuses go by precedence."""
        evse.sources.append((group.index, (*group.base, *path)))
        for key, name in (
            ("cpoEvseEMI3Id", "evse_id"),
            ("physicalReference", "physical_reference"),
        ):
            value = entry.get(key)
            known = getattr(evse, name)
            if value and known is None:
                setattr(evse, name, value)
            elif value and value != known:
                group.say("EV513", (*path, key), "dropped")
        place = id(evse)
        if status != evse.status and place not in self._mixed:
            usual = tuple(pair for pair in evse.origins if pair[0] == "status")
            self._mixed[place] = [_Told(evse.status, usual, *s) for s in evse.sources[:-1]]
        if place in self._mixed:
            self._mixed[place].append(_Told(status, origins, *evse.sources[-1]))

    def _choose_status(self, evse: Evse, told: list[_Told]) -> None:
        """The one status of an EVSE whose plugs tell several; the others are lost."""
        evse.status = most_telling([each.status for each in told])
        chosen = next(each for each in told if each.status == evse.status)
        others = tuple(pair for pair in evse.origins if pair[0] != "status")
        evse.origins = others + chosen.origins
        for each in told:
            if each.status != evse.status and self._has_state(each):
                self.events[each.index].append(Event("EV304", (*each.path, "state"), "lossy"))

    def _has_state(self, told: _Told) -> bool:
        entry: Any = self._stations[told.index]
        for step in told.path:
            entry = entry[step]
        return "state" in entry

    # -- EVSEs from counts ------------------------------------------------------------------

    def _from_counts(self, group: _Group) -> None:
        count = self._count(group)
        self._connectors += count
        if not count:
            self.unwritten[group.index].append(group.base)
            return
        group.say("EV503", ())
        path = (*group.base, "chargingPoint")
        for status, origin in self._counted_statuses(group, count):
            connector = Connector(
                "1", group.plug, (group.index, group.base), group.stamp, "derived"
            )
            evse = Evse(
                self._synthetic_uid(group.plug),
                status,
                [connector],
                [(group.index, path)],
                last_updated=group.stamp,
                reservable=group.reservable,
                origins=(("uid", "derived"), ("status", origin)),
            )
            self.evses.append(evse)

    def _count(self, group: _Group) -> int:
        """How many connectors a group without statuses has."""
        count = group.point.get("numberOfConnectors")
        if count is not None and 0 <= count <= MOST_CONNECTORS and self.rules.may_make(count):
            return int(count)
        if count is not None:
            group.say("EV514", ("chargingPoint", "numberOfConnectors"), "invalid")
        elif self._only_group and self._total and 0 < self._total <= MOST_CONNECTORS:
            return self._total
        else:
            group.say("EV515", ())
        return 1

    def _counted_statuses(self, group: _Group, count: int) -> list[tuple[str, str]]:
        """(status, origin) for each of `count` EVSEs, from the dynamic counts."""
        found: list[tuple[str, str]] = []
        told = False
        for key, state in COUNTED:
            number = group.point.get(key)
            if number is None:
                continue
            told = True
            path = ("chargingPoint", key)
            if not 0 <= number <= count - len(found):
                group.say("EV306", path, "dropped")
                continue
            choice = self.rules.status(state)
            if number and choice.code is not None:
                group.say(choice.code, path, "lossy", *choice.args)
            origin = "derived" if choice.origin == "converted" else choice.origin
            found += [(choice.status, origin)] * number
        missing = count - len(found)
        if missing:
            group.say("EV305" if told else "EV307", ())
        return found + [("UNKNOWN", "assumed")] * missing

    def _synthetic_uid(self, plug: Plug) -> str:
        """A uid that is the same whenever the same pool has the same groups, in any order."""
        kind = (plug.standard, plug.max_electric_power)
        serial = self._alike.get(kind, 0) + 1
        self._alike[kind] = serial
        name = f"{self._pool_id}/{plug.standard}/{plug.max_electric_power}/{serial}"
        return uuid_of(UIDS, name)


def _connector(evse: Evse, group: _Group, path: Path, entry: dict[str, Any]) -> Connector:
    """The plug of an entry, with v2's id or the first free number."""
    ref = (group.index, group.base)
    given = entry.get("cpoConnectorId")
    if not evse.connectors:
        if given:
            return Connector(given, group.plug, ref, group.stamp)
        return Connector("1", group.plug, ref, group.stamp, "derived")
    taken = {connector.id for connector in evse.connectors}
    if given and given not in taken:
        return Connector(given, group.plug, ref, group.stamp)
    if given:
        group.say("EV511", (*path, "cpoConnectorId"), "dropped")
    return Connector(free_number(taken), group.plug, ref, group.stamp, "derived")


def free_number(taken: set[str]) -> str:
    """The first number that no connector of an EVSE has as its id."""
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def _check_counts(group: _Group, statuses: list[dict[str, Any]]) -> None:
    """Counts beside statuses must tell the same, else they are dropped."""
    count = group.point.get("numberOfConnectors")
    if count is not None and count != len(statuses):
        group.say("EV506", ("chargingPoint", "numberOfConnectors"), "dropped")
    states: list[str] | None = None
    for key, state in COUNTED:
        number = group.point.get(key)
        if number is None:
            continue
        if states is None:
            states = [str(entry.get("state", "")).strip().upper() for entry in statuses]
        if number != states.count(state):
            group.say("EV308", ("chargingPoint", key), "dropped")


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


def uuid_of(namespace: bytes, name: str) -> str:
    """The UUID version 5 of a name (RFC 9562), several times faster than by way of `uuid.uuid5`."""
    digest = hashlib.sha1(namespace + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def is_emi3(text: str) -> bool:
    """Whether an EVSE id has the form of eMI3, such as DE*ICT*E0001897."""
    return _EMI3.fullmatch(text) is not None
