"""EVSEs from `connectorStatuses`: entries with one id are one EVSE, also across groups."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes, Place
from evmap.conversion.facts.evse_ids import id_key, is_evse_id, same_id
from evmap.conversion.model import Connector, Evse, Origins
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.groups import GroupFacts, Operator, are_others
from evmap.conversion.rules.identity import SyntheticUids, free_number
from evmap.conversion.rules.status import (
    COUNTED,
    COUNTS,
    ENTRY,
    GROUP,
    NO_STATE,
    STATE,
    StatusChoice,
    most_telling,
)

#: Names below an entry.
CPO_ID, EMI3_ID, CONNECTOR_ID = "cpoEvseId", "cpoEvseEMI3Id", "cpoConnectorId"
REFERENCE = "physicalReference"

DERIVED_UID: Origins = (("uid", "derived"),)
ASSUMED_STATUS: Origins = (("status", "assumed"),)
#: Origin of a time -> what an EVSE with such a time says of it.
STAMPED: dict[str, Origins] = {
    "copied": (),
    "converted": (("last_updated", "converted"),),
    "derived": (("last_updated", "derived"),),
    "assumed": (("last_updated", "assumed"),),
}


class _PlugStatus(msgspec.Struct, frozen=True, gc=False):
    """What one plug of an EVSE says of its status, and at which entry."""

    choice: StatusChoice
    at: Indexes


class Entries:
    """Turns the entries of all groups of a location into EVSEs, which join `evses`.

    `stamp` dates what has no time of its own.
    """

    def __init__(
        self,
        evses: list[Evse],
        uids: SyntheticUids,
        stamp: str | None,
        context: Context,
        notes: Notes,
    ) -> None:
        self._evses = evses
        self._uids = uids
        self._stamp = stamp
        self._status = context.status
        self._notes = notes
        self._by_cpo_id: dict[str, Evse] = {}
        self._by_emi3: dict[str, Evse] = {}
        #: Uids that EVSEs have, and those whose `cpoEvseId` an EVSE of another operator has.
        self._given: set[str] = set()
        self._of_others: dict[tuple[str, Operator], Evse] = {}
        self._groups: dict[Indexes, tuple[GroupFacts, Sequence[v2.Entry]]] = {}
        #: By the identity of an EVSE that several plugs name: what they say; keys of connectors.
        self._plugs: dict[int, list[_PlugStatus]] = {}
        self._taken: dict[int, set[str]] = {}
        #: Counts of which it was told that they are lost.
        self._lost: set[Place] = set()

    def add(self, group: GroupFacts, entries: Sequence[v2.Entry]) -> None:
        """Add the plugs of a group, each of a new EVSE or of one that an entry before named."""
        self._groups[group.at] = group, entries
        told = self._status.of_entries(tuple([entry.state for entry in entries]), group.counts)
        self._notes.tell(told.cause, group.at)
        by_cpo_id, by_emi3, evses = self._by_cpo_id, self._by_emi3, self._evses
        uids = self._given
        stamp = group.stamp or self._stamp
        stamp_origin = self._stamp_origin(group)
        dated = STAMPED[stamp_origin]
        alike: dict[str, list[Connector]] = {}
        group_at, reservable = group.at, group.reservable
        for number, entry in enumerate(entries):
            choice = told.choices[number]
            cpo_id, emi3 = entry.cpo_evse_id or None, entry.cpo_evse_emi3_id or None
            cpo_key, emi3_key = cpo_id and id_key(cpo_id), emi3 and id_key(emi3)
            uid, uid_key, is_second = cpo_id or emi3, cpo_key or emi3_key, False
            if uid_key in uids or uid_key in by_emi3 or emi3_key in by_emi3:
                at = (*group_at, number)
                known = self._known(group, cpo_id, cpo_key, emi3_key)
                if known is not None:
                    self._join(known, group, at, entry, choice)
                    continue
                is_second = uid_key in uids
                if is_second:
                    uid = self._other_uid(cpo_key, emi3, emi3_key, at)
                if emi3_key in by_emi3:
                    self._notes.say("EV524", f"{ENTRY}/{EMI3_ID}", at)
            given = entry.cpo_connector_id or ""
            connectors = alike.get(given)
            if connectors is None:
                connectors = alike[given] = [self._connector(group, given or "1", given)]
            evse = Evse(
                uid or self._make_uid(group, number, is_told=is_second),
                choice.status,
                connectors,
                [(ENTRY, (*group_at, number))],
                emi3,
                None,
                entry.physical_reference or None,
                stamp,
                reservable,
                dated if choice.origin == "converted" else dated + ASSUMED_STATUS,
                CPO_ID,
            )
            if is_second:
                self._enter_second(evse, uid, cpo_key, group.operator)
            elif cpo_key is None:
                evse.uid_name = EMI3_ID if emi3 else ""
                evse.origins += () if emi3 else DERIVED_UID
            else:
                by_cpo_id[cpo_key] = evse
            if emi3_key is not None:
                by_emi3.setdefault(emi3_key, evse)
            uids.add(uid_key or "")  # the empty one is none's
            evses.append(evse)

    def _enter_second(
        self, evse: Evse, uid: str | None, cpo_key: str | None, operator: Operator
    ) -> None:
        """Enter an EVSE of which another one has the id that would be its uid; `uid`: of v2."""
        evse.uid_name = "" if uid is None else EMI3_ID
        evse.origins += DERIVED_UID
        if uid is not None:
            self._given.add(id_key(uid))
        if cpo_key is not None:
            self._of_others.setdefault((cpo_key, operator), evse)

    def _other_uid(
        self, cpo_key: str | None, emi3: str | None, emi3_key: str | None, at: Indexes
    ) -> str | None:
        """The uid of such an EVSE: its eMI3 id; None where that is none's or another's uid too."""
        if cpo_key is None:
            self._notes.say("EV522", f"{ENTRY}/{EMI3_ID}", at)
            return None
        self._notes.say("EV522", f"{ENTRY}/{CPO_ID}", at, "dropped")
        return None if emi3_key in self._given else emi3

    def finish(self) -> None:
        """Settle the EVSEs that several plugs name."""
        for evse in self._evses if self._plugs else ():
            plugs = self._plugs.get(id(evse))
            if plugs is not None:
                self._choose_status(evse, plugs)

    def _known(
        self, group: GroupFacts, cpo_id: str | None, cpo_key: str | None, emi3_key: str | None
    ) -> Evse | None:
        """The EVSE of an entry, if an entry before named it; an EVSE id may stand in either place.

        Operators give their ids each for themselves, so entries with different eMI3 ids, and those
        of groups of different operators, are of different EVSEs.
        """
        by_emi3 = self._by_emi3.get(emi3_key) if emi3_key else None
        if cpo_id is None or cpo_key is None:
            other = self._by_cpo_id.get(emi3_key) if emi3_key and is_evse_id(emi3_key) else None
            return by_emi3 or (None if other is None or other.evse_id else other)
        evse = self._by_cpo_id.get(cpo_key)
        if evse is None:
            if emi3_key is None and is_evse_id(cpo_key):
                by_emi3 = self._by_emi3.get(cpo_key)
            return self._adopt(by_emi3, cpo_id, cpo_key)
        known = evse.evse_id and id_key(evse.evse_id)
        if emi3_key and known:
            return evse if emi3_key == known else by_emi3
        first, _ = self._groups[evse.entries[0][1][:2]]
        if not are_others(first.operator, group.operator):
            return evse
        return by_emi3 or self._of_others.get((cpo_key, group.operator))

    def _adopt(self, evse: Evse | None, cpo_id: str, cpo_key: str) -> Evse | None:
        """Give an EVSE that had the eMI3 id alone a `cpoEvseId`; None for one that has another."""
        if evse is None or evse.uid_name == CPO_ID:
            return None
        if cpo_key in self._given and cpo_key != id_key(evse.uid):
            return evse  # without it: another EVSE has it
        evse.uid, evse.uid_name = cpo_id, CPO_ID
        evse.origins = tuple([pair for pair in evse.origins if pair[0] != "uid"])
        self._by_cpo_id[cpo_key] = evse
        self._given.add(cpo_key)
        return evse

    def _make_uid(self, group: GroupFacts, number: int, *, is_told: bool) -> str:
        if not is_told:
            self._notes.say("EV510", ENTRY, (*group.at, number))
        return self._uids.make(group.plug)

    def _stamp_origin(self, group: GroupFacts) -> str:
        """The origin of the time of a group's plugs."""
        if group.stamp is None and self._stamp is not None:
            return "derived"
        return group.stamp_origin

    def _connector(self, group: GroupFacts, number: str, given: str) -> Connector:
        """A connector of a group; `given` is the id that v2 gives it, if any."""
        return Connector(
            number,
            group.plug,
            GROUP,
            group.at,
            group.stamp or self._stamp,
            "copied" if given else "derived",
            self._stamp_origin(group),
            CONNECTOR_ID if given else "",
        )

    def _join(
        self, evse: Evse, group: GroupFacts, at: Indexes, entry: v2.Entry, choice: StatusChoice
    ) -> None:
        """Another plug of a known EVSE: the first value wins, statuses go by precedence."""
        key = id(evse)
        if key not in self._taken:
            # Up to here other EVSEs of its group may share the list.
            evse.connectors = [msgspec.structs.replace(each) for each in evse.connectors]
            self._taken[key] = {id_key(connector.id) for connector in evse.connectors}
            self._plugs[key] = [self._plug_status(evse.entries[0][1])]
        self._plugs[key].append(_PlugStatus(choice, at))
        if at[0] != evse.entries[0][1][0]:
            self._notes.say("EV525", ENTRY, at)
        evse.entries.append((ENTRY, at))
        if entry.cpo_evse_id and evse.uid_name != CPO_ID:
            self._notes.say("EV522", f"{ENTRY}/{CPO_ID}", at, "dropped")
        for name, below, value in (
            ("evse_id", EMI3_ID, entry.cpo_evse_emi3_id),
            ("physical_reference", REFERENCE, entry.physical_reference),
        ):
            known = getattr(evse, name)
            if value and known is None:
                setattr(evse, name, value)
                if name == "evse_id":
                    self._by_emi3.setdefault(id_key(value), evse)
            elif value and value != known and not (name == "evse_id" and same_id(value, known)):
                self._notes.say("EV513", f"{ENTRY}/{below}", at, "dropped")
        evse.reservable = evse.reservable or group.reservable
        own = "" if STAMPED["derived"][0] in evse.origins else evse.last_updated or ""
        if group.stamp is not None and own < group.stamp:
            evse.last_updated = group.stamp
            others = tuple([pair for pair in evse.origins if pair[0] != "last_updated"])
            evse.origins = others + STAMPED[group.stamp_origin]
        given = entry.cpo_connector_id or ""
        if given and id_key(given) in self._taken[key]:
            self._notes.say("EV511", f"{ENTRY}/{CONNECTOR_ID}", at, "dropped")
            given = ""
        connector = self._connector(group, given or free_number(self._taken[key]), given)
        self._taken[key].add(id_key(connector.id))
        evse.connectors.append(connector)

    # -- several plugs on an EVSE -------------------------------------------------------------

    def _plug_status(self, at: Indexes) -> _PlugStatus:
        _, entries = self._groups[at[:2]]
        return _PlugStatus(self._status.choose(entries[at[2]].state), at)

    def _choose_status(self, evse: Evse, plugs: list[_PlugStatus]) -> None:
        """Choose the status of an EVSE, and date its connectors that have no time of their own."""
        for connector in evse.connectors:
            if connector.stamp_origin == "derived" or connector.last_updated is None:
                connector.last_updated = evse.last_updated
                connector.stamp_origin = "copied" if evse.last_updated is None else "derived"
        if all(plug.choice.status == evse.status for plug in plugs):
            return
        evse.status = most_telling([plug.choice.status for plug in plugs])
        chosen = next(plug.choice for plug in plugs if plug.choice.status == evse.status)
        others = tuple(pair for pair in evse.origins if pair[0] != "status")
        evse.origins = others + (ASSUMED_STATUS if chosen.origin == "assumed" else ())
        for plug in plugs:
            if plug.choice.status != evse.status and plug.choice is not NO_STATE:
                self._lose_state(plug)

    def _lose_state(self, plug: _PlugStatus) -> None:
        """Say that the state of a plug is lost, and with it what the group counts of it."""
        self._notes.say("EV304", STATE, plug.at, "lossy")
        self._notes.outweighed.add((STATE, plug.at))
        at = plug.at[:2]
        group, _ = self._groups[at]
        for (_, state), pattern, count in zip(COUNTED, COUNTS, group.counts[1:], strict=True):
            place = (pattern, at)
            if (
                state == plug.choice.state
                and count is not msgspec.UNSET
                and place not in self._lost
            ):
                self._lost.add(place)
                self._notes.say("EV304", pattern, at, "lossy")
