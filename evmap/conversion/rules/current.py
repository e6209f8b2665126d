"""AC or DC, and the number of phases."""

from __future__ import annotations

from evmap.conversion.guide import Guide
from evmap.conversion.rules.connectors import Choice
from evmap.conversion.rules.figures import Capacity, Range, read_volts
from evmap.conversion.rules.plug_facts import CAPACITY, MODE, PHASES, POWER, VOLTS_RANGE, PlugNotes
from evmap.conversion.rules.voltage import proven_phases


def read_current(guide: Guide, notes: PlugNotes, standard: str, capacity: Capacity | None) -> str:
    """AC, DC or an empty text: by the end of voltsRange, the standard, the charge mode.

    Where none of them tells, that there are phases does: DC has none.
    """
    found = read_volts(notes.facts.volts_range)
    if found is not None and found.current:
        notes.read("power_type", VOLTS_RANGE)
        return found.current
    by_standard = guide.standards[standard].current
    if by_standard:
        notes.share("power_type", "standard")
        return by_standard
    mode = (notes.facts.charge_mode or "").strip().removeprefix("Mode").strip()
    if mode == "4":
        notes.read("power_type", MODE)
        notes.say("EV415", MODE, "lossy")
        return "DC"
    if capacity is not None:
        notes.read("power_type", CAPACITY)
        return capacity.volts.current
    return "AC" if notes.facts.phases in (1, 2, 3) else ""


def read_power_type(
    guide: Guide,
    notes: PlugNotes,
    current: str,
    choice: Choice,
    capacity: Capacity | None,
    figures: tuple[int | None, int | None],
) -> str | None:
    """OCPI's power_type: the current with its phases; None where they are not known.

    figures: amperes and watts.
    """
    phases = notes.facts.phases
    if current == "DC":
        return _direct_current(notes)
    if phases in (1, 2, 3) and current == "AC":
        notes.read("power_type", PHASES)
        return f"AC_{phases}_PHASE"
    if phases is not None:
        notes.say("EV414", PHASES, "invalid")
    if current == "AC" and capacity is not None and capacity.phases:
        notes.read("power_type", CAPACITY)
        return f"AC_{capacity.phases}_PHASE"
    by_plug = _phases_of_plug(guide, choice) if current == "AC" else None
    if by_plug is not None:
        notes.origins["power_type"] = "derived"
        notes.share("power_type", "standard")
        return f"AC_{by_plug}_PHASE"
    volts = _volts(notes) if current == "AC" else None
    by_power = proven_phases(volts, *figures) if volts is not None else None
    if by_power is None:
        notes.say("EV405")
        return None
    notes.origins["power_type"] = "derived"
    notes.read("power_type", POWER)
    notes.share("power_type", "max_amperage")
    notes.say("EV470", POWER, None, str(by_power))
    return f"AC_{by_power}_PHASE"


def _volts(notes: PlugNotes) -> Range | None:
    """The volts that v2 gives, if they can be read."""
    volts = notes.facts.volts or 0
    return read_volts(notes.facts.volts_range) or (Range(volts, volts) if volts > 0 else None)


def _direct_current(notes: PlugNotes) -> str:
    if notes.facts.phases is not None:
        notes.say("EV416", PHASES, "dropped")
    if "DC" not in (notes.facts.volts_range or "").upper():
        notes.origins["power_type"] = "derived"
    return "DC"


def _phases_of_plug(guide: Guide, choice: Choice) -> int | None:
    """The phases that a plug exists for.

    One, where it has two lines at most: they may take the places of line and neutral.
    """
    if choice.phases is not None:
        return choice.phases
    limits = guide.limits.get(choice.standard or "", ())
    allowed = {number for limit in limits if limit.current == "AC" for number in limit.phases}
    if allowed and max(allowed) < 3:
        return 1
    return 3 if allowed == {3} else None
