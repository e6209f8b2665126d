"""One voltage of a connector, where v2 has a range, mostly between lines.

OCPI's max_voltage is line to neutral for two and three phases (2.2.1 and 2.3.0, Connector). A grid
of 230 V between line and neutral has 400 V between its lines.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from evmap.conversion.facts.plausible import NOMINAL_VOLTS, nominal_volts
from evmap.conversion.facts.plausible import PHASES as PHASES_OF
from evmap.conversion.rules.figures import HIGHEST_NEUTRAL, Capacity, Range, read_volts
from evmap.conversion.rules.plug_facts import CAPACITY, POWER, VOLTS, VOLTS_RANGE, PlugNotes

#: A delta has no neutral: it is found by power and current, never assumed.
DELTA = 133

#: How far a proven voltage may be outside of v2's range, and an assumed one.
PROVEN, ASSUMED = 0.05, 0.02

#: How a voltage was found: by power and current, as the usual one of the range, by computing.
BY_POWER, USUAL, COMPUTED = "power", "usual", "computed"

#: How a voltage was found -> what is said of it, and its origin.
SAID = {
    BY_POWER: ("EV417", "derived"),
    USUAL: ("EV418", "assumed"),
    COMPUTED: ("EV468", "derived"),
}


class Voltage(NamedTuple):
    """Volts between line and neutral, and how they were found."""

    volts: int
    by: str


def line_to_neutral(found: Range, phases: int, amperes: int | None, watts: int | None) -> Voltage:
    """The voltage between line and neutral for a range that may be meant between lines.

    phases: two or three, or one where power and current prove a voltage. The nominal one that they
    prove, if it fits the range; else the most common one in the range; else the range's upper end
    between line and neutral.
    """
    proven = _proven(found, phases, amperes, watts)
    if proven is not None:
        return Voltage(proven, BY_POWER)
    readings = _readings(found)
    for reading in readings:
        for usual in NOMINAL_VOLTS:
            if usual != DELTA and _holds(reading, usual, ASSUMED):
                return Voltage(usual, USUAL)
    return Voltage(round(readings[-1][1]), COMPUTED)


def proven_phases(found: Range, amperes: int | None, watts: int | None) -> int | None:
    """One or three phases, if power and current prove a nominal voltage for them in the range."""
    return next((each for each in (1, 3) if _proven(found, each, amperes, watts) is not None), None)


def _proven(found: Range, phases: int, amperes: int | None, watts: int | None) -> int | None:
    """The nominal voltage that power and current prove: the nearest that fits the range."""
    if not amperes or not watts:
        return None
    readings = _readings(found)
    if phases == 1:  # that between lines counts only where there is no other
        readings = readings[:1]
    if phases == 2:  # split phase: two lines of 120 V have 240 V between them
        readings.append((found.low / 2, found.high / 2))
    near = nominal_volts(watts, amperes, phases)
    fitting = (volts for volts in near if any(_holds(each, volts, PROVEN) for each in readings))
    return next(fitting, None)


def _readings(found: Range) -> list[tuple[float, float]]:
    """The range between line and neutral: as it stands, if it may be meant so; as one of lines."""
    between_lines = (found.low / sqrt(3), found.high / sqrt(3))
    if found.high > HIGHEST_NEUTRAL and found.low > HIGHEST_NEUTRAL:
        return [between_lines]
    return [(found.low, found.high), between_lines]


def _holds(reading: tuple[float, float], volts: int, tolerance: float) -> bool:
    low, high = reading
    return low * (1 - tolerance) <= volts <= high * (1 + tolerance)


def read_voltage(
    notes: PlugNotes,
    power_type: str | None,
    amperes: int | None,
    watts: int | None,
    capacity: Capacity | None,
) -> int | None:
    """The voltage of a connector: the greatest one, or that between line and neutral."""
    found, name = _volts(notes, capacity)
    if found is None:
        notes.say("EV406")
        return None
    notes.read("max_voltage", name)
    is_ac = found.current == "AC" or power_type in PHASES_OF
    between_lines = is_ac and found.low > HIGHEST_NEUTRAL
    phases = PHASES_OF.get(power_type or "", 3 if between_lines else 1)
    if phases > 1 or (between_lines and _proven(found, phases, amperes, watts) is not None):
        return _line_to_neutral(notes, found, name, phases, amperes, watts)
    if name == VOLTS_RANGE and found.low != found.high:
        notes.say("EV408", name, None, f"{found.high} V")
    else:
        _leave(notes, name)
    return found.high


def _volts(notes: PlugNotes, capacity: Capacity | None) -> tuple[Range | None, str]:
    """The voltage range, and the name of the value that it comes from."""
    facts = notes.facts
    found = read_volts(facts.volts_range)
    if facts.volts_range is not None and found is None:
        notes.say("EV414", VOLTS_RANGE, "invalid")
    if found is not None:
        if facts.volts is not None:
            agrees = facts.volts == found.high
            notes.superseded("max_voltage", VOLTS, agrees=agrees, winner="voltsRange")
        return found, VOLTS_RANGE
    if facts.volts is not None and facts.volts > 0:
        return Range(facts.volts, facts.volts), VOLTS
    if facts.volts is not None:
        notes.say("EV414", VOLTS, "invalid")
    return (capacity.volts, CAPACITY) if capacity is not None else (None, "")


def _line_to_neutral(
    notes: PlugNotes,
    found: Range,
    name: str,
    phases: int,
    amperes: int | None,
    watts: int | None,
) -> int:
    volts, by = line_to_neutral(found, phases, amperes, watts)
    notes.share("max_voltage", "power_type")
    if by == USUAL and name == VOLTS and found.high <= HIGHEST_NEUTRAL:
        volts, by = found.high, ""
    if by == BY_POWER:
        notes.read("max_voltage", POWER)
        notes.share("max_voltage", "max_amperage")
    if found.low == found.high == volts and by != USUAL:
        _leave(notes, name)
        return volts
    code, notes.origins["max_voltage"] = SAID[by]
    notes.say(code, name, "lossy" if name == VOLTS else None, f"{volts} V")
    return volts


def _leave(notes: PlugNotes, name: str) -> None:
    """A single voltage is written as it stands."""
    if name == VOLTS_RANGE:
        notes.say("", name, "converted")
    elif name == VOLTS:
        notes.origins["max_voltage"] = "copied"
