"""A pool of evses/bulk to one location: pool > stations > evses > connectors, given as they are.

The upper two levels are known from HERE Search only (here-v2.md, 1.2), so they are read leniently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from evmap.conversion import v2
from evmap.conversion.diagnostics import Cause, Indexes, Notes, Place, cause_of
from evmap.conversion.facts.evse_ids import id_key
from evmap.conversion.model import Connector, Evse, Location, Origins
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.identity import UIDS, free_number, uuid_of
from evmap.conversion.rules.plug_facts import PlugFacts
from evmap.conversion.rules.status import NO_STATE, StatusChoice, diagnostic_of, most_telling
from evmap.conversion.rules.times import tell_time, to_utc
from evmap.conversion.rules.twice import Times, comparable, sort_out

CPO_LOCATION = "stations/*/cpoId"
STATION = "stations/*"
EVSE = f"{STATION}/evses/*"
CONNECTOR = f"{EVSE}/connectors/*"
CONNECTOR_STATE = f"{CONNECTOR}/state"

DERIVED_UID: Origins = (("uid", "derived"),)

Part = TypeVar("Part", v2.PoolStation, v2.PoolEvse)


def build_pool(pools: Sequence[v2.Pool], context: Context, notes: Notes) -> Location:
    """One location with the EVSEs of all stations of a pool, which may stand in several records.

    A station or an EVSE that comes twice counts once, as it was last.
    """
    location = Location(pool_id=pools[0].id or "", records=len(pools))
    if not location.pool_id:
        notes.say("EV508", "", (0,))
    builder = _PoolBuilder(context, notes)
    stations = [
        _Found(station, (index, number), STATION, station.id or None)
        for index, pool in enumerate(pools)
        for number, station in enumerate(pool.stations or ())
    ]
    evses: list[_Found[v2.PoolEvse]] = []
    for each in _counting(stations, notes):
        station = each.value
        _take_cpo_id(location, station, each.at, notes)
        evses += [
            _Found(evse, (*each.at, place), EVSE, evse.id or None)
            for place, evse in enumerate(station.evses or ())
        ]
    for found in _counting(evses, notes):
        evse = builder.evse(found.value, found.at)
        if evse is not None:
            location.evses.append(evse)
    _date(location)
    return location


class _Found(msgspec.Struct, Generic[Part], eq=False):
    """A station or an EVSE, where it stands, and the id by which it is known again."""

    value: Part
    at: Indexes
    pattern: str
    id: str | None


def _counting(parts: list[_Found[Part]], notes: Notes) -> list[_Found[Part]]:
    """Without what came again."""
    kept, again = sort_out([part.id for part in parts], lambda place: _times_of(parts[place].value))
    for place in again:
        notes.say_twice((parts[place].pattern, parts[place].at))
    return [parts[place] for place in kept]


def _times_of(part: v2.PoolStation | v2.PoolEvse) -> Times:
    """The newest time in a station or an EVSE, as a text that sorts by time."""
    if isinstance(part, v2.PoolStation):
        return max(map(_times_of, part.evses or ()), default=("",))
    texts = [part.last_updated, *[each.last_updated for each in part.connectors or ()]]
    return (max(map(comparable, texts)),)


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
    location.last_updated, location.origins["last_updated"] = max(stamps), "derived"
    for evse in location.evses:
        if evse.last_updated is None:
            evse.last_updated = location.last_updated
            evse.origins = (*evse.origins, ("last_updated", "derived"))
        for connector in evse.connectors:
            if connector.last_updated is None:
                connector.last_updated, connector.stamp_origin = evse.last_updated, "derived"


@lru_cache(maxsize=1_000)
def _facts(type_id: str | None, power: float | UnsetType) -> PlugFacts:
    """What a connector says of its plug."""
    kilowatts = None if power is UNSET else power
    return PlugFacts(CONNECTOR, type_id, kilowatts=kilowatts, id_place="typeId")


@lru_cache(maxsize=1_000)
def _said_of(choice: StatusChoice, pattern: str) -> Cause | None:
    """What there is to say of a status that was read from a state at this pattern."""
    return cause_of([(diagnostic_of(choice, EVSE, pattern), ())])


class _PoolBuilder:
    def __init__(self, context: Context, notes: Notes) -> None:
        self.context = context
        self.notes = notes
        self.uids: set[str] = set()
        self.evse_ids: set[str] = set()

    def evse(self, entry: v2.PoolEvse, at: Indexes) -> Evse | None:
        uid, name = entry.cpo_id, "cpoId"
        if not uid and entry.id:
            uid, name = entry.id, "id"
            self.notes.say("EV516", f"{EVSE}/id", at, "restructured")
        if not uid:
            self.notes.say("EV517", EVSE, at)
            self.notes.lost[EVSE, at] = None
            return None
        origins: Origins = ()
        key = id_key(uid)
        if key in self.uids:
            uid, name = self._other_uid(entry, name, at)
            key = id_key(uid)
            origins = DERIVED_UID
        self.uids.add(key)
        if entry.cpo_evse_emi3_id:
            self._compare_evse_id(id_key(entry.cpo_evse_emi3_id), at)
        stamp, stamp_origin = self._stamp(entry.last_updated, f"{EVSE}/last_updated", at)
        choice, place = self._status(entry, at)
        connectors = self._connectors(entry, at)
        if not connectors:
            self.notes.say("EV518", EVSE, at)
            self.notes.lost[EVSE, at] = None
            return None
        origin = choice.origin
        if place and origin == "converted":
            origin = "derived"
        if origin != "converted":
            origins += (("status", origin),)
        if stamp_origin != "copied":
            origins += (("last_updated", stamp_origin),)
        return Evse(
            uid,
            choice.status,
            connectors,
            [(EVSE, at)],
            entry.cpo_evse_emi3_id or None,
            entry.id or None,
            last_updated=stamp,
            origins=origins,
            uid_name=name,
            status_place=place,
        )

    def _compare_evse_id(self, key: str, at: Indexes) -> None:
        if key in self.evse_ids:
            self.notes.say("EV524", f"{EVSE}/cpoEvseEMI3Id", at)
        self.evse_ids.add(key)

    def _other_uid(self, entry: v2.PoolEvse, name: str, at: Indexes) -> tuple[str, str]:
        """A uid for an EVSE whose own one another has already, and the name that it stands at."""
        self.notes.say("EV519", f"{EVSE}/{name}", at, "dropped" if name == "cpoId" else None)
        others = {"cpoEvseEMI3Id": entry.cpo_evse_emi3_id, "id": entry.id}
        for other, text in others.items():
            if text and id_key(text) not in self.uids:
                if other == "id":
                    self.notes.say("", f"{EVSE}/id", at, "restructured")
                return text, other
        return uuid_of(UIDS, f"{entry.cpo_id}/{entry.id}/{len(self.uids)}"), ""

    def _status(self, entry: v2.PoolEvse, at: Indexes) -> tuple[StatusChoice, Place | None]:
        """The status of an EVSE; where it has none, the state of a connector stands in: its place.

        Connectors in different states: that of the busiest.
        """
        if entry.state:
            choice = self.context.status.choose(entry.state)
            if choice.code is not None:
                self.notes.tell(_said_of(choice, f"{EVSE}/state"), at)
            return choice, None
        found = {
            (*at, number): self.context.status.choose(connector.state)
            for number, connector in enumerate(entry.connectors or ())
            if connector.state
        }
        if not found:
            self.notes.say("EV307", EVSE, at)
            return NO_STATE, None
        status = most_telling([choice.status for choice in found.values()])
        taken = next(where for where, choice in found.items() if choice.status == status)
        self._tell_states(found, taken)
        return found[taken], (CONNECTOR_STATE, taken)

    def _tell_states(self, found: Mapping[Indexes, StatusChoice], taken: Indexes) -> None:
        """Say which connector's state was taken for the EVSE, and which ones say otherwise."""
        for where, choice in found.items():
            if choice.status != found[taken].status:
                self.notes.say("EV304", CONNECTOR_STATE, where, "dropped")
        if found[taken].code is not None:
            self.notes.tell(_said_of(found[taken], CONNECTOR_STATE), taken)
        else:
            self.notes.say("EV309", CONNECTOR_STATE, taken, "restructured")

    def _connectors(self, entry: v2.PoolEvse, at: Indexes) -> list[Connector]:
        taken: set[str] = set()
        found = []
        for number, each in enumerate(() if entry.connectors is UNSET else entry.connectors):
            connector = self._connector(each, (*at, number), taken)
            if connector is not None:
                found.append(connector)
        return found

    def _connector(self, entry: v2.PoolConnector, at: Indexes, taken: set[str]) -> Connector | None:
        """A connector, unless v3 has no standard for it; `taken`: keys of ids before it."""
        plug = self.context.plug(_facts(entry.type_id or None, entry.max_power_level))
        self.notes.tell(plug.cause, at)
        if plug.standard is None:
            self.notes.lost[CONNECTOR, at] = None
            return None
        stamp, stamp_origin = self._stamp(entry.last_updated, f"{CONNECTOR}/last_updated", at)
        given = entry.id or ""
        number = given or str(len(taken) + 1)
        key = id_key(number)
        if key in taken:
            self.notes.say("EV511", f"{CONNECTOR}/id", at, "dropped")
            given, number = "", free_number(taken)
            key = number
        taken.add(key)
        return Connector(
            number,
            plug,
            CONNECTOR,
            at,
            stamp,
            "copied" if given else "derived",
            stamp_origin,
            id_name="id" if given else "",
        )

    def _stamp(self, text: object, pattern: str, at: Indexes) -> tuple[str | None, str]:
        """A time in UTC, and its origin. Nothing tells the zone of a pool."""
        if not isinstance(text, str):
            return None, "copied"
        stamp = to_utc(text)
        tell_time(stamp, None, (pattern, at), self.notes)
        return stamp.utc, "copied" if stamp.utc is None else stamp.origin
