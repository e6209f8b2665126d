"""EVSEs from counts: `numberOfConnectors` of a group without statuses.

They get synthetic uids, and the statuses that the dynamic counts tell (`numberOfAvailable`, ...).
"""

from __future__ import annotations

from evmap.conversion.location import Evse
from evmap.conversion.rules.context import Rules
from evmap.conversion.rules.groups import Group
from evmap.conversion.rules.identity import SyntheticUids
from evmap.conversion.rules.status import COUNTED

#: More connectors than this in one group can't be true; v2's largest sites have hundreds.
MOST_CONNECTORS = 2_000


def evses_from_counts(
    group: Group, rules: Rules, uids: SyntheticUids, total: int | None
) -> list[Evse]:
    """The EVSEs of a group, as many as its counts tell.

    `total`: the station's number of connectors, if this group is its only one.
    """
    count = _count(group, rules, total)
    if not count:
        return []
    group.say("EV503", ())
    source = (group.index, (*group.base, "chargingPoint"))
    return [
        Evse(
            uids.make(group.plug),
            status,
            group.connectors(None),
            [source],
            last_updated=group.stamp,
            reservable=group.reservable,
            origins=(("uid", "derived"), ("status", origin)),
        )
        for status, origin in _statuses(group, rules, count)
    ]


def _count(group: Group, rules: Rules, total: int | None) -> int:
    """How many connectors a group without statuses has."""
    count = group.point.get("numberOfConnectors")
    if count is not None and 0 <= count <= MOST_CONNECTORS and rules.may_make(count):
        return int(count)
    if count is not None:
        group.say("EV514", ("chargingPoint", "numberOfConnectors"), "invalid")
    elif total and 0 < total <= MOST_CONNECTORS:
        return total
    else:
        group.say("EV515", ())
    return 1


def _statuses(group: Group, rules: Rules, count: int) -> list[tuple[str, str]]:
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
        choice = rules.status(state)
        if number and choice.code is not None:
            group.say(choice.code, path, "lossy", *choice.args)
        origin = "derived" if choice.origin == "converted" else choice.origin
        found += [(choice.status, origin)] * number
    missing = count - len(found)
    if missing:
        group.say("EV305" if told else "EV307", ())
    return found + [("UNKNOWN", "assumed")] * missing
