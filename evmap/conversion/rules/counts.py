"""EVSEs from counts: `numberOfConnectors` of a group without statuses.

They get synthetic uids, and the statuses that the dynamic counts tell (`numberOfAvailable`, ...).
"""

from __future__ import annotations

from evmap.conversion.location import Evse, Origins
from evmap.conversion.rules.context import Rules
from evmap.conversion.rules.electrical import POINT
from evmap.conversion.rules.groups import Group
from evmap.conversion.rules.identity import SyntheticUids
from evmap.conversion.rules.states import NUMBER

#: More connectors than this in one group can't be true; v2's largest sites have hundreds.
MOST_CONNECTORS = 2_000

DERIVED_STATUS: Origins = (("uid", "derived"), ("status", "derived"))
ASSUMED_STATUS: Origins = (("uid", "derived"), ("status", "assumed"))


def evses_from_counts(
    group: Group, rules: Rules, uids: SyntheticUids, total: int | None
) -> list[Evse]:
    """The EVSEs of a group, as many as its counts tell.

    `total`: the station's number of connectors, if this group is its only one.
    """
    number = _number(group, rules, total)
    if not number:
        return []
    told = rules.states.of_counts(number, group.counts)
    rules.tell(told, group.base, group.events, group.bundles)
    connectors = group.connectors(None)
    source = (group.index, (*group.base, POINT))
    return [
        Evse(
            uids.make(group.plug),
            choice.status,
            connectors,
            [source],
            last_updated=group.stamp,
            reservable=group.reservable,
            origins=DERIVED_STATUS if choice.origin == "converted" else ASSUMED_STATUS,
        )
        for choice in told.choices
    ]


def _number(group: Group, rules: Rules, total: int | None) -> int:
    """How many connectors a group without statuses has."""
    count = group.counts[0]
    if count is not None and 0 <= count <= MOST_CONNECTORS and rules.may_make(count):
        return count
    if count is not None:
        group.say("EV514", (POINT, NUMBER), "invalid")
    elif total and 0 < total <= MOST_CONNECTORS and rules.may_make(total):
        return total
    else:
        group.say("EV515", ())
    return 1
