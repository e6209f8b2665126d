"""EVSEs from counts: `numberOfConnectors` of a group without statuses.

They get synthetic uids, and the statuses that the dynamic counts tell (`numberOfAvailable`, ...).
"""

from __future__ import annotations

from msgspec import UNSET

from evmap.conversion.diagnostics import Notes
from evmap.conversion.model import Connector, Evse, Origins
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.groups import GroupFacts
from evmap.conversion.rules.identity import SyntheticUids
from evmap.conversion.rules.status import COUNTED, GROUP, NUMBER, POINT

#: More connectors than this in one group can't be true; v2's largest sites have hundreds.
MOST_CONNECTORS = 2_000

#: Where a group's counts tell how many plugs are free.
AVAILABLE = 1 + [name for name, _ in COUNTED].index("numberOfAvailable")

#: (origin of the status, of the time) -> what an EVSE made from counts says of its origins.
ORIGINS: dict[tuple[str, str], Origins] = {
    (status, time): (
        ("uid", "derived"),
        ("status", "derived" if status == "converted" else "assumed"),
        *(() if time == "copied" else (("last_updated", time),)),
    )
    for status in ("converted", "assumed")
    for time in ("copied", "converted", "derived", "assumed")
}


def evses_from_counts(
    group: GroupFacts,
    total: int | None,
    stamp: str | None,
    uids: SyntheticUids,
    context: Context,
    notes: Notes,
) -> list[Evse]:
    """The EVSEs of a group, as many as its counts tell.

    `total`: the station's number of connectors, if this group is its only one. `stamp` dates them
    if the group has no time of its own.
    """
    number = _number(group, total, context, notes)
    if not number:
        return []
    told = context.status.of_counts(number, group.counts)
    notes.tell(told.cause, group.at)
    stamp_origin = group.stamp_origin
    if group.stamp is None and stamp is not None:
        stamp_origin = "derived"
    utc = group.stamp or stamp
    connectors = [Connector("1", group.plug, GROUP, group.at, utc, "derived", stamp_origin)]
    entries = [(POINT, group.at)]
    is_counted = group.counts[AVAILABLE] == told.free
    return [
        Evse(
            uids.make(group.plug),
            choice.status,
            connectors,
            entries,
            None,
            None,
            None,
            utc,
            group.reservable,
            ORIGINS[choice.origin, stamp_origin],
            "",
            (place, group.at) if place else None,
            is_counted,
        )
        for choice, place in zip(told.choices, told.sources, strict=True)
    ]


def _number(group: GroupFacts, total: int | None, context: Context, notes: Notes) -> int:
    """How many connectors a group without statuses has."""
    count = group.counts[0]
    if count is not UNSET and 0 <= count <= MOST_CONNECTORS:
        return context.make(count)
    if count is not UNSET:
        notes.say("EV514", NUMBER, group.at, "invalid")
    elif total and 0 < total <= MOST_CONNECTORS:
        return context.make(total)
    else:
        notes.say("EV515", GROUP, group.at)
    in_states = sum([each for each in group.counts[1:] if each is not UNSET and each > 0])
    return context.make(in_states) if 0 < in_states <= MOST_CONNECTORS else 1
