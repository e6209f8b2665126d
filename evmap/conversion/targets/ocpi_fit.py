"""Making values fit strict OCPI: lengths, character sets, required fields.

Texts are cut (lossy), ids are replaced by something that stands for them, other values that don't
fit are left out. A missing required field is an error that says how to supply it.
"""

from __future__ import annotations

import re
from typing import Any

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event, Location
from evmap.conversion.options import Options
from evmap.conversion.targets.spelling import decoded_tail, short_id

ID_LENGTH = 36

#: Text fields of a location: name -> (greatest length, v2 path). OCPI 2.2.1 and 2.3.0, Location.
TEXTS: dict[str, tuple[int, Path]] = {
    "name": (255, ("name",)),
    "address": (255, ("address", "street")),
    "city": (45, ("address", "city")),
    "postal_code": (10, ("address", "postalCode")),
    "state": (45, ("address", "state")),
    "time_zone": (255, ("timeZone",)),
}

#: Required fields: OCPI name -> how to supply it.
REQUIRED_LOCATION = {
    "country_code": "Give --party COUNTRY*PARTY, such as --party DE*ICT.",
    "party_id": "Give --party COUNTRY*PARTY, such as --party DE*ICT.",
    "id": "Ask v2 again: neither poolId nor id is there.",
    "publish": "Give --publish or --no-publish.",
    "address": "Supply it yourself: v2 holds no street and no unparsedAddress.",
    "city": "Supply it yourself: v2 holds no city.",
    "country": "Supply it yourself: v2 holds no country.",
    "coordinates": "Supply it yourself: v2 holds no usable position.",
    "time_zone": "Supply it yourself: v2 holds no timeZone.",
    "last_updated": "Supply it yourself: v2 holds no lastUpdateTimestamp.",
}
REQUIRED_EVSE = {
    "last_updated": "Supply it yourself: v2 holds no timestamp for this EVSE or its station."
}
REQUIRED_CONNECTOR = {
    "format": "Supply it yourself: v2 holds no fixedCable.",
    "power_type": "Supply it yourself: v2 holds no phases and no voltage with AC or DC.",
    "max_voltage": "Supply it yourself: v2 holds no voltage.",
    "max_amperage": "Supply it yourself: v2 holds no current.",
    "last_updated": "Supply it yourself: v2 holds no timestamp for this connector or its station.",
}

_PRINTABLE_ASCII = re.compile(r"[ -~]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_COUNTRY = re.compile(r"[A-Za-z]{3}")
_EMI3_PARTY = re.compile(r"([A-Za-z]{2})\*?([A-Za-z0-9]{3})\*?[Ee]")
_EMI3_STARS = re.compile(r"([A-Za-z]{2})\*([A-Za-z0-9]{3})\*")
_OCPI_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z")


def party_of(location: Location) -> tuple[str | None, str | None]:
    """Country and party of the CPO from the eMI3 id of an EVSE (`DE*ICT*E0001897`)."""
    for evse in location.evses:
        if evse.evse_id:
            match = _EMI3_PARTY.match(evse.evse_id) or _EMI3_STARS.match(evse.evse_id)
            if match is not None:
                return match[1].upper(), match[2].upper()
    return None, None


def fits_id(text: str, length: int = ID_LENGTH) -> bool:
    """Whether a text is a CiString of at most `length`."""
    return 0 < len(text) <= length and _PRINTABLE_ASCII.fullmatch(text) is not None


class Fitter:
    """Fits one object after the other; the events go to the list that is handed in."""

    def __init__(self, options: Options) -> None:
        self._target = options.target

    def location(
        self,
        location: Location,
        document: dict[str, Any],
        origins: dict[str, str],
        events: list[list[Event]],
    ) -> None:
        """Fit a location in place."""
        first = events[0]
        if "id" in document:
            self._location_id(location, document, origins, first)
        for name, (length, path) in TEXTS.items():
            text = document.get(name)
            if text is not None:
                fitted = _CONTROL.sub(" ", text)[:length]
                if fitted != text:
                    document[name] = fitted
                    first.append(Event("EV604", path, "lossy", (name, str(length))))
        self._rest(document, first)
        self._time(document, ("lastUpdateTimestamp",), first)
        self._require(document, REQUIRED_LOCATION, (), first)

    def _location_id(
        self,
        location: Location,
        document: dict[str, Any],
        origins: dict[str, str],
        events: list[Event],
    ) -> None:
        name = "poolId" if location.id_is_pool else "id"
        if fits_id(location.pool_id):
            events.append(Event("", (name,), "renamed"))
            return
        origins["id"] = "derived"
        tail = decoded_tail(location.pool_id)
        if tail is not None and fits_id(tail):
            document["id"] = tail
            events.append(Event("EV605", (name,)))
        else:
            document["id"] = short_id(location.pool_id)
            events.append(Event("EV606", (name,), "lossy", (name,)))

    def _rest(self, document: dict[str, Any], events: list[Event]) -> None:
        country = document.get("country")
        if country is not None and _COUNTRY.fullmatch(country) is None:
            self._leave_out(document, "country", ("address", "country"), events)
        phone = document.get("help_phone")
        if phone is not None and not fits_id(phone, 25):
            self._leave_out(document, "help_phone", ("contacts", "phone", 0, "value"), events)
        operator = document.get("operator")
        if operator is None:
            return
        website = operator.get("website")
        if website is not None and not fits_id(website, 255):
            self._leave_out(operator, "website", ("contacts", "website", 0, "value"), events)
        name = _CONTROL.sub(" ", operator["name"])[:100]
        if name != operator["name"]:
            operator["name"] = name
            path = ("connectors", "connector", 0, "supplierName")
            events.append(Event("EV604", path, "lossy", ("operator.name", "100")))

    def coordinates(
        self, found: dict[str, str], source: str, events: list[Event]
    ) -> dict[str, str]:
        """At most 7 decimals, latitude at most 10 characters, longitude at most 11."""
        fitted = {}
        for name, length in (("latitude", 10), ("longitude", 11)):
            whole, _, decimals = found[name].partition(".")
            text = f"{whole}.{decimals[:7]}"[:length]
            fitted[name] = text
            if text != found[name]:
                events.append(Event("EV607", (source, name), "lossy", (text,)))
        return fitted

    def uid(self, uid: str, path: Path, events: list[Event]) -> str:
        """An EVSE uid of at most 36 printable ASCII characters."""
        if fits_id(uid):
            return uid
        events.append(Event("EV606", (*path, "cpoEvseId"), "lossy", ("cpoEvseId",)))
        return short_id(uid)

    def evse(self, document: dict[str, Any], path: Path, events: list[Event]) -> None:
        """Fit an EVSE in place."""
        evse_id = document.get("evse_id")
        if evse_id is not None and not fits_id(evse_id, 48):
            self._leave_out(document, "evse_id", (*path, "cpoEvseEMI3Id"), events)
        reference = document.get("physical_reference")
        if reference is not None:
            fitted = _CONTROL.sub(" ", reference)[:16]
            if fitted != reference:
                document["physical_reference"] = fitted
                args = ("physical_reference", "16")
                events.append(Event("EV604", (*path, "physicalReference"), "lossy", args))
        self._time(document, path, events)
        self._require(document, REQUIRED_EVSE, path, events)

    def connector(self, document: dict[str, Any], path: Path, events: list[Event]) -> None:
        """Fit a connector in place."""
        if not fits_id(document["id"]):
            document["id"] = short_id(document["id"])
            events.append(Event("EV606", path, None, ("cpoConnectorId",)))
        self._time(document, path, events)
        self._require(document, REQUIRED_CONNECTOR, path, events)

    def _time(self, document: dict[str, Any], path: Path, events: list[Event]) -> None:
        """OCPI's DateTime has at most 25 characters: five digits of a fraction."""
        text = document.get("last_updated")
        if text is not None and len(text) > 25:
            match = _OCPI_TIME.fullmatch(text)
            document["last_updated"] = f"{match[1]}{(match[2] or '')[:5]}Z" if match else text
            events.append(Event("EV604", path, None, ("last_updated", "25")))

    def _leave_out(
        self, document: dict[str, Any], name: str, path: Path, events: list[Event]
    ) -> None:
        del document[name]
        events.append(Event("EV608", path, "dropped", (name,)))

    def _require(
        self, document: dict[str, Any], required: dict[str, str], path: Path, events: list[Event]
    ) -> None:
        for name, advice in required.items():
            if name not in document:
                events.append(Event("EV601", path, None, (name, self._target, advice)))
