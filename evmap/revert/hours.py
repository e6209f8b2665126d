"""Weekly periods to v2's daymask and periods."""

from __future__ import annotations

from typing import Any

from evmap.conversion.rules.hours import WEEKDAYS
from evmap.revert.site import Opening


def v2_hours(opening: Opening) -> dict[str, Any]:
    """`open24x7` and `openingHours` of connectorDetails; days with the same periods together."""
    if opening.always or not opening.periods:
        return {"open24x7": opening.always}
    by_day: dict[int, list[tuple[str, str]]] = {}
    for period in opening.periods:
        by_day.setdefault(period.weekday, []).append((period.begin, period.end))
    masks: dict[tuple[tuple[str, str], ...], int] = {}
    for day, times in by_day.items():
        key = tuple(dict.fromkeys(times))
        masks[key] = masks.get(key, 0) | 1 << WEEKDAYS.index(day)
    entries = [
        {"daymask": mask, "period": [{"from": begin, "to": end} for begin, end in times]}
        for times, mask in masks.items()
    ]
    return {"open24x7": False, "openingHours": {"regularOpeningHours": entries}}
