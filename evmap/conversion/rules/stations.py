"""v2 stations of one pool to one location (guide: Pool and Station become Location)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.diagnostics import Cause, Indexes, Notes, Place
from evmap.conversion.model import Hours, Location, Point
from evmap.conversion.rules.access import DETAILS, read_access, read_providers
from evmap.conversion.rules.contacts import take_contacts
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.differing import differing
from evmap.conversion.rules.evses import EvseBuilder
from evmap.conversion.rules.groups import known
from evmap.conversion.rules.hours import hours_places, read_hours
from evmap.conversion.rules.private import take_private
from evmap.conversion.rules.readings import READERS, read, take
from evmap.conversion.rules.status import GROUP
from evmap.conversion.rules.times import Stamp, tell_time, to_utc, zone_name

#: Fields that are taken as they are: name in the model, in the order of its attributes, and pattern
#: in v2. Of the state, `region` follows where it is missing.
TOP = {"name": "name", "cpo_id": "cpoId", "time_zone": "timeZone"}
ADDRESS = {
    "street": "address/street",
    "house_number": "address/streetNumber",
    "city": "address/city",
    "postal_code": "address/postalCode",
    "state": "address/state",
    "country": "address/country",
    "county": "address/county",
    "district": "address/district",
    "subdistrict": "address/subdistrict",
    "block": "address/block",
    "subblock": "address/subblock",
    "label": "address/unparsedAddress",
}
_top = attrgetter("name", "cpo_id", "time_zone")
_address = attrgetter(
    *("street", "street_number", "city", "postal_code", "state", "country", "county"),
    *("district", "subdistrict", "block", "subblock", "unparsed_address"),
)
NO_ADDRESS = v2.Address()
#: Those of them that v2 writes in several ways.
READ = {name: pattern for name, pattern in (TOP | ADDRESS).items() if name in READERS}

BRAND, REGION = "brand", "address/region"
SUPPLIER, SUPPLIER_CONTACTS = f"{GROUP}/supplierName", f"{GROUP}/supplierContacts"

#: Spellings of the station's own timestamp (the second is the guide's, not seen in an answer).
STAMP, OTHER_STAMP = "lastUpdateTimestamp", "LastUpdatedTimeStamp"

#: Of degrees: a number as small as 1e-900000000 would fill memory when it is written out.
LEAST_EXPONENT = -50

LATITUDE, LONGITUDE = 90, 180


def build_location(stations: Sequence[v2.Station], context: Context, notes: Notes) -> Location:
    """One location from all stations of one pool, in the order of the input.

    The first value of a field wins; later ones that differ are dropped, with a diagnostic (EV502).
    """
    location = _start(stations, notes)
    _last_updated(location, stations, notes)
    evses = EvseBuilder(location, context, notes)
    details = next((s.ev_station_details for s in stations if s.ev_station_details), None)
    is_read = not READ.keys().isdisjoint(location.origins)
    for index, station in enumerate(stations):
        at = (index,)
        differs = (station.address, _top(station)) != (stations[0].address, _top(stations[0]))
        if index and (is_read or differs):
            _compare_site(location, station, at, notes)
        if station.address is not UNSET and station.address.region is not UNSET:
            _take(location, "state", station.address.region, (REGION, at), notes, "EV430")
        _take_positions(location, station, at, notes)
        if station.contacts is not UNSET:
            take_contacts(station.contacts, "contacts", at, location, notes)
        if station.ev_station_details is not UNSET:
            _take_details(location, station.ev_station_details, details, at, notes)
        groups = () if station.connectors is UNSET else station.connectors.connector or ()
        _take_groups(location, groups, index, notes)
        evses.add_station(index, station, groups)
        if station.roaming is not UNSET or station.roamings is not UNSET:
            location.providers += read_providers(station, index)
        if station.brand is not UNSET and station.brand != location.operator:
            _take(location, "operator", station.brand, (BRAND, at), notes, "EV432")
    take_private(location, stations, notes)
    location.evses = evses.finish()
    return location


def _start(stations: Sequence[v2.Station], notes: Notes) -> Location:
    """The location with what the first station says of the site, and its identity."""
    first = stations[0]
    top, address = _top(first), _address(first.address or NO_ADDRESS)
    location = Location(*map(known, top, top), *map(known, address, address))  # type: ignore[arg-type]
    location.records = len(stations)
    for name, pattern in READ.items():
        text = getattr(location, name)
        if text is not None:
            take(location, name, text, (pattern, (0,)), notes)
    if first.pool_id is not UNSET:
        location.pool_id = first.pool_id
        return location
    location.id_is_pool = False
    if first.id is not UNSET:
        location.pool_id = first.id
        location.origins["pool_id"] = "assumed"
        notes.say("EV501", "id", (0,), "renamed")
    else:
        notes.say("EV508", "", (0,))
    return location


def _take(
    location: Location, name: str, value: Any, place: Place, notes: Notes, code: str, *args: str
) -> None:
    """Take a value if it is the first of its field; one that differs is dropped."""
    taken = getattr(location, name)
    if taken is None:
        take(location, name, value, place, notes)
    elif taken == value:
        return
    elif taken == read(name, value, location):
        notes.say("", *place, "converted")
    else:
        notes.say(code, *place, "dropped", *args)


def _compare_site(location: Location, station: v2.Station, at: Indexes, notes: Notes) -> None:
    """What a further station says of the site."""
    address = station.address or NO_ADDRESS
    for fields, values in ((TOP, _top(station)), (ADDRESS, _address(address))):
        for (name, pattern), value in zip(fields.items(), values, strict=True):
            if value is not UNSET:
                dotted = pattern.replace("/", ".")
                _take(location, name, value, (pattern, at), notes, "EV502", dotted)


# -- position -------------------------------------------------------------------------------------


def _take_positions(location: Location, station: v2.Station, at: Indexes, notes: Notes) -> None:
    if station.position is not UNSET:
        found = _point(station.position, "position", at, notes)
        if location.position is None:
            location.position = found
        elif found not in (None, location.position):
            for pattern in _degrees_of(station.position, "position"):
                notes.say("EV502", pattern, at, "dropped", "position")
    if station.entrance_position is not UNSET:
        found = _point(station.entrance_position, "entrancePosition", at, notes)
        if found is not None:
            location.entrances.setdefault(found, []).append(at)


def _point(position: v2.Position, name: str, at: Indexes, notes: Notes) -> Point | None:
    """Latitude and longitude, or None with a diagnostic for a place that is on no map."""
    latitude, longitude = position.latitude, position.longitude
    if _is_degrees(latitude, LATITUDE) and _is_degrees(longitude, LONGITUDE):
        if latitude == longitude == 0:
            for pattern in _degrees_of(position, name):
                notes.say("EV469", pattern, at)
        return latitude, longitude  # type: ignore[return-value]
    right = {"latitude": _is_degrees(latitude, LATITUDE)}
    right["longitude"] = _is_degrees(longitude, LONGITUDE)
    for pattern in _degrees_of(position, name):
        fate = "dropped" if right[pattern.rpartition("/")[2]] else "invalid"
        notes.say("EV434", pattern, at, fate)
    return None


def _is_degrees(value: Any, bound: int) -> bool:
    return value is not UNSET and -bound <= value <= bound and value.adjusted() >= LEAST_EXPONENT


def _degrees_of(position: v2.Position, name: str) -> list[str]:
    """The patterns of the degrees that a position has."""
    found = {"latitude": position.latitude, "longitude": position.longitude}
    return [f"{name}/{key}" for key, value in found.items() if value is not UNSET]


# -- access, groups -------------------------------------------------------------------------------


def _take_details(
    location: Location,
    details: v2.StationDetails,
    first: v2.StationDetails | None,
    at: Indexes,
    notes: Notes,
) -> None:
    """Access and payment: those of the first station that tells them; others are compared."""
    access = read_access(details)
    notes.tell(access.cause, at)
    location.accesses.append((access, at))
    if details is first or details == first:
        return
    told = _told(access.cause)
    for pattern, inner in differing(details, first, DETAILS):
        if (pattern, inner) not in told:
            name = _dotted(pattern.removeprefix(f"{DETAILS}/"), inner)
            notes.say("EV502", pattern, at + inner, "dropped", name)


def _told(cause: Cause | None) -> set[Place]:
    return set() if cause is None else {(each.pattern, inner) for each, inner in cause.said}


def _dotted(pattern: str, indexes: Indexes) -> str:
    """A place as findings name it: types.type.0."""
    left = iter(indexes)
    steps = pattern.split("/")
    return ".".join(str(next(left)) if step == "*" else step for step in steps)


def _take_groups(location: Location, groups: Sequence[v2.Group], index: int, notes: Notes) -> None:
    """What the groups of a station say of the site: operator, contacts, opening hours."""
    details: Any = UNSET
    hours: Hours | None = None
    for number, group in enumerate(groups):
        at = (index, number)
        if group.supplier_name is not UNSET and group.supplier_name != location.operator:
            place = (SUPPLIER, at)
            _take(location, "operator", group.supplier_name, place, notes, "EV505", "operators")
        if group.supplier_contacts is not UNSET:
            take_contacts(group.supplier_contacts, SUPPLIER_CONTACTS, at, location, notes)
        if group.connector_details is UNSET:
            continue
        if group.connector_details != details:
            details = group.connector_details
            hours = read_hours(details)
        if hours is not None:
            _take_hours(location, hours, details, at, notes)


def _take_hours(
    location: Location, hours: Hours, details: v2.ConnectorDetails, at: Indexes, notes: Notes
) -> None:
    taken = location.hours
    if hours.always is not None and taken is None:
        taken = location.hours = hours
    if (
        taken is hours
        or taken is None
        or hours.always is None
        or (taken.always, taken.periods) == (hours.always, hours.periods)
    ):
        location.hours_told.append((hours, at))
        return
    for pattern, inner in hours_places(details):
        notes.say("EV505", pattern, at + inner, "dropped", "opening hours")


# -- time -----------------------------------------------------------------------------------------


def _last_updated(location: Location, stations: Sequence[v2.Station], notes: Notes) -> None:
    """The newest of the stations' timestamps, in UTC."""
    found = [each for index, station in enumerate(stations) for each in times_of(station, index)]
    newest = max([stamp.utc for _, stamp, _ in found if stamp.utc is not None], default=None)
    location.last_updated = newest
    if found and newest is None:
        location.unread.add("last_updated")
    hows = {stamp.how for _, stamp, _ in found if stamp.utc == newest}
    if newest is not None and "same" not in hows:
        location.origins["last_updated"] = "converted" if "converted" in hows else "assumed"
    for place, stamp, zone in found:
        if stamp.utc in (None, newest):
            tell_time(stamp, zone, place, notes, "converted")
        else:
            notes.say("EV431", *place, "dropped")


#: Where a time stands, what it is in UTC, and the zone that it was taken in.
TimeFound = tuple[Place, Stamp, str | None]


def times_of(station: v2.Station, index: int) -> Iterator[TimeFound]:
    """The timestamps of a station, the one at `index` in its location."""
    texts = station.last_update_timestamp, station.last_updated_time_stamp
    for pattern, text in zip((STAMP, OTHER_STAMP), texts, strict=True):
        if text is not UNSET:
            zone = zone_name(station.time_zone)
            yield (pattern, (index,)), to_utc(text, zone), zone
