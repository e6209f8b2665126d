"""EVSEs from `connectorStatuses`: entries with one id are one EVSE, also across groups."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes, Place
from evmap.conversion.evse_ids import id_key, same_id
from evmap.conversion.model import Connector, Evse, Origins
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.groups import GroupFacts
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
        stamp = group.stamp or self._stamp
        stamp_origin = self._stamp_origin(group)
        dated = STAMPED[stamp_origin]
        alike: dict[str, list[Connector]] = {}
        group_at, reservable = group.at, group.reservable
        for number, entry in enumerate(entries):
            choice = told.choices[number]
            cpo_id, emi3 = entry.cpo_evse_id or None, entry.cpo_evse_emi3_id or None
            cpo_key, emi3_key = cpo_id and id_key(cpo_id), emi3 and id_key(emi3)
            if cpo_key in by_cpo_id or emi3_key in by_emi3:
                evse = self._known(cpo_id, cpo_key, emi3_key)
                if evse is not None:
                    self._join(evse, group, (*group_at, number), entry, choice)
                    continue
                if cpo_key in by_cpo_id:  # of another operator
                    self._notes.say("EV522", f"{ENTRY}/{CPO_ID}", (*group_at, number), "dropped")
                    cpo_id = cpo_key = None
            given = entry.cpo_connector_id or ""
            connectors = alike.get(given)
            if connectors is None:
                connectors = alike[given] = [self._connector(group, given or "1", given)]
            evse = Evse(
                cpo_id or emi3 or self._make_uid(group, number),
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
            if cpo_key is None:
                self._name_otherwise(evse, is_second=bool(entry.cpo_evse_id))
            else:
                by_cpo_id[cpo_key] = evse
            if emi3_key is not None:
                by_emi3.setdefault(emi3_key, evse)
            evses.append(evse)

    @staticmethod
    def _name_otherwise(evse: Evse, *, is_second: bool) -> None:
        """Note where the uid of an EVSE comes from that has no `cpoEvseId` of its own.

        is_second: another EVSE has the one that v2 gives it.
        """
        evse.uid_name = EMI3_ID if evse.evse_id is not None else ""
        if evse.evse_id is None or is_second:
            evse.origins += DERIVED_UID

    def finish(self) -> None:
        """Settle the EVSEs that several plugs name."""
        for evse in self._evses if self._plugs else ():
            plugs = self._plugs.get(id(evse))
            if plugs is not None:
                self._settle_plugs(evse, plugs)

    def _known(self, cpo_id: str | None, cpo_key: str | None, emi3_key: str | None) -> Evse | None:
        """The EVSE of an entry, if an entry before named it.

        An entry with a `cpoEvseId` gives it to an EVSE that had the eMI3 id alone. Operators give
        their ids each for themselves, so entries with different eMI3 ids are of different EVSEs.
        """
        by_emi3 = self._by_emi3.get(emi3_key) if emi3_key else None
        evse = self._by_cpo_id.get(cpo_key) if cpo_key else None
        if evse is not None:
            known = evse.evse_id and id_key(evse.evse_id)
            return by_emi3 if emi3_key and known and emi3_key != known else evse
        if cpo_id and cpo_key and by_emi3 is not None:
            if self._by_cpo_id.get(id_key(by_emi3.uid)) is by_emi3:
                return None  # it has another
            by_emi3.uid, by_emi3.uid_name = cpo_id, CPO_ID
            by_emi3.origins = tuple([pair for pair in by_emi3.origins if pair[0] != "uid"])
            self._by_cpo_id[cpo_key] = by_emi3
        return by_emi3

    def _make_uid(self, group: GroupFacts, number: int) -> str:
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

    def _settle_plugs(self, evse: Evse, plugs: list[_PlugStatus]) -> None:
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
