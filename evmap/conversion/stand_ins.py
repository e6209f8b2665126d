"""Where a v2 value goes that regularly has no place in v3, when it stands in for another.

The field map gives the regular places. A station's id stands in for a missing pool id, the word of
connector groups for that of their station, and the station's time for that of its EVSEs.
"""

from __future__ import annotations

from evmap.conversion.counts import GONE
from evmap.conversion.guide import FieldRow

_PUBLISH = ("publish",)
_PRIVATE = "connectors.connector[].connectorDetails.privateAccess"

#: (field, target) -> places, where the field map has none.
PLACES: dict[tuple[str, str], tuple[str, ...]] = {
    **{("id", target): ("id",) for target in ("v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0")},
    **{(_PRIVATE, target): _PUBLISH for target in ("v3", "ocpi-2.2.1", "ocpi-2.3.0")},
    ("lastUpdateTimestamp", "here-v3"): ("evses[].modified",),
    ("LastUpdatedTimeStamp", "here-v3"): ("evses[].modified",),
}


_HOURS = "connectors.connector[].connectorDetails.openingHours.regularOpeningHours[]"

#: Fields of hours -> the place of all of them where a site is always open.
ALWAYS: dict[str, str] = {
    target: "openingHours.open24x7" if target == "here-v3" else "opening_times.twentyfourseven"
    for target in ("v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0")
}


def all_places_of(row: FieldRow | None, fate: str, target: str) -> tuple[str, ...]:
    """The same, with the places of those that are written otherwise in some locations."""
    places = places_of(row, fate, target)
    is_hours = places and row is not None and row.path.startswith(_HOURS)
    return (*places, ALWAYS[target]) if is_hours else places


def places_of(row: FieldRow | None, fate: str, target: str) -> tuple[str, ...]:
    """The v3 paths of the values of a field that had a fate; none for what is gone."""
    if row is None or fate in GONE:
        return ()
    regular = row.targets[target].v3_paths
    return regular or (PLACES.get((row.path, target), ()) if row.answer == "station" else ())
