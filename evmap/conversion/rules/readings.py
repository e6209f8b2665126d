"""What v2 writes in several ways: countries, time zones, phone numbers.

A certain reading is written instead of the text, and told; a text that can't be read stays, and is
told. Targets that must have the form leave it out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from evmap.conversion.diagnostics import Notes, Place
from evmap.conversion.facts.countries import alpha2, country
from evmap.conversion.facts.phones import phone
from evmap.conversion.facts.zones import zone
from evmap.conversion.model import Location

#: Attribute of the model -> what reads its texts: the value, None for none, and how it was read.
READERS: dict[str, Callable[[str], tuple[str | None, str]]] = {
    "country": country,
    "time_zone": zone,
}

#: (attribute, how it was read) -> code, fate of the text, origin of the value.
SAYS: dict[tuple[str, str], tuple[str, str | None, str]] = {
    ("country", "converted"): ("EV443", "converted", "converted"),
    ("country", "assumed"): ("EV444", "converted", "assumed"),
    ("country", "unknown"): ("EV445", None, ""),
    ("time_zone", "converted"): ("EV446", "converted", "converted"),
    ("time_zone", "unknown"): ("EV447", None, ""),
    ("phone", "converted"): ("EV448", "converted", "converted"),
    ("phone", "assumed"): ("EV449", "converted", "assumed"),
    ("phone", "several"): ("EV450", "lossy", "converted"),
    ("phone", "unknown"): ("EV451", None, ""),
}


def _reading(attribute: str, text: str, location: Location) -> tuple[str | None, str]:
    """The value that a text of v2 stands for, None for none, and how it was read."""
    if attribute == "phone":
        return phone(text, alpha2=_alpha2(location.country))
    reader = READERS.get(attribute)
    return (text, "same") if reader is None else reader(text)


@lru_cache(maxsize=1_000)
def _alpha2(text: str | None) -> str | None:
    code = country(text).code if text else None
    return alpha2(code) if code else None


def read(attribute: str, text: str, location: Location) -> str:
    """The value that a text of v2 stands for; the text itself where that is not known."""
    return _reading(attribute, text, location)[0] or text


def take(location: Location, attribute: str, text: str, place: Place, notes: Notes) -> None:
    """Take the first text of an attribute, as far as it can be read, and say how it was read."""
    value, how = _reading(attribute, text, location)
    setattr(location, attribute, value or text)
    if how == "same":
        return
    code, fate, origin = SAYS[attribute, how]
    notes.say(code, *place, fate)
    if origin:
        location.origins[attribute] = origin
    else:
        location.unread.add(attribute)
