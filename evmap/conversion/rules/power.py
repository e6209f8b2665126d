"""Watts and amperes of a connector group."""

from __future__ import annotations

from decimal import Decimal

from evmap.conversion.facts.plausible import impossible
from evmap.conversion.rules.figures import Capacity, read_amperes
from evmap.conversion.rules.plug_facts import AMPS, AMPS_RANGE, CAPACITY, POWER, PlugNotes


def read_power(notes: PlugNotes) -> int | None:
    """The power in watts, exactly; None where v2 has none, or one that can't be."""
    kilowatts = notes.facts.kilowatts
    if kilowatts is None:
        return None
    watts = Decimal(repr(kilowatts)) * 1000
    if watts < 0 or not round(watts):
        notes.say("EV414", POWER, "invalid")
        return None
    if impossible(watts):
        notes.say("EV464", POWER, "invalid", f"{kilowatts:,}")
        return None
    notes.read("max_electric_power", POWER)
    if watts != watts.to_integral_value():
        notes.say("EV413", POWER, "lossy", str(round(watts)))
    return round(watts)


def read_amperage(notes: PlugNotes, capacity: Capacity | None) -> int | None:
    """The greatest current: of the range, else of the deprecated fields."""
    facts = notes.facts
    found = read_amperes(facts.amps_range)
    if facts.amps_range is not None and found is None:
        notes.say("EV414", AMPS_RANGE, "invalid")
    if found is not None:
        if found.low != found.high:
            notes.say("EV408", AMPS_RANGE, "lossy", f"{found.high} A")
        notes.read("max_amperage", AMPS_RANGE)
        if facts.amps is not None:
            agrees = facts.amps == found.high
            notes.superseded("max_amperage", AMPS, agrees=agrees, winner="ampsRange")
        return found.high
    if facts.amps is not None and facts.amps > 0:
        notes.origins["max_amperage"] = "copied"
        notes.read("max_amperage", AMPS)
        return facts.amps
    if facts.amps is not None:
        notes.say("EV414", AMPS, "invalid")
    if capacity is not None:
        notes.read("max_amperage", CAPACITY)
        return capacity.amperes
    notes.say("EV407")
    return None
