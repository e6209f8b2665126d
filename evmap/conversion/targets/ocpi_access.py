"""Access and payment in OCPI's words: capabilities of an EVSE."""

from __future__ import annotations

from functools import lru_cache

from evmap.conversion.diagnostics import Cause, Diagnostic, Said, cause_of
from evmap.conversion.model import Access
from evmap.conversion.rules.access import (
    E_PAYMENT_TYPE,
    KIND,
    OTHER_ACCEPT,
    OTHER_TYPE,
    PLAIN_METHODS,
)

#: v2 payment terms -> OCPI capabilities.
CAPABILITIES = {
    "creditCard": "CREDIT_CARD_PAYABLE",
    "debitCard": "DEBIT_CARD_PAYABLE",
    "contactless-card": "CONTACTLESS_CARD_SUPPORT",
    "rfid-reader": "RFID_READER",
}


@lru_cache(maxsize=2_000)
def capabilities_of(access: Access) -> list[str]:
    """The capabilities that ways to pay are, each once."""
    found = [CAPABILITIES[term.name] for term in access.terms if term.name in CAPABILITIES]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=2_000)
def said_of_types(access: Access) -> Cause | None:
    """What there is to say of values of `evStationDetails` that OCPI has no word for."""
    said: list[Said] = []
    if access.kind == "RESTRICTED":
        said.append((Diagnostic("EV611", KIND, "dropped"), ()))
    others = [term for term in access.terms if term.pattern == OTHER_TYPE]
    lost = [term for term in others if term.name not in CAPABILITIES]
    said += [
        (Diagnostic("EV612", term.pattern, "dropped", (term.name,)), term.indexes) for term in lost
    ]
    if access.says_accept and lost and len(lost) == len(others):
        said.append((Diagnostic("", OTHER_ACCEPT, "dropped"), ()))
    return cause_of(said)


@lru_cache(maxsize=2_000)
def said_of_cards(access: Access) -> Cause | None:
    """The fates of cards among the types of `ePayment`, of which OCPI has no word but for these."""
    said: list[Said] = [
        (Diagnostic("", E_PAYMENT_TYPE, "converted"), term.indexes)
        for term in access.terms
        if term.pattern == E_PAYMENT_TYPE and term.name in CAPABILITIES
    ]
    if said and any(term.name == "ePayment" for term in access.terms):
        said.append((Diagnostic("", PLAIN_METHODS["ePayment"], "restructured"), ()))
    return cause_of(said)
