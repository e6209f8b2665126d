"""What a connector can be: its values against the limits of its standard, and against each other.

The limits stand in ``evmap/mappings/fixtures/limits.json``, each with its source. What is beyond
them is told and stays as it is; only what can't be at all is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

import msgspec

#: Voltages of grids between line and neutral, the most common first. 133 V: a 230 V delta, which
#: has no neutral, measured as if it had one (230 / sqrt 3).
NOMINAL_VOLTS = (230, 220, 240, 127, 120, 277, 133)

#: How far a computed voltage may be from a nominal one: v2's kilowatts are rounded.
NEAR = 0.08

#: Percent by which the power may exceed volts x amperes x phases: volts are nominal.
EXCESS_PERCENT = 15

#: No charger gives less than a hundredth of volts x amperes x phases: megawatts in v2's kilowatts.
LEAST_SHARE = 100

#: No plug that exists carries more; the Megawatt Charging System ends at 4.5 MW.
IMPOSSIBLE_WATTS = 5_000_000

#: A plug of North America, Japan and Korea, and countries where public chargers have type 2 and CCS
#: instead (2014/94/EU and its successors: EU, EEA, Switzerland, United Kingdom).
AMERICAN_PLUG = "SAE_J3400"
EUROPE = frozenset(
    {
        *("AUT", "BEL", "BGR", "CHE", "CYP", "CZE", "DEU", "DNK"),
        *("ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN"),
        *("IRL", "ISL", "ITA", "LIE", "LTU", "LUX", "LVA", "MLT"),
        *("NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"),
    }
)

#: Power type of OCPI -> number of phases that carry the current.
PHASES = {
    "AC_1_PHASE": 1,
    "AC_2_PHASE": 2,
    "AC_2_PHASE_SPLIT": 2,
    "AC_3_PHASE": 3,
}


class Limit(
    msgspec.Struct,
    frozen=True,
    rename={"volts": "max_volts", "amperes": "max_amperes", "watts": "max_watts"},
):
    """What a standard allows with AC or with DC.

    `phases` is empty for DC. `volts` is line to neutral for AC with several phases.
    """

    current: str
    phases: tuple[int, ...]
    volts: int
    amperes: int
    watts: int


class Contradiction(NamedTuple):
    """A value that does not fit: what it is, how it stands there, and what would fit."""

    what: str
    value: str
    limit: str


def check(
    limits: Iterable[Limit],
    power_type: str | None,
    volts: int | None,
    amperes: int | None,
    watts: int | None,
) -> list[Contradiction]:
    """Say what of a connector's values contradicts its standard, or the other values.

    limits: those of the connector's standard (`Guide.limits`); none where it has none. The other
    values are OCPI's: power_type, max_voltage, max_amperage, max_electric_power; None where one is
    not known. Returns one entry each for "current", "phases", "volts", "amperes" and "watts" beyond
    the standard, and for "product": more watts than volts, amperes and phases give, or hardly any.
    A connector with the wrong current is not measured by the limits of the other one. Volts are not
    measured where the phases are not known: they may be those between lines.
    """
    found: list[Contradiction] = []
    limits = tuple(limits)
    current = (power_type or "").partition("_")[0]  # AC or DC, empty where it is not known
    fitting = [limit for limit in limits if current in ("", limit.current)]
    if limits and not fitting:
        allowed = " or ".join(limit.current for limit in limits)
        found.append(Contradiction("current", current, allowed))
    phases = PHASES.get(power_type or "")
    if fitting:
        found += _phases(fitting, phases)
        highest = (
            ("volts", volts, max(limit.volts for limit in fitting), "V"),
            ("amperes", amperes, max(limit.amperes for limit in fitting), "A"),
            ("watts", watts, max(limit.watts for limit in fitting), "W"),
        )
        found += [
            Contradiction(what, f"{value} {unit}", f"{limit} {unit}")
            for what, value, limit, unit in highest
            if value is not None and value > limit and (power_type or what != "volts")
        ]
    return found + _product(1 if current == "DC" else phases, volts, amperes, watts)


def impossible(watts: int | Decimal) -> bool:
    """Say whether no connector can have this power: mostly watts in v2's field for kilowatts."""
    return watts > IMPOSSIBLE_WATTS


def nominal_volts(watts: int, amperes: int, phases: int) -> list[int]:
    """The nominal voltages, line to neutral, near what power and current tell; the nearest first.

    watts, amperes and phases: above zero. A tie goes to the more common voltage.
    """
    volts = watts / (amperes * phases)
    near = [nominal for nominal in NOMINAL_VOLTS if abs(volts / nominal - 1) <= NEAR]
    return sorted(near, key=lambda nominal: abs(volts - nominal))


def by_amperes(
    candidates: Iterable[str], amperes: int, limits: Mapping[str, Iterable[Limit]]
) -> str | None:
    """The smallest of several standards that carries a current: 20 A need the socket for 32 A.

    candidates: standards that differ in their current, as those of v2 id 36 and the candidates of
    id 39. Returns None where none of them carries so much, or none has limits.
    """
    return _smallest(candidates, amperes, limits, attrgetter("amperes"))


def by_watts(
    candidates: Iterable[str], watts: int, limits: Mapping[str, Iterable[Limit]]
) -> str | None:
    """The smallest of several standards that carries a power; see `by_amperes`."""
    return _smallest(candidates, watts, limits, attrgetter("watts"))


def _smallest(
    candidates: Iterable[str],
    wanted: int,
    limits: Mapping[str, Iterable[Limit]],
    size_of: Callable[[Limit], int],
) -> str | None:
    sizes = {each: max(map(size_of, limits.get(each, ())), default=0) for each in candidates}
    enough = [standard for standard, size in sizes.items() if size >= wanted]
    return min(enough, key=lambda standard: sizes[standard]) if enough else None


def _phases(fitting: Iterable[Limit], phases: int | None) -> list[Contradiction]:
    allowed = sorted({number for limit in fitting for number in limit.phases})
    if phases is None or not allowed or phases in allowed:
        return []
    return [Contradiction("phases", str(phases), " or ".join(map(str, allowed)))]


def _product(
    phases: int | None, volts: int | None, amperes: int | None, watts: int | None
) -> list[Contradiction]:
    if phases is None or volts is None or amperes is None or watts is None:
        return []
    product = volts * amperes * phases
    if product <= watts * LEAST_SHARE and watts * 100 <= product * (100 + EXCESS_PERCENT):
        return []
    return [Contradiction("product", f"{watts} W", f"{product} W")]
