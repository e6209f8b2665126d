"""Connector type ids to v3 standards (the guide's connector table)."""

from __future__ import annotations

import msgspec

from evmap.conversion.guide import Guide, normal_name
from evmap.conversion.location import Event

#: Ampere and kilowatt classes of IEC 60309 three-phase sockets (design: connector standard).
BY_AMPERES = {
    16: "IEC_60309_2_THREE_16",
    32: "IEC_60309_2_THREE_32",
    63: "IEC_60309_2_THREE_64",
    64: "IEC_60309_2_THREE_64",
}
BY_KILOWATTS = (
    (11.0, "IEC_60309_2_THREE_16"),
    (22.0, "IEC_60309_2_THREE_32"),
    (44.0, "IEC_60309_2_THREE_64"),
)

#: 11.04 kW and 43.65 kW are in the classes 11 and 44.
TOLERANCE = 0.05


class Choice(msgspec.Struct, frozen=True):
    """A standard, where it comes from, and what there is to say about it."""

    standard: str | None
    origin: str = "converted"
    events: tuple[Event, ...] = ()


def choose_standard(
    guide: Guide,
    type_id: str | None,
    amperes: int | None,
    kilowatts: float | None,
    *,
    accept_successors: bool,
    path: tuple[str, ...] = ("connectorType", "id"),
) -> Choice:
    """The v3 standard for a v2 connector type id.

    amperes and kilowatts decide between the three standards of id 36. A deprecated id has no
    standard; `accept_successors` takes a candidate where there is just one (ours, *assumed*).
    """
    if type_id is None:
        return Choice(None, events=(Event("EV208", path[:-1]),))
    number = int(type_id) if type_id.isascii() and type_id.isdigit() and len(type_id) < 5 else -1
    connector = guide.connectors.get(number)
    if connector is None:
        return Choice(None, events=(Event("EV202", path, "dropped", (type_id[:40],)),))
    if len(connector.standards) > 1:
        return _among(connector.standards, amperes, kilowatts, path)
    if connector.standards:
        standard = connector.standards[0]
        if connector.state == "not_used":
            return Choice(standard, events=(Event("EV203", path, None, (type_id, standard)),))
        return Choice(standard)
    return _successor(type_id, connector.successors, accept_successors, path)


def _among(
    standards: tuple[str, ...],
    amperes: int | None,
    kilowatts: float | None,
    path: tuple[str, ...],
) -> Choice:
    by_amperes = BY_AMPERES.get(amperes) if amperes is not None else None
    if by_amperes in standards:
        event = Event("EV211", path, None, (str(by_amperes), f"{amperes} A"))
        return Choice(by_amperes, "derived", (event,))
    for power, standard in BY_KILOWATTS:
        if kilowatts is not None and abs(kilowatts - power) <= power * TOLERANCE:
            event = Event("EV211", path, None, (standard, f"{kilowatts:g} kW"))
            return Choice(standard, "derived", (event,))
    event = Event("EV204", path, "lossy", (standards[0], ", ".join(standards[1:])))
    return Choice(standards[0], "assumed", (event,))


def _successor(
    type_id: str, successors: tuple[str, ...], accept: bool, path: tuple[str, ...]
) -> Choice:
    if accept and len(successors) == 1:
        event = Event("EV205", path, "lossy", (type_id, successors[0]))
        return Choice(successors[0], "assumed", (event,))
    candidates = " or ".join(successors) if successors else "none"
    return Choice(None, events=(Event("EV201", path, "dropped", (type_id, candidates)),))


def check_name(guide: Guide, type_id: str | None, name: str | None) -> tuple[Event, ...]:
    """Events for a connector type name that the tables don't know for this id.

    A name that another id carries is a contradiction; any other unknown name is only lost.
    """
    if not name:
        return ()
    path = ("connectorType", "name")
    wanted = normal_name(name)
    number = int(type_id) if type_id and type_id.isascii() and type_id.isdigit() else -1
    own = guide.connectors.get(number) if number < 1000 else None
    if own is None or wanted in own.names:
        return ()
    others = sorted(other.v2_id for other in guide.connectors.values() if wanted in other.names)
    if others:
        ids = ", ".join(str(other) for other in others)
        return (Event("EV206", path, "dropped", (str(type_id), ids)),)
    return (Event("EV207", path, "dropped", (str(type_id),)),)
