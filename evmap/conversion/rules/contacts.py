"""Phone and website of a station or of a connector group's supplier."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event

#: The keys under which a website may stand (table not seen; HERE Search and Places use both).
WEBSITES = ("website", "www")


class Contacts(msgspec.Struct, frozen=True):
    """The one phone number and the one website that a location can hold."""

    phone: str | None = None
    website: str | None = None
    events: tuple[Event, ...] = ()


def read_contacts(contacts: dict[str, Any]) -> Contacts:
    """First phone and first website; further ones are dropped. Paths relative to `contacts`."""
    events: list[Event] = []
    phone = _first(contacts, ("phone",), events)
    website = _first(contacts, WEBSITES, events)
    return Contacts(phone, website, tuple(events))


def _first(contacts: dict[str, Any], kinds: tuple[str, ...], events: list[Event]) -> str | None:
    found: str | None = None
    for kind in kinds:
        for index, entry in enumerate(contacts.get(kind, ())):
            value = entry.get("value")
            if not value:
                continue
            if found is None:
                found = value
            elif value != found:
                events.append(Event("EV429", (kind, index, "value"), "dropped"))
    return found


def all_values(contacts: dict[str, Any]) -> list[tuple[Path, str]]:
    """(path, text) of all values that :func:`read_contacts` may use."""
    return [
        ((kind, index, "value"), entry["value"])
        for kind in ("phone", *WEBSITES)
        for index, entry in enumerate(contacts.get(kind, ()))
        if "value" in entry
    ]
