"""Opening hours of a connector group (connectorDetails) to weekly periods.

v2: daymask with Sunday 1, Monday 2 ... Saturday 64; periods HH:MM:SS, end of day 24:00:00.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import UNSET, UnsetType

from evmap.conversion import v2
from evmap.conversion.diagnostics import Diagnostic, Indexes, Said, cause_of
from evmap.conversion.model import Hours, Period
from evmap.conversion.rules.status import GROUP

_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)

MIDNIGHT = "00:00:00"
END_OF_DAY = "24:00:00"
#: What people write for it.
LAST_MINUTE = "23:59:00"

#: The bits of a daymask, Sunday first, as weekdays Monday 1 to Sunday 7.
WEEKDAYS = (7, 1, 2, 3, 4, 5, 6)

DETAILS = f"{GROUP}/connectorDetails"
ALWAYS = f"{DETAILS}/open24x7"
MASK = f"{DETAILS}/openingHours/regularOpeningHours/*/daymask"
FROM = f"{DETAILS}/openingHours/regularOpeningHours/*/period/*/from"
TO = f"{DETAILS}/openingHours/regularOpeningHours/*/period/*/to"

#: Masks with their periods: what opening hours are made of, to look them up by.
_Entries = tuple[tuple[int | None, tuple[tuple[str | None, str | None], ...]], ...]


def read_hours(details: v2.ConnectorDetails) -> Hours | None:
    """Opening times of `connectorDetails`; None where it says nothing about them.

    A period over midnight is split. Periods around the clock on every day mean always open. What
    there is to say of them, the target tells: it may have to cut them.
    """
    always = None if details.open_24x7 is UNSET else details.open_24x7
    entries = _entries(details.opening_hours)
    if always is None and not entries:
        return None
    return _hours(always, entries)


def hours_places(details: v2.ConnectorDetails) -> Iterator[tuple[str, Indexes]]:
    """The places of all values that hours are read from; indexes begin behind the group's."""
    if details.open_24x7 is not UNSET:
        yield ALWAYS, ()
    yield from _places(_entries(details.opening_hours))


def _read_from(entries: _Entries) -> Iterator[tuple[Period, Indexes]]:
    """Each period with the indexes of the values that it was read from."""
    for number, (mask, periods) in enumerate(entries):
        for place, period in enumerate(periods):
            for found in _periods(mask, (period,), (number,), []):
                yield found, (number, place)


def _entries(hours: v2.Hours | UnsetType) -> _Entries:
    if hours is UNSET or hours.regular_opening_hours is UNSET:
        return ()
    return tuple(
        (
            None if entry.daymask is UNSET else entry.daymask,
            tuple(
                (period.begin or None, period.end or None)
                for period in (() if entry.period is UNSET else entry.period)
            ),
        )
        for entry in hours.regular_opening_hours
    )


@lru_cache(maxsize=2_000)
def _hours(always: bool | None, entries: _Entries) -> Hours:
    said: list[Said] = []
    found: set[Period] = set()
    for number, (mask, periods) in enumerate(entries):
        found.update(_periods(mask, periods, (number,), said))
    weekly = tuple(sorted(found, key=lambda p: (p.weekday, p.begin, p.end)))
    if _around_the_clock(weekly):
        if always is False:
            said.append((Diagnostic("EV423", ALWAYS, "dropped"), ()))
        return Hours(True, (), "copied" if always else "derived", cause_of(said))
    if always:
        if weekly and not _around_the_clock(weekly, LAST_MINUTE):
            # open24x7 wins over hours that say otherwise; every value of those is lost.
            said += [(Diagnostic("EV423", place, "dropped"), at) for place, at in _places(entries)]
        return Hours(True, (), "copied", cause_of(said))
    if weekly:
        origin = "derived" if always is None else "copied"
        return Hours(False, weekly, origin, cause_of(said), tuple(_read_from(entries)))
    if always is False:
        said.append((Diagnostic("EV424", ALWAYS, "dropped"), ()))
    return Hours(None, (), "copied", cause_of(said))


def _places(entries: _Entries) -> Iterator[tuple[str, Indexes]]:
    for number, (mask, periods) in enumerate(entries):
        if mask is not None:
            yield MASK, (number,)
        for place, (begin, end) in enumerate(periods):
            if begin is not None:
                yield FROM, (number, place)
            if end is not None:
                yield TO, (number, place)


def _periods(
    mask: int | None,
    periods: tuple[tuple[str | None, str | None], ...],
    at: Indexes,
    said: list[Said],
) -> Iterable[Period]:
    """The periods of one entry on the days of its mask."""
    if mask is None or not 0 < mask < 128:
        if mask is not None:
            said.append((Diagnostic("EV421", MASK, "invalid", (str(mask)[:20],)), at))
        for number, period in enumerate(periods):
            _lose(period, (*at, number), said, "dropped")
        return []
    days = [WEEKDAYS[bit] for bit in range(7) if mask & 1 << bit]
    found: list[Period] = []
    for number, period in enumerate(periods):
        found += _period(period, days, (*at, number), said)
    if not found:
        said.append((Diagnostic("EV421", MASK, "dropped", (str(mask),)), at))
    return found


def _period(
    period: tuple[str | None, str | None], days: list[int], at: Indexes, said: list[Said]
) -> list[Period]:
    begin, end = map(_time, period)
    if end == MIDNIGHT:
        end = END_OF_DAY
    if begin is None or end is None or begin in (END_OF_DAY, end):
        _lose(period, at, said, "invalid")
        return []
    if begin < end:
        return [Period(day, begin, end) for day in days]
    said.append((Diagnostic("EV425", TO, None, (begin[:5], end[:5])), at))
    evening = [Period(day, begin, END_OF_DAY) for day in days]
    return evening + [Period(day % 7 + 1, MIDNIGHT, end) for day in days]


def _lose(period: tuple[str | None, str | None], at: Indexes, said: list[Said], fate: str) -> None:
    for pattern, value in zip((FROM, TO), period, strict=True):
        if value is not None:
            said.append((Diagnostic("EV422", pattern, fate), at))


def _time(text: str | None) -> str | None:
    match = _TIME.fullmatch(text) if text else None
    if match is None:
        return None
    found = f"{int(match[1]):02}:{match[2]}:{match[3] or '00'}"
    return found if found <= END_OF_DAY else None


def _around_the_clock(periods: Iterable[Period], end_of_day: str = END_OF_DAY) -> bool:
    """Whether the periods (sorted) leave no gap on any day up to its end."""
    reached = dict.fromkeys(range(1, 8), MIDNIGHT)
    for period in periods:
        if period.begin <= reached[period.weekday]:
            reached[period.weekday] = max(reached[period.weekday], period.end)
    return min(reached.values()) >= end_of_day
