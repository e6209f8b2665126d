"""Where in the v2 records a value of a location came from.

Targets tell what they cut or leave out. Where that value stood is looked up only then, so that the
regular way costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.read.records import Part, Record

ANY = "*"

GROUP: Path = ("connectors", "connector", ANY)
EVSES: Path = ("stations", ANY, "evses", ANY)
METHODS: Path = ("evStationDetails", "paymentMethods")

#: Places of the values of a location in a station, with * for any position of a list.
PLACES: dict[str, tuple[Path, ...]] = {
    "pool_id": (("poolId",), ("id",)),
    "name": (("name",),),
    "cpo_id": (("cpoId",), ("stations", ANY, "cpoId")),
    "time_zone": (("timeZone",),),
    "last_updated": (("lastUpdateTimestamp",), ("LastUpdatedTimeStamp",)),
    "stamps": (
        ("lastUpdateTimestamp",),
        ("LastUpdatedTimeStamp",),
        (*GROUP, "lastUpdateTimestamp"),
        (*GROUP, "chargingPoint", "lastUpdateTimestamp"),
        (*EVSES, "last_updated"),
        (*EVSES, "connectors", ANY, "last_updated"),
    ),
    "group_stamps": (
        (*GROUP, "lastUpdateTimestamp"),
        (*GROUP, "chargingPoint", "lastUpdateTimestamp"),
    ),
    "position latitude": (("position", "latitude"),),
    "position longitude": (("position", "longitude"),),
    "entrance latitude": (("entrancePosition", "latitude"),),
    "entrance longitude": (("entrancePosition", "longitude"),),
    "address": (
        ("address", "street"),
        ("address", "streetNumber"),
        ("address", "unparsedAddress"),
    ),
    "city": (("address", "city"),),
    "postal_code": (("address", "postalCode"),),
    "state": (("address", "state"), ("address", "region")),
    "country": (("address", "country"),),
    "phone": (
        ("contacts", "phone", ANY, "value"),
        (*GROUP, "supplierContacts", "phone", ANY, "value"),
    ),
    "website": tuple(
        (*base, kind, ANY, "value")
        for base in (("contacts",), (*GROUP, "supplierContacts"))
        for kind in ("website", "www")
    ),
    "operator": ((*GROUP, "supplierName"), ("brand",)),
    "access": (
        ("evStationDetails", "accessibilityType"),
        ("evStationDetails", "restrictedAccess"),
        ("evStationDetails", "privateAccess"),
    ),
    "accessibility": (("evStationDetails", "accessibilityType"),),
    "other": ((*METHODS, "other", "types", "type", ANY),),
    "other_accept": ((*METHODS, "other", "accept"),),
    "provider": (
        ("roaming", ANY, "emsp"),
        ("roamings", "roaming", ANY, "emsp"),
        (*METHODS, "subscription", "provider"),
    ),
    "roaming": (("roaming", ANY), ("roamings", "roaming", ANY)),
}


class Source(msgspec.Struct, frozen=True):
    """A value in one of a location's records: index of the record, path, the value there."""

    index: int
    path: Path
    value: Any


def sources(records: list[Record], name: str) -> Iterator[Source]:
    """All values in the records that the location's `name` may have come from."""
    for index, record in enumerate(records):
        for place in PLACES[name]:
            for path, value in _descend(record.value, place, ()):
                yield Source(index, path, value)


def _descend(value: Any, place: Path, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Part):
        value = value.value
    if not place:
        yield path, value
    elif place[0] == ANY:
        if isinstance(value, list):
            for index, entry in enumerate(value):
                yield from _descend(entry, place[1:], (*path, index))
    elif isinstance(value, dict) and place[0] in value:
        yield from _descend(value[place[0]], place[1:], (*path, place[0]))
