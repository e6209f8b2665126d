"""`here-v3`: the JSON that HERE's v3 OpenAPI document (3.20.1) describes.

Structures ChargingLocation, Evse, EvConnector, ConnectorGroup, OpeningHoursType, BusinessDetails.
"""

from __future__ import annotations

from typing import Any

from evmap.conversion.books import Books
from evmap.conversion.guide import Guide
from evmap.conversion.location import Evse, Hours, Location, Period
from evmap.conversion.options import Options
from evmap.conversion.outputs import OutputTally
from evmap.conversion.rules.context import Built
from evmap.conversion.rules.times import to_utc
from evmap.conversion.targets.base import EVSES, Writer, Written
from evmap.conversion.targets.here_v3_groups import connector_groups
from evmap.conversion.targets.here_v3_parties import providers
from evmap.conversion.targets.here_v3_tables import (
    ADDRESS,
    DAYS,
    MOBILE,
    PAYMENTS,
    REGULAR,
    REQUIRED_EVSE,
    REQUIRED_LOCATION,
    REQUIRED_OPERATOR,
)
from evmap.conversion.targets.sources import sources

#: What stands before the pool id in HERE's v3 location id.
PREFIX = "here:evcp:charginglocation:"

END_OF_DAY = "24:00:00"


class HereV3(Writer):
    """Writes HERE's own v3 locations."""

    list_key = "items"
    names = {
        "power_type": "powerType",
        "max_voltage": "maxVoltage",
        "max_amperage": "maxCurrent",
        "max_electric_power": "maxPower",
    }
    words = {
        "SOCKET": "socket",
        "CABLE": "cable",
        "AC_1_PHASE": "ac1Phase",
        "AC_2_PHASE": "ac2Phase",
        "AC_3_PHASE": "ac3Phase",
        "DC": "dc",
    }
    stamp = ""

    def __init__(self, guide: Guide, options: Options, books: Books) -> None:
        super().__init__(guide, options, OutputTally(REGULAR, books))
        self.envelope: dict[str, Any] = {"missingItems": []}

    def spell_standard(self, standard: str) -> str:
        """HERE's spelling; empty where it has none."""
        return self.guide.standards[standard].here_v3

    def spell_status(self, status: str) -> str:
        """HERE's spelling; empty where it has none."""
        return self.guide.spellings[status].here_v3

    def write(self, built: Built) -> Written:
        """The ChargingLocation of one location."""
        written = Written.of(built.records)
        location = built.location
        document = written.document
        self._head(location, document)
        self._address(location, document)
        self._operator(location, document, written)
        if location.time_zone is not None:
            document["timeZone"] = location.time_zone
        self._hours(location.hours, document)
        if location.cpo_id is not None:
            document["cpoLocationId"] = location.cpo_id
        self._access(location, document, written)
        found = providers(written)
        if found:
            document["eMobilityServiceProviders"] = found
            self._tally_providers(found)
        if location.phone is not None:
            document["supportPhoneNumber"] = location.phone
        self._evses(location, document, written)
        self._dates(location, document, written)
        written.require(document, REQUIRED_LOCATION, (), 0, self.name)
        self.tally.count("", tuple(document))
        return written

    # -- the site ---------------------------------------------------------------------------

    def _head(self, location: Location, document: dict[str, Any]) -> None:
        if location.pool_id:
            document["id"] = PREFIX + location.pool_id.removeprefix(PREFIX)
        if location.position is not None:
            document["location"] = self._place("location", location.position)
        if location.name is not None:
            document["name"] = location.name
        if location.entrances:
            document["accessPoints"] = [
                self._place("accessPoints/*", entrance) for entrance in location.entrances
            ]

    def _place(self, kind: str, position: tuple[Any, Any]) -> dict[str, Any]:
        self.tally.count(kind, ("lat", "lng"))
        return {"lat": position[0], "lng": position[1]}

    def _address(self, location: Location, document: dict[str, Any]) -> None:
        address = {
            name: value
            for name, ours in ADDRESS.items()
            if (value := getattr(location, ours)) is not None
        }
        if address:
            document["address"] = address
            self.tally.count("address", tuple(address))

    def _operator(self, location: Location, document: dict[str, Any], written: Written) -> None:
        if location.operator is None:
            if location.website is not None:
                written.say_of("website", "EV438", "dropped", values=(location.website,))
            return
        operator = {"name": location.operator}
        if self.options.partner_id:
            operator["partnerId"] = self.options.partner_id
        if location.website is not None:
            operator["website"] = location.website
        document["operator"] = operator
        written.require(operator, REQUIRED_OPERATOR, (), 0, self.name)
        self.tally.count("operator", tuple(operator))

    def _access(self, location: Location, document: dict[str, Any], written: Written) -> None:
        if location.access.public is False:
            written.say_of("access", "EV610", "dropped")
        if location.access.restricted:
            document["restrictions"] = ["other"]
            self.tally.lists["restrictions/*", "converted"] += 1

    def _tally_providers(self, found: list[dict[str, Any]]) -> None:
        kind = "eMobilityServiceProviders/*"
        for provider in found:
            self.tally.count(kind, tuple(provider))
            ids = len(provider.get("eMobilityIds", ()))
            if ids:
                self.tally.lists[f"{kind}/eMobilityIds/*", "copied"] += ids

    # -- opening hours ----------------------------------------------------------------------

    def _hours(self, hours: Hours | None, document: dict[str, Any]) -> None:
        if hours is None or hours.always is None:
            return
        times: dict[str, Any] = {"open24x7": hours.always}
        document["openingHours"] = times
        origins = tuple(("open24x7", origin) for _, origin in hours.origins)
        self.tally.count("openingHours", ("open24x7",), origins)
        if not hours.always:
            times["regularSchedule"] = self._schedule(hours.periods)

    def _schedule(self, periods: tuple[Period, ...]) -> list[dict[str, Any]]:
        """Days with the same periods stand together, in the order of the week."""
        by_day: dict[int, list[Period]] = {}
        for period in periods:
            by_day.setdefault(period.weekday, []).append(period)
        days_of: dict[tuple[tuple[str, str], ...], list[int]] = {}
        for day, found in sorted(by_day.items()):
            days_of.setdefault(tuple((p.begin, p.end) for p in found), []).append(day)
        kind = "openingHours/regularSchedule/*"
        for times, days in days_of.items():
            self.tally.lists[f"{kind}/days/*", "converted"] += len(days)
            for _, end in times:
                keys = ("from",) if end == END_OF_DAY else ("from", "to")
                self.tally.count(f"{kind}/periods/*", keys)
        return [
            {
                "days": [DAYS[day - 1] for day in days],
                "periods": [
                    # No `to` means the end of the day; 24:00:00 is no value of TimePeriodType.
                    {"from": begin} if end == END_OF_DAY else {"from": begin, "to": end}
                    for begin, end in times
                ],
            }
            for times, days in days_of.items()
        ]

    # -- EVSEs ------------------------------------------------------------------------------

    def _evses(self, location: Location, document: dict[str, Any], written: Written) -> None:
        supports = self._supports(location)
        evses = []
        for evse in location.evses:
            found = self._evse(evse, supports, written)
            if found is not None:
                evses.append(found)
        if not evses:
            written.lose_all()
            return
        groups = connector_groups(evses)
        if groups:
            document["connectorGroups"] = groups
            self._tally_groups(groups)
        document["evses"] = evses

    def _supports(self, location: Location) -> list[tuple[str, str]]:
        """(payment support, origin) of every EVSE of the site."""
        found = {
            PAYMENTS[term]: "converted" for term in location.access.payments if term in PAYMENTS
        }
        if "mobilePayment" not in found and MOBILE & set(found):
            found["mobilePayment"] = "derived"
        return list(found.items())

    def _evse(
        self, evse: Evse, supports: list[tuple[str, str]], written: Written
    ) -> dict[str, Any] | None:
        connectors = self.connectors(evse, written)
        if not connectors:
            return None
        members = {
            "uid": evse.uid,
            "evseId": evse.evse_id,
            "id": evse.here_id,
            "status": self.statuses.get(evse.status) or self.status(evse, written),
            "modified": evse.last_updated,
            "connectors": connectors,
            "capabilities": ["reservable"] if evse.reservable else None,
            "paymentSupports": [support for support, _ in supports] or None,
            "physicalReference": evse.physical_reference,
        }
        found = {key: value for key, value in members.items() if value is not None}
        if evse.reservable:
            self.tally.lists["evses/*/capabilities/*", "converted"] += 1
        for _, origin in supports:
            self.tally.lists["evses/*/paymentSupports/*", origin] += 1
        origins = tuple(
            ("modified" if key == "last_updated" else key, origin) for key, origin in evse.origins
        )
        self.tally.count(EVSES, found, origins)
        index, path = evse.sources[0]
        written.require(found, REQUIRED_EVSE, path, index, self.name)
        return found

    @staticmethod
    def _dates(location: Location, document: dict[str, Any], written: Written) -> None:
        """The site has no time of its own here; it may stand in for that of its EVSEs."""
        newest = location.last_updated
        used = "evses" in document and any(
            ("last_updated", "derived") in evse.origins for evse in location.evses
        )
        _tell_lost_stamps(location, written)
        if not used and "last_updated" not in location.origins:
            return
        for source in sources(written.records, "last_updated"):
            if to_utc(source.value)[0] == newest:
                code, fate = ("EV613", "restructured") if used else ("", "dropped")
                written.say(source, code, fate)

    def _tally_groups(self, groups: list[dict[str, Any]]) -> None:
        for group in groups:
            self.tally.count("connectorGroups/*", tuple(group))
            references = group["connectors"]
            kind = "connectorGroups/*/connectors/*"
            self.tally.count(kind, ("evseUid",), (), len(references))
            ids = sum(len(reference["connectorIds"]) for reference in references)
            self.tally.lists[f"{kind}/connectorIds/*", "derived"] += ids


def _tell_lost_stamps(location: Location, written: Written) -> None:
    """Connectors have no time here: an earlier one than that of their EVSE is lost."""
    found = {c.last_updated for evse in location.evses for c in evse.connectors}
    lost = found - {evse.last_updated for evse in location.evses}
    for source in sources(written.records, "group_stamps") if lost else ():
        if to_utc(source.value)[0] in lost:
            written.say(source, "EV431", "dropped")
