"""How the converter chooses between the standards of one v2 id, as a table for people.

A test converts a group with each value: the converter must write the standard beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from evmap.mappings.models import Connector, Standard

#: v2 id: amperes and kilowatts that a response may give, and the standard that is written then.
CLASSES: dict[int, tuple[tuple[tuple[int, ...], int, str], ...]] = {
    36: (
        ((16,), 11, "IEC_60309_2_THREE_16"),
        ((32,), 22, "IEC_60309_2_THREE_32"),
        ((63, 64), 44, "IEC_60309_2_THREE_64"),
    ),
}


@dataclass(frozen=True)
class Way:
    """A case, and what is written in it."""

    amperes: str
    power: str
    standard: Standard


def ways(row: Connector) -> list[Way]:
    """Return the cases of a v2 id with several standards; none for other ids."""
    standards = {one.standard.code: one.standard for one in row.equivalences.all()}
    return [
        Way(" or ".join(map(str, amperes)) + " A", f"about {kilowatts} kW", standards[code])
        for amperes, kilowatts, code in CLASSES.get(row.v2_id, ())
        if code in standards
    ]
