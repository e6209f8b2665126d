"""Events of a record: the one fate of each value, and events that always come together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from evmap.conversion.books import EXAMPLES, GONE
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event


class Bundle(msgspec.Struct, eq=False):
    """Events that come together wherever their cause comes, such as those of a plug at one place.

    Paths begin at the record's root; no two bundles of a record tell a fate of one. `events` tell
    the final fate of their values, `fates` hold those by path. `seen` counts the records since the
    books were settled; the first of them were looked at for examples, none behind `last`.
    """

    events: tuple[Event, ...]
    fates: dict[Path, str]
    paths: frozenset[Path]
    seen: int = 0
    looked_at: int = 0
    last: int = 0

    def count(self, offset: int) -> bool:
        """Count the record at this offset; tell whether it may be among the first ones."""
        self.seen += 1
        if self.looked_at >= EXAMPLES and offset >= self.last:
            return False
        self.looked_at += 1
        self.last = max(self.last, offset)
        return True


def make_bundle(events: Iterable[Event]) -> Bundle:
    """The bundle of some events."""
    told, fates = settled(list(events), {})
    return Bundle(tuple(told), fates, frozenset(event.path for event in told))


def bundled_events(bundles: Iterable[Bundle]) -> list[Event]:
    """The events of several bundles."""
    return [event for bundle in bundles for event in bundle.events]


def settled(events: list[Event], lost: Mapping[Path, None]) -> tuple[list[Event], dict[Path, str]]:
    """The events of one record with the final fate of each value, and those fates by path.

    The first event that tells a fate counts. A value that is lost with its connector is dropped,
    whatever was said of writing it (EV509).
    """
    moved: dict[Path, str] = {}
    for event in events:
        if event.fate is not None:
            moved.setdefault(event.path, event.fate)
    if not lost:
        return _told(events, moved), moved
    told = {path for path in lost if moved.get(path) in GONE}
    found = [Event("EV509", path, "dropped") for path in lost if path not in told]
    found += [e for e in events if e.path not in lost or e.fate in GONE]
    moved |= {event.path: "dropped" for event in found if event.code == "EV509"}
    return _told(found, moved), moved


def _told(events: list[Event], moved: Mapping[Path, str]) -> list[Event]:
    """The events, each with the final fate of its value."""
    return [
        event
        if moved.get(event.path) == event.fate
        else Event(event.code, event.path, moved.get(event.path), event.args)
        for event in events
    ]
