"""The same thing twice: tiles overlap and snapshots repeat, so a station may come again.

Equal ids in one location are one thing, as it was at several times. The newest counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.rules.times import to_utc, zone_name


def sort_out(
    ids: Sequence[str | None], time_at: Callable[[int], str]
) -> tuple[list[int], list[int]]:
    """The positions of what counts, in the order of the first of each id; and those of the others.

    time_at: gives the time of a position (UTC, empty for unknown); asked for where an id comes
    again. Of equal times the first counts. What has no id is there once.
    """
    counting: dict[str | int, int] = {}
    for place, name in enumerate(ids):
        key = name or place
        known = counting.setdefault(key, place)
        if known != place and time_at(place) > time_at(known):
            counting[key] = place
    kept = list(counting.values())
    if len(kept) == len(ids):
        return kept, []
    return kept, sorted(set(range(len(ids))).difference(kept))


def time_of(station: v2.Station) -> str:
    """The newest time of a station, to be compared with others; empty where it has none."""
    zone = zone_name(station.time_zone)
    texts = (station.last_update_timestamp, station.last_updated_time_stamp)
    return max([comparable(text, zone) for text in texts if text is not UNSET], default="")


def comparable(text: object, zone: str | None = None) -> str:
    """A timestamp as a text that sorts by time; empty for none."""
    utc = to_utc(text, zone).utc if isinstance(text, str) else None
    return utc.removesuffix("Z") if utc else ""
