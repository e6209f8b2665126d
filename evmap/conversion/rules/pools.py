"""A pool of evses/bulk to one location: pool > stations > evses > connectors, given as they are.

The upper two levels are known from HERE Search only (here-v2.md, 1.2), so they are read leniently.
"""

from __future__ import annotations

from typing import Any

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Connector, Event, Evse, Location
from evmap.conversion.read.records import Record
from evmap.conversion.rules.context import Built, Rules, below
from evmap.conversion.rules.evses import Dated, date_evse
from evmap.conversion.rules.identity import free_number, is_emi3
from evmap.conversion.rules.times import to_utc


def build_pool(record: Record, rules: Rules) -> Built:
    """One location with the EVSEs of all stations of the pool."""
    return _PoolBuilder(record, rules).build()


class _PoolBuilder:
    def __init__(self, record: Record, rules: Rules) -> None:
        self.record = record
        self.pool = record.value
        self.rules = rules
        self.events: list[Event] = []
        self.unwritten: list[Path] = []
        self.uids: set[str] = set()

    def build(self) -> Built:
        pool_id = self.pool.get("id") or ""
        if not pool_id:
            self.events.append(Event("EV508", ()))
        location = Location(pool_id)
        for index, station in enumerate(self.pool.get("stations", ())):
            cpo_id = station.get("cpoId")
            if cpo_id and location.cpo_id is None:
                location.cpo_id = cpo_id
            elif cpo_id and cpo_id != location.cpo_id:
                path = ("stations", index, "cpoId")
                self.events.append(Event("EV502", path, "dropped", ("cpoId",)))
            for number, entry in enumerate(station.get("evses", ())):
                evse = self._evse(entry, ("stations", index, "evses", number))
                if evse is not None:
                    location.evses.append(evse)
        stamps = [evse.last_updated for evse in location.evses if evse.last_updated]
        if stamps:
            location.last_updated = max(stamps)
            location.origins["last_updated"] = "derived"
        dated: Dated = {}
        for evse in location.evses:
            date_evse(evse, location.last_updated, dated)
        return Built(location, [self.events], [[]], [self.unwritten], [self.record])

    def _evse(self, entry: dict[str, Any], path: Path) -> Evse | None:
        uid, here_id = entry.get("cpoId"), entry.get("id")
        if not uid and here_id:
            uid = here_id
            self.events.append(Event("EV516", (*path, "id"), "restructured"))
        if not uid:
            self.events.append(Event("EV517", path))
            self.unwritten.append(path)
            return None
        if uid in self.uids:
            key = "cpoId" if entry.get("cpoId") else "id"
            self.events.append(Event("EV519", (*path, key)))
        self.uids.add(uid)
        stamp = self._stamp(entry, path)
        status, origin = self._status(entry, path)
        evse = Evse(uid, status, [], [(0, path)], entry.get("cpoEvseEMI3Id"), here_id)
        evse.last_updated = stamp
        if origin != "converted":
            evse.origins = (("status", origin),)
        if evse.evse_id and not is_emi3(evse.evse_id):
            self.events.append(Event("EV512", (*path, "cpoEvseEMI3Id")))
        taken: set[str] = set()
        for number, found in enumerate(entry.get("connectors", ())):
            connector = self._connector(found, (*path, "connectors", number), taken)
            if connector is not None:
                evse.connectors.append(connector)
                taken.add(connector.id)
        if not evse.connectors:
            self.events.append(Event("EV518", path))
            self.unwritten.append(path)
            return None
        return evse

    def _status(self, entry: dict[str, Any], path: Path) -> tuple[str, str]:
        """Status and origin of an EVSE; a connector's state stands in where it has none."""
        state, place = entry.get("state"), (*path, "state")
        stand_in = False
        if not state:
            for number, connector in enumerate(entry.get("connectors", ())):
                if connector.get("state"):
                    state = connector["state"]
                    place = (*path, "connectors", number, "state")
                    stand_in = True
                    break
        if not state:
            self.events.append(Event("EV307", path))
            return "UNKNOWN", "assumed"
        choice = self.rules.status(state)
        if choice.code is not None:
            fate = "lossy" if choice.origin == "assumed" else None
            self.events.append(Event(choice.code, place, fate, choice.args))
        elif stand_in:
            self.events.append(Event("EV309", place, "restructured"))
        origin = "derived" if stand_in and choice.origin == "converted" else choice.origin
        return choice.status, origin

    def _connector(self, entry: dict[str, Any], path: Path, taken: set[str]) -> Connector | None:
        nothing = (None,) * 8
        key = (entry.get("typeId"), None, entry.get("maxPowerLevel"), *nothing, ("typeId",))
        plug = self.rules.plug(key)
        self.events += [below(event, path) for event in plug.events]
        if plug.standard is None:
            self.unwritten.append(path)
            return None
        given = entry.get("id")
        stamp = self._stamp(entry, path)
        connector = Connector(
            given or str(len(taken) + 1),
            plug,
            (0, path),
            stamp,
            "copied" if given else "derived",
            id_path=("typeId",),
        )
        if connector.id in taken:
            self.events.append(Event("EV511", (*path, "id"), "dropped"))
            connector.id = free_number(taken)
            connector.id_origin = "derived"
        return connector

    def _stamp(self, entry: dict[str, Any], path: Path) -> str | None:
        text = entry.get("last_updated")
        if not text:
            return None
        place = (*path, "last_updated")
        utc, exact = to_utc(text)
        if utc is None:
            self.events.append(Event("EV435", place, "invalid"))
        elif not exact:
            self.events.append(Event("EV436", place))
        return utc
