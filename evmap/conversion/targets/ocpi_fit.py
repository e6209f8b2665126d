"""Making values fit strict OCPI: lengths, character sets, required fields.

Texts are cut (lossy), ids are replaced by something that stands for them, other values that don't
fit are left out. A missing required field is an error that says how to supply it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from evmap.conversion.location import Connector, Event, Evse, Location
from evmap.conversion.options import Options
from evmap.conversion.rules.times import to_utc
from evmap.conversion.targets.base import Written
from evmap.conversion.targets.sources import sources
from evmap.conversion.targets.spelling import decoded_tail, short_id

ID_LENGTH = 36
TIME_LENGTH = 25

#: Text fields of a location and their greatest length. OCPI 2.2.1 and 2.3.0, Location.
TEXTS = {
    "name": 255,
    "address": 255,
    "city": 45,
    "postal_code": 10,
    "state": 45,
    "time_zone": 255,
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
#: The rules say what else a connector lacks: every form of v3 requires that (EV210, EV405-EV407).
REQUIRED_CONNECTOR = {
    "last_updated": "v2 holds no timestamp for this connector or its station.",
}

_PRINTABLE_ASCII = re.compile(r"[ -~]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_COUNTRY = re.compile(r"[A-Za-z]{3}")
_EMI3_PARTY = re.compile(r"([A-Za-z]{2})\*?([A-Za-z0-9]{3})\*?[Ee]")
_EMI3_STARS = re.compile(r"([A-Za-z]{2})\*([A-Za-z0-9]{3})\*")


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
    """Fits one object after the other; the events go to the location's `written`."""

    def __init__(self, options: Options) -> None:
        self._target = options.target
        self._cut_times: set[str] = set()

    def location(self, location: Location, origins: dict[str, str], written: Written) -> None:
        """Fit a location in place."""
        document = written.document
        if "id" in document:
            self._location_id(location, origins, written)
        for name, length in TEXTS.items():
            self._fit_text(document, name, length, name, _texts_of(location, name), written)
        country = document.get("country")
        if country is not None and _COUNTRY.fullmatch(country) is None:
            self._leave_out(document, "country", "country", written)
        phone = document.get("help_phone")
        if phone is not None and not fits_id(phone, 25):
            self._leave_out(document, "help_phone", "phone", written)
        if "operator" in document:
            self._operator(document["operator"], written)
        self._time(document)
        self._tell_cut_times(written)
        written.require(document, REQUIRED_LOCATION, (), 0, self._target)

    def _location_id(self, location: Location, origins: dict[str, str], written: Written) -> None:
        values = (location.pool_id,)
        if fits_id(location.pool_id):
            written.say_of("pool_id", "", "renamed", values=values)
            return
        origins["id"] = "derived"
        tail = decoded_tail(location.pool_id)
        if tail is not None and fits_id(tail):
            written.document["id"] = tail
            written.say_of("pool_id", "EV605", "converted", values=values)
        else:
            written.document["id"] = short_id(location.pool_id)
            name = "poolId" if location.id_is_pool else "id"
            written.say_of("pool_id", "EV606", "lossy", name, values=values)

    def _operator(self, operator: dict[str, Any], written: Written) -> None:
        website = operator.get("website")
        if website is not None and not fits_id(website, 255):
            self._leave_out(operator, "website", "website", written)
        self._fit_text(operator, "name", 100, "operator", (operator["name"],), written)

    @staticmethod
    def _fit_text(
        holder: dict[str, Any],
        name: str,
        length: int,
        source: str,
        values: Collection[Any],
        written: Written,
    ) -> None:
        text = holder.get(name)
        if text is None:
            return
        fitted = _CONTROL.sub(" ", text)[:length]
        if fitted != text:
            holder[name] = fitted
            label = "operator.name" if source == "operator" else name
            written.say_of(source, "EV604", "lossy", label, str(length), values=values)

    @staticmethod
    def coordinates(found: dict[str, str], place: str, position: Any, written: Written) -> None:
        """At most 7 decimals, latitude at most 10 characters, longitude at most 11."""
        for number, (name, length) in enumerate((("latitude", 10), ("longitude", 11))):
            whole, _, decimals = found[name].partition(".")
            text = f"{whole}.{decimals[:7]}"[:length]
            if text != found[name]:
                found[name] = text
                values = (position[number],)
                written.say_of(f"{place} {name}", "EV607", "lossy", text, values=values)

    @staticmethod
    def uid(evse: Evse, written: Written) -> str:
        """The EVSE's uid, or a UUID for one that is no CiString of 36 characters."""
        if fits_id(evse.uid):
            return evse.uid
        keys = ("cpoEvseId", "cpoId", "id")
        written.say_in(evse, keys, evse.uid, Event("EV606", (), "lossy", ("uid",)))
        return short_id(evse.uid)

    def evse(self, evse: Evse, document: dict[str, Any], written: Written) -> None:
        """Fit an EVSE in place."""
        evse_id = document.get("evse_id")
        if evse_id is not None and not fits_id(evse_id, 48):
            del document["evse_id"]
            event = Event("EV608", (), "dropped", ("evse_id",))
            written.say_in(evse, ("cpoEvseEMI3Id",), evse_id, event)
        reference = document.get("physical_reference")
        fitted = _CONTROL.sub(" ", reference)[:16] if reference else reference
        if fitted != reference:
            document["physical_reference"] = fitted
            event = Event("EV604", (), "lossy", ("physical_reference", "16"))
            written.say_in(evse, ("physicalReference",), reference, event)
        self._time(document)
        index, path = evse.sources[0]
        written.require(document, REQUIRED_EVSE, path, index, self._target)

    @staticmethod
    def provider(name: str, written: Written) -> str:
        """The name of a service provider, of at most 50 characters."""
        fitted = _CONTROL.sub(" ", name)[:50]
        if fitted != name:
            args = ("accepted_service_providers", "50")
            written.say_of("provider", "EV604", "lossy", *args, values=(name,))
        return fitted

    def connector(
        self, evse: Evse, connector: Connector, document: dict[str, Any], written: Written
    ) -> None:
        """Fit a connector in place."""
        if not fits_id(connector.id):
            document["id"] = short_id(connector.id)
            event = Event("EV606", (), "lossy", ("connectors.id",))
            written.say_in(evse, ("cpoConnectorId", "id"), connector.id, event)
        self._time(document)
        index, path = connector.group
        written.require(document, REQUIRED_CONNECTOR, path, index, self._target)

    def _time(self, document: dict[str, Any]) -> None:
        """OCPI's DateTime has at most 25 characters; what was cut is told with the location."""
        text = document.get("last_updated")
        if text is not None and len(text) > TIME_LENGTH:
            self._cut_times.add(text)
            document["last_updated"] = f"{text[: TIME_LENGTH - 1]}Z"

    def _tell_cut_times(self, written: Written) -> None:
        for source in sources(written.records, "stamps") if self._cut_times else ():
            if to_utc(source.value)[0] in self._cut_times:
                written.say(source, "EV604", "lossy", "last_updated", str(TIME_LENGTH))
        self._cut_times.clear()

    @staticmethod
    def _leave_out(holder: dict[str, Any], name: str, source: str, written: Written) -> None:
        value = holder.pop(name)
        written.say_of(source, "EV608", "dropped", name, values=(value,))


def _texts_of(location: Location, name: str) -> tuple[Any, ...]:
    """The values in v2 that make up a text of the location."""
    if name != "address":
        return (getattr(location, name),)
    if location.street is None:
        return (location.label,)
    return location.street, location.house_number
