"""Opening hours of a connector group (connectorDetails) to weekly periods.

v2: daymask with Sunday 1, Monday 2 ... Saturday 64; periods HH:MM:SS, end of day 24:00:00.
"""

from __future__ import annotations

import re
from typing import Any

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event, Hours, Period

_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)

MIDNIGHT = "00:00:00"
END_OF_DAY = "24:00:00"

#: The bits of a daymask, Sunday first, as weekdays Monday 1 to Sunday 7.
WEEKDAYS = (7, 1, 2, 3, 4, 5, 6)


def read_hours(details: dict[str, Any]) -> Hours | None:
    """Opening times of `connectorDetails`; None where it says nothing about them.

    A period over midnight is split. Periods around the clock on every day mean always open.
    """
    always: bool | None = details.get("open24x7")
    entries = details.get("openingHours", {}).get("regularOpeningHours", ())
    if always is None and not entries:
        return None
    events: list[Event] = []
    periods: list[Period] = []
    for index, entry in enumerate(entries):
        path: Path = ("openingHours", "regularOpeningHours", index)
        periods += _entry(entry, path, events)
    periods = sorted(set(periods), key=lambda p: (p.weekday, p.begin, p.end))
    if _around_the_clock(periods):
        return _always_open(always, events)
    if always:
        if periods:
            events += _contradiction(entries)
        return Hours(True, (), (), tuple(events))
    if periods:
        origins = (("always", "derived"),) if always is None else ()
        return Hours(False, tuple(periods), origins, tuple(events))
    if always is False:
        events.append(Event("EV424", ("open24x7",), "dropped"))
    return Hours(None, (), (), tuple(events))


def _always_open(told: bool | None, events: list[Event]) -> Hours:
    """Hours around the clock; `told` is what open24x7 says."""
    if told is False:
        events.append(Event("EV423", ("open24x7",), "dropped"))
    origins = () if told else (("always", "derived"),)
    return Hours(True, (), origins, tuple(events))


def _entry(entry: dict[str, Any], path: Path, events: list[Event]) -> list[Period]:
    mask = entry.get("daymask")
    if mask is None or not 0 < mask < 128:
        if mask is not None:
            events.append(Event("EV421", (*path, "daymask"), "invalid", (str(mask)[:20],)))
        for number, period in enumerate(entry.get("period", ())):
            _lose(period, (*path, "period", number), events, "dropped")
        return []
    days = [WEEKDAYS[bit] for bit in range(7) if mask & 1 << bit]
    found: list[Period] = []
    for number, period in enumerate(entry.get("period", ())):
        found += _period(period, days, (*path, "period", number), events)
    if not found:
        events.append(Event("EV421", (*path, "daymask"), "dropped", (str(mask),)))
    return found


def _period(
    period: dict[str, Any], days: list[int], path: Path, events: list[Event]
) -> list[Period]:
    begin, end = _time(period.get("from")), _time(period.get("to"))
    if end == MIDNIGHT:
        end = END_OF_DAY
    if begin is None or end is None or begin in (END_OF_DAY, end):
        _lose(period, path, events, "invalid")
        return []
    if begin < end:
        return [Period(day, begin, end) for day in days]
    events.append(Event("EV425", (*path, "to"), None, (begin[:5], end[:5])))
    evening = [Period(day, begin, END_OF_DAY) for day in days]
    return evening + [Period(day % 7 + 1, MIDNIGHT, end) for day in days]


def _lose(period: dict[str, Any], path: Path, events: list[Event], fate: str) -> None:
    events += [Event("EV422", (*path, key), fate) for key in ("from", "to") if key in period]


def _time(text: str | None) -> str | None:
    match = _TIME.fullmatch(text) if text else None
    if match is None:
        return None
    found = f"{int(match[1]):02}:{match[2]}:{match[3] or '00'}"
    return found if found <= END_OF_DAY else None


def _around_the_clock(periods: list[Period]) -> bool:
    """Whether the periods leave no gap on any day."""
    for weekday in range(1, 8):
        reached = MIDNIGHT
        for period in periods:
            if period.weekday == weekday and period.begin <= reached:
                reached = max(reached, period.end)
        if reached != END_OF_DAY:
            return False
    return True


def _contradiction(entries: Any) -> list[Event]:
    """open24x7 wins over hours that say otherwise; every value of those is lost."""
    events = []
    for index, entry in enumerate(entries):
        path: Path = ("openingHours", "regularOpeningHours", index)
        if "daymask" in entry:
            events.append(Event("EV423", (*path, "daymask"), "dropped"))
        for number, period in enumerate(entry.get("period", ())):
            base = (*path, "period", number)
            events += [
                Event("EV423", (*base, key), "dropped") for key in ("from", "to") if key in period
            ]
    return events
