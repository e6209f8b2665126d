"""Where a v2 value goes that regularly has no place in v3, when it stands in for another.

The field map gives the regular places. A station's id stands in for a missing pool id, the word of
connector groups for that of their station, and the station's time for that of its EVSEs.
"""

from __future__ import annotations

from evmap.conversion.counts import GONE
from evmap.conversion.guide import FieldRow

_PRIVATE = "connectors.connector[].connectorDetails.privateAccess"

_E_PAYMENT = "evStationDetails.paymentMethods.ePayment"

_HOURS = "connectors.connector[].connectorDetails.openingHours.regularOpeningHours[]"

#: Field -> places where the field map has none; and the place of all fields of hours where a site
#: is always open. Of OCPI's form, then of HERE's own.
OCPI: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    _PRIVATE: ("publish",),
    f"{_E_PAYMENT}.accept": ("evses[].capabilities[]",),
    f"{_E_PAYMENT}.types.type[]": ("evses[].capabilities[]",),
}
OCPI_ALWAYS = "opening_times.twentyfourseven"
HERE: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "lastUpdateTimestamp": ("evses[].modified",),
    "LastUpdatedTimeStamp": ("evses[].modified",),
}
HERE_ALWAYS = "openingHours.open24x7"


def all_places_of(row: FieldRow | None, fate: str, target: str) -> tuple[str, ...]:
    """The same, with the places of those that are written otherwise in some locations."""
    places = places_of(row, fate, target)
    is_hours = places and row is not None and row.path.startswith(_HOURS)
    always = HERE_ALWAYS if target == "here-v3" else OCPI_ALWAYS
    return (*places, always) if is_hours else places


def places_of(row: FieldRow | None, fate: str, target: str) -> tuple[str, ...]:
    """The v3 paths of the values of a field that had a fate; none for what is gone."""
    if row is None or fate in GONE:
        return ()
    regular = row.targets[target].v3_paths
    places = HERE if target == "here-v3" else OCPI
    return regular or (places.get(row.path, ()) if row.answer == "station" else ())
