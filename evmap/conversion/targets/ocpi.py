"""OCPI-shaped targets: `v3`, in the guide's spelling; the strict ones (:mod:`.ocpi_fit`) extend it.

OCPI module Locations: Location, EVSE, Connector, Hours, GeoLocation, BusinessDetails.
"""

from __future__ import annotations

from evmap.conversion import model
from evmap.conversion.diagnostics import Notes, Place
from evmap.conversion.facts.evse_ids import Party
from evmap.conversion.model import Origins
from evmap.conversion.rules.private import PUBLISHED
from evmap.conversion.targets.base import (
    NOTHING_MADE,
    Kept,
    Writer,
    Written,
    lose_all,
    origins_of,
    written_only,
)
from evmap.conversion.targets.ocpi_access import (
    CAPABILITIES,
    capabilities_of,
    said_of_cards,
    said_of_types,
)
from evmap.conversion.targets.ocpi_hours import hours_of, said_of_hours
from evmap.conversion.targets.ocpi_objects import (
    BusinessDetails,
    Connector,
    Evse,
    GeoLocation,
    Location,
)
from evmap.conversion.targets.ocpi_party import party_in, tell_party
from evmap.conversion.targets.spelling import degrees, street_address

RESERVABLE = "RESERVABLE"
WORDS = CAPABILITIES | {"reservable": RESERVABLE}

#: Attributes of the model -> members of a location, as far as their origins may be others.
NAMES = {
    "pool_id": "id",
    "country": "country",
    "time_zone": "time_zone",
    "phone": "help_phone",
    "last_updated": "last_updated",
}

#: Codes that tell in which form a phone number is written.
PHONE_FORMS = frozenset({"EV448", "EV449", "EV450", "EV451"})

#: What clients need of a site; strict targets require it.
EXPECTED = {
    "coordinates": "EV615",
    "address": "EV616",
    "country": "EV616",
    "last_updated": "EV616",
}


class GuideV3(Writer[Connector]):
    """`v3`: OCPI-shaped locations in the names and spellings of HERE's migration guide."""

    list_key = "items"
    envelope = {"missingItems": []}
    kind = Location
    words = WORDS
    with_help_phone = True
    with_providers = True
    expected = EXPECTED

    def write(self, location: model.Location, notes: Notes) -> Written:
        """The OCPI object of one location."""
        document = Location(
            id=location.pool_id or None,
            name=location.name,
            city=location.city,
            postal_code=location.postal_code,
            state=location.state,
            country=location.country,
            time_zone=location.time_zone,
            help_phone=location.phone,
            last_updated=location.last_updated,
        )
        if not self.with_help_phone and location.phone is not None:
            document.help_phone = None
            notes.take_back(PHONE_FORMS)
            notes.target_says_of("phone", "", "dropped")
        written = Written(document)
        origins = self._head(location, document, notes)
        self._address(location, document, notes)
        self._operator(location, written, notes)
        for access, at in location.accesses:
            notes.tell(said_of_types(access), at)
        self._hours(location, written, notes)
        self._evses(location, written, notes)
        tell_party(location, written, notes)
        for access, at in location.accesses if written.kept else ():
            if access is location.access:
                notes.tell(said_of_cards(access), at)
        origins += self.fit_location(location, document, notes)
        if origins:
            written.special[""] = written_only(origins, document)
        return written

    def fit_location(self, location: model.Location, document: Location, notes: Notes) -> Origins:
        """Make a location fit; return the origins that became others."""
        missing = [name for name in self.expected if getattr(document, name) is None]
        if missing:
            notes.tell(self.said_of_missing(tuple(missing)), (0,))
        return ()

    def fit_operator(self, document: BusinessDetails, notes: Notes) -> Origins:
        """Make the operator fit; return the origins that became others."""
        return ()

    def fit_evse(self, evse: model.Evse, document: Evse, notes: Notes) -> Origins:
        """Make an EVSE fit; return the origins that became others."""
        return ()

    def _head(self, location: model.Location, document: Location, notes: Notes) -> Origins:
        """Party and publish; return the origins of the site that are not the regular ones.

        Options fill in what v2 does not tell.
        """
        options = self.options
        origins = origins_of(location, NAMES)
        party = party_in(location, notes)
        if party is None and options.country_code and options.party_id:
            party = Party(options.country_code, options.party_id)
            origins += (("country_code", "assumed"), ("party_id", "assumed"))
        if party is not None:
            document.country_code, document.party_id = party
        document.publish = location.public
        for at in location.private_groups:
            notes.tell(PUBLISHED, at)
        if document.publish is None and options.publish is not None:
            document.publish = options.publish
            origins += (("publish", "assumed"),)
        return origins

    def _address(self, location: model.Location, document: Location, notes: Notes) -> None:
        document.address = street_address(location)
        if document.address is None:
            document.address = location.label
            if location.label is not None:
                notes.target_says_of("label", "", "restructured")
            if location.house_number is not None:
                notes.target_says_of("house_number", "EV437", "dropped")
        if location.position is not None:
            document.coordinates = self.write_point(location.position, None, notes)
        if location.entrances:
            document.related_locations = [
                self.write_point(point, [("entrancePosition", at) for at in ats], notes)
                for point, ats in location.entrances.items()
            ]

    def write_point(
        self,
        point: model.Point,
        places: list[Place] | None,
        notes: Notes,
    ) -> GeoLocation:
        """A place; `places` are those in v2, None for the location's own."""
        return GeoLocation(degrees(point[0]), degrees(point[1]))

    def _operator(self, location: model.Location, written: Written, notes: Notes) -> None:
        if location.operator is None:
            if location.website is not None:
                notes.target_says_of("website", "EV438", "dropped")
            return
        operator = BusinessDetails(location.operator, location.website)
        origins = self.fit_operator(operator, notes)
        if operator.name is not None:
            written.document.operator = operator  # type: ignore[attr-defined]
        if origins:
            written.special["operator"] = origins

    @staticmethod
    def _hours(location: model.Location, written: Written, notes: Notes) -> None:
        for told, at in location.hours_told:
            notes.tell(said_of_hours(told), at)
        hours = location.hours
        if hours is None:
            return
        document: Location = written.document  # type: ignore[assignment]
        document.opening_times = hours_of(hours)
        if hours.origin != "copied" and document.opening_times is not None:
            written.special["opening_times"] = (("twentyfourseven", hours.origin),)

    # -- EVSEs ------------------------------------------------------------------------------

    def _evses(self, location: model.Location, written: Written, notes: Notes) -> None:
        terms = capabilities_of(location.access)
        reservable_terms = [RESERVABLE, *terms]
        terms_or_none = terms or None
        names = self.names_of_providers(location)
        providers = self.fit_providers(names, notes) or None
        cut = tuple(
            (f"accepted_service_providers/{number}", "converted")
            for number, name in enumerate(providers or ())
            if name not in names
        )
        statuses, checks, kept = self.statuses.get, self.checks, written.kept
        self.look_at_ids(location, notes)
        found: list[Evse] = []
        made = NOTHING_MADE
        for evse in location.evses:
            if checks or evse.connectors is not made.source:
                made = self.connectors(evse, notes)
            if not made.written:
                notes.lost |= dict.fromkeys(evse.entries)
                continue
            document = Evse(
                evse.uid,
                evse.evse_id,
                statuses(evse.status) or self.status(evse, notes),
                reservable_terms if evse.reservable else terms_or_none,
                made.written,
                evse.physical_reference,
                providers,
                evse.last_updated,
            )
            origins = evse.origins + cut
            if checks:
                origins += self.fit_evse(evse, document, notes)
            kept.append(Kept(evse, made, origins))
            found.append(document)
        if found:
            written.document.evses = found  # type: ignore[attr-defined]
        else:
            lose_all(location, notes)

    def names_of_providers(self, location: model.Location) -> list[str]:
        """The names of the service providers that are accepted."""
        if not self.with_providers:
            return []
        names = [location.access.provider, *[provider.name for provider in location.providers]]
        return list(dict.fromkeys(filter(None, names)))

    def fit_providers(self, names: list[str], notes: Notes) -> list[str]:
        """The names of service providers, made to fit."""
        return names

    def write_connector(self, connector: model.Connector, standard: str) -> Connector:
        """A connector in OCPI's form."""
        plug = connector.plug
        return Connector(
            connector.id,
            standard,
            plug.format,
            plug.power_type,
            plug.max_voltage,
            plug.max_amperage,
            plug.max_electric_power,
            connector.last_updated,
        )
