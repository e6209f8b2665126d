"""The connector groups of a HERE v3 location: its connectors by standard and power."""

from __future__ import annotations

from collections.abc import Sequence

from evmap.conversion.targets.here_v3_objects import ConnectorGroup, Evse, GroupMember

#: Statuses that don't tell whether a connector is free.
UNTOLD = frozenset({"unknown", "operational"})

#: Standard and power.
Kind = tuple[str | None, int]


def connector_groups(evses: Sequence[Evse]) -> list[ConnectorGroup]:
    """The groups of written EVSEs, in the order of their first connectors.

    Connectors without power are in no group; several identical ones on one EVSE count once. How
    many are free is told only where the status of every EVSE of the group tells.
    """
    found: dict[Kind, list[GroupMember]] = {}
    statuses: dict[Kind, list[str | None]] = {}
    for evse in evses:
        for kind, ids in _ids_by_kind(evse).items():
            found.setdefault(kind, []).append(GroupMember(evse.uid, ids))
            statuses.setdefault(kind, []).append(evse.status)
    return [
        ConnectorGroup(
            standard,
            power,
            len(group),
            group,
            None
            if UNTOLD.intersection(statuses[standard, power])
            else statuses[standard, power].count("available"),
        )
        for (standard, power), group in found.items()
    ]


def _ids_by_kind(evse: Evse) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    for connector in evse.connectors or ():
        if connector.max_power is not None:
            kind = (connector.standard, connector.max_power)
            found.setdefault(kind, []).append(connector.id or "")
    return found
