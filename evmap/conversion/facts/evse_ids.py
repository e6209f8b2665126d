"""EVSE ids: their forms, who operates the EVSE, and when two ids are one.

The form of ISO 15118-1, which eMI3 took over: country, operator, the letter E, the id of the
outlet, with separators that may be left out (`DE*ICT*E0001897`, `DEICTE0001897`). The older form of
DIN SPEC 91286 has the country's calling code and needs its separators (`+49*810*000*438`).
Ids are not case-sensitive (OCPI: CiString).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from evmap.conversion.facts.countries import is_alpha2

_ISO = re.compile(
    r"([A-Z]{2})\*?([A-Z0-9]{3})\*?(E[A-Z0-9*]{0,30}[A-Z0-9])", re.IGNORECASE | re.ASCII
)
_DIN = re.compile(r"\+?[0-9]{1,3}\*[0-9]{3,6}\*[0-9*]{0,31}[0-9]", re.ASCII)
#: What people write for the separator.
_NO_SEPARATORS = dict.fromkeys(map(ord, "*_- \t\r\n\xa0"))


class Party(NamedTuple):
    """Who operates an EVSE: OCPI's country_code and party_id."""

    country_code: str
    party_id: str


def is_evse_id(text: str) -> bool:
    """Say whether a text has the form of an EVSE id, of ISO 15118-1 (eMI3) or of DIN SPEC 91286.

    Serial numbers, addresses of web pages and ids with another separator have not.
    """
    return _ISO.fullmatch(text) is not None or _DIN.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def party_of(text: str) -> Party | None:
    """Country and operator that an EVSE id proves; None where it proves none.

    The country has to be a real one: XX and AB are none. A calling code (DIN SPEC 91286) is shared
    by several countries, and its operator number is no party id of OCPI, so it proves nothing.
    """
    match = _ISO.fullmatch(text)
    if match is None or not is_alpha2(match[1]):
        return None
    return Party(match[1].upper(), match[2].upper())


def party_of_own_id(text: str) -> Party | None:
    """The same of an id that operators give as they like: with separators alone it is no chance."""
    return party_of(text) if text[2:3] == "*" else None


def id_key(text: str) -> str:
    """What two spellings of one id share.

    Of an EVSE id case and separators don't count; of another id only case doesn't: `1-1` is not
    `11`.
    """
    found = text.upper()
    if found.isalnum():
        return found
    compact = found.replace("*", "")
    if not compact.isalnum():
        compact = found.translate(_NO_SEPARATORS)
    if _ISO.fullmatch(compact):
        return compact
    return found.lstrip("+") if _DIN.fullmatch(found) else found


def same_id(one: str, other: str) -> bool:
    """Say whether two ids are one for OCPI and eMI3."""
    return one == other or id_key(one) == id_key(other)
