"""Small spellings that several targets share."""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from decimal import Decimal

from evmap.conversion.facts.countries import NUMBER_FIRST
from evmap.conversion.model import Location

#: Decimals of a degree, at least.
DECIMALS = 5

#: Namespace of ids that stand in for ids too long for OCPI (UUID version 5).
SHORT_IDS = uuid.UUID("0c5d0b5e-77c1-5f0a-a1f4-5c9f2c1c0f5b")

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_OLD_TAIL = re.compile(r"here-ev:[a-z0-9_.-]+:[A-Za-z0-9_.-]+")


def street_address(location: Location) -> str | None:
    """Street and house number in the order of the country; None without a street."""
    street, number = location.street, location.house_number
    if not street or not number or _holds(street, number):
        return street
    if _holds(number, street):
        return number
    if location.country in NUMBER_FIRST:
        return f"{number} {street}"
    return f"{street} {number}"


def _holds(street: str, number: str) -> bool:
    """Whether the house number stands before or behind the street already, or the reverse.

    Blanks in it don't count: `31 A` is `31A`.
    """
    words, wanted = (text.casefold().replace(",", " ").split() for text in (street, number))
    whole, part = "".join(words), "".join(wanted)
    if not part or whole == part or not (whole.startswith(part) or whole.endswith(part)):
        return False
    places = range(1, len(words))
    return any(part in ("".join(words[:at]), "".join(words[at:])) for at in places)


def degrees(value: Decimal | int) -> str:
    """Degrees as OCPI's string: the digits of v2, padded to five decimals."""
    text = str(value)
    if "E" in text:
        text = f"{value:f}"
    whole, _, decimals = text.partition(".")
    return text if len(decimals) >= DECIMALS else f"{whole}.{decimals:<0{DECIMALS}}"


def decoded_tail(pool_id: str) -> str | None:
    """What the part of a pool id after its first dash says in base64, if it is an id.

    `evcp0-...` holds a UUID, the older form `here-ev:<provider>:<number>` (here-v3.md, section 4).
    """
    tail = pool_id.partition("-")[2]
    if not tail or not re.fullmatch(r"[A-Za-z0-9+/_-]+", tail):
        return None
    padded = tail + "=" * (-len(tail) % 4)
    try:
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return text if _UUID.fullmatch(text) or _OLD_TAIL.fullmatch(text) else None


def short_id(text: str) -> str:
    """A UUID that stands for an id that doesn't fit; always the same for the same id."""
    return str(uuid.uuid5(SHORT_IDS, text))
