"""Countries: any text of v2 to the three letters of ISO 3166-1, and back to two for parties.

Codes come from the library iso3166; names of countries in English and in their own languages from
Unicode's CLDR (``country_names.json``, written by ``tools/country_names.py``). Both load with the
first country, in 5 ms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

#: Name in lower case, in English or a language of the country -> alpha-3.
NAMES = resources.files(__package__) / "country_names.json"

#: Codes of three letters that ISO has replaced, each by one other for the same country. Those of
#: countries that fell apart or joined (YUG, SUN, CSK, ANT, DDR) say no country of today.
REPLACED = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "BUR": "MMR"}

#: Two letters that are no ISO codes but in wide use: ISO has set UK aside for the United Kingdom,
#: and the European Union writes EL for Greece.
CUSTOMARY = {"UK": "GBR", "EL": "GRC"}

#: What people write besides the names of CLDR.
EVERYDAY = {
    "britain": "GBR",
    "burma": "MMR",
    "czech republic": "CZE",
    "england": "GBR",
    "great britain": "GBR",
    "holland": "NLD",
    "ivory coast": "CIV",
    "macedonia": "MKD",
    "northern ireland": "GBR",
    "palestine": "PSE",
    "republic of ireland": "IRL",
    "republic of korea": "KOR",
    "russian federation": "RUS",
    "scotland": "GBR",
    "the netherlands": "NLD",
    "turkey": "TUR",
    "u.k.": "GBR",
    "u.s.": "USA",
    "u.s.a.": "USA",
    "uae": "ARE",
    "united states of america": "USA",
    "viet nam": "VNM",
    "wales": "GBR",
}

#: Accents of letters (Unicode's Combining Diacritical Marks).
_ACCENTS = re.compile("[\u0300-\u036f]")

#: Names that the library gives to one country and people to two.
AMBIGUOUS = frozenset({"congo"})

#: Countries that write the house number before the street.
NUMBER_FIRST = frozenset(
    {
        *("AUS", "CAN", "FRA", "GBR", "HKG", "IND", "IRL", "ISR", "JPN", "LUX", "MAR"),
        *("MCO", "MYS", "NZL", "PHL", "SGP", "THA", "TUN", "TWN", "USA", "ZAF"),
    }
)


class Country(NamedTuple):
    """A country as v2 may mean it.

    `code`: ISO 3166-1 alpha-3, None where the text is no country. `how`: "same" where the text was
    that code, "converted" where another code says it, "assumed" where a name does, "unknown".
    """

    code: str | None
    how: str


class _Codes(NamedTuple):
    of_two: dict[str, str]
    of_three: dict[str, str]
    of_number: dict[str, str]
    names: dict[str, str]


@lru_cache(maxsize=1024)
def country(text: str) -> Country:
    """Read a country from a text of v2: a code of three or two letters, a number, or a name.

    Kosovo is XKX (XK): ISO leaves XAA to XZZ to users, and this code is in use for nothing else.
    Other codes of users, such as XQZ, say no country.
    """
    found = text.strip()
    code = found.upper()
    codes = _codes()
    if code in codes.of_three:
        return Country(code, "same" if code == text else "converted")
    converted = codes.of_two.get(code) or codes.of_number.get(code) or REPLACED.get(code)
    if converted is not None:
        return Country(converted, "converted")
    assumed = CUSTOMARY.get(code) or codes.names.get(_plain(found))
    return Country(assumed, "assumed") if assumed else Country(None, "unknown")


def alpha2(alpha3: str) -> str | None:
    """The two letters of a country, for a party of OCPI; None for what is no country."""
    return _codes().of_three.get(alpha3)


def is_alpha2(text: str) -> bool:
    """Say whether two letters, in any case, are a real country: XX and AB are none."""
    return text.upper() in _codes().of_two


def _plain(name: str) -> str:
    """A name as far as two spellings of it agree: case, accents and apostrophes don't count."""
    text = unicodedata.normalize("NFD", name).casefold().replace("’", "'")
    return " ".join(_ACCENTS.sub("", text).split())


@lru_cache(maxsize=1)
def _codes() -> _Codes:
    import iso3166  # noqa: PLC0415 - only who converts needs it

    of_cldr: dict[str, str] = msgspec.json.decode(NAMES.read_bytes())
    names = {_plain(row.name): row.alpha3 for row in iso3166.countries} | of_cldr
    return _Codes(
        of_two={row.alpha2: row.alpha3 for row in iso3166.countries},
        of_three={row.alpha3: row.alpha2 for row in iso3166.countries},
        of_number={row.numeric: row.alpha3 for row in iso3166.countries if row.numeric.isdecimal()},
        names={
            _plain(name): code for name, code in (names | EVERYDAY).items() if name not in AMBIGUOUS
        },
    )
