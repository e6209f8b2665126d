"""A connector group of a station: where it stands, and what all its plugs share."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Connector, Event, Plug
from evmap.conversion.rules.electrical import POINT
from evmap.conversion.rules.states import Counts
from evmap.conversion.rules.times import to_utc

NOTHING: dict[str, Any] = {}

STAMP = "lastUpdateTimestamp"


class Group(msgspec.Struct, eq=False):
    """One connector group on its way.

    index: of the station within its pool; base: path of the group in the station; point: its
    `chargingPoint`; counts: see :mod:`.states`; events, bundles: of the station; stamp: newest time
    of its statuses in UTC; stamps: path and UTC of each of them.
    """

    index: int
    base: Path
    value: dict[str, Any]
    point: dict[str, Any]
    counts: Counts
    plug: Plug
    events: list[Event]
    bundles: list[Bundle]
    reservable: bool = False
    stamp: str | None = None
    stamps: tuple[tuple[Path, str], ...] = ()
    _lists: dict[str | None, list[Connector]] = msgspec.field(default_factory=dict)

    def say(self, code: str, path: Path, fate: str | None = None, *args: str) -> None:
        """Add an event; `path` is relative to the group."""
        self.events.append(Event(code, (*self.base, *path), fate, args))

    def connector(self, number: str, origin: str) -> Connector:
        """A connector of this group."""
        return Connector(number, self.plug, (self.index, self.base), self.stamp, origin)

    def connectors(self, given: str | None) -> list[Connector]:
        """The one connector of an EVSE, with v2's id if that gives one.

        EVSEs of the group whose connectors are alike share the list.
        """
        known = self._lists.get(given)
        if known is None:
            new = self.connector(given, "copied") if given else self.connector("1", "derived")
            known = self._lists[given] = [new]
        return known

    def read_stamps(self) -> None:
        """Find the times that the group gives for its statuses."""
        if STAMP in self.value:
            self._read_stamp(self.value, ())
        if STAMP in self.point:
            self._read_stamp(self.point, (POINT,))

    def _read_stamp(self, holder: dict[str, Any], path: Path) -> None:
        text = holder[STAMP]
        if not text:
            return
        place: Path = (*path, STAMP)
        utc, exact = to_utc(text)
        if utc is None:
            self.say("EV435", place, "invalid")
            return
        if not exact:
            self.say("EV436", place)
        self.stamps += (((*self.base, *place), utc),)
        if self.stamp is None or self.stamp < utc:
            self.stamp = utc
