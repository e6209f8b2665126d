"""T9: what a plug can be."""

from __future__ import annotations

from typing import Any

from tests.judges.statements import GONE, Changes, Statement, dc, groups
from tests.judges.support import Json, odd, plugs, told, values


def plug(type_id: str, **point: Any) -> Changes:
    """A group with this type id and these fields of its charging point; None takes one away."""
    changes: Json = {"group.connectorType": {"id": type_id}}
    changes |= {
        f"group.chargingPoint.{name}": GONE if value is None else value
        for name, value in point.items()
    }
    return changes


def power(changes: Changes, kilowatts: float) -> Changes:
    """The changes with this power."""
    return {**changes, "group.maxPowerLevel": kilowatts}


ONE_PHASE = {"voltsRange": "200-240V AC", "phases": 1}
AC_DC_PLUGS = {"34": "CCS", "53": "GB/T DC", "67": "MCS", "63": "ChaoJi", "33": "CCS1"}


def contradicts(d: Any, r: Json) -> bool:
    """Something is told that not every station has."""
    return bool(odd(r))


def fits(d: Any, r: Json) -> bool:
    """Nothing odd is told, and the plugs are there."""
    return bool(plugs(d)) and not odd(r)


def dc_plug(type_id: str, kilowatts: float, volts_range: str, amperes: int) -> Changes:
    """A group of a DC plug with these figures."""
    point = {"voltsRange": volts_range, "ampsRange": f"{amperes}A", "numberOfConnectors": 1}
    return groups(dc(type_id, maxPowerLevel=kilowatts, chargingPoint=point))


STATEMENTS = [
    *(
        Statement("T9", plug(number), "v3", f"{name} as AC is told", contradicts)
        for number, name in AC_DC_PLUGS.items()
    ),
    Statement("T9", dc_plug("9", 3.6, "400V DC", 9), "v3", "Schuko as DC is told", contradicts),
    Statement("T9", dc_plug("31", 24, "400V DC", 60), "v3", "type 2 as DC is told", contradicts),
    Statement("T9", plug("30"), "v3", "type 1 with three phases is told", contradicts),
    Statement(
        "T9",
        power(plug("35", **ONE_PHASE), 7.4),
        "v3",
        "32 A on the blue plug for 16 A is told",
        contradicts,
    ),
    Statement(
        "T9",
        power(plug("9", ampsRange="32A", **ONE_PHASE), 7.4),
        "ocpi-2.2.1",
        "32 A on Schuko is told",
        contradicts,
    ),
    Statement(
        "T9",
        power(plug("36", ampsRange="20A"), 13.8),
        "v3",
        "20 A need the socket for 32 A",
        lambda d, r: values(plugs(d), "standard") == ["IEC_60309_2_THREE_32"],
    ),
    Statement(
        "T9",
        power(plug("31"), 150000),
        "v3",
        "150 MW are an error and are not written",
        lambda d, r: (
            bool(told(r, at_least="error")) and values(plugs(d), "max_electric_power") == [None]
        ),
    ),
    Statement(
        "T9",
        power(plug("31"), 22080),
        "ocpi-2.2.1",
        "22,080 kW are said to look like watts",
        lambda d, r: bool(told(r, "watt", at_least="error")),
    ),
    Statement(
        "T9", power(plug("31"), 44), "v3", "44 kW from 32 A and three phases are told", contradicts
    ),
    Statement(
        "T9",
        dc_plug("29", 62.5, "400V DC", 125),
        "v3",
        "62.5 kW from 400 V and 125 A are told",
        contradicts,
    ),
    Statement(
        "T9",
        {"position": {"latitude": 0, "longitude": 0}},
        "ocpi-2.2.1",
        "a position of 0/0 is told",
        contradicts,
    ),
    Statement(
        "T9",
        {"position": {"latitude": 0, "longitude": 13.38}},
        "v3",
        "the equator is a place like any other",
        fits,
    ),
    Statement("T9", {}, "v3", "22 kW on type 2 fit", fits),
    Statement(
        "T9",
        power(plug("9", ampsRange="16A", **ONE_PHASE), 3.68),
        "v3",
        "3.7 kW on Schuko fit",
        fits,
    ),
    Statement("T9", dc_plug("34", 400, "200-1000V DC", 500), "v3", "400 kW on CCS fit", fits),
    Statement("T9", dc_plug("67", 3750, "1250V DC", 3000), "v3", "3.75 MW on MCS fit", fits),
]
