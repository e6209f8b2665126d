"""A pool of evses/bulk to one location: pool > stations > evses > connectors, given as they are.

The upper two levels are known from HERE Search only (here-v2.md, 1.2), so they are read leniently.
"""

from __future__ import annotations

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes
from evmap.conversion.model import Connector, Evse, Location
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.identity import free_number, is_emi3
from evmap.conversion.rules.plug_facts import PlugFacts
from evmap.conversion.rules.status import NO_STATE, StatusChoice, diagnostic_of
from evmap.conversion.rules.times import to_utc

CPO_LOCATION = "stations/*/cpoId"
EVSE = "stations/*/evses/*"
CONNECTOR = f"{EVSE}/connectors/*"


def build_pool(pool: v2.Pool, context: Context, notes: Notes) -> Location:
    """One location with the EVSEs of all stations of the pool."""
    location = Location(pool_id=pool.id or "")
    if not pool.id:
        notes.say("EV508", "", (0,))
    builder = _PoolBuilder(context, notes)
    for number, station in enumerate(() if pool.stations is UNSET else pool.stations):
        _take_cpo_id(location, station, (0, number), notes)
        for place, entry in enumerate(() if station.evses is UNSET else station.evses):
            evse = builder.evse(entry, (0, number, place))
            if evse is not None:
                location.evses.append(evse)
    _date(location)
    return location


def _take_cpo_id(location: Location, station: v2.PoolStation, at: Indexes, notes: Notes) -> None:
    if not station.cpo_id:
        return
    if location.cpo_id is None:
        location.cpo_id = station.cpo_id
    elif station.cpo_id != location.cpo_id:
        notes.say("EV502", CPO_LOCATION, at, "dropped", "cpoId")


def _date(location: Location) -> None:
    """The newest time of the EVSEs is the location's, and dates what has none of its own."""
    stamps = [evse.last_updated for evse in location.evses if evse.last_updated]
    if not stamps:
        return
    location.last_updated, location.last_updated_origin = max(stamps), "derived"
    for evse in location.evses:
        if evse.last_updated is None:
            evse.last_updated = location.last_updated
            evse.origins = (*evse.origins, ("last_updated", "derived"))
        for connector in evse.connectors:
            if connector.last_updated is None:
                connector.last_updated, connector.stamp_origin = evse.last_updated, "derived"


class _PoolBuilder:
    def __init__(self, context: Context, notes: Notes) -> None:
        self.context = context
        self.notes = notes
        self.uids: set[str] = set()

    def evse(self, entry: v2.PoolEvse, at: Indexes) -> Evse | None:
        uid, name = entry.cpo_id, "cpoId"
        if not uid and entry.id:
            uid, name = entry.id, "id"
            self.notes.say("EV516", f"{EVSE}/id", at, "restructured")
        if not uid:
            self.notes.say("EV517", EVSE, at)
            self.notes.lost[EVSE, at] = None
            return None
        if uid in self.uids:
            self.notes.say("EV519", f"{EVSE}/{name}", at)
        self.uids.add(uid)
        stamp = self._stamp(entry.last_updated, f"{EVSE}/last_updated", at)
        choice, place = self._status(entry, at)
        if entry.cpo_evse_emi3_id and not is_emi3(entry.cpo_evse_emi3_id):
            self.notes.say("EV512", f"{EVSE}/cpoEvseEMI3Id", at)
        connectors = self._connectors(entry, at)
        if not connectors:
            self.notes.say("EV518", EVSE, at)
            self.notes.lost[EVSE, at] = None
            return None
        origin = choice.origin
        if place and origin == "converted":
            origin = "derived"
        return Evse(
            uid,
            choice.status,
            connectors,
            [(EVSE, at)],
            entry.cpo_evse_emi3_id or None,
            entry.id or None,
            last_updated=stamp,
            origins=() if origin == "converted" else (("status", origin),),
            uid_name=name,
            status_place=place,
        )

    def _status(self, entry: v2.PoolEvse, at: Indexes) -> tuple[StatusChoice, str]:
        """The status of an EVSE; a connector's state stands in where it has none: its pattern."""
        if entry.state:
            choice = self.context.status.choose(entry.state)
            if choice.code is not None:
                self.notes.said.append((diagnostic_of(choice, EVSE, f"{EVSE}/state"), at))
            return choice, ""
        for number, connector in enumerate(() if entry.connectors is UNSET else entry.connectors):
            if connector.state:
                pattern, where = f"{CONNECTOR}/state", (*at, number)
                choice = self.context.status.choose(connector.state)
                if choice.code is not None:
                    self.notes.said.append((diagnostic_of(choice, EVSE, pattern), where))
                else:
                    self.notes.say("EV309", pattern, where, "restructured")
                return choice, pattern
        self.notes.say("EV307", EVSE, at)
        return NO_STATE, ""

    def _connectors(self, entry: v2.PoolEvse, at: Indexes) -> list[Connector]:
        taken: set[str] = set()
        found = []
        for number, each in enumerate(() if entry.connectors is UNSET else entry.connectors):
            connector = self._connector(each, (*at, number), taken)
            if connector is not None:
                found.append(connector)
                taken.add(connector.id)
        return found

    def _connector(self, entry: v2.PoolConnector, at: Indexes, taken: set[str]) -> Connector | None:
        power = entry.max_power_level
        plug = self.context.plug(
            PlugFacts(
                CONNECTOR,
                entry.type_id or None,
                kilowatts=None if power is UNSET else power,
                id_place="typeId",
            )
        )
        self.notes.tell(plug.cause, at)
        if plug.standard is None:
            self.notes.lost[CONNECTOR, at] = None
            return None
        stamp = self._stamp(entry.last_updated, f"{CONNECTOR}/last_updated", at)
        given = entry.id or ""
        number = given or str(len(taken) + 1)
        if number in taken:
            self.notes.say("EV511", f"{CONNECTOR}/id", at, "dropped")
            given, number = "", free_number(taken)
        return Connector(
            number,
            plug,
            CONNECTOR,
            at,
            stamp,
            "copied" if given else "derived",
            id_name="id" if given else "",
        )

    def _stamp(self, text: object, pattern: str, at: Indexes) -> str | None:
        if not isinstance(text, str):
            return None
        utc, exact = to_utc(text)
        if utc is None:
            self.notes.say("EV435", pattern, at, "invalid")
        elif not exact:
            self.notes.say("EV436", pattern, at)
        return utc
