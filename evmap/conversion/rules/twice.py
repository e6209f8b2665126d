"""The same thing twice: tiles overlap and snapshots repeat, so a station may come again.

Equal ids in one location are one thing, as it was at several times. The newest counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from evmap.conversion import v2
from evmap.conversion.rules.times import to_utc, zone_name


def sort_out(ids: Sequence[str | None], times: Sequence[str]) -> tuple[list[int], list[int]]:
    """The positions of what counts, in the order of the first of each id; and those of the others.

    What has no id is there once. Of equal times (UTC, empty for unknown) the first counts.
    """
    counting: dict[str | int, int] = {}
    for place, (name, time) in enumerate(zip(ids, times, strict=True)):
        key = name or place
        known = counting.setdefault(key, place)
        if known != place and time > times[known]:
            counting[key] = place
    kept = list(counting.values())
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
