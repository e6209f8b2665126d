"""EVSEs to v2's connector groups: like plugs together, with the state of each and the counts."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec

from evmap.conversion.rules.identity import UIDS, uuid_of
from evmap.conversion.rules.status import COUNTED
from evmap.revert.electrical import charging_point
from evmap.revert.findings import Findings
from evmap.revert.site import Evse, Plug, Site
from evmap.revert.tables import Backward

Json = dict[str, Any]

#: v2 state -> the count of a group that it adds to.
COUNTS = {state: name for name, state in COUNTED}


class _Member(msgspec.Struct, frozen=True):
    """A plug of a group, the EVSE it belongs to, its v2 state, and whether a count says it all."""

    evse: Evse
    plug: Plug
    state: str | None
    mere: bool


def connector_groups(site: Site, tables: Backward, findings: Findings) -> list[Json]:
    """The groups of a site, in the order of their first plugs.

    Plugs are alike that have the same standard, format, power, voltage, current and times, and are
    all or none to be reserved. A v2 group has one time: with others it would lose theirs.
    """
    made = _made_of_counts(site)
    groups: dict[tuple[object, ...], list[_Member]] = {}
    for evse in site.evses:
        state = _state(evse, tables, findings)
        mere = evse.uid in made and _is_mere(evse)
        if evse.uid in made:
            findings.add("RV503", f"{evse.at}/uid", value=evse.uid)
        for plug in evse.plugs:
            member = _Member(evse, plug, state, mere and (state in COUNTS or not _tells(evse)))
            groups.setdefault(_kind(evse, plug), []).append(member)
    return [_group(members, site, made, tables, findings) for members in groups.values()]


def _kind(evse: Evse, plug: Plug) -> tuple[object, ...]:
    return (
        plug.standard or plug.spelled,
        plug.format,
        plug.power_type,
        plug.volts,
        plug.amperes,
        plug.watts,
        evse.reservable,
        plug.last_updated or evse.last_updated,
        evse.last_updated,
    )


def _made_of_counts(site: Site) -> set[str]:
    """The uids that the way to v3 makes for groups without statuses (see `rules.evses`)."""
    kinds = Counter((p.standard, p.watts) for evse in site.evses for p in evse.plugs)
    return {
        uuid_of(UIDS, f"{site.pool_id or ''}/{standard}/{watts}/{serial}")
        for (standard, watts), number in kinds.items()
        for serial in range(1, number + 1)
    }


def _is_mere(evse: Evse) -> bool:
    """Whether nothing is known of an EVSE but its status and one plug."""
    only = len(evse.plugs) == 1 and evse.plugs[0].id in (None, "1")
    return only and evse.evse_id is None and evse.physical_reference is None


def _tells(evse: Evse) -> bool:
    """Whether the status of an EVSE says more than that it isn't known."""
    return evse.status not in (None, "UNKNOWN")


def _state(evse: Evse, tables: Backward, findings: Findings) -> str | None:
    if evse.status is None:
        return None
    states = tables.states(evse.status)
    if not states:
        findings.add("RV302", f"{evse.at}/status", evse.status, value=evse.status)
        return None
    return states[0]


def _group(
    members: list[_Member], site: Site, made: set[str], tables: Backward, findings: Findings
) -> Json:
    first = members[0]
    plug, evse = first.plug, first.evse
    point = charging_point(plug, tables.guide, findings)
    stamp = plug.last_updated or evse.last_updated
    counted = all(member.mere for member in members)
    point["numberOfConnectors"] = len(members)
    point.update(_counts(members))
    if evse.last_updated is not None and evse.last_updated not in (stamp, site.last_updated):
        point["lastUpdateTimestamp"] = evse.last_updated
    group: Json = {
        "supplierName": site.operator,
        "connectorType": _connector_type(plug, tables, findings),
        "maxPowerLevel": None if plug.watts is None else kilowatts(plug.watts),
        "fixedCable": {"CABLE": True, "SOCKET": False}.get(plug.format or ""),
        "lastUpdateTimestamp": None if stamp == site.last_updated else stamp,
        "connectorDetails": {"reservable": True} if evse.reservable else None,
        "chargingPoint": point,
        "connectorStatuses": None
        if counted
        else {"connectorStatus": [_entry(m, made, tables, findings) for m in members]},
    }
    return {key: value for key, value in group.items() if value is not None}


def kilowatts(watts: int) -> int | Decimal:
    """Watts as v2 writes them."""
    found = Decimal(watts).scaleb(-3)
    return int(found) if watts % 1000 == 0 else found.normalize()


def _connector_type(plug: Plug, tables: Backward, findings: Findings) -> Json | None:
    place = f"{plug.at}/standard"
    found = tables.connector(plug.standard)
    if found is None:
        findings.add("RV201", place, plug.spelled[:60] or "a missing standard", value=plug.spelled)
        return None
    kind: Json = {"id": str(found.v2_id)}
    if found.name:
        kind["name"] = found.name
    return kind


def _counts(members: list[_Member]) -> Json:
    """The dynamic counts: how many are free, where any state is known; the others above 0."""
    states = Counter(member.state for member in members if _tells(member.evse))
    if not any(states.values()):
        return {}
    found = {"numberOfAvailable": states["AVAILABLE"]}
    for state, name in COUNTS.items():
        if states[state]:
            found[name] = states[state]
    return {name: found[name] for name, _ in _ORDER if name in found}


#: The order in which v2 writes the counts.
_ORDER = sorted(COUNTED, key=lambda pair: pair[1] != "AVAILABLE")


def _entry(member: _Member, made: set[str], tables: Backward, findings: Findings) -> Json:
    """An entry of connectorStatuses. An eMI3 id that serves as uid is written once."""
    evse = member.evse
    states = tables.states(evse.status or "")
    if len(states) > 1:
        args = (str(evse.status), " and ".join(states), states[0])
        findings.add("RV301", f"{evse.at}/status", *args, value=evse.status)
    named = evse.uid is not None and evse.uid not in made and evse.uid != evse.evse_id
    entry: Json = {
        "cpoEvseId": evse.uid if named else None,
        "cpoEvseEMI3Id": evse.evse_id,
        "cpoConnectorId": member.plug.id,
        "physicalReference": evse.physical_reference,
        "state": member.state,
    }
    return {key: value for key, value in entry.items() if value is not None}
