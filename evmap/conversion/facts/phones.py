"""Phone numbers: what v2 has under `phone` in the form of E.164, by Google's libphonenumber.

The library loads with the first text that is not in that form already.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: `+`, a country code, and at most fifteen digits in all (ITU-T E.164).
E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)

#: The scheme of RFC 3966, and the zero of national calls that some put beside a country code.
_TEL = re.compile(r"\btel:", re.IGNORECASE)
_TRUNK_ZERO = re.compile(r"(\+\d{1,3})\s?\(0\)", re.ASCII)

#: What is not "24/7" or "24 h".
_MORE = re.compile(r"\d{3}", re.ASCII)

#: No text with a phone number in it is longer.
LONGEST = 200


class Phone(NamedTuple):
    """A phone number as v2 may mean it.

    `number`: in the form of E.164, None where the text holds none. `how`: "same"; "converted"
    where the number stood there whole in another spelling; "assumed" where the country of the site
    gave its country code; "several" where the text holds more digits and this is the first number;
    "unknown".
    """

    number: str | None
    how: str


@lru_cache(maxsize=4096)
def phone(text: str, alpha2: str | None = None) -> Phone:
    """Read a phone number from a text of v2.

    alpha2: country of the site, in two letters, for numbers without country code.
    """
    found = text.strip()
    if E164.fullmatch(found):
        return Phone(found, "same" if found == text else "converted")
    if len(found) > LONGEST:
        return Phone(None, "unknown")
    numbers, has_more = _numbers(found, alpha2)
    if not numbers:
        return Phone(None, "unknown")
    number, whole = next(iter(numbers.items()))
    if len(numbers) > 1 or has_more:
        return Phone(number, "several")
    return Phone(number, "converted" if whole else "assumed")


def _numbers(text: str, alpha2: str | None) -> tuple[dict[str, bool], bool]:
    """The valid numbers of a text, in its order, and whether each stood there with country code.

    Also whether the text has further digits, such as an extension or a number that is not valid.
    """
    import phonenumbers  # noqa: PLC0415 - most data has no other form than E.164

    text = _TEL.sub(" ", _TRUNK_ZERO.sub(r"\1 ", text))
    found: dict[str, bool] = {}
    rest, has_extension = text, False
    for match in phonenumbers.PhoneNumberMatcher(text, alpha2):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        found.setdefault(number, match.raw_string.lstrip("(").startswith(("+", "＋", "00")))
        rest = rest.replace(match.raw_string, " ")
        has_extension = has_extension or bool(match.number.extension)
    return found, has_extension or _MORE.search(rest) is not None
