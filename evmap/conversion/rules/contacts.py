"""Phone and website of a station or of a connector group's supplier."""

from __future__ import annotations

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes
from evmap.conversion.model import Location
from evmap.conversion.rules.readings import read, take

#: Attributes of a location -> the keys under which they may stand (the website's table was not
#: seen; HERE Search and Places use both).
KEYS = {"phone": ("phone",), "website": ("website", "www")}
WEBSITES = KEYS["website"]


def take_contacts(
    contacts: v2.Contacts, place: str, at: Indexes, location: Location, notes: Notes
) -> None:
    """Take the one phone and the one website that a location can hold; further ones are dropped.

    `place` is the pattern of the contacts, `at` its indexes.
    """
    for name, keys in KEYS.items():
        values = [
            (f"{place}/{key}/*/value", number, entry.value)
            for key in keys
            for number, entry in enumerate(getattr(contacts, key) or ())
            if entry.value
        ]
        if not values:
            continue
        if getattr(location, name) is None:
            pattern, number, text = values[0]
            take(location, name, text, (pattern, (*at, number)), notes)
            if len(values) == 1:
                continue
        taken = getattr(location, name)
        first = read(name, values[0][2], location)
        for pattern, number, text in values:
            value = read(name, text, location)
            if value != first or value != taken:
                code = "EV433" if value == first else "EV429"
                notes.say(code, pattern, (*at, number), "dropped")
