"""Watts, volts and amperes of a plug to v2's `chargingPoint`."""

from __future__ import annotations

import math
import re
from typing import Any

from evmap.conversion.guide import Guide
from evmap.revert.findings import Findings
from evmap.revert.site import Plug

#: Usual voltages between line and neutral, and between the lines (IEC 60038).
BETWEEN_LINES = {120: 208, 127: 220, 220: 380, 230: 400, 240: 415, 277: 480}

#: What rounding of power and current makes of a voltage.
NEAR = 0.01

_PHASES = re.compile(r"AC_([123])_PHASE(_SPLIT)?")


def charging_point(plug: Plug, guide: Guide, findings: Findings) -> dict[str, Any]:
    """Voltage, phases and amperes; v2 writes three phases with the voltage between the lines."""
    found: dict[str, Any] = {}
    match = _PHASES.fullmatch(plug.power_type or "")
    current = "AC" if match else "DC" if plug.power_type == "DC" else ""
    if not current and plug.standard is not None:
        current = guide.standards[plug.standard].current
    if plug.volts is not None:
        volts = plug.volts
        if match and match[1] == "3":
            volts = between_lines(volts)
            args = (str(plug.volts), str(volts))
            findings.add("RV401", plug.at, *args, value=plug.volts)
        if current:
            found["voltsRange"] = f"{volts}V {current}"
        else:
            findings.add("RV405", plug.at, value=volts)
            found["volts"] = volts
    if match:
        found["phases"] = int(match[1])
    if plug.amperes is not None:
        found["ampsRange"] = f"{plug.amperes}A"
    return found


def between_lines(volts: int) -> int:
    """The voltage between the lines for one between line and neutral.

    It is the usual one where v3's is near (power by current is seldom exact), else computed.
    """
    usual = min(BETWEEN_LINES, key=lambda one: abs(one - volts))
    if abs(usual - volts) <= usual * NEAR:
        return BETWEEN_LINES[usual]
    return round(volts * math.sqrt(3))
