"""Access, payment and roaming of a station (evStationDetails)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec import UNSET, UnsetType

from evmap.conversion import v2
from evmap.conversion.diagnostics import Diagnostic, Indexes, Said, cause_of
from evmap.conversion.model import PROVIDER, Access, Provider, Term

DETAILS = "evStationDetails"
METHODS = f"{DETAILS}/paymentMethods"
PRIVATE = f"{DETAILS}/privateAccess"
RESTRICTED = f"{DETAILS}/restrictedAccess"
KIND = f"{DETAILS}/accessibilityType"
PROVIDER_ACCEPT = f"{METHODS}/subscription/accept"
OTHER_ACCEPT = f"{METHODS}/other/accept"
OTHER_TYPE = f"{METHODS}/other/types/type/*"
E_PAYMENT_TYPE = f"{METHODS}/ePayment/types/type/*"

#: v2 payment methods that are one term of their own: name, and where it is accepted.
PLAIN_METHODS = {
    name: f"{METHODS}/{name}/accept" for name in ("creditCard", "debitCard", "ePayment")
}

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

#: Keys under which a station's roaming entries may stand (not seen in an answer).
ROAMING = ("roaming/*", "roamings/roaming/*")


class AccessFacts(msgspec.Struct, frozen=True, gc=False):
    """The values of `evStationDetails` that rules read; equal facts, equal access.

    Of a list of types, an item that could not be used is empty.
    """

    kind: str = ""
    private: bool | None = None
    restricted: bool | None = None
    accepted: tuple[bool, bool, bool] = (False, False, False)
    e_payment_accept: bool | None = None
    e_payment_types: tuple[str, ...] = ()
    other_accept: bool | None = None
    other_types: tuple[str, ...] = ()
    provider: str | None = None
    provider_accept: bool | None = None


def read_access(details: v2.StationDetails) -> Access:
    """Who may charge and how they pay."""
    methods = details.payment_methods
    kind = details.accessibility_type or ""
    private, restricted = details.private_access, details.restricted_access
    if methods is UNSET:
        return _access(AccessFacts(kind, _known(private), _known(restricted)))
    credit, debit, e_payment = methods.credit_card, methods.debit_card, methods.e_payment
    other, subscription = methods.other, methods.subscription
    facts = AccessFacts(
        kind,
        _known(private),
        _known(restricted),
        (
            credit is not UNSET and credit.accept is True,
            debit is not UNSET and debit.accept is True,
            e_payment is not UNSET and e_payment.accept is True,
        ),
        None if e_payment is UNSET else _known(e_payment.accept),
        _types_of(e_payment),
        None if other is UNSET else _known(other.accept),
        _types_of(other),
        None if subscription is UNSET else subscription.provider or None,
        None if subscription is UNSET else _known(subscription.accept),
    )
    return _access(facts)


def _known(value: bool | UnsetType) -> bool | None:
    return None if value is UNSET else value


def _types_of(method: v2.Method | UnsetType) -> tuple[str, ...]:
    if method is UNSET or method.types is UNSET or method.types.type is UNSET:
        return ()
    return tuple(method.types.type)


@lru_cache(maxsize=2_000)
def _access(facts: AccessFacts) -> Access:
    said: list[Said] = []
    public = _public(facts, said)
    terms = [
        Term(name, place)
        for (name, place), accepted in zip(PLAIN_METHODS.items(), facts.accepted, strict=True)
        if accepted
    ]
    e_payment_refused = facts.e_payment_accept is False
    terms += _terms(facts.e_payment_types, E_PAYMENT_TYPE, e_payment_refused, said)
    others = _terms(facts.other_types, OTHER_TYPE, facts.other_accept is False, said)
    kind = facts.kind.upper()
    refused = facts.provider_accept is False
    if refused:
        said += [(Diagnostic("EV452", place, "dropped"), ()) for place in _refused_places(facts)]
    if facts.restricted is False and kind == "RESTRICTED":
        said.append((Diagnostic("EV427", RESTRICTED, "dropped", (kind,)), ()))
    return Access(
        public=public,
        restricted=facts.restricted is True or kind == "RESTRICTED",
        unrestricted=facts.restricted is False and kind != "RESTRICTED",
        kind=kind,
        terms=(*terms, *others),
        provider=None if refused else facts.provider,
        says_accept=facts.other_accept is not None,
        cause=cause_of(said),
    )


def _public(facts: AccessFacts, said: list[Said]) -> bool | None:
    """Whether the public may see the site: PUBLIC or not private, PRIVATE or private."""
    kind, private = facts.kind.upper(), facts.private
    by_kind = {"PUBLIC": True, "PRIVATE": False}.get(kind)
    if kind and kind not in ("PUBLIC", "PRIVATE", "RESTRICTED"):
        said.append((Diagnostic("EV426", KIND, "dropped", (kind[:40],)), ()))
    if by_kind is not None and private is not None and by_kind == private:
        said.append((Diagnostic("EV427", PRIVATE, "dropped", (kind,)), ()))
        return by_kind
    return by_kind if private is None else not private


def _refused_places(facts: AccessFacts) -> list[str]:
    """Where v2 names a provider, if it does, and says that it is not accepted."""
    return [PROVIDER, PROVIDER_ACCEPT] if facts.provider else [PROVIDER_ACCEPT]


def _terms(types: tuple[str, ...], pattern: str, refused: bool, said: list[Said]) -> Iterator[Term]:
    """The types of `ePayment` or `other` that are known and not refused."""
    for index, kind in enumerate(types):
        if not kind:
            continue
        name = TYPES.get(kind) or TYPES.get(kind.lower()) or TYPES.get(kind.upper())
        if name is None or refused:
            said.append((Diagnostic("EV428", pattern, "dropped", (kind[:40],)), (index,)))
        else:
            yield Term(name, pattern, (index,))


def read_providers(station: v2.Station, index: int) -> list[Provider]:
    """Roaming entries of a station, the one at `index` in its location."""
    found = []
    inner = UNSET if station.roamings is UNSET else station.roamings.roaming
    for pattern, entries in zip(ROAMING, (station.roaming, inner), strict=True):
        for number, entry in enumerate(() if entries is UNSET else entries):
            found.append(_provider(entry, pattern, (index, number)))
    return found


def _provider(entry: v2.Roaming, pattern: str, at: Indexes) -> Provider:
    ids = () if entry.ema_id is UNSET else entry.ema_id
    return Provider(
        entry.emsp or "",
        entry.partner_id or None,
        tuple((text, (*at, place)) for place, text in enumerate(ids) if text),
        pattern,
        at,
    )
