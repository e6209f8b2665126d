"""Opening hours in OCPI's form, which has neither 24:00 nor seconds."""

from __future__ import annotations

from functools import lru_cache

from evmap.conversion import model
from evmap.conversion.diagnostics import Cause, Diagnostic, Said, cause_of
from evmap.conversion.rules.hours import END_OF_DAY, FROM, TO
from evmap.conversion.targets.ocpi_objects import Hours, RegularHours

#: What stands for the end of a day.
LAST_MINUTE = "23:59"


@lru_cache(maxsize=2_000)
def hours_of(hours: model.Hours) -> Hours:
    """The same hours as OCPI writes them."""
    if hours.always:
        return Hours(True)
    return Hours(
        False,
        [
            RegularHours(
                period.weekday,
                period.begin[:5],
                LAST_MINUTE if period.end == END_OF_DAY else period.end[:5],
            )
            for period in hours.periods
        ],
    )


@lru_cache(maxsize=2_000)
def said_of_hours(hours: model.Hours) -> Cause | None:
    """What there is to say of hours, with what OCPI loses of them."""
    cut: dict[Said, None] = {}
    for period, at in hours.places:
        if period.end == END_OF_DAY:
            cut[Diagnostic("EV439", TO, "lossy"), at] = None
        if period.begin[6:] != "00":
            cut[Diagnostic("EV440", FROM, "lossy"), at] = None
        if period.end[6:] != "00":
            cut[Diagnostic("EV440", TO, "lossy"), at] = None
    return cause_of([*cut, *(hours.cause.said if hours.cause is not None else ())])
