"""Where in the output a v2 value went: the location, EVSE and connector that it became part of.

Looked up only for the places that a report shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from evmap.conversion.fieldmap import Path

if TYPE_CHECKING:
    from evmap.conversion.location import Evse
    from evmap.conversion.reading.records import Record


class Partner(msgspec.Struct, frozen=True):
    """Positions in the output: of the location, of the EVSE in it, of the connector in that.

    None where there is none, or where it is not known.
    """

    location: int | None = None
    evse: int | None = None
    connector: int | None = None

    def pointer(self, root: str, path: str) -> str | None:
        """The JSON Pointer of a v3 path below `root`; None where it is not one place."""
        if self.location is None:
            return None
        steps = path.split(".")
        for name, position in (("evses[]", self.evse), ("connectors[]", self.connector)):
            if name in steps and position is not None:
                steps[steps.index(name)] = f"{name[:-2]}/{position}"
        found = "/".join((root.replace("*", str(self.location)), *steps))
        return None if "[]" in found else found


NOWHERE = Partner()


class Outcome(msgspec.Struct, eq=False):
    """What became of a record: number of its location, and that location's EVSEs as written.

    `station` is the place of the record among those of the location.
    """

    location: int
    station: int
    evses: list[Evse]


def partner_of(record: Record, path: Path) -> Partner:
    """The partner of the value at a clean path of a record."""
    outcome = record.outcome
    if outcome is None:
        return NOWHERE
    near = Partner(outcome.location)
    for number, evse in enumerate(outcome.evses):
        for place, connector in enumerate(evse.connectors):
            station, base = connector.group
            if station == outcome.station and path[: len(base)] == base:
                partner = Partner(outcome.location, number, place)
                if _is_source(evse, outcome.station, path):
                    return partner
                near = partner if near.evse is None else near
    return near


def _is_source(evse: Evse, station: int, path: Path) -> bool:
    """Whether the value stands in an entry of this very EVSE."""
    return any(index == station and path[: len(place)] == place for index, place in evse.sources)
