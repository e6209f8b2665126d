"""Connector type ids to v3 standards (the guide's connector table)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from evmap.conversion.diagnostics import Diagnostic
from evmap.conversion.facts.plausible import by_amperes, by_watts
from evmap.conversion.guide import ConnectorType, Guide, normal_name
from evmap.conversion.rules.plug_facts import TYPE_NAME, PlugFacts

#: Classes of IEC 60309 three-phase sockets in kilowatts (design: connector standard).
BY_KILOWATTS = (
    (11.0, "IEC_60309_2_THREE_16"),
    (22.0, "IEC_60309_2_THREE_32"),
    (44.0, "IEC_60309_2_THREE_64"),
)

#: 11.04 kW and 43.65 kW are in the classes 11 and 44.
TOLERANCE = 0.05


class Choice(msgspec.Struct, frozen=True, gc=False):
    """A standard, where it comes from, what it was chosen by, and what there is to say about it.

    `place` is the pattern of the id or name that was read, `by` the attribute that decided, or
    empty, `phases` those of the plug where its standard exists for several numbers.
    """

    standard: str | None
    place: str
    origin: str = "converted"
    by: str = ""
    said: tuple[Diagnostic, ...] = ()
    phases: int | None = None


class _Size(msgspec.Struct, frozen=True, gc=False):
    """One of several standards of an id, the attribute that decided, and that in words."""

    standard: str
    by: str
    words: str


def choose_standard(
    guide: Guide,
    facts: PlugFacts,
    amperes: int | None,
    watts: int | None,
    *,
    accept_successors: bool,
    decided: Mapping[int, str],
) -> Choice:
    """The v3 standard for v2's connector type.

    amperes and watts decide between the three standards of id 36. A deprecated id has no standard;
    `accept_successors` takes a candidate (ours, *assumed*) where there is just one, or where the
    size decides as for id 36. `decided` says for ids what to write where all this leaves it open.
    """
    place = facts.at(facts.id_place)
    if facts.type_id is None:
        return _by_name(guide, facts, amperes, watts)
    connector = guide.connectors.get(number_of(facts.type_id))
    if connector is None:
        return Choice(
            None, place, said=(Diagnostic("EV202", place, "dropped", (facts.type_id[:40],)),)
        )
    wanted = decided.get(connector.v2_id, "")
    if connector.standards:
        return _of_guide(guide, connector, amperes, watts, place, wanted)
    if wanted in connector.successors:
        said = Diagnostic("EV205", place, "lossy", (str(connector.v2_id), wanted))
        return Choice(wanted, place, "assumed", said=(said,), phases=connector.phases)
    if accept_successors:
        found = _successor(guide, connector, amperes, watts, place)
        if found is not None:
            return found
    return _refused(connector, place)


def number_of(type_id: str) -> int:
    """A connector type id as a number; -1 for what is none. " 31 " and "31.0" are 31."""
    whole, _, decimals = type_id.strip().partition(".")
    is_number = whole.isascii() and whole.isdigit() and len(whole) < 5 and not decimals.strip("0")
    return int(whole) if is_number else -1


def check_name(guide: Guide, type_id: str, name: str | None, place: str) -> Diagnostic | None:
    """What there is to say of a connector type name (at `place`) that is no name of this id.

    A name that another id carries is a contradiction; any other unknown name is only lost.
    """
    if not name:
        return None
    own = guide.connectors.get(number_of(type_id))
    if own is None or normal_name(name) in own.names:
        return None
    others = ", ".join(str(other.v2_id) for other in _named(guide, name))
    if others:
        return Diagnostic("EV206", place, "dropped", (str(own.v2_id), others))
    return Diagnostic("EV207", place, "dropped", (str(own.v2_id),))


def _named(guide: Guide, name: str) -> list[ConnectorType]:
    """The connector types that carry a name, in the order of their ids."""
    wanted = normal_name(name)
    found = [each for each in guide.connectors.values() if wanted in each.names]
    return sorted(found, key=lambda each: each.v2_id)


def _by_name(guide: Guide, facts: PlugFacts, amperes: int | None, watts: int | None) -> Choice:
    """The standard of the one id that carries this name, where v2 gives no id."""
    named = _named(guide, facts.type_name or "")
    if len(named) != 1 or not named[0].standards:
        place = facts.at(facts.id_place)
        return Choice(None, place, said=(Diagnostic("EV208", place.rpartition("/")[0]),))
    place = facts.at(TYPE_NAME)
    found = _of_guide(guide, named[0], amperes, watts, place)
    said = Diagnostic("EV212", place, None, (str(named[0].v2_id),))
    return msgspec.structs.replace(found, origin="assumed", said=(said, *found.said))


def _of_guide(
    guide: Guide,
    connector: ConnectorType,
    amperes: int | None,
    watts: int | None,
    place: str,
    wanted: str = "",
) -> Choice:
    number, standards = str(connector.v2_id), connector.standards
    if len(standards) > 1:
        return _among(guide, connector, amperes, watts, place, wanted)
    said: tuple[Diagnostic, ...] = ()
    if connector.state == "not_used":
        said = (Diagnostic("EV203", place, None, (number, standards[0])),)
    return Choice(standards[0], place, said=said, phases=connector.phases)


def _among(
    guide: Guide,
    connector: ConnectorType,
    amperes: int | None,
    watts: int | None,
    place: str,
    wanted: str,
) -> Choice:
    """One of several standards of the guide: by its size, else the wanted one or the first."""
    number, standards = str(connector.v2_id), connector.standards
    size = _by_size(guide, standards, amperes, watts)
    if size is not None:
        said = Diagnostic("EV211", place, None, (number, size.standard, size.words))
        return Choice(size.standard, place, "derived", size.by, (said,))
    much = _too_much(guide, standards, amperes, watts)
    if much is not None:
        *others, largest = standards
        by, words = much
        said = Diagnostic("EV213", place, "lossy", (number, words, largest, ", ".join(others)))
        return Choice(largest, place, "assumed", by, (said,))
    first = wanted if wanted in standards else standards[0]
    others = [standard for standard in standards if standard != first]
    said = Diagnostic("EV204", place, "lossy", (number, first, ", ".join(others)))
    return Choice(first, place, "assumed", said=(said,))


def _by_size(
    guide: Guide, standards: tuple[str, ...], amperes: int | None, watts: int | None
) -> _Size | None:
    """The standard that the current, else the power, tells among several."""
    found = by_amperes(standards, amperes, guide.limits) if amperes is not None else None
    if found is not None:
        return _Size(found, "max_amperage", f"{amperes} A")
    for power, standard in BY_KILOWATTS:
        near = watts is not None and abs(watts / 1000 - power) <= power * TOLERANCE
        if near and standard in standards and watts is not None:
            return _Size(standard, "max_electric_power", f"{watts / 1000:g} kW")
    if amperes is None and watts is not None:
        found = by_watts(standards, watts, guide.limits)
        if found not in (None, standards[0]):  # the first carries it no more
            return _Size(found, "max_electric_power", f"{watts / 1000:g} kW")
    return None


def _too_much(
    guide: Guide, standards: tuple[str, ...], amperes: int | None, watts: int | None
) -> tuple[str, str] | None:
    """The current, else the power, that none of several standards carries: attribute and words."""
    if amperes is not None:
        return "max_amperage", f"{amperes} A"
    if watts is not None and by_watts(standards, watts, guide.limits) is None:
        return "max_electric_power", f"{watts / 1000:g} kW"
    return None


def _successor(
    guide: Guide, connector: ConnectorType, amperes: int | None, watts: int | None, place: str
) -> Choice | None:
    """The candidate of a deprecated id, where there is just one or the size tells which."""
    candidates, by = connector.successors, ""
    sizes = {each.standards for each in guide.connectors.values() if len(each.standards) > 1}
    size = _by_size(guide, candidates, amperes, watts) if candidates in sizes else None
    if size is not None:
        candidates, by = (size.standard,), size.by
    if len(candidates) != 1:
        return None
    said = Diagnostic("EV205", place, "lossy", (str(connector.v2_id), candidates[0]))
    return Choice(candidates[0], place, "assumed", by, (said,), connector.phases)


def _refused(connector: ConnectorType, place: str) -> Choice:
    candidates = " or ".join(connector.successors) or "none"
    said = Diagnostic("EV201", place, "dropped", (str(connector.v2_id), candidates))
    return Choice(None, place, said=(said,))
