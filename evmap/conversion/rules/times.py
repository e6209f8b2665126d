"""Timestamps: any offset to UTC with Z, fractions as they are (OCPI: DateTime)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?\s*(Z|[+-]\d\d:?\d\d|)",
    re.IGNORECASE | re.ASCII,
)


#: The spelling that most answers have: nothing to change.
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)


@lru_cache(maxsize=4096)
def to_utc(text: str) -> tuple[str | None, bool]:
    """A v2 timestamp in UTC, and whether the text stood there just so.

    `2014-01-14T10:00:00.000+0100` gives `2014-01-14T09:00:00.000Z`. A timestamp without offset is
    taken as UTC, as OCPI does. None for text that is no timestamp.
    """
    if _UTC.fullmatch(text) and _is_moment(text[:19]):
        return text, True
    return _converted(text)


def _converted(text: str) -> tuple[str | None, bool]:
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None, False
    date, time, fraction, offset = match[1], match[2], match[3] or "", match[4].upper()
    time = time if len(time) == 8 else f"{time}:00"
    try:
        moment = datetime.fromisoformat(f"{date}T{time}")
    except ValueError:
        return None, False
    if offset in ("Z", ""):
        utc = f"{date}T{time}{fraction}Z"
        return utc, utc == text
    sign = -1 if offset[0] == "-" else 1
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 15 or minutes > 59:
        return None, False
    try:
        moment -= sign * timedelta(hours=hours, minutes=minutes)
    except OverflowError:
        return None, False
    return f"{moment.isoformat()}{fraction}Z", False


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
