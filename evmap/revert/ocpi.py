"""OCPI-shaped locations (`v3`, OCPI 2.2.1 and 2.3.0) to the model."""

from __future__ import annotations

import base64
import re

from evmap.conversion.facts.countries import NUMBER_FIRST
from evmap.conversion.facts.evse_ids import party_of, party_of_own_id
from evmap.conversion.model import Period
from evmap.conversion.rules.hours import END_OF_DAY
from evmap.conversion.targets.ocpi_access import CAPABILITIES
from evmap.conversion.targets.ocpi_hours import LAST_MINUTE
from evmap.conversion.targets.spelling import decoded_tail
from evmap.revert.common import (
    equipment,
    known_words,
    opening_of,
    read_positions,
    shared_words,
)
from evmap.revert.reader import Reader
from evmap.revert.site import Evse, Opening, Plug, Provider, Site
from evmap.revert.tables import Backward

TERMS = {capability: term for term, capability in CAPABILITIES.items()}

#: What stands before the UUID in pool ids of the present form (here-v2.md, 2.1).
POOL_PREFIX = "evcp0-"

#: The UUIDs in HERE's pool ids: of version 1, made by machines whose address begins so.
_HERE_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-42010a[0-9a-f]{6}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?|24:00(?::00)?")
#: A house number: digits, with a letter or a range behind.
_HOUSE_NUMBER = re.compile(r"\d\S*")

_FIELDS = {"city": "city", "postal_code": "postalCode", "state": "state", "country": "country"}


def read_location(location: Reader, tables: Backward) -> Site:
    """The site that an OCPI location describes."""
    site = Site(pool_id=_pool_id(location), name=location.text("name"))
    site.last_updated = location.text("last_updated")
    site.time_zone = location.text("time_zone")
    site.phone = location.text("help_phone")
    site.public = location.flag("publish")
    operator = location.child("operator")
    site.operator, site.website = operator.text("name"), operator.text("website")
    operator.close()
    _address(location, site)
    read_positions(location, site, "coordinates", "related_locations", ("latitude", "longitude"))
    site.opening = _opening(location.child("opening_times"))
    site.opening_at = location.place("opening_times")
    equipped = [(reader, _evse(reader, tables)) for reader in location.children("evses")]
    site.evses = [evse for _, evse in equipped]
    _party(location, site)
    payments = []
    for reader, evse in equipped:
        words = known_words(reader, "capabilities", (*TERMS, "RESERVABLE"))
        evse.reservable = any(word == "RESERVABLE" for word, _ in words)
        payments.append([(word, place) for word, place in words if word in TERMS])
    site.payments = [TERMS[word] for word in shared_words(payments, location.findings)]
    names = [reader.words("accepted_service_providers") for reader, _ in equipped]
    site.providers = [Provider(name) for name in shared_words(names, location.findings)]
    for reader, _ in equipped:
        reader.close()
    location.close()
    return site


def _pool_id(location: Reader) -> str | None:
    """The pool id; what OCPI has room for is completed where the form is that of HERE's ids."""
    given = location.text("id")
    if given is None:
        return None
    if _HERE_UUID.fullmatch(given):
        location.findings.add("RV404", location.place("id"), POOL_PREFIX, value=given)
        return POOL_PREFIX + base64.b64encode(given.encode()).decode().rstrip("=")
    if not given.startswith(POOL_PREFIX) and decoded_tail(given) is None:
        location.findings.add("RV407", location.place("id"), value=given)
    return given


def _party(location: Reader, site: Site) -> None:
    """Say that v2 has no field for country_code and party_id, and where an EVSE id tells them."""
    parties = {party_of(evse.evse_id) for evse in site.evses if evse.evse_id}
    parties |= {party_of_own_id(evse.uid) for evse in site.evses if evse.uid}
    country, party = location.text("country_code"), location.text("party_id")
    told = {(found.country_code, found.party_id) for found in parties if found is not None}
    code = "RV408" if (country, party) in told else "RV101"
    for key, value in (("country_code", country), ("party_id", party)):
        if value is not None:
            location.findings.add(code, location.place(key), value=value)


def _address(location: Reader, site: Site) -> None:
    found = {ours: text for name, ours in _FIELDS.items() if (text := location.text(name))}
    line = location.text("address")
    if line:
        street, number = split_line(line, found.get("country"))
        if number:
            location.findings.add("RV403", location.place("address"), value=line)
            site.address["street"], site.address["streetNumber"] = street, number
        else:
            site.address["street"] = line
    site.address.update(found)


def split_line(line: str, country: str | None) -> tuple[str, str]:
    """Street and house number of an address line; the number is empty where none is found."""
    if country in NUMBER_FIRST:
        number, _, street = line.partition(" ")
    else:
        street, _, number = line.rpartition(" ")
    return (street, number) if street and _HOUSE_NUMBER.fullmatch(number) else (line, "")


def _opening(times: Reader) -> Opening | None:
    always = times.flag("twentyfourseven")
    periods = []
    for hours in times.children("regular_hours"):
        weekday = hours.whole("weekday")
        begin, end = _clock(hours, "period_begin"), _clock(hours, "period_end")
        hours.close()
        if weekday is not None and weekday <= 7 and begin is not None and end is not None:
            periods.append(Period(weekday, begin, end))
    times.close()
    return opening_of(always, periods)


def _clock(hours: Reader, key: str) -> str | None:
    text = hours.text(key)
    if text is None:
        return None
    if _CLOCK.fullmatch(text) is None:
        hours.findings.add("RV102", hours.place(key), "a time HH:MM is expected", value=text)
        return None
    if text == LAST_MINUTE and key == "period_end":
        hours.findings.add("RV402", hours.place(key), value=text)
        return END_OF_DAY
    return text if len(text) == 8 else f"{text}:00"


def _evse(reader: Reader, tables: Backward) -> Evse:
    evse = equipment(reader, tables)
    evse.evse_id = reader.text("evse_id")
    evse.physical_reference = reader.text("physical_reference")
    evse.last_updated = reader.text("last_updated")
    evse.plugs = [_plug(plug, tables) for plug in reader.children("connectors")]
    return evse


def _plug(reader: Reader, tables: Backward) -> Plug:
    spelled = reader.text("standard") or ""
    plug = Plug(
        reader.at,
        reader.text("id"),
        tables.standard(spelled),
        spelled,
        format=reader.text("format"),
        power_type=reader.text("power_type"),
        volts=reader.whole("max_voltage"),
        amperes=reader.whole("max_amperage"),
        watts=reader.whole("max_electric_power"),
        last_updated=reader.text("last_updated"),
    )
    reader.close()
    return plug
