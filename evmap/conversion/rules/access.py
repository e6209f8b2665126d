"""Access, payment and roaming of a station (evStationDetails)."""

from __future__ import annotations

from typing import Any

from evmap.conversion.events import Bundle, make_bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Access, Event, Provider

DETAILS = "evStationDetails"

#: v2 payment methods that are one term of their own.
PLAIN_METHODS = ("creditCard", "debitCard", "ePayment")

#: Types of `ePayment` and `other` of the present v2, and the older spelling of some.
TYPES = {
    "contactless-card": "contactless-card",
    "rfid-reader": "rfid-reader",
    "app": "app",
    "auth-by-car-plug-and-charge": "auth-by-car-plug-and-charge",
    "auth-by-car-autocharge": "auth-by-car-autocharge",
    "terminal-qr-code": "terminal-qr-code",
    "terminal-sms": "terminal-sms",
    "online-bank-payment": "online-bank-payment",
    "online-google-pay": "online-google-pay",
    "online-credit-card": "online-credit-card",
    "online-paypal": "online-paypal",
    "online-apple-pay": "online-apple-pay",
    "PAYPAL": "online-paypal",
    "APPLEPAY": "online-apple-pay",
}


def read_access(details: dict[str, Any]) -> Access:
    """Who may charge and how they pay. All paths begin at the station's root."""
    events: list[Event] = []
    methods: dict[str, Any] = details.get("paymentMethods", {})
    provider = methods.get("subscription", {}).get("provider")
    payments = [name for name in PLAIN_METHODS if methods.get(name, {}).get("accept") is True]
    payments += [term for _, term in _types("ePayment", methods, events)]
    others = _types("other", methods, events)
    payments += [term for _, term in others]
    return Access(
        public=_public(details, events),
        restricted=details.get("restrictedAccess") is True or _kind(details) == "RESTRICTED",
        kind=_kind(details),
        payments=tuple(dict.fromkeys(payments)),
        others=tuple(others),
        providers=(Provider(provider),) if provider else (),
        events=tuple(events),
    )


def access_events(details: dict[str, Any]) -> Bundle:
    """The events of reading `evStationDetails`."""
    return make_bundle(read_access(details).events)


def _public(details: dict[str, Any], events: list[Event]) -> bool | None:
    """Whether the public may see the site: PUBLIC or not private, PRIVATE or private."""
    kind = _kind(details)
    private = details.get("privateAccess")
    by_kind = {"PUBLIC": True, "PRIVATE": False}.get(kind)
    if kind and kind not in ("PUBLIC", "PRIVATE", "RESTRICTED"):
        events.append(Event("EV426", (DETAILS, "accessibilityType"), "dropped", (kind[:40],)))
    if by_kind is not None and private is not None and by_kind == private:
        events.append(Event("EV427", (DETAILS, "privateAccess"), "dropped", (kind,)))
        return by_kind
    return by_kind if private is None else not private


def _kind(details: dict[str, Any]) -> str:
    return str(details.get("accessibilityType", "")).upper()


def _types(group: str, methods: dict[str, Any], events: list[Event]) -> list[tuple[Path, str]]:
    """(path, term) of the types of `ePayment` or `other` that are known and not refused."""
    method: dict[str, Any] = methods.get(group, {})
    refused = method.get("accept") is False
    found: list[tuple[Path, str]] = []
    for index, kind in enumerate(method.get("types", {}).get("type", ())):
        path: Path = (DETAILS, "paymentMethods", group, "types", "type", index)
        if not kind:
            continue
        term = TYPES.get(kind)
        if term is None or refused:
            events.append(Event("EV428", path, "dropped", (str(kind)[:40],)))
        else:
            found.append((path, term))
    return found


def read_providers(entries: list[dict[str, Any]]) -> tuple[Provider, ...]:
    """Roaming entries of a station: emsp, partner_id, ema_id."""
    return tuple(
        Provider(entry["emsp"], entry.get("partner_id"), tuple(entry.get("ema_id", ())))
        for entry in entries
        if entry.get("emsp")
    )
