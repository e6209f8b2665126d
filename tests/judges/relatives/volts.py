"""T5, T13: volts that power and current prove, and texts that hold several values."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import GONE, Changes, Statement
from tests.judges.support import plugs, values


def three(kilowatts: float, amperes: int, volts: str = "380-480V AC", phases: int = 3) -> Changes:
    """A type 2 group with these figures."""
    return {
        "group.maxPowerLevel": kilowatts,
        "group.chargingPoint": {"voltsRange": volts, "phases": phases, "ampsRange": f"{amperes}A"},
    }


def volts(number: int) -> Any:
    """A check that every plug has this voltage."""
    return lambda d, r: set(values(plugs(d), "max_voltage")) == {number}


CAPACITY = {"group.chargingPoint": GONE}

VOLTAGES = [
    Statement(
        "T5", three(22.08, 32, "230V AC"), "v3", "line to neutral in the range: 230 V", volts(230)
    ),
    Statement(
        "T5",
        three(22.08, 32, "230-400V AC"),
        "v3",
        "line to neutral and between lines in one range: 230 V",
        volts(230),
    ),
    Statement("T5", three(22, 32), "v3", "22 kW at 32 A: 230 V, not 229", volts(230)),
    Statement("T5", three(43, 63), "v3", "43 kW at 63 A: 230 V, not 228", volts(230)),
    Statement("T5", three(11, 16), "ocpi-2.2.1", "11 kW at 16 A: 230 V", volts(230)),
    Statement("T5", three(12.75, 32, "230V AC"), "v3", "a 230 V delta: 133 V", volts(133)),
    Statement(
        "T5", three(11.52, 32, "200-240V AC"), "v3", "208 V between lines: 120 V", volts(120)
    ),
    Statement("T5", three(26.6, 32), "v3", "480 V between lines: 277 V", volts(277)),
    Statement("T5", three(21.1, 32, "380V AC"), "v3", "380 V between lines: 220 V", volts(220)),
    Statement("T5", three(14.5, 32, "400V AC", 2), "v3", "two phases: 230 V", volts(230)),
    Statement(
        "T5",
        {**CAPACITY, "group.chargeCapacity": "200-240VAC, 3-phase at max. 32 A"},
        "v3",
        "a range line to neutral in the deprecated text: 230 V",
        volts(230),
    ),
    Statement(
        "T5",
        {"group.maxPowerLevel": GONE},
        "v3",
        "without power the range's nominal voltage",
        volts(230),
    ),
    Statement(
        "T5",
        three(7.36, 32, "200-240V AC", 1),
        "v3",
        "one phase: the upper end of the range",
        volts(240),
    ),
    Statement(
        "T5",
        three(22.08, 32, "200-240V AC"),
        "here-v3",
        "230 V on HERE's wire too",
        lambda d, r: set(values(plugs(d), "maxVoltage")) == {230},
    ),
]


def capacity(*texts: str, kilowatts: float = 22.08) -> Changes:
    """A group that only the deprecated text describes."""
    return {**CAPACITY, "group.chargeCapacity": ";".join(texts), "group.maxPowerLevel": kilowatts}


SMALL, LARGE = "200-240VAC, 1-phase at max 16A", "380-480VAC, 3-phase at max 32 A"


def figures(power_type: str, amperes: int) -> Any:
    """A check of phases and current."""
    return lambda d, r: (
        [(p["power_type"], p["max_amperage"]) for p in plugs(d)] == [(power_type, amperes)]
    )


CAPACITIES = [
    Statement(
        "T13", capacity(LARGE, SMALL), "v3", "the order doesn't matter", figures("AC_3_PHASE", 32)
    ),
    Statement(
        "T13",
        capacity(SMALL, LARGE, kilowatts=3.7),
        "v3",
        "the value that fits the power, here the small one",
        figures("AC_1_PHASE", 16),
    ),
    Statement(
        "T13",
        capacity(SMALL, "200-240VAC, 1-phase at max 32 A", LARGE),
        "ocpi-2.2.1",
        "the last of three",
        figures("AC_3_PHASE", 32),
    ),
    Statement(
        "T13",
        capacity(SMALL, f" {LARGE} "),
        "v3",
        "blanks around a value don't matter",
        figures("AC_3_PHASE", 32),
    ),
    Statement(
        "T13", capacity("Other", LARGE), "v3", "Other beside a value", figures("AC_3_PHASE", 32)
    ),
    Statement(
        "T13",
        {"group.chargeCapacity": "Other"},
        "v3",
        "Other is a value that HERE documents",
        lambda d, r: not [f for f in r["findings"] if "documented form" in f["message"]],
    ),
    Statement("T13", capacity(LARGE), "v3", "one value", figures("AC_3_PHASE", 32)),
]

STATEMENTS = [*VOLTAGES, *CAPACITIES]
