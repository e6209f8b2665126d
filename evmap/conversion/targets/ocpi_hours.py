"""Opening hours in OCPI's form, which has neither 24:00 nor seconds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from evmap.conversion import model
from evmap.conversion.diagnostics import Cause, Diagnostic, Said, cause_of
from evmap.conversion.rules.hours import ALWAYS, END_OF_DAY, FROM, MASK, TO
from evmap.conversion.targets.ocpi_objects import Hours, RegularHours

#: What stands for the end of a day.
LAST_MINUTE = "23:59"


@lru_cache(maxsize=2_000)
def hours_of(hours: model.Hours) -> Hours | None:
    """The same hours as OCPI writes them; None where nothing is left of them."""
    if hours.always:
        return Hours(True)
    times = [_times(period) for period in written_periods(hours)]
    return Hours(False, times) if times else None


def written_periods(hours: model.Hours) -> list[model.Period]:
    """The periods of which something is left without seconds and 24:00: an end behind a begin."""
    return [period for period in hours.periods if _is_written(period)]


def _is_written(period: model.Period) -> bool:
    return period.begin[:5] < _end(period)


def _times(period: model.Period) -> RegularHours:
    return RegularHours(period.weekday, period.begin[:5], _end(period))


def _end(period: model.Period) -> str:
    return LAST_MINUTE if period.end == END_OF_DAY else period.end[:5]


@lru_cache(maxsize=2_000)
def said_of_hours(hours: model.Hours) -> Cause | None:
    """What there is to say of hours, with what OCPI loses of them."""
    cut: dict[Said, None] = dict.fromkeys(_said_of_nothing(hours))
    over_midnight = {at for period, at in hours.places if period.end != END_OF_DAY}
    gone = {at for (diagnostic, at) in cut if diagnostic.pattern == FROM}
    for period, at in hours.places:
        if at in gone:
            continue
        if period.end == END_OF_DAY:
            # Of a period over midnight it is the evening that loses its last minute.
            place = FROM if at in over_midnight else TO
            cut[Diagnostic("EV439", place, "lossy"), at] = None
        if period.begin[6:] != "00":
            cut[Diagnostic("EV440", FROM, "lossy"), at] = None
        if period.end[6:] != "00":
            cut[Diagnostic("EV440", TO, "lossy"), at] = None
    return cause_of([*cut, *(hours.cause.said if hours.cause is not None else ())])


def _said_of_nothing(hours: model.Hours) -> Iterator[Said]:
    """What there is to say of periods within one minute, of which OCPI has nothing."""
    left = {at for period, at in hours.places if _is_written(period)}
    gone = {at: None for _, at in hours.places if at not in left}
    masks = {at[:1]: None for at in gone if at[:1] not in {one[:1] for one in left}}
    for pattern, places in ((FROM, gone), (TO, gone), (MASK, masks)):
        for at in places:
            yield Diagnostic("EV608", pattern, "dropped", ("regular_hours",)), at
    if gone and not left and hours.origin == "copied":
        yield Diagnostic("EV424", ALWAYS, "dropped"), ()
