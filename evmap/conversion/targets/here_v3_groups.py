"""The connector groups of a HERE v3 location: its connectors by standard and power."""

from __future__ import annotations

from typing import Any

#: Statuses that don't tell whether a connector is free.
UNTOLD = frozenset({"unknown", "operational"})


def connector_groups(evses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The groups of written EVSEs, in the order of their first connectors.

    Connectors without power are in no group; several identical ones on one EVSE count once. How
    many are free is told only where the status of every EVSE of the group tells.
    """
    groups: dict[tuple[str, int], dict[str, Any]] = {}
    statuses: dict[tuple[str, int], list[str]] = {}
    for evse in evses:
        for key, ids in _ids_by_kind(evse).items():
            standard, power = key
            group = groups.setdefault(
                key,
                {"standard": standard, "maxPower": power, "connectorCount": 0, "connectors": []},
            )
            group["connectorCount"] += 1
            group["connectors"].append({"evseUid": evse["uid"], "connectorIds": ids})
            statuses.setdefault(key, []).append(evse["status"])
    for key, group in groups.items():
        if not UNTOLD.intersection(statuses[key]):
            group["availableConnectorCount"] = statuses[key].count("available")
    return list(groups.values())


def _ids_by_kind(evse: dict[str, Any]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for connector in evse["connectors"]:
        power = connector.get("maxPower")
        if power is not None:
            found.setdefault((connector["standard"], power), []).append(connector["id"])
    return found
