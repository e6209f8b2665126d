"""Which v2 values an attribute of the model was read from.

Rules take the values of a v2 field to one attribute of the model, so a table tells most of it: a
value that stands at one of an attribute's places and says the same as the attribute is what it was
read from. Where rules choose between fields (volts, amperes, power), the plug knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evmap.conversion.diagnostics import Place
from evmap.conversion.facts.evse_ids import same_id
from evmap.conversion.model import PROVIDER, Evse, Location
from evmap.conversion.read.records import Record
from evmap.conversion.rules.access import KIND, PRIVATE, RESTRICTED, ROAMING
from evmap.conversion.rules.contacts import WEBSITES
from evmap.conversion.rules.groups import STAMPS
from evmap.conversion.rules.pools import CONNECTOR as POOL_CONNECTOR
from evmap.conversion.rules.pools import CPO_LOCATION
from evmap.conversion.rules.pools import EVSE as POOL_EVSE
from evmap.conversion.rules.private import GROUP_PRIVATE
from evmap.conversion.rules.readings import read
from evmap.conversion.rules.stations import (
    ADDRESS,
    BRAND,
    OTHER_STAMP,
    REGION,
    STAMP,
    SUPPLIER,
    SUPPLIER_CONTACTS,
    TOP,
)
from evmap.conversion.rules.status import GROUP
from evmap.conversion.rules.times import to_utc, zone_name

_CONTACTS = ("contacts", SUPPLIER_CONTACTS)

#: Attributes of a location -> patterns of the v2 fields that they are read from. Those of a
#: station, then those of a pool of evses/bulk.
STATION: dict[str, tuple[str, ...]] = {
    **{name: (pattern,) for name, pattern in (TOP | ADDRESS).items()},
    "pool_id": ("poolId", "id"),
    "state": (ADDRESS["state"], REGION),
    "operator": (SUPPLIER, BRAND),
    "phone": tuple(f"{place}/phone/*/value" for place in _CONTACTS),
    "website": tuple(f"{place}/{key}/*/value" for place in _CONTACTS for key in WEBSITES),
    "latitude": ("position/latitude",),
    "longitude": ("position/longitude",),
    "public": (KIND, PRIVATE),
    "restricted": (KIND, RESTRICTED),
    "provider": (PROVIDER, *(f"{place}/emsp" for place in ROAMING)),
    "last_updated": (STAMP, OTHER_STAMP),
}
POOL: dict[str, tuple[str, ...]] = {
    "pool_id": ("id",),
    "cpo_id": (CPO_LOCATION,),
    "last_updated": (f"{POOL_EVSE}/last_updated",),
}

#: Whether the public may see a site -> values in v2 that say so.
PUBLIC: dict[bool, tuple[object, ...]] = {True: (False, "PUBLIC"), False: (True, "PRIVATE")}

#: Attributes of access -> what they are -> values in v2 that say so.
SAID_SO: dict[str, dict[bool, tuple[object, ...]]] = {
    "public": PUBLIC,
    "restricted": {True: (True, "RESTRICTED")},
}

#: Attributes of an EVSE -> names below its entry.
ENTRY = {
    "evse_id": "cpoEvseEMI3Id",
    "physical_reference": "physicalReference",
    "here_id": "id",
    "status": "state",
}
RESERVABLE = f"{GROUP}/connectorDetails/reservable"


class Nearest:
    """Places in several stations that say the same, for all EVSEs of the site.

    The first EVSE that asks is made of all of them; a further one of those in its own station, else
    of those in the first. If all were made of all, a pool would have a square of partners.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._all = list(places)
        self._of: dict[int, list[Place]] = {}
        for place in self._all:
            self._of.setdefault(place[1][0], []).append(place)
        self._is_asked = False

    def to(self, index: int) -> list[Place]:
        """Those for an EVSE of the station with this number in its location."""
        if not self._is_asked:
            self._is_asked = True
            return list(self._all)
        return list(self._of.get(index) or next(iter(self._of.values()), ()))


class Lineage:
    """Looks places up for one location and its records."""

    def __init__(self, location: Location, records: Sequence[Record]) -> None:
        self._location = location
        self._records = records
        #: (attribute, text) -> what was read from it, (attribute, value) -> places: every EVSE of a
        #: pool may ask for the same ones.
        self._read: dict[tuple[str, str], str] = {}
        self._places: dict[tuple[str, Any], list[Place]] = {}
        self._near: dict[str, Nearest] = {}

    def of_location(self, attribute: str, value: Any = None) -> list[Place]:
        """The places that say `value` (what the location says, by default) of an attribute."""
        if (attribute, value) not in self._places:
            self._places[attribute, value] = self._find(attribute, value)
        return list(self._places[attribute, value])

    def near(self, attribute: str, index: int) -> list[Place]:
        """The same for something made of the station with this number, see `Nearest`."""
        if attribute not in self._near:
            self._near[attribute] = Nearest(self.of_location(attribute))
        return self._near[attribute].to(index)

    def _find(self, attribute: str, value: Any) -> list[Place]:
        fields = STATION if self._records[0].layout.answer == "station" else POOL
        if value is None:
            value = self._value(attribute)
        places = [
            (pattern, (index, *at))
            for index, record in enumerate(self._records)
            for pattern in fields.get(attribute, ())
            for at, found in record.layout.columns.walk(record.value, pattern)
            if self._is_source(attribute, found, value, record)
        ]
        if attribute == "public":
            places += [(GROUP_PRIVATE, at) for at in self._location.private_groups]
        return places

    def _is_source(self, attribute: str, found: Any, value: Any, record: Record) -> bool:
        """Whether a text of v2 is what an attribute was read from."""
        if attribute in SAID_SO:
            says = SAID_SO[attribute].get(value, ())
            return (found.upper() if isinstance(found, str) else found) in says
        if attribute == "last_updated":
            zone = zone_name(getattr(record.value, "time_zone", None))
            return isinstance(found, str) and to_utc(found, zone).utc == value
        if found == value or not isinstance(found, str) or value is None:
            return bool(found == value)
        if (attribute, found) not in self._read:
            self._read[attribute, found] = read(attribute, found, self._location)
        return bool(self._read[attribute, found] == value)

    def of_evse(self, evse: Evse, attribute: str) -> list[Place]:
        """The places of an EVSE's attribute."""
        if attribute == "last_updated":
            return self._of_time(
                evse.last_updated, evse.entries, ("last_updated", "derived") in evse.origins
            )
        if attribute == "reservable":
            places = dict.fromkeys((RESERVABLE, at[:2]) for _, at in evse.entries)
            return [place for place in places if self.value(place) is True]
        if attribute == "status" and evse.status_place is not None:
            return [evse.status_place]
        name = evse.uid_name if attribute == "uid" else ENTRY[attribute]
        wanted = None if attribute == "status" else getattr(evse, attribute)
        below = [(f"{pattern}/{name}", at) for pattern, at in evse.entries if name]
        return [
            place
            for place in below
            if (found := self.value(place)) is not None
            and (wanted is None or _is_one(attribute, found, wanted))
        ]

    def of_connector(self, evse: Evse, number: int, attribute: str) -> list[Place]:
        """The places of an attribute of one of an EVSE's connectors."""
        connector = evse.connectors[number]
        if attribute == "last_updated":
            derived = connector.stamp_origin == "derived"
            if derived and ("last_updated", "derived") not in evse.origins:
                return self.of_evse(evse, attribute)
            place = (connector.pattern, connector.at)
            return self._of_time(connector.last_updated, [place], derived)
        if attribute == "id":
            pattern, at = evse.entry_of(number)
            return [(f"{pattern}/{connector.id_name}", at)] if connector.id_name else []
        sources = connector.plug.sources
        return [(pattern, connector.at) for name, pattern in sources if name == attribute]

    def value(self, place: Place) -> Any:
        """The scalar at a place; None where there is none."""
        pattern, at = place
        record = self._records[at[0]]
        return record.layout.columns.scalar(record.value, pattern, at[1:])

    def at(self, place: Place) -> Any:
        """Whatever stands at a place."""
        pattern, at = place
        record = self._records[at[0]]
        return record.layout.columns.at(record.value, pattern, at[1:])

    def _value(self, attribute: str) -> Any:
        position = self._location.position
        if attribute in ("latitude", "longitude"):
            return position and position[attribute == "longitude"]
        if attribute == "restricted":
            return self._location.access.restricted
        return getattr(self._location, attribute)

    def _of_time(self, utc: str | None, entries: Sequence[Place], derived: bool) -> list[Place]:
        """The places of a time: of the groups of these entries, or of the location."""
        if derived:
            return self.near("last_updated", entries[0][1][0])
        found: dict[Place, None] = {}
        for pattern, at in entries:
            if pattern in (POOL_EVSE, POOL_CONNECTOR):
                found[f"{pattern}/last_updated", at] = None
            else:
                found |= {(stamp, at[:2]): None for stamp in STAMPS}
        return [
            place
            for place in found
            if self._is_source("last_updated", self.value(place), utc, self._records[place[1][0]])
        ]


def _is_one(attribute: str, found: Any, wanted: Any) -> bool:
    """Whether two values of EVSEs are one: ids may differ in case and separators."""
    return bool(found == wanted or (attribute in ("uid", "evse_id") and same_id(found, wanted)))
