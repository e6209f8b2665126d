"""The connector groups of a HERE v3 location: its connectors by standard and power."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion.targets.here_v3_objects import ConnectorGroup, Evse, GroupMember

#: Statuses that don't tell whether a connector is free.
UNTOLD = frozenset({"unknown", "operational"})

#: Standard and power.
Kind = tuple[str | None, int]


class Member(msgspec.Struct, frozen=True):
    """An EVSE and its connectors in a group, by their positions."""

    evse: int
    connectors: list[int]


def connector_groups(evses: Sequence[Evse], told: Sequence[bool]) -> list[ConnectorGroup]:
    """The groups of written EVSEs, in the order of their first connectors.

    told: of each EVSE whether v2 tells if it is free, whatever its status. Connectors without power
    are in no group; several identical ones on one EVSE count once. How many are free is told only
    where v2 tells it of every EVSE of the group.
    """
    found = []
    for kind, members in _by_kind(evses).items():
        is_told = all(told[each.evse] or evses[each.evse].status not in UNTOLD for each in members)
        group = [(evses[each.evse], each.connectors) for each in members]
        found.append(_group(kind, group, is_told=is_told))
    return found


def members_of_groups(evses: Sequence[Evse]) -> list[list[Member]]:
    """What is in each group of `connector_groups`."""
    return list(_by_kind(evses).values())


def _by_kind(evses: Sequence[Evse]) -> dict[Kind, list[Member]]:
    found: dict[Kind, list[Member]] = {}
    for number, evse in enumerate(evses):
        kinds: dict[Kind, list[int]] = {}
        for place, connector in enumerate(evse.connectors or ()):
            if connector.max_power is not None:
                kinds.setdefault((connector.standard, connector.max_power), []).append(place)
        for kind, places in kinds.items():
            found.setdefault(kind, []).append(Member(number, places))
    return found


def _group(
    kind: Kind, members: Sequence[tuple[Evse, list[int]]], *, is_told: bool
) -> ConnectorGroup:
    statuses = [evse.status for evse, _ in members]
    return ConnectorGroup(
        *kind,
        len(members),
        [
            GroupMember(evse.uid, [(evse.connectors or [])[place].id or "" for place in places])
            for evse, places in members
        ],
        statuses.count("available") if is_told else None,
    )
