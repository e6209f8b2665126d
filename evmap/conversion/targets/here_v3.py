"""`here-v3`: the JSON that HERE's v3 OpenAPI document (3.20.1) describes."""

from __future__ import annotations

import re
from functools import lru_cache

from evmap.conversion import model
from evmap.conversion.diagnostics import Cause, Diagnostic, Notes
from evmap.conversion.facts.urls import is_web_address
from evmap.conversion.model import Access, Hours, Origins, Period
from evmap.conversion.rules.access import RESTRICTED
from evmap.conversion.rules.status import GROUP
from evmap.conversion.targets import here_v3_objects as here
from evmap.conversion.targets.base import (
    NOTHING_MADE,
    Kept,
    Writer,
    Written,
    lose_all,
    origins_of,
    require,
    written_only,
)
from evmap.conversion.targets.here_v3_groups import connector_groups

#: What stands before the pool id in HERE's v3 location id.
PREFIX = "here:evcp:charginglocation:"

END_OF_DAY = "24:00:00"

#: The model's words in HERE's spelling, where it is another.
WORDS = {
    "SOCKET": "socket",
    "CABLE": "cable",
    "AC_1_PHASE": "ac1Phase",
    "AC_2_PHASE": "ac2Phase",
    "AC_3_PHASE": "ac3Phase",
    "DC": "dc",
}

#: DayOfWeek, Monday first.
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

#: v2 payment terms -> EvsePaymentSupport.
PAYMENTS = {
    "creditCard": "creditCard",
    "debitCard": "debitCard",
    "ePayment": "mobilePayment",
    "contactless-card": "contactlessCard",
    "rfid-reader": "rfidReader",
    "app": "operatorApp",
    "auth-by-car-plug-and-charge": "authByCarPlugAndCharge",
    "auth-by-car-autocharge": "authByCarAutocharge",
    "terminal-qr-code": "terminalQrCode",
    "terminal-sms": "terminalSms",
    "online-bank-payment": "onlineBankPayment",
    "online-google-pay": "onlineGooglePay",
    "online-credit-card": "onlineCreditCard",
    "online-paypal": "onlinePaypal",
    "online-apple-pay": "onlineApplePay",
}

RESERVABLE = "reservable"

#: Whatever of these is set, HERE sets the umbrella value mobilePayment as well.
UMBRELLA = "mobilePayment"
MOBILE = frozenset(
    {
        "operatorApp",
        "onlineApplePay",
        "onlinePaypal",
        "onlineCreditCard",
        "onlineGooglePay",
        "onlineBankPayment",
        "terminalSms",
        "terminalQrCode",
        "contactlessCard",
    }
)

#: Attributes of the model -> members of a location whose origin may be another.
NAMES = {"pool_id": "id", "time_zone": "time_zone", "phone": "support_phone_number"}

#: That access is not restricted, a site without restrictions says.
UNRESTRICTED = Cause(((Diagnostic("", RESTRICTED, "restructured"), ()),))

#: BusinessDetails.eMobilityIds: country and party.
_E_MOBILITY_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]{3}")


class HereV3(Writer[here.Connector]):
    """Writes HERE's own v3 locations."""

    list_key = "items"
    envelope = {"missingItems": []}
    kind = here.Location
    words = PAYMENTS | {"reservable": RESERVABLE}
    expected = {"address.street": "EV616", "address.countryCode": "EV616"}
    names = {
        "power_type": "powerType",
        "max_voltage": "maxVoltage",
        "max_amperage": "maxCurrent",
        "max_electric_power": "maxPower",
        "last_updated": "",
    }

    def spell_standard(self, standard: str) -> str:
        """HERE's spelling; empty where it has none."""
        return self.guide.standards[standard].here_v3

    def spell_status(self, status: str) -> str:
        """HERE's spelling; empty where it has none."""
        return self.guide.spellings[status].here_v3

    def write_connector(self, connector: model.Connector, standard: str) -> here.Connector:
        """A connector in HERE's form."""
        plug = connector.plug
        return here.Connector(
            connector.id,
            standard,
            WORDS.get(plug.format or ""),
            WORDS.get(plug.power_type or ""),
            plug.max_voltage,
            plug.max_amperage,
            plug.max_electric_power,
        )

    def write(self, location: model.Location, notes: Notes) -> Written:
        """The ChargingLocation of one location."""
        document = here.Location(
            id=PREFIX + location.pool_id.removeprefix(PREFIX) if location.pool_id else None,
            name=location.name,
            time_zone=location.time_zone,
            cpo_location_id=location.cpo_id,
            support_phone_number=location.phone,
            address=_address(location),
        )
        written = Written(document)
        self._read(location, document, written, notes)
        if location.position is not None:
            document.location = here.Place(*location.position)
        if location.entrances:
            document.access_points = [here.Place(*point) for point in location.entrances]
        self._operator(location, document, notes)
        for hours, at in location.hours_told:
            notes.tell(hours.cause, at)
        _take_hours(location.hours, document, written)
        if location.public is False:
            notes.target_says_of("public", "EV610", "dropped")
        if location.access.restricted:
            document.restrictions = ["other"]
        for access, at in location.accesses:
            if access.unrestricted and not location.access.restricted:
                notes.tell(UNRESTRICTED, at)
        document.e_mobility_service_providers = _providers(location, notes) or None
        self._evses(location, document, written, notes)
        _tell_stamps(location, document, notes)
        require(document, ("", (0,)), self.name, notes)
        found = (location.street or location.label, location.country)
        missing = [name for name, value in zip(self.expected, found, strict=True) if value is None]
        if missing:
            notes.tell(self.said_of_missing(tuple(missing)), (0,))
        return written

    @staticmethod
    def _read(
        location: model.Location, document: here.Location, written: Written, notes: Notes
    ) -> None:
        """Origins of what can be read in several ways; no phone number but in the form of E.164."""
        if "phone" in location.unread:
            document.support_phone_number = None
            notes.target_says_of("phone", "EV608", "dropped", "supportPhoneNumber")
        if not location.origins:
            return
        written.special[""] = written_only(origins_of(location, NAMES), document)
        if "country" in location.origins:
            written.special["address"] = (("countryCode", location.origins["country"]),)

    def _operator(self, location: model.Location, document: here.Location, notes: Notes) -> None:
        website = location.website
        if location.operator is None:
            if website is not None:
                notes.target_says_of("website", "EV438", "dropped")
            return
        if website is not None and not is_web_address(website):
            notes.target_says_of("website", "EV608", "dropped", "website")
            website = None
        partner_id = self.options.partner_id or None
        document.operator = here.Operator(location.operator, partner_id, website)
        require(document.operator, ("", (0,)), self.name, notes)

    def _evses(
        self, location: model.Location, document: here.Location, written: Written, notes: Notes
    ) -> None:
        supports = _supports(location.access)
        payments = list(supports) or None
        derived: Origins = ()
        if supports.get(UMBRELLA) == "derived":
            derived = ((f"paymentSupports/{list(supports).index(UMBRELLA)}", "derived"),)
        self.look_at_ids(location, notes)
        found: list[here.Evse] = []
        made = NOTHING_MADE
        for evse in location.evses:
            if evse.connectors is not made.source:
                made = self.connectors(evse, notes)
            if not made.written:
                notes.lost |= dict.fromkeys(evse.entries)
                continue
            each = here.Evse(
                evse.uid,
                evse.evse_id,
                evse.here_id,
                self.statuses.get(evse.status) or self.status(evse, notes),
                evse.last_updated,
                made.written,
                [RESERVABLE] if evse.reservable else None,
                payments,
                evse.physical_reference,
            )
            require(each, evse.entries[0], self.name, notes)
            written.kept.append(Kept(evse, made, _origins(evse) + derived))
            found.append(each)
        if not found:
            lose_all(location, notes)
            return
        document.evses = found
        told = [kept.evse.is_counted for kept in written.kept]
        document.connector_groups = connector_groups(found, told) or None


def _address(location: model.Location) -> here.Address | None:
    found = here.Address(
        location.label,
        location.street,
        location.house_number,
        location.state,
        location.county,
        location.city,
        location.district,
        location.subdistrict,
        location.block,
        location.subblock,
        location.country,
        location.postal_code,
    )
    return None if found == here.Address() else found


def _origins(evse: model.Evse) -> Origins:
    return tuple(
        ("modified" if name == "last_updated" else name, origin) for name, origin in evse.origins
    )


@lru_cache(maxsize=2_000)
def _supports(access: Access) -> dict[str, str]:
    """Payment support -> its origin, for every EVSE of the site."""
    found = {PAYMENTS[term.name]: "converted" for term in access.terms if term.name in PAYMENTS}
    if UMBRELLA not in found and MOBILE & set(found):
        found[UMBRELLA] = "derived"
    return found


# -- opening hours --------------------------------------------------------------------------------


def _take_hours(hours: Hours | None, document: here.Location, written: Written) -> None:
    if hours is None:
        return
    document.opening_hours = here.OpeningHours(
        hours.always, None if hours.always else _schedule(hours.periods)
    )
    if hours.origin != "copied":
        written.special["openingHours"] = (("open24x7", hours.origin),)


def _schedule(periods: tuple[Period, ...]) -> list[here.Schedule]:
    """Days with the same periods stand together, in the order of the week."""
    by_day: dict[int, list[tuple[str, str]]] = {}
    for period in periods:
        by_day.setdefault(period.weekday, []).append((period.begin, period.end))
    days_of: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for day, found in sorted(by_day.items()):
        days_of.setdefault(tuple(found), []).append(DAYS[day - 1])
    return [
        here.Schedule(
            days,
            # No `to` means the end of the day; 24:00:00 is no value of TimePeriodType.
            [here.Periods(begin, None if end == END_OF_DAY else end) for begin, end in times],
        )
        for times, days in days_of.items()
    ]


# -- service providers ----------------------------------------------------------------------------


def _providers(location: model.Location, notes: Notes) -> list[here.ServiceProvider]:
    """One entry per partner id: the first name counts, e-mobility ids add up.

    HERE requires name and partner id; an entry without both is left out, with a diagnostic.
    """
    found: dict[str, here.ServiceProvider] = {}
    for provider in location.providers:
        if not provider.name or not provider.partner_id:
            for place in provider.places:
                notes.target_says("EV609", place, "dropped")
            continue
        entry = found.setdefault(
            provider.partner_id, here.ServiceProvider(provider.name, provider.partner_id)
        )
        if entry.name != provider.name:
            notes.target_says("EV502", provider.name_place, "dropped", "emsp")
        for text, at in provider.ema_ids:
            if _E_MOBILITY_ID.fullmatch(text) is None:
                place = (f"{provider.pattern}/ema_id/*", at)
                notes.target_says("EV608", place, "dropped", "eMobilityIds")
            elif text not in (entry.e_mobility_ids or ()):
                entry.e_mobility_ids = [*(entry.e_mobility_ids or ()), text]
    return list(found.values())


# -- times ----------------------------------------------------------------------------------------


def _tell_stamps(location: model.Location, document: here.Location, notes: Notes) -> None:
    """The site has no time of its own here; it may stand in for that of its EVSEs.

    Connectors have none either: an earlier one than that of their EVSE is lost.
    """
    kept = {evse.last_updated for evse in location.evses}
    for evse in location.evses:
        for number, connector in enumerate(evse.connectors):
            if connector.last_updated not in kept and connector.pattern == GROUP:
                notes.target_says_of(
                    "last_updated", "EV431", "dropped", evse=evse, connector=number, once=True
                )
    used = document.evses is not None and any(
        ("last_updated", "derived") in evse.origins for evse in location.evses
    )
    origin = location.origins.get("last_updated", "copied")
    if origin == "derived":  # from the EVSEs themselves
        return
    if used:
        notes.target_says_of("last_updated", "EV613", "restructured")
    elif origin != "copied":
        notes.target_says_of("last_updated", "", "dropped")
