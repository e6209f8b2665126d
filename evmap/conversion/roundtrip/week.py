"""Opening hours to compare: which minutes of the week, whoever wrote them."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.rules.hours import WEEKDAYS
from evmap.revert.site import Opening

DAY = 24 * 3600

#: Weekday from 1, second of the day from, and to.
Span = tuple[int, int, int]


class Week(msgspec.Struct, frozen=True):
    """Opening hours: always, or spans."""

    always: bool
    spans: frozenset[Span] = frozenset()


def week_of(details: dict[str, Any]) -> Week | None:
    """The hours that connectorDetails tell; None where they tell none."""
    spans = _all_spans(details)
    if details.get("open24x7") or _around_the_clock(spans):
        return Week(always=True)
    return Week(always=False, spans=frozenset(spans)) if spans else None


def contradicts(details: dict[str, Any]) -> bool:
    """Whether there are periods beside open24x7 that leave gaps; v3 goes by open24x7."""
    return details.get("open24x7") is True and not _around_the_clock(_all_spans(details))


def _all_spans(details: dict[str, Any]) -> set[Span]:
    entries = (details.get("openingHours") or {}).get("regularOpeningHours") or ()
    return {
        span
        for entry in entries
        for period in entry.get("period") or ()
        for span in spans_of(entry.get("daymask"), period)
    }


def week_of_opening(opening: Opening) -> Week:
    """The same of the model of v3."""
    spans = (
        (period.weekday, seconds(period.begin) or 0, seconds(period.end) or DAY)
        for period in opening.periods
    )
    return Week(opening.always, frozenset() if opening.always else frozenset(spans))


def spans_of(mask: Any, period: dict[str, Any]) -> list[Span]:
    """The spans of one period on the days of a mask; none where either is not usable."""
    begin, end = seconds(period.get("from")), seconds(period.get("to"))
    if not isinstance(mask, int) or not 0 < mask < 128 or begin is None or end is None:
        return []
    end = end or DAY
    if begin in (DAY, end):
        return []
    days = [WEEKDAYS[bit] for bit in range(7) if mask & 1 << bit]
    if begin < end:
        return [(day, begin, end) for day in days]
    return [span for day in days for span in ((day, begin, DAY), (day % 7 + 1, 0, end))]


def seconds(text: Any) -> int | None:
    """A time HH:MM:SS as seconds of the day; 24:00:00 is the end."""
    parts = str(text or "").split(":")
    if len(parts) not in (2, 3) or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    if not 1 <= len(parts[0]) <= 2 or any(len(part) != 2 for part in parts[1:]):
        return None
    numbers = [*map(int, parts), 0][:3]
    total = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
    return total if max(numbers[1:]) < 60 and total <= DAY else None


def _around_the_clock(spans: set[Span]) -> bool:
    for weekday in range(1, 8):
        reached = 0
        for _, begin, end in sorted(span for span in spans if span[0] == weekday):
            if begin <= reached:
                reached = max(reached, end)
        if reached != DAY:
            return False
    return True
