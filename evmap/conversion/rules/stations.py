"""v2 stations of one pool to one location (guide: Pool and Station become Location)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event, Location
from evmap.conversion.read.records import Record
from evmap.conversion.rules.access import DETAILS, access_events, read_access, read_providers
from evmap.conversion.rules.contacts import all_values, read_contacts
from evmap.conversion.rules.context import Built, Rules, below, empty_lists
from evmap.conversion.rules.evses import EvseBuilder
from evmap.conversion.rules.hours import read_hours
from evmap.conversion.rules.times import to_utc

#: Station fields that are taken as they are: v2 name -> name in the model.
TOP = {"name": "name", "cpoId": "cpo_id", "timeZone": "time_zone"}

#: Address fields that are taken as they are; `region` follows, where `state` is missing.
ADDRESS = {
    "street": "street",
    "streetNumber": "house_number",
    "city": "city",
    "postalCode": "postal_code",
    "state": "state",
    "country": "country",
    "county": "county",
    "district": "district",
    "subdistrict": "subdistrict",
    "block": "block",
    "subblock": "subblock",
    "unparsedAddress": "label",
}

#: Spellings of the station's own timestamp (the second is the guide's, not seen in an answer).
TIMESTAMPS = ("lastUpdateTimestamp", "LastUpdatedTimeStamp")

#: Of degrees: a number as small as 1e-900000000 would fill memory when it is written out.
LEAST_EXPONENT = -50

#: Keys under which a station's roaming entries may stand (not seen in an answer).
ROAMING: tuple[Path, ...] = (("roaming",), ("roamings", "roaming"))


def build_location(records: list[Record], rules: Rules) -> Built:
    """One location from all stations of one pool, in the order of the input.

    The first value of a field wins; later ones that differ are dropped, with an event (EV502).
    """
    return _StationsBuilder(records, rules).build()


class _StationsBuilder:
    def __init__(self, records: list[Record], rules: Rules) -> None:
        self.records = records
        self.rules = rules
        self.facts: dict[str, Any] = {}
        self.events: list[list[Event]] = empty_lists(records)
        self._known_details: dict[str, Any] = {}
        self.bundles: list[list[Bundle]] = empty_lists(records)
        self.evses = EvseBuilder(rules, records, self.events, self.bundles)

    def build(self) -> Built:
        self._identity()
        for index, record in enumerate(self.records):
            station = record.value
            self._top(index, station)
            self._address(index, station)
            self._positions(index, station)
            self._details(index, station)
            groups = station.get("connectors", {}).get("connector", ())
            self._groups(index, station, groups)
            self._roaming(index, station)
            self._brand(index, station)
        self._last_updated()
        self.facts["entrances"] = list(self.facts.get("entrances", ()))
        location = Location(**self.facts)
        location.evses = self.evses.finish(location.last_updated)
        return Built(location, self.events, self.bundles, self.evses.unwritten, self.records)

    def _take(self, index: int, path: Path, name: str, value: Any) -> None:
        """The first value of a field wins; one that differs is dropped."""
        known = self.facts.setdefault(name, value)
        if known != value:
            self.events[index].append(Event("EV502", path, "dropped", (".".join(map(str, path)),)))

    def _identity(self) -> None:
        first = self.records[0].value
        pool_id = first.get("poolId")
        if pool_id:
            self.facts["pool_id"] = pool_id
            return
        station_id = first.get("id")
        self.facts["id_is_pool"] = False
        self.facts["pool_id"] = station_id or ""
        if station_id:
            self.events[0].append(Event("EV501", ("id",), "renamed"))
        else:
            self.events[0].append(Event("EV508", ()))

    def _top(self, index: int, station: dict[str, Any]) -> None:
        for key, name in TOP.items():
            value = station.get(key)
            if value:
                if index:
                    self._take(index, (key,), name, value)
                else:
                    self.facts[name] = value

    def _address(self, index: int, station: dict[str, Any]) -> None:
        address = station.get("address")
        if not address:
            return
        if index == 0:
            facts = self.facts
            for key, value in address.items():
                name = ADDRESS.get(key)
                if name is not None and value:
                    facts[name] = value
        else:
            for key, value in address.items():
                name = ADDRESS.get(key)
                if name is not None and value:
                    self._take(index, ("address", key), name, value)
        region = address.get("region")
        if region and self.facts.setdefault("state", region) != region:
            self.events[index].append(Event("EV430", ("address", "region"), "dropped"))

    def _positions(self, index: int, station: dict[str, Any]) -> None:
        position = station.get("position")
        if position:
            found = self._position(index, "position", position)
            if found is not None:
                known = self.facts.setdefault("position", found)
                if known != found:
                    for key in position:
                        self.events[index].append(
                            Event("EV502", ("position", key), "dropped", ("position",))
                        )
        entrance = station.get("entrancePosition")
        if entrance:
            found = self._position(index, "entrancePosition", entrance)
            # A dict keeps the order and finds doubles at once.
            entrances = self.facts.setdefault("entrances", {})
            if found is not None:
                entrances[found] = None

    def _position(self, index: int, name: str, position: dict[str, Any]) -> Any:
        """(latitude, longitude), or None with an event for a place that is on no map."""
        latitude, longitude = position.get("latitude"), position.get("longitude")
        wrong = []
        if latitude is None or not _is_degrees(latitude, 90):
            wrong.append("latitude")
        if longitude is None or not _is_degrees(longitude, 180):
            wrong.append("longitude")
        if not wrong:
            return latitude, longitude
        for key in position:
            fate = "invalid" if key in wrong else "dropped"
            self.events[index].append(Event("EV434", (name, key), fate))
        return None

    def _details(self, index: int, station: dict[str, Any]) -> None:
        part = station.get("contacts")
        if part is not None:
            self._contacts(index, part.fact(read_contacts), part.value, ("contacts",))
        part = station.get(DETAILS)
        if part is None:
            return
        access = part.fact(read_access)
        known = self.facts.setdefault("access", access)
        if access.events:
            self.bundles[index].append(part.fact(access_events))
        if known is access:
            self._known_details = part.value
        elif part.value != self._known_details:
            told = {event.path for event in access.events}
            for path in _differing(part.value, self._known_details):
                if (DETAILS, *path) not in told:
                    event = Event("EV502", (DETAILS, *path), "dropped", (".".join(map(str, path)),))
                    self.events[index].append(event)

    def _contacts(self, index: int, contacts: Any, value: dict[str, Any], base: Path) -> None:
        for event in contacts.events:
            self.events[index].append(below(event, base))
        phone = contacts.phone and self.facts.setdefault("phone", contacts.phone)
        website = contacts.website and self.facts.setdefault("website", contacts.website)
        if phone == contacts.phone and website == contacts.website:
            return
        told = {event.path for event in contacts.events}
        for path, text in all_values(value):
            if path not in told and text not in (phone, website):
                self.events[index].append(Event("EV433", (*base, *path), "dropped"))

    def _groups(self, index: int, station: dict[str, Any], groups: Any) -> None:
        for number, group in enumerate(groups):
            base = ("connectors", "connector", number)
            supplier = group.get("supplierName")
            if supplier and self.facts.setdefault("operator", supplier) != supplier:
                self.events[index].append(
                    Event("EV505", (*base, "supplierName"), "dropped", ("operators",))
                )
            part = group.get("supplierContacts")
            if part is not None:
                contacts = part.fact(read_contacts)
                self._contacts(index, contacts, part.value, (*base, "supplierContacts"))
            part = group.get("connectorDetails")
            if part is not None:
                self._hours(index, part, (*base, "connectorDetails"))
        self.evses.add_station(index, self.facts["pool_id"], station)

    def _hours(self, index: int, part: Any, base: Path) -> None:
        hours = part.fact(read_hours)
        if hours is None:
            return
        known = hours if hours.always is None else self.facts.setdefault("hours", hours)
        if known is hours or (known.always, known.periods) == (hours.always, hours.periods):
            for event in hours.events:
                self.events[index].append(below(event, base))
            return
        for path in _hours_paths(part.value):
            self.events[index].append(Event("EV505", (*base, *path), "dropped", ("opening hours",)))

    def _roaming(self, index: int, station: dict[str, Any]) -> None:
        for path in ROAMING:
            if path[0] not in station:
                continue
            entries: Any = station
            for key in path:
                entries = entries.get(key, {})
            if entries:
                self.facts["providers"] = (
                    *self.facts.get("providers", ()),
                    *read_providers(entries),
                )

    def _brand(self, index: int, station: dict[str, Any]) -> None:
        brand = station.get("brand")
        if brand and self.facts.setdefault("operator", brand) != brand:
            self.events[index].append(Event("EV432", ("brand",), "dropped"))

    def _last_updated(self) -> None:
        """The newest of the stations' timestamps, in UTC."""
        found: list[tuple[str, bool, int, str]] = []
        for index, record in enumerate(self.records):
            for key in TIMESTAMPS:
                text = record.value.get(key)
                if not text:
                    continue
                utc, exact = to_utc(text)
                if utc is None:
                    self.events[index].append(Event("EV435", (key,), "invalid"))
                else:
                    found.append((utc, exact, index, key))
        if not found:
            return
        newest, exact, *_ = max(found)
        self.facts["last_updated"] = newest
        if not exact:
            self.facts["origins"] = {"last_updated": "converted"}
        for utc, is_exact, index, key in found:
            if utc != newest:
                self.events[index].append(Event("EV431", (key,), "dropped"))
            elif not is_exact:
                self.events[index].append(Event("EV436", (key,), "converted"))


def _is_degrees(value: Any, bound: int) -> bool:
    if not isinstance(value, (int, Decimal)) or not -bound <= value <= bound:
        return False
    return isinstance(value, int) or value.adjusted() >= LEAST_EXPONENT


def _differing(value: Any, known: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values that do not stand in `known` just so."""
    if isinstance(value, dict) and value:
        inner = known if isinstance(known, dict) else {}
        for key, member in value.items():
            yield from _differing(member, inner.get(key), (*path, key))
    elif isinstance(value, list) and value:
        for index, member in enumerate(value):
            found = isinstance(known, list) and member in known
            yield from _differing(member, member if found else None, (*path, index))
    elif value != known:
        yield path


def _hours_paths(details: dict[str, Any]) -> list[Path]:
    """The paths of all values that hours are read from, relative to connectorDetails."""
    paths: list[Path] = [("open24x7",)] if "open24x7" in details else []
    entries = details.get("openingHours", {}).get("regularOpeningHours", ())
    for index, entry in enumerate(entries):
        base: Path = ("openingHours", "regularOpeningHours", index)
        if "daymask" in entry:
            paths.append((*base, "daymask"))
        for number, period in enumerate(entry.get("period", ())):
            paths += [(*base, "period", number, key) for key in ("from", "to") if key in period]
    return paths
