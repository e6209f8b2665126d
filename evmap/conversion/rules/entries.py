"""EVSEs from `connectorStatuses`: entries with one id are one EVSE, also across groups."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Connector, Event, Evse, Origins
from evmap.conversion.read.records import Record
from evmap.conversion.rules.context import Rules
from evmap.conversion.rules.electrical import POINT
from evmap.conversion.rules.groups import Group
from evmap.conversion.rules.identity import SyntheticUids, free_number, is_emi3
from evmap.conversion.rules.states import ENTRIES
from evmap.conversion.rules.status import COUNTED, StatusChoice, most_telling

ASSUMED_STATUS: Origins = (("status", "assumed"),)
DERIVED_UID: Origins = (("uid", "derived"),)


#: Steps from a station to one of its groups.
GROUP_DEPTH = 3


class _PlugStatus(msgspec.Struct, frozen=True):
    """What one plug of an EVSE says of its status, and where: station in the pool, path."""

    status: str
    origins: Origins
    index: int
    path: Path


class Entries:
    """Turns the entries of all groups of a location into EVSEs, in the order of the input.

    `records` are the stations, `events` theirs; new EVSEs join `evses`.
    """

    def __init__(
        self,
        rules: Rules,
        uids: SyntheticUids,
        records: list[Record],
        events: list[list[Event]],
        evses: list[Evse],
    ) -> None:
        self.records = records
        self.events = events
        self.evses = evses
        self._rules = rules
        self._uids = uids
        self._by_cpo_id: dict[str, Evse] = {}
        self._by_emi3: dict[str, Evse] = {}
        #: By the identity of an EVSE with several plugs: what they say where they differ, and
        #: the ids of its connectors.
        self._mixed: dict[int, list[_PlugStatus]] = {}
        self._taken: dict[int, set[str]] = {}
        #: Counts of which it was told that they are lost.
        self._lost: set[tuple[int, Path]] = set()

    def add(self, group: Group, statuses: list[dict[str, Any]]) -> None:
        """Add all entries of a group: plugs, each of a new EVSE or of a known one."""
        states = tuple([entry.get("state") for entry in statuses])
        told = self._rules.states.of_entries(states, group.counts)
        self._rules.tell(told, group.base, group.events, group.bundles)
        by_cpo_id, by_emi3 = self._by_cpo_id, self._by_emi3
        base = (*group.base, *ENTRIES)
        for place, entry in enumerate(statuses):
            cpo_id, emi3 = entry.get("cpoEvseId"), entry.get("cpoEvseEMI3Id")
            if cpo_id in by_cpo_id or emi3 in by_emi3:
                known = self._known(cpo_id, emi3)
                if known is not None:
                    self._join(known, group, (*base, place), entry, told.choices[place])
                    continue
            evse = self._new_evse(group, (*base, place), entry, told.choices[place])
            self.evses.append(evse)
            if cpo_id:
                by_cpo_id[cpo_id] = evse
            if emi3:
                by_emi3.setdefault(emi3, evse)

    def finish(self) -> None:
        """Choose the status of the EVSEs whose plugs tell several."""
        for evse in self.evses if self._mixed else ():
            told = self._mixed.get(id(evse))
            if told is not None:
                self._choose_status(evse, told)

    def _known(self, cpo_id: str | None, emi3: str | None) -> Evse | None:
        """The EVSE of an entry, if an entry before named it.

        An entry with a `cpoEvseId` gives it to an EVSE that had the eMI3 id alone.
        """
        if cpo_id and cpo_id in self._by_cpo_id:
            return self._by_cpo_id[cpo_id]
        evse = self._by_emi3.get(emi3) if emi3 else None
        if cpo_id and evse is not None:
            if self._by_cpo_id.get(evse.uid) is evse:
                return None  # it has another
            evse.uid = cpo_id
            self._by_cpo_id[cpo_id] = evse
        return evse

    def _new_evse(
        self, group: Group, path: Path, entry: dict[str, Any], choice: StatusChoice
    ) -> Evse:
        uid, emi3 = entry.get("cpoEvseId"), entry.get("cpoEvseEMI3Id") or None
        origins = ASSUMED_STATUS if choice.origin == "assumed" else ()
        if emi3 and not is_emi3(emi3):
            group.events.append(Event("EV512", (*path, "cpoEvseEMI3Id")))
        if not uid:
            uid = emi3
        if not uid:
            uid = self._uids.make(group.plug)
            origins = DERIVED_UID + origins
            group.events.append(Event("EV510", path))
        return Evse(
            uid,
            choice.status,
            group.connectors(entry.get("cpoConnectorId")),
            [(group.index, path)],
            emi3,
            None,
            entry.get("physicalReference") or None,
            group.stamp,
            group.reservable,
            origins,
        )

    def _join(
        self, evse: Evse, group: Group, path: Path, entry: dict[str, Any], choice: StatusChoice
    ) -> None:
        """Another plug of a known EVSE: the first value wins, statuses go by precedence."""
        evse.sources.append((group.index, path))
        for key, name in (
            ("cpoEvseEMI3Id", "evse_id"),
            ("physicalReference", "physical_reference"),
        ):
            value = entry.get(key)
            known = getattr(evse, name)
            if value and known is None:
                setattr(evse, name, value)
            elif value and value != known:
                group.events.append(Event("EV513", (*path, key), "dropped"))
        self._mix(evse, choice)
        evse.reservable = evse.reservable or group.reservable
        if group.stamp is not None and (evse.last_updated or "") < group.stamp:
            evse.last_updated = group.stamp
        connector = self._next_connector(evse, group, path, entry)
        evse.connectors.append(connector)

    def _next_connector(
        self, evse: Evse, group: Group, path: Path, entry: dict[str, Any]
    ) -> Connector:
        """One more connector of an EVSE, with v2's id or the first free number."""
        taken = self._taken.get(id(evse))
        if taken is None:
            taken = self._taken[id(evse)] = {connector.id for connector in evse.connectors}
            # Up to here other EVSEs of its group may share the list.
            evse.connectors = list(evse.connectors)
        given, origin = entry.get("cpoConnectorId"), "copied"
        if not given or given in taken:
            if given:
                group.events.append(Event("EV511", (*path, "cpoConnectorId"), "dropped"))
            given, origin = free_number(taken), "derived"
        taken.add(given)
        return group.connector(given, origin)

    # -- several statuses -------------------------------------------------------------------

    def _mix(self, evse: Evse, choice: StatusChoice) -> None:
        """Note what one more plug says, once the plugs of an EVSE differ."""
        place = id(evse)
        if choice.status != evse.status and place not in self._mixed:
            usual = tuple(pair for pair in evse.origins if pair[0] == "status")
            self._mixed[place] = [_PlugStatus(evse.status, usual, *s) for s in evse.sources[:-1]]
        if place in self._mixed:
            origins = ASSUMED_STATUS if choice.origin == "assumed" else ()
            self._mixed[place].append(_PlugStatus(choice.status, origins, *evse.sources[-1]))

    def _choose_status(self, evse: Evse, told: list[_PlugStatus]) -> None:
        """The one status of an EVSE whose plugs tell several; the others are lost."""
        evse.status = most_telling([each.status for each in told])
        chosen = next(each for each in told if each.status == evse.status)
        others = tuple(pair for pair in evse.origins if pair[0] != "status")
        evse.origins = others + chosen.origins
        for each in told:
            if each.status != evse.status:
                self._lose_state(each)

    def _lose_state(self, told: _PlugStatus) -> None:
        """Say that the state of an entry is lost, and with it what the group counts of it."""
        base = told.path[:GROUP_DEPTH]
        group: Any = self.records[told.index].value
        for step in base:
            group = group[step]
        entry = group["connectorStatuses"]["connectorStatus"][told.path[-1]]
        if "state" not in entry:
            return
        events = self.events[told.index]
        events.append(Event("EV304", (*told.path, "state"), "lossy"))
        lost = self._rules.status(entry["state"]).state
        for key, state in COUNTED:
            path = (*base, POINT, key)
            if (
                state == lost
                and key in group.get(POINT, ())
                and (told.index, path) not in self._lost
            ):
                self._lost.add((told.index, path))
                events.append(Event("EV304", path, "lossy"))
