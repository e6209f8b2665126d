"""Timestamps: any offset to UTC with Z, fractions as they are (OCPI: DateTime).

A time without offset is taken in the station's zone; only that tells what its clock showed.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from msgspec import UnsetType

from evmap.conversion.diagnostics import Notes, Place
from evmap.conversion.facts import zones

_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?\s*(Z|[+-]\d\d(?::?\d\d)?|)",
    re.IGNORECASE | re.ASCII,
)

#: The spelling that most answers have: nothing to change.
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)

#: What programs write where they know no time: the first moments of .NET, of Windows, of databases
#: (and their last one), and of Unix.
_DEFAULTS = re.compile(
    r"0001-01-01|1601-01-01|1753-01-01|1899-12-30|1900-01-01|9999-12-31"
    r"|1970-01-01[T ]00:00(?::00)?(?!:)"
)


class Stamp(NamedTuple):
    """A v2 timestamp in UTC.

    `utc`: None for text that is no timestamp. `how`: "same" where the text stood there just so,
    "converted", or "assumed" where it has no offset. `is_default`: programs write it where they
    know no time.
    """

    utc: str | None
    how: str
    is_default: bool = False

    @property
    def origin(self) -> str:
        """The origin of the time where it is written."""
        return "copied" if self.how == "same" else self.how


UNREADABLE = Stamp(None, "")


@lru_cache(maxsize=4096)
def to_utc(text: str, zone: str | None = None) -> Stamp:
    """Read a v2 timestamp; `zone` is the IANA name of its station's time zone, if known.

    `2014-01-14T10:00:00.000+0100` gives `2014-01-14T09:00:00.000Z`. Without offset it is a time of
    the zone, or of UTC where there is none.
    """
    if _UTC.fullmatch(text) and _is_moment(text[:19]):
        return Stamp(text, "same", _is_default(text))
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return UNREADABLE
    date, time, fraction, offset = match[1], match[2], match[3] or "", match[4].upper()
    time = time if len(time) == 8 else f"{time}:00"
    try:
        moment = datetime.fromisoformat(f"{date}T{time}")
        if offset == "":
            utc = moment if zone is None else zones.to_utc(moment, zone).utc
        else:
            utc = moment - _offset(offset)
    except (ValueError, OverflowError):
        return UNREADABLE
    how = "converted" if offset else "assumed"
    written = f"{utc.replace(tzinfo=None).isoformat()}{fraction}Z"
    return Stamp(written, how, _is_default(text) or _is_default(written))


def _offset(text: str) -> timedelta:
    """An offset from UTC. Raises ValueError for one that no place has."""
    if text == "Z":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 15 or minutes > 59:
        raise ValueError(text)
    return (-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes)


def _is_default(text: str) -> bool:
    return _DEFAULTS.match(text) is not None


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def zone_name(text: str | UnsetType | None) -> str | None:
    """The IANA name of a station's time zone; None where it has none that is known."""
    return zones.zone(text).name if isinstance(text, str) else None


def tell_time(
    stamp: Stamp, zone: str | None, place: Place, notes: Notes, fate: str | None = None
) -> None:
    """Say what is out of the ordinary with a time. `fate`: of one that was written otherwise."""
    if stamp.utc is None:
        notes.say("EV435", *place, "invalid")
        return
    if stamp.is_default:
        notes.say("EV442", *place)
    if stamp.how == "assumed":
        notes.say("EV441", *place, fate, zone or "UTC")
    elif stamp.how == "converted":
        notes.say("EV436", *place, fate)
