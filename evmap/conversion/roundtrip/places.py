"""Rules for what belongs to the site: address, contacts, positions, access, payment, providers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evmap.conversion.fieldmap import Path
from evmap.conversion.roundtrip.pair import (
    HELD,
    LOST,
    UNSAID,
    Outcome,
    Pair,
    Value,
    equal,
    inner,
    utc,
)
from evmap.conversion.rules.access import TYPES

#: Degrees: what OCPI cuts is below that.
NEAR = 0.001

Rule = Callable[[Pair, Value], Outcome]

STREET, NUMBER, LABEL = (
    ("address", "street"),
    ("address", "streetNumber"),
    ("address", "unparsedAddress"),
)
DETAILS = "evStationDetails"
METHODS: Path = (DETAILS, "paymentMethods")


def same_place(pair: Pair, value: Value) -> Outcome:
    """The value at its own place."""
    return pair.compare(value)


def pool_id(pair: Pair, value: Value) -> Outcome:
    """The id of the pool; that of the station, where it stands in."""
    if (
        value.path == ("id",)
        and pair.original.answer == "station"
        and (pair.first(("poolId",)) or value.index)
    ):
        return LOST
    return pair.compare(value, ("poolId",))


def street(pair: Pair, value: Value) -> Outcome:
    """The street, or its part of the line that street and number make."""
    found = pair.compare(value)
    if found.kind == "different" and pair.line == pair.back_line:
        is_first = equal(value.value, pair.first(STREET))
        return Outcome("form", STREET) if is_first else found
    return found


def street_number(pair: Pair, value: Value) -> Outcome:
    """The number; OCPI has it only behind a street."""
    found = pair.compare(value)
    if not pair.first(STREET) and pair.back.get("address", {}).get("street"):
        return LOST
    if found.kind != "same" and pair.line == pair.back_line:
        is_first = equal(value.value, pair.first(NUMBER)) and pair.first(STREET)
        return Outcome("form", STREET) if is_first else found
    return found


def label(pair: Pair, value: Value) -> Outcome:
    """The address as one text; it stands in for a street."""
    stands_in = not pair.first(STREET) and equal(value.value, pair.first(LABEL))
    if stands_in and value.value == pair.back_line:
        return Outcome("form", STREET)
    return pair.compare(value)


def region(pair: Pair, value: Value) -> Outcome:
    """The region; v3 has it as state."""
    return pair.compare(value, ("address", "state"))


def phone(pair: Pair, value: Value) -> Outcome:
    """A phone number, wherever contacts stand."""
    return _contact(pair, value, "phone")


def website(pair: Pair, value: Value) -> Outcome:
    """A website, wherever contacts stand."""
    return _contact(pair, value, "website")


def _contact(pair: Pair, value: Value, kind: str) -> Outcome:
    found = pair.compare(value)
    place: Path = ("contacts", kind, 0, "value")
    if found.kind != "same" and equal(pair.at(place), value.value):
        return Outcome("form", place)
    return found


def position(pair: Pair, value: Value) -> Outcome:
    """Latitude or longitude: half a position is none."""
    base = value.path[0]
    found = pair.compare(value)
    ours, theirs = _degrees(pair, value, str(base)), pair.at((base,))
    if found.kind in ("same", "form") and not _near(ours, theirs):
        return Outcome("different", value.path)
    return found


def entrance(pair: Pair, value: Value) -> Outcome:
    """The same of an entrance; v3 may hold more of them than a v2 station."""
    found = position(pair, value)
    if found.kind == "different":
        ours = _degrees(pair, value, "entrancePosition")
        for latitude, longitude in pair.held.entrances:
            if _near(ours, {"latitude": latitude, "longitude": longitude}):
                return HELD
    return found


def _degrees(pair: Pair, value: Value, name: str) -> Any:
    return pair.original.records[value.index].value.get(name)


def _near(one: Any, other: Any) -> bool:
    """Whether two positions are one place: OCPI cuts digits, of one of the two maybe."""
    try:
        return all(abs(float(one[k]) - float(other[k])) < NEAR for k in ("latitude", "longitude"))
    except (KeyError, TypeError):
        return False


def timestamp(pair: Pair, value: Value) -> Outcome:
    """A time: at its place, or anywhere in the station, in UTC."""
    found = pair.compare(value)
    if found.kind == "same":
        return found
    place = pair.back_times.get(utc(value.value))
    return Outcome("form", place) if place is not None else found


def total(pair: Pair, value: Value) -> Outcome:
    """All plugs of the station, which v3 has only together with those of its pool."""
    place: Path = ("totalNumberOfConnectors",)
    plugs = [p for g in pair.groups if g.index == value.index for p in g.plugs]
    whole = len(plugs) == value.value and all(plug.partner is not None for plug in plugs)
    found = pair.compare(value)
    if whole and pair.back_groups and found.kind != "same":
        return Outcome("form", place)
    return found if whole or found.kind != "same" else Outcome("different", place)


def brand(pair: Pair, value: Value) -> Outcome:
    """The operator, which v2 calls brand or supplier."""
    for number, group in enumerate(pair.back_groups):
        if equal(group.value.get("supplierName"), value.value):
            place: Path = ("connectors", "connector", number, "supplierName")
            return Outcome("same" if place == value.path else "form", place)
    return pair.compare(value, ("brand",))


# -- roaming --------------------------------------------------------------------------------


def _entry(pair: Pair, value: Value) -> Any:
    """The roaming entry that a value stands in."""
    place = next(n for n, step in enumerate(value.path) if isinstance(step, int))
    return inner(pair.original.records[value.index].value, value.path[: place + 1])


def provider(pair: Pair, value: Value) -> Outcome:
    """The name of a provider; with a partner id both must be there."""
    is_entry = value.path[0] != DETAILS
    partner = _entry(pair, value).get("partner_id") if is_entry else None
    for number, entry in enumerate(pair.back.get("roaming") or ()):
        theirs = entry.get("partner_id")
        if equal(entry["emsp"], value.value) and (theirs is None or theirs == partner):
            place: Path = ("roaming", number, "emsp")
            return Outcome("same" if place == value.path else "form", place)
    found = pair.compare(value)
    return found if found.path is None else Outcome("different", found.path)


def partner_id(pair: Pair, value: Value) -> Outcome:
    """The stable id of a provider."""
    if not _entry(pair, value).get("emsp"):
        return LOST
    for number, entry in enumerate(pair.back.get("roaming") or ()):
        if equal(entry.get("partner_id"), value.value):
            place: Path = ("roaming", number, "partner_id")
            return Outcome("same" if place == value.path else "form", place)
    return pair.compare(value)


def ema_id(pair: Pair, value: Value) -> Outcome:
    """An e-mobility id of a provider."""
    partner = _entry(pair, value).get("partner_id")
    for number, entry in enumerate(pair.back.get("roaming") or ()):
        ids = entry.get("ema_id") or ()
        if partner is not None and entry.get("partner_id") == partner and value.value in ids:
            place: Path = ("roaming", number, "ema_id", ids.index(value.value))
            return Outcome("same" if place == value.path else "form", place)
    return LOST


# -- evStationDetails -----------------------------------------------------------------------


def of_first_details(rule: Rule) -> Rule:
    """A rule for details: v3 has those of the first station, later ones count where they agree."""

    def checked(pair: Pair, value: Value) -> Outcome:
        if value.index != pair.details_index and not _told_first(pair, value):
            found = pair.compare(value)
            return found if found.path is None else Outcome("different", found.path)
        return rule(pair, value)

    return checked


def _told_first(pair: Pair, value: Value) -> bool:
    details = pair.original.records[pair.details_index].value
    if isinstance(value.path[-1], int):
        return value.value in (inner(details, value.path[:-1]) or ())
    return equal(inner(details, value.path), value.value)


@of_first_details
def private(pair: Pair, value: Value) -> Outcome:
    """Whether a site is private, or access restricted."""
    return pair.compare(value)


@of_first_details
def accessibility(pair: Pair, value: Value) -> Outcome:
    """PUBLIC, PRIVATE or RESTRICTED: what comes back says a part of it."""
    kind = str(value.value).upper()
    hidden = pair.at((DETAILS, "privateAccess"))
    if hidden is not None and kind in ("PUBLIC", "PRIVATE"):
        return Outcome("different", (DETAILS, "privateAccess"))
    if kind == "RESTRICTED" and pair.at((DETAILS, "restrictedAccess")):
        return Outcome("different", (DETAILS, "restrictedAccess"))
    return LOST


@of_first_details
def accepted(pair: Pair, value: Value) -> Outcome:
    """A way to pay. v3 lists those that are accepted, so one that isn't is not on the list."""
    found = pair.compare(value)
    listed = value.path[2] != "ePayment" or pair.held.here
    if found is LOST and value.value is False and pair.back_groups and listed:
        return UNSAID
    return found


@of_first_details
def payment_type(pair: Pair, value: Value) -> Outcome:
    """A type of ePayment or other, in its present spelling."""
    term = TYPES.get(str(value.value))
    for method in (str(value.path[2]), "ePayment", "other"):
        types = pair.at((*METHODS, method, "types", "type")) or []
        for number, found in enumerate(types):
            place: Path = (*METHODS, method, "types", "type", number)
            if found == value.literal:
                return Outcome("same" if method == value.path[2] else "form", place)
            if found == term:
                return Outcome("form", place)
    return LOST


@of_first_details
def subscription(pair: Pair, value: Value) -> Outcome:
    """The provider of a subscription: one of those that are accepted."""
    return provider(pair, value)


_METHOD = "evStationDetails.paymentMethods"

#: Path in the field map -> rule.
RULES: dict[str, Rule] = {
    "id": pool_id,
    "poolId": pool_id,
    "lastUpdateTimestamp": timestamp,
    "LastUpdatedTimeStamp": timestamp,
    "brand": brand,
    "address.street": street,
    "address.streetNumber": street_number,
    "address.unparsedAddress": label,
    "address.region": region,
    "contacts.phone[].value": phone,
    "contacts.website[].value": website,
    "contacts.www[].value": website,
    "position.latitude": position,
    "position.longitude": position,
    "entrancePosition.latitude": entrance,
    "entrancePosition.longitude": entrance,
    "totalNumberOfConnectors": total,
    "evStationDetails.privateAccess": private,
    "evStationDetails.restrictedAccess": private,
    "evStationDetails.accessibilityType": accessibility,
    f"{_METHOD}.ePayment.types.type[]": payment_type,
    f"{_METHOD}.other.types.type[]": payment_type,
    f"{_METHOD}.subscription.provider": subscription,
    **{
        f"{_METHOD}.{name}.accept": accepted
        for name in ("creditCard", "debitCard", "ePayment", "other")
    },
    **{
        f"{base}.{name}": rule
        for base in ("roaming[]", "roamings.roaming[]")
        for name, rule in (("emsp", provider), ("partner_id", partner_id), ("ema_id[]", ema_id))
    },
}
