"""Time zones: which texts are names of the IANA database, and local times in UTC.

Names come from the package tzdata, so they are the same on every machine; rules of a zone from the
machine, else from tzdata (zoneinfo's order).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Zone(NamedTuple):
    """A time zone as v2 may mean it.

    `name`: of the IANA database, None where the text is none. `how`: "same", "converted" where
    case, blanks or dashes were mended, "unknown".
    """

    name: str | None
    how: str


class Moment(NamedTuple):
    """A local time in UTC.

    `how`: "once"; "twice" where clocks were put back and the time came twice that night (the
    first is meant); "never" where they were put forward and passed it over (it is read as the
    time that clocks showed then, as much later).
    """

    utc: datetime
    how: str


@lru_cache(maxsize=256)
def zone(text: str) -> Zone:
    """Read the name of a zone. Offsets and names of Windows are no names: they don't tell which."""
    found = text.strip()
    names = _names()
    if found in names.values():
        return Zone(found, "same" if found == text else "converted")
    name = names.get(_plain(found))
    return Zone(name, "converted") if name else Zone(None, "unknown")


def to_utc(local: datetime, name: str) -> Moment:
    """Take a time without offset in a zone.

    local: without tzinfo. name: a name that :func:`zone` has returned. Raise OverflowError where
    UTC lies outside the years 1 to 9999.
    """
    there = local.replace(tzinfo=ZoneInfo(name), fold=0)
    utc = there.astimezone(UTC)
    if utc.astimezone(there.tzinfo).replace(tzinfo=None) != local:
        return Moment(utc, "never")
    again = there.replace(fold=1).astimezone(UTC)
    return Moment(utc, "once" if again == utc else "twice")


def _plain(text: str) -> str:
    return text.replace(" ", "_").casefold()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """All names of zones, by their spelling in lower case."""
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return {_plain(name): name for name in listed.split()}
