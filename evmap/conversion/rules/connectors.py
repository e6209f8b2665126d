"""Connector type ids to v3 standards (the guide's connector table)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from evmap.conversion.diagnostics import Diagnostic
from evmap.conversion.guide import ConnectorType, Guide, normal_name

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


class Choice(msgspec.Struct, frozen=True, gc=False):
    """A standard, where it comes from, what it was chosen by, and what there is to say about it.

    `by` is "amperes", "power" or empty.
    """

    standard: str | None
    origin: str = "converted"
    by: str = ""
    said: tuple[Diagnostic, ...] = ()


def choose_standard(
    guide: Guide,
    type_id: str | None,
    amperes: int | None,
    kilowatts: float | None,
    *,
    accept_successors: bool,
    decided: Mapping[int, str],
    place: str,
) -> Choice:
    """The v3 standard for a v2 connector type id, which stands at the pattern `place`.

    amperes and kilowatts decide between the three standards of id 36. A deprecated id has no
    standard; `accept_successors` takes a candidate where there is just one (ours, *assumed*).
    `decided` says for ids what to write where all this leaves it open.
    """
    if type_id is None:
        return Choice(None, said=(Diagnostic("EV208", place.rpartition("/")[0]),))
    connector = guide.connectors.get(number_of(type_id))
    wanted = decided.get(number_of(type_id), "")
    if connector is None:
        return Choice(None, said=(Diagnostic("EV202", place, "dropped", (type_id[:40],)),))
    if len(connector.standards) > 1:
        return _among(_first(wanted, connector.standards), amperes, kilowatts, place)
    if connector.standards:
        standard = connector.standards[0]
        if connector.state == "not_used":
            return Choice(standard, said=(Diagnostic("EV203", place, None, (type_id, standard)),))
        return Choice(standard)
    if wanted not in connector.successors:
        wanted = connector.successors[0] if _is_one(connector, accept_successors) else ""
    return _successor(type_id, connector.successors, wanted, place)


def number_of(type_id: str) -> int:
    """A connector type id as a number; -1 for what is none."""
    return int(type_id) if type_id.isascii() and type_id.isdigit() and len(type_id) < 5 else -1


def _first(wanted: str, standards: tuple[str, ...]) -> tuple[str, ...]:
    """The standards with the wanted one in front, if it is one of them."""
    others = tuple(standard for standard in standards if standard != wanted)
    return (wanted, *others) if len(others) < len(standards) else standards


def _is_one(connector: ConnectorType, accept_successors: bool) -> bool:
    return accept_successors and len(connector.successors) == 1


def _among(
    standards: tuple[str, ...], amperes: int | None, kilowatts: float | None, place: str
) -> Choice:
    by_amperes = BY_AMPERES.get(amperes) if amperes is not None else None
    if by_amperes in standards:
        said = Diagnostic("EV211", place, None, (str(by_amperes), f"{amperes} A"))
        return Choice(by_amperes, "derived", "amperes", (said,))
    for power, standard in BY_KILOWATTS:
        if kilowatts is not None and abs(kilowatts - power) <= power * TOLERANCE:
            said = Diagnostic("EV211", place, None, (standard, f"{kilowatts:g} kW"))
            return Choice(standard, "derived", "power", (said,))
    said = Diagnostic("EV204", place, "lossy", (standards[0], ", ".join(standards[1:])))
    return Choice(standards[0], "assumed", said=(said,))


def _successor(type_id: str, successors: tuple[str, ...], wanted: str, place: str) -> Choice:
    if wanted:
        said = Diagnostic("EV205", place, "lossy", (type_id, wanted))
        return Choice(wanted, "assumed", said=(said,))
    candidates = " or ".join(successors) if successors else "none"
    return Choice(None, said=(Diagnostic("EV201", place, "dropped", (type_id, candidates)),))


def check_name(guide: Guide, type_id: str, name: str | None, place: str) -> Diagnostic | None:
    """What there is to say of a connector type name (at `place`) that is no name of this id.

    A name that another id carries is a contradiction; any other unknown name is only lost.
    """
    if not name:
        return None
    wanted = normal_name(name)
    own = guide.connectors.get(number_of(type_id))
    if own is None or wanted in own.names:
        return None
    others = sorted(other.v2_id for other in guide.connectors.values() if wanted in other.names)
    if others:
        ids = ", ".join(str(other) for other in others)
        return Diagnostic("EV206", place, "dropped", (type_id, ids))
    return Diagnostic("EV207", place, "dropped", (type_id,))
