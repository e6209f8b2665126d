"""OCPI-shaped targets: `v3` (the guide's spelling, lenient) and strict OCPI 2.2.1 and 2.3.0.

OCPI module Locations: Location, EVSE, Connector, Hours, GeoLocation, BusinessDetails.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from evmap.conversion.books import Books
from evmap.conversion.events import Bundle, make_bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import Guide
from evmap.conversion.location import Access, Connector, Event, Evse, Hours, Location, Origins
from evmap.conversion.options import Options
from evmap.conversion.outputs import OutputTally
from evmap.conversion.rules.access import DETAILS, read_access
from evmap.conversion.rules.context import Built
from evmap.conversion.targets.base import EVSES, Writer, Written
from evmap.conversion.targets.ocpi_fit import Fitter, party_of
from evmap.conversion.targets.spelling import degrees, street_address

#: The regular origin of each value, by kind of object (its pattern below the location).
REGULAR: dict[str, dict[str, str]] = {
    "": {
        "country_code": "derived",
        "party_id": "derived",
        "id": "copied",
        "publish": "derived",
        "name": "copied",
        "address": "derived",
        "city": "copied",
        "postal_code": "copied",
        "state": "copied",
        "country": "copied",
        "time_zone": "copied",
        "help_phone": "copied",
        "last_updated": "copied",
    },
    "coordinates": {"latitude": "converted", "longitude": "converted"},
    "related_locations/*": {"latitude": "converted", "longitude": "converted"},
    "operator": {"name": "copied", "website": "copied"},
    "opening_times": {"twentyfourseven": "copied"},
    "opening_times/regular_hours/*": {
        "weekday": "converted",
        "period_begin": "converted",
        "period_end": "converted",
    },
    "evses/*": {
        "uid": "copied",
        "evse_id": "copied",
        "status": "converted",
        "physical_reference": "copied",
        "last_updated": "copied",
    },
    "evses/*/connectors/*": {
        "id": "copied",
        "standard": "converted",
        "format": "converted",
        "power_type": "converted",
        "max_voltage": "converted",
        "max_amperage": "converted",
        "max_electric_power": "converted",
        "last_updated": "copied",
    },
}

#: v2 payment terms -> OCPI capabilities.
CAPABILITIES = {
    "creditCard": "CREDIT_CARD_PAYABLE",
    "debitCard": "DEBIT_CARD_PAYABLE",
    "contactless-card": "CONTACTLESS_CARD_SUPPORT",
    "rfid-reader": "RFID_READER",
}

LAST_MINUTE = "23:59"


#: Offers kept for reuse.
OFFERS_KEPT = 2_000


class Offer(msgspec.Struct, eq=False):
    """What all EVSEs of a site share."""

    capabilities: list[str]
    capabilities_of_reservable: list[str]
    providers: list[str]


class GuideV3(Writer):
    """`v3`: OCPI-shaped locations in the names and spellings of HERE's migration guide."""

    list_key = "items"
    with_help_phone = True
    with_providers = True

    def __init__(self, guide: Guide, options: Options, books: Books) -> None:
        super().__init__(guide, options, OutputTally(REGULAR, books))
        self.envelope: dict[str, Any] = {"missingItems": []}
        self._offers: dict[Access, Offer] = {}

    def write(self, built: Built) -> Written:
        """The OCPI object of one location."""
        written = Written.of(built.records)
        location = built.location
        document = written.document
        origins = dict(location.origins)
        self._head(location, document, origins)
        self._address(location, document, written)
        self._business(location, document, written)
        self._access(written)
        self._hours(location.hours, document, written)
        self._evses(location, document, written)
        if location.last_updated is not None:
            document["last_updated"] = location.last_updated
        self._finish(location, document, origins, written)
        if location.operator is not None:
            self.tally.count("operator", document["operator"])
        self.tally.count("", document, tuple(origins.items()))
        return written

    def _head(self, location: Location, document: dict[str, Any], origins: dict[str, str]) -> None:
        country_code, party_id = party_of(location)
        options = self.options
        if options.country_code and options.party_id:
            country_code, party_id = options.country_code, options.party_id
            origins["country_code"] = origins["party_id"] = "assumed"
        if country_code and party_id:
            document["country_code"] = country_code
            document["party_id"] = party_id
        if location.pool_id:
            document["id"] = location.pool_id
        public = location.access.public
        if public is not None:
            document["publish"] = public
        elif options.publish is not None:
            document["publish"] = options.publish
            origins["publish"] = "assumed"
        if location.name is not None:
            document["name"] = location.name

    def _address(self, location: Location, document: dict[str, Any], written: Written) -> None:
        address = street_address(location)
        if address is None:
            address = location.label
            written.say_of("address", "", "restructured", values=(location.label,))
            written.say_of("address", "EV437", "dropped", values=(location.house_number,))
        members = {
            "address": address,
            "city": location.city,
            "postal_code": location.postal_code,
            "state": location.state,
            "country": location.country,
        }
        document.update({key: value for key, value in members.items() if value is not None})
        if location.position is not None:
            document["coordinates"] = self._geo(location.position, "coordinates", written)
        if location.entrances:
            document["related_locations"] = [
                self._geo(position, "related_locations/*", written)
                for position in location.entrances
            ]
        if location.time_zone is not None:
            document["time_zone"] = location.time_zone

    def _geo(
        self, position: tuple[Decimal | int, Decimal | int], kind: str, written: Written
    ) -> dict[str, str]:
        self.tally.count(kind, ("latitude", "longitude"))
        return {"latitude": degrees(position[0]), "longitude": degrees(position[1])}

    def _business(self, location: Location, document: dict[str, Any], written: Written) -> None:
        if location.operator is not None:
            operator = {"name": location.operator}
            if location.website is not None:
                operator["website"] = location.website
            document["operator"] = operator
        elif location.website is not None:
            written.say_of("website", "EV438", "dropped", values=(location.website,))
        if location.phone is not None and self.with_help_phone:
            document["help_phone"] = location.phone

    def _access(self, written: Written) -> None:
        """What of access and payment OCPI has no word for."""
        for index, record in enumerate(written.records):
            part = record.value.get(DETAILS)
            if part is not None:
                wordless = part.fact(_wordless_events)
                if wordless.events:
                    written.bundles[index].append(wordless)

    def _hours(self, hours: Hours | None, document: dict[str, Any], written: Written) -> None:
        if hours is None or hours.always is None:
            return
        kind = "opening_times"
        origins: Origins = ()
        if hours.origins:
            origins = tuple(("twentyfourseven", origin) for _, origin in hours.origins)
        self.tally.count(kind, ("twentyfourseven",), origins)
        times: dict[str, Any] = {"twentyfourseven": hours.always}
        document[kind] = times
        if hours.always:
            return
        keys = ("weekday", "period_begin", "period_end")
        times["regular_hours"] = [
            {
                "weekday": period.weekday,
                "period_begin": period.begin[:5],
                "period_end": LAST_MINUTE if period.end == "24:00:00" else period.end[:5],
            }
            for period in hours.periods
        ]
        self.tally.count(f"{kind}/regular_hours/*", keys, (), len(hours.periods))
        self._clipped(hours, written)

    @staticmethod
    def _clipped(hours: Hours, written: Written) -> None:
        """OCPI has no 24:00 and no seconds: a minute or seconds are lost."""
        base: Path = ()
        if any(period.end == "24:00:00" for period in hours.periods):
            written.events[0].append(Event("EV439", base))
        if any(period.begin[6:] != "00" or period.end[6:] != "00" for period in hours.periods):
            written.events[0].append(Event("EV440", base))

    # -- EVSEs ------------------------------------------------------------------------------

    def _evses(self, location: Location, document: dict[str, Any], written: Written) -> None:
        offer = self._offer(location, written)
        evses = []
        reservable = 0
        for evse in location.evses:
            connectors = self.connectors(evse, written)
            if connectors:
                evses.append(self._evse(evse, connectors, offer, written))
                reservable += evse.reservable
        if evses:
            document["evses"] = evses
        else:
            written.lose_all()
        terms = len(evses) * len(offer.capabilities) + reservable
        self._tally_lists(terms, len(evses) * len(offer.providers))

    def _tally_lists(self, capabilities: int, providers: int) -> None:
        lists = self.tally.lists
        if capabilities:
            lists["evses/*/capabilities/*", "converted"] += capabilities
        if providers:
            lists["evses/*/accepted_service_providers/*", "copied"] += providers

    def _offer(self, location: Location, written: Written) -> Offer:
        """What the EVSEs of a site share, worked out once where only its `access` tells."""
        access = location.access
        if self.checks or location.providers:
            return self._new_offer(location, written)
        offer = self._offers.get(access)
        if offer is None:
            if len(self._offers) >= OFFERS_KEPT:
                self._offers.clear()
            offer = self._offers[access] = self._new_offer(location, written)
        return offer

    def _new_offer(self, location: Location, written: Written) -> Offer:
        terms = [CAPABILITIES[term] for term in location.access.payments if term in CAPABILITIES]
        return Offer(terms, ["RESERVABLE", *terms], self._providers(location, written))

    def _providers(self, location: Location, written: Written) -> list[str]:
        if not self.with_providers:
            return []
        providers = (*location.access.providers, *location.providers)
        return list(dict.fromkeys(provider.name for provider in providers))

    def _evse(
        self, evse: Evse, connectors: list[dict[str, Any]], offer: Offer, written: Written
    ) -> dict[str, Any]:
        found: dict[str, Any] = {"uid": evse.uid}
        if evse.evse_id is not None:
            found["evse_id"] = evse.evse_id
        found["status"] = self.statuses.get(evse.status) or self.status(evse, written)
        if evse.reservable:
            found["capabilities"] = offer.capabilities_of_reservable
        elif offer.capabilities:
            found["capabilities"] = offer.capabilities
        found["connectors"] = connectors
        if evse.physical_reference is not None:
            found["physical_reference"] = evse.physical_reference
        if offer.providers:
            found["accepted_service_providers"] = offer.providers
        if evse.last_updated is not None:
            found["last_updated"] = evse.last_updated
        origins = evse.origins
        if self.checks:
            self._finish_evse(evse, found, written)
            if found["uid"] != evse.uid:
                origins = (*origins, ("uid", "derived"))
        signature = (tuple(found), origins)
        alike = self.tally.alike(signature) or self.tally.add(signature, EVSES, found, origins)
        alike.number += 1
        return found

    def _finish(
        self,
        location: Location,
        document: dict[str, Any],
        origins: dict[str, str],
        written: Written,
    ) -> None:
        """Last touches on a location; the strict targets check and fit here."""

    def _finish_evse(self, evse: Evse, document: dict[str, Any], written: Written) -> None:
        """Last touches on an EVSE."""


def _wordless_events(details: dict[str, Any]) -> Bundle:
    other = details.get("paymentMethods", {}).get("other", {})
    return make_bundle(_wordless(read_access(details), says_accept="accept" in other))


def _wordless(access: Access, *, says_accept: bool) -> Iterator[Event]:
    """Events for the values of `evStationDetails` that OCPI has no word for."""
    if access.kind == "RESTRICTED":
        yield Event("EV611", (DETAILS, "accessibilityType"), "dropped")
    lost = [(path, term) for path, term in access.others if term not in CAPABILITIES]
    for path, term in lost:
        yield Event("EV612", path, "dropped", (term,))
    if says_accept and lost and len(lost) == len(access.others):
        yield Event("", (DETAILS, "paymentMethods", "other", "accept"), "dropped")


class StrictOcpi(GuideV3):
    """`ocpi-2.2.1` and `ocpi-2.3.0`: objects that validate, or findings that say why not."""

    list_key = "data"
    checks = True

    def __init__(self, guide: Guide, options: Options, books: Books) -> None:
        super().__init__(guide, options, books)
        self.envelope = {}
        self._newer = options.target == "ocpi-2.3.0"
        self.with_help_phone = self.with_providers = self._newer
        self._fitter = Fitter(options)

    def spell_standard(self, standard: str) -> str:
        """OCPI's spelling; empty where it has none."""
        spelling = self.guide.standards[standard]
        return spelling.ocpi_2_3_0 if self._newer else spelling.ocpi_2_2_1

    def _geo(
        self, position: tuple[Decimal | int, Decimal | int], kind: str, written: Written
    ) -> dict[str, str]:
        found = super()._geo(position, kind, written)
        place = "position" if kind == "coordinates" else "entrance"
        self._fitter.coordinates(found, place, position, written)
        return found

    def spell_status(self, status: str) -> str:
        """OCPI's spelling; empty where it has none."""
        return self.guide.spellings[status].ocpi

    def _finish(
        self,
        location: Location,
        document: dict[str, Any],
        origins: dict[str, str],
        written: Written,
    ) -> None:
        self._fitter.location(location, origins, written)

    def _providers(self, location: Location, written: Written) -> list[str]:
        names = super()._providers(location, written)
        return list(dict.fromkeys(self._fitter.provider(name, written) for name in names))

    def _finish_evse(self, evse: Evse, document: dict[str, Any], written: Written) -> None:
        document["uid"] = self._fitter.uid(evse, written)
        self._fitter.evse(evse, document, written)

    def finish_connector(
        self, evse: Evse, connector: Connector, document: dict[str, Any], written: Written
    ) -> None:
        """Fit a connector, and check that it is complete."""
        self._fitter.connector(evse, connector, document, written)
