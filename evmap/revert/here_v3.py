"""Locations of HERE's own v3 (ChargingLocation of its OpenAPI document) to the model."""

from __future__ import annotations

from evmap.conversion.model import Period
from evmap.conversion.rules.hours import END_OF_DAY
from evmap.conversion.rules.stations import ADDRESS as V2_ADDRESS
from evmap.conversion.targets.here_v3 import DAYS, MOBILE, PAYMENTS, PREFIX
from evmap.conversion.targets.here_v3 import WORDS as HERE_WORDS
from evmap.conversion.targets.here_v3_objects import Address
from evmap.conversion.targets.schema import values
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

#: HERE's words for kinds of current and formats -> OCPI's.
WORDS = {word: ours for ours, word in HERE_WORDS.items()} | {"ac2PhaseSplit": "AC_2_PHASE_SPLIT"}

TERMS = {support: term for term, support in PAYMENTS.items()}

#: HERE's name of an address field -> v2's.
ADDRESS = {
    name: V2_ADDRESS[value.source].removeprefix("address/") for name, value in values(Address)
}


def read_location(location: Reader, tables: Backward) -> Site:
    """The site that a location of HERE's v3 describes."""
    given = location.text("id")
    site = Site(pool_id=given.removeprefix(PREFIX) if given else None)
    if given is not None and not given.startswith(PREFIX):
        location.findings.add("RV407", location.place("id"), value=given)
    site.name = location.text("name")
    site.cpo_id = location.text("cpoLocationId")
    site.time_zone = location.text("timeZone")
    site.phone = location.text("supportPhoneNumber")
    operator = location.child("operator")
    site.operator, site.website = operator.text("name"), operator.text("website")
    operator.close()
    _address(location.child("address"), site)
    read_positions(location, site, "location", "accessPoints", ("lat", "lng"))
    site.opening = _opening(location.child("openingHours"))
    site.opening_at = location.place("openingHours")
    site.restricted = _restricted(location)
    site.providers = [
        provider
        for reader in location.children("eMobilityServiceProviders")
        if (provider := _provider(reader)) is not None
    ]
    # Made of the EVSEs, to be read at a glance.
    location.ignore("connectorGroups")
    equipped = [(reader, _evse(reader, tables)) for reader in location.children("evses")]
    site.evses = [evse for _, evse in equipped]
    supports = [known_words(reader, "paymentSupports", TERMS) for reader, _ in equipped]
    site.payments = _payments(shared_words(supports, location.findings), location)
    for reader, _ in equipped:
        reader.close()
    location.close()
    return site


def _address(address: Reader, site: Site) -> None:
    for name, v2_name in ADDRESS.items():
        text = address.text(name)
        if text is not None:
            site.address[v2_name] = text
    address.close()


def _opening(times: Reader) -> Opening | None:
    always = times.flag("open24x7")
    periods = []
    for entry in times.children("regularSchedule"):
        days = [DAYS.index(day) + 1 for day, _ in entry.words("days") if day in DAYS]
        for period in entry.children("periods"):
            begin, end = period.text("from"), period.text("to")
            period.close()
            if begin is not None:
                periods += [Period(day, begin, end or END_OF_DAY) for day in days]
        entry.close()
    times.close()
    periods.sort(key=lambda period: (period.weekday, period.begin, period.end))
    return opening_of(always, periods)


def _restricted(location: Reader) -> bool:
    """Whether access is restricted; what v3 says beyond that has no place in v2."""
    words = location.words("restrictions")
    for word, place in words:
        if word != "other":
            location.findings.add("RV101", place, value=word)
    return bool(words)


def _provider(reader: Reader) -> Provider | None:
    name, partner_id = reader.text("name"), reader.text("partnerId")
    ids = tuple(word for word, _ in reader.words("eMobilityIds"))
    reader.close()
    return Provider(name, partner_id, ids) if name is not None else None


def _evse(reader: Reader, tables: Backward) -> Evse:
    evse = equipment(reader, tables)
    evse.evse_id = reader.text("evseId")
    evse.physical_reference = reader.text("physicalReference")
    evse.last_updated = reader.text("modified")
    if "id" in reader:
        reader.findings.add("RV101", reader.place("id"), value=reader.text("id"))
    evse.reservable = bool(known_words(reader, "capabilities", ("reservable",)))
    evse.plugs = [_plug(plug, tables) for plug in reader.children("connectors")]
    return evse


def _plug(reader: Reader, tables: Backward) -> Plug:
    spelled = reader.text("standard") or ""
    power_type, form = reader.text("powerType"), reader.text("format")
    plug = Plug(
        reader.at,
        reader.text("id"),
        tables.standard(spelled),
        spelled,
        format=WORDS.get(form or "", form),
        power_type=WORDS.get(power_type or "", power_type),
        volts=reader.whole("maxVoltage"),
        amperes=reader.whole("maxCurrent"),
        watts=reader.whole("maxPower"),
    )
    reader.close()
    return plug


def _payments(supports: list[str], location: Reader) -> list[str]:
    """v2 terms of payment supports; the umbrella value says that ePayment is accepted."""
    if TERMS.get("mobilePayment") and "mobilePayment" in supports and MOBILE & set(supports):
        location.findings.add("RV406", location.place("evses"))
    return [TERMS[support] for support in supports]
