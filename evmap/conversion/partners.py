"""Where in the output a v2 value went: the location, EVSE and connector that it became part of.

Looked up only for the places that a report shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from evmap.conversion.fieldmap import Path

if TYPE_CHECKING:
    from evmap.conversion.location import Evse
    from evmap.conversion.read.records import Record


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

    `station` is the place of the record among those of the location. `places` are the partners of
    groups and entries by their paths, made when the first is asked for.
    """

    location: int
    station: int
    evses: list[Evse]
    places: dict[Path, Partner] | None = None

    def partners(self) -> dict[Path, Partner]:
        """Path of a group, an entry or a connector of evses/bulk -> its partner."""
        if self.places is None:
            self.places = {}
            for number, evse in enumerate(self.evses):
                self._add(number, evse, self.places)
        return self.places

    def _add(self, number: int, evse: Evse, places: dict[Path, Partner]) -> None:
        for place, (station, path) in enumerate(evse.sources):
            if station == self.station:
                # Entries and connectors of an EVSE stand in the same order.
                connector = min(place, len(evse.connectors) - 1)
                places.setdefault(path, Partner(self.location, number, connector))
        for place, plug in enumerate(evse.connectors):
            station, path = plug.group
            if station == self.station:
                places.setdefault(path, Partner(self.location, number, place))


def partner_of(record: Record, path: Path) -> Partner:
    """The partner of the value at a clean path of a record: that of the nearest place above it."""
    outcome = record.outcome
    if outcome is None:
        return NOWHERE
    places = outcome.partners()
    for length in range(len(path), 0, -1):
        partner = places.get(path[:length])
        if partner is not None:
            return partner
    return Partner(outcome.location)
