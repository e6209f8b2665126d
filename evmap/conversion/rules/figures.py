"""The figures that v2 writes as text: `380-480V AC`, `12A-80A`, and the deprecated chargeCapacity.

Blanks don't count, whatever their number, and any dash is one. What is not of the documented form
is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import log, sqrt

import msgspec

#: `380-480VAC`, `600VDC`, `230V`, without blanks and in capitals.
_VOLTS = re.compile(r"(?:(\d{1,5})V?-)?(\d{1,5})V?(AC|DC)?", re.ASCII)
#: `16A`, `12A-80A`, `6-32A`
_AMPERES = re.compile(r"(?:(\d{1,5})A?-)?(\d{1,5})A?", re.ASCII)
#: `380-480VAC,3-PHASEATMAX.32A`, `400VDC,ATMAX.125A`
_CAPACITY = re.compile(
    r"(?:(\d{1,5})-)?(\d{1,5})V(AC|DC),?(?:([123])-PHASE)?ATMAX\.?(\d{1,5})A", re.ASCII
)

#: Hyphens, dashes and the minus sign, as people write them for "to".
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")

#: Longer texts are no figures.
MOST_CHARACTERS = 100

#: A documented chargeCapacity that tells no figure.
OTHER = "OTHER"

#: The highest voltage between line and neutral of a grid; above it, v2 means that between lines.
HIGHEST_NEUTRAL = 277


class Range(msgspec.Struct, frozen=True, gc=False):
    """From low to high, which is above zero; `current` is AC, DC or empty."""

    low: int
    high: int
    current: str = ""


class Capacity(msgspec.Struct, frozen=True, gc=False):
    """One value of a chargeCapacity, and how it is written."""

    volts: Range
    phases: int | None
    amperes: int
    text: str


class Capacities(msgspec.Struct, frozen=True, gc=False):
    """The values of a chargeCapacity, and those of its texts that are of no documented form."""

    values: tuple[Capacity, ...] = ()
    unread: tuple[str, ...] = ()


def read_volts(text: str | None) -> Range | None:
    """A range of volts, or a single voltage."""
    match = _VOLTS.fullmatch(_compact(text))
    return _range(match[1], match[2], match[3] or "") if match else None


def read_amperes(text: str | None) -> Range | None:
    """A range of amperes, or a single current."""
    match = _AMPERES.fullmatch(_compact(text))
    return _range(match[1], match[2]) if match else None


def read_capacities(text: str | None) -> Capacities:
    """The values that v2 joins with semicolons."""
    texts = [one.strip() for one in (text or "").split(";") if one.strip()]
    read = {one: _capacity(one) for one in texts}
    return Capacities(
        tuple(one for one in read.values() if one is not None),
        tuple(
            text[:MOST_CHARACTERS]
            for text, one in read.items()
            if one is None and _compact(text) != OTHER
        ),
    )


def fitting(capacities: Iterable[Capacity], watts: int | None) -> Capacity | None:
    """The value whose volts and amperes are nearest to a power; without a power the strongest."""
    if watts is None:
        return max(capacities, key=lambda one: _watts(one)[1], default=None)
    return min(capacities, key=lambda one: _distance(one, watts), default=None)


def _capacity(text: str) -> Capacity | None:
    match = _CAPACITY.fullmatch(_compact(text))
    volts = _range(match[1], match[2], match[3]) if match else None
    if match is None or volts is None or not int(match[5]):
        return None
    phases = int(match[4]) if match[4] else None
    return Capacity(volts, phases, int(match[5]), " ".join(text.split()))


def _watts(capacity: Capacity) -> tuple[float, float]:
    """The least and the greatest power of a value; v2's volts may be those between lines."""
    phases = capacity.phases or 1
    low, high = float(capacity.volts.low), float(capacity.volts.high)
    if phases > 1:
        low /= sqrt(3)
        high = high if high <= HIGHEST_NEUTRAL else high / sqrt(3)
    return low * capacity.amperes * phases, high * capacity.amperes * phases


def _distance(capacity: Capacity, watts: int) -> float:
    """How far a power is from a value, as the logarithm of their ratio; 0 if it fits."""
    low, high = _watts(capacity)
    return max(0.0, log(watts / high), log(low / watts) if low else 0.0)


def _range(low: str | None, high: str, current: str = "") -> Range | None:
    end = int(high)
    begin = int(low) if low else end
    return Range(min(begin, end), max(begin, end), current) if end else None


def _compact(text: str | None) -> str:
    """The text in capitals, without blanks but between digits; empty if too long for a figure."""
    compact = ""
    for word in (text or "").upper().translate(_DASHES).split():
        apart = compact[-1:].isdigit() and word[:1].isdigit()
        compact += f" {word}" if apart else word
        if len(compact) > MOST_CHARACTERS:
            return ""
    return compact
