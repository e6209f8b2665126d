"""The same thing twice: tiles overlap and snapshots repeat, so a station may come again.

Equal ids in one location are one thing, as it was at several times. The newest counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.rules.times import to_utc, zone_name

#: Times as texts that sort by time, empty for unknown.
Times = tuple[str, ...]


def sort_out(
    ids: Sequence[str | bytes | None], time_at: Callable[[int], Times]
) -> tuple[list[int], list[int]]:
    """The positions of what counts, in the order of the first of each id; and those of the others.

    time_at: gives the times of a position, the first of them first to be compared; asked for where
    an id comes again. Of equal times the first counts. What has no id is there once.
    """
    counting: dict[str | bytes | int, int] = {}
    for place, name in enumerate(ids):
        key = name or place
        known = counting.setdefault(key, place)
        if known != place and time_at(place) > time_at(known):
            counting[key] = place
    kept = list(counting.values())
    if len(kept) == len(ids):
        return kept, []
    return kept, sorted(set(range(len(ids))).difference(kept))


def times_of(station: v2.Station) -> Times:
    """The newest time of a station itself, then that of the statuses of its groups."""
    zone = zone_name(station.time_zone)
    own = (station.last_update_timestamp, station.last_updated_time_stamp)
    groups = () if station.connectors is UNSET else station.connectors.connector or ()
    points = [group.charging_point for group in groups if group.charging_point is not UNSET]
    texts = [each.last_update_timestamp for each in (*groups, *points)]
    return _newest(own, zone), _newest(texts, zone)


def _newest(texts: Iterable[object], zone: str | None) -> str:
    return max([comparable(text, zone) for text in texts], default="")


def comparable(text: object, zone: str | None = None) -> str:
    """A timestamp as a text that sorts by time; empty for none."""
    utc = to_utc(text, zone).utc if isinstance(text, str) else None
    return utc.removesuffix("Z") if utc else ""
