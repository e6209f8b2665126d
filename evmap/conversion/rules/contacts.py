"""Phone and website of a station or of a connector group's supplier."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.diagnostics import Indexes, Notes
from evmap.conversion.model import Location
from evmap.conversion.rules.readings import read, take

#: The keys under which a website may stand (table not seen; HERE Search and Places use both).
WEBSITES = ("website", "www")


def take_contacts(
    contacts: v2.Contacts, place: str, at: Indexes, location: Location, notes: Notes
) -> None:
    """Take the one phone and the one website that a location can hold; further ones are dropped.

    `place` is the pattern of the contacts, `at` its indexes.
    """
    phones = [] if contacts.phone is UNSET else list(_values(contacts, ("phone",)))
    websites = []
    if contacts.website is not UNSET or contacts.www is not UNSET:
        websites = list(_values(contacts, WEBSITES))
    for name, values in (("phone", phones), ("website", websites)):
        if values and getattr(location, name) is None:
            first = values[0]
            where = f"{place}/{first.key}/*/value", (*at, first.number)
            take(location, name, first.text, where, notes)
            if len(values) == 1:
                continue
        taken = getattr(location, name)
        texts = [read(name, value.text, location) for value in values]
        for value, text in zip(values, texts, strict=True):
            if text != texts[0] or text != taken:
                code = "EV433" if text == texts[0] else "EV429"
                notes.say(code, f"{place}/{value.key}/*/value", (*at, value.number), "dropped")


class _Value(msgspec.Struct, frozen=True, gc=False):
    key: str
    number: int
    text: str


def _values(contacts: v2.Contacts, keys: tuple[str, ...]) -> Iterator[_Value]:
    """The contacts that stand at these keys."""
    for key in keys:
        entries = getattr(contacts, key)
        for number, entry in enumerate(() if entries is UNSET else entries):
            if entry.value:
                yield _Value(key, number, entry.value)
