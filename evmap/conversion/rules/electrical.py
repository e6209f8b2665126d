"""The plug of a connector group: its standard, format and electrical values.

v2 writes ranges and kilowatts; OCPI wants one voltage (line to neutral for several phases), one
current and watts (OCPI 2.2.1 and 2.3.0, Connector).
"""

from __future__ import annotations

from collections.abc import Mapping

from evmap.conversion.diagnostics import cause_of
from evmap.conversion.facts.plausible import PHASES
from evmap.conversion.guide import Guide
from evmap.conversion.model import Plug
from evmap.conversion.rules.connectors import Choice, check_name, choose_standard
from evmap.conversion.rules.contradictions import contradictions
from evmap.conversion.rules.current import read_current, read_power_type
from evmap.conversion.rules.figures import Capacities, Capacity, fitting, read_capacities
from evmap.conversion.rules.plug_facts import CABLE, CAPACITY, TYPE_NAME, PlugFacts, PlugNotes
from evmap.conversion.rules.power import read_amperage, read_power
from evmap.conversion.rules.voltage import read_voltage

#: Standards whose charger reaches for the car.
PANTOGRAPHS = "PANTOGRAPH_"


def make_plug(
    guide: Guide, facts: PlugFacts, *, accept_successors: bool, decided: Mapping[int, str]
) -> Plug:
    """The plug of a group, with the diagnostics of all its values.

    accept_successors, decided: see :func:`~evmap.conversion.rules.connectors.choose_standard`.
    """
    notes = PlugNotes(facts)
    power = read_power(notes)
    capacities = read_capacities(facts.capacity)
    capacity = fitting(capacities.values, power)
    amperage = read_amperage(notes, capacity)
    choice = choose_standard(
        guide, facts, amperage, power, accept_successors=accept_successors, decided=decided
    )
    if choice.standard is None:
        return Plug(None, choice.place, cause=cause_of((each, ()) for each in choice.said))
    _note_standard(guide, notes, choice)
    current = read_current(guide, notes, choice.standard, capacity)
    power_type = read_power_type(guide, notes, current, choice, capacity, (amperage, power))
    voltage = read_voltage(notes, power_type, amperage, power, capacity)
    plug_format = _read_format(notes, current, choice.standard)
    _tell_capacity(notes, capacities, capacity, (current, PHASES.get(power_type or ""), amperage))
    figures = (power_type, voltage, amperage, power)
    notes.said += contradictions(guide, notes, choice.standard, figures)
    return Plug(
        standard=choice.standard,
        id_place=choice.place,
        format=plug_format,
        power_type=power_type,
        max_voltage=voltage,
        max_amperage=amperage,
        max_electric_power=power,
        origins=tuple(notes.origins.items()),
        sources=tuple(dict.fromkeys(notes.sources)),
        cause=cause_of((each, ()) for each in notes.said),
    )


def _note_standard(guide: Guide, notes: PlugNotes, choice: Choice) -> None:
    """Note the standard that was chosen, and what the name of the type says beside its id."""
    notes.said += choice.said
    notes.sources.append(("standard", choice.place))
    if choice.origin != "converted":
        notes.origins["standard"] = choice.origin
    if choice.by:
        notes.share("standard", choice.by)
    facts = notes.facts
    if facts.type_name is None or facts.type_id is None:
        return
    said = check_name(guide, facts.type_id, facts.type_name, facts.at(TYPE_NAME))
    if said is not None:
        notes.said.append(said)
    else:
        notes.read("standard", TYPE_NAME)


def _read_format(notes: PlugNotes, current: str, standard: str) -> str | None:
    """SOCKET or CABLE, as OCPI says."""
    fixed_cable = notes.facts.fixed_cable
    if fixed_cable is not None:
        notes.read("format", CABLE)
        return "CABLE" if fixed_cable else "SOCKET"
    if current == "DC":
        notes.origins["format"] = "assumed"
        notes.say("EV465" if standard.startswith(PANTOGRAPHS) else "EV419")
        return "CABLE"
    notes.say("EV210")
    return None


def _agrees(one: Capacity, current: str, phases: int | None, amperage: int | None) -> bool:
    """Whether a value of chargeCapacity says what is written; its phases where both tell them."""
    same_phases = one.phases is None or phases in (None, one.phases)
    return (one.volts.current, one.amperes) == (current, amperage) and same_phases


def _tell_capacity(
    notes: PlugNotes,
    capacities: Capacities,
    capacity: Capacity | None,
    figures: tuple[str, int | None, int | None],
) -> None:
    """Say what becomes of the deprecated chargeCapacity, of which one value may have been taken.

    figures: AC or DC, phases, amperes, as they are written.
    """
    if notes.facts.capacity is None:
        return
    if not capacities.values:
        notes.say("EV410" if capacities.unread else "EV466", CAPACITY, "dropped")
        return
    if notes.uses(CAPACITY):
        notes.say("EV420", CAPACITY)
        taken = capacity
    else:
        taken = next((one for one in capacities.values if _agrees(one, *figures)), None)
        if taken is None:
            notes.say("EV412", CAPACITY, "dropped", "the other fields")
            return
        notes.read("max_amperage", CAPACITY)
    others = [one.text for one in capacities.values if one is not taken] + [*capacities.unread]
    if taken is not None and others:
        notes.say("EV467", CAPACITY, "lossy", taken.text, "; ".join(others))
