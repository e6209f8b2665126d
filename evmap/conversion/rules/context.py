"""What the rules of one conversion share: the tables, the user's choices, and work done once."""

from __future__ import annotations

from typing import Any

import msgspec

from evmap.conversion.events import Bundle, make_bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import Guide
from evmap.conversion.location import Event, Location, Plug
from evmap.conversion.options import Options
from evmap.conversion.read.records import Record
from evmap.conversion.rules.electrical import GroupFacts, make_plug
from evmap.conversion.rules.states import States, Told
from evmap.conversion.rules.status import StatusRule

#: Plugs kept for reuse; then the memory starts afresh.
PLUGS_KEPT = 20_000

#: Bundles kept for reuse, and the events of the largest of them.
BUNDLES_KEPT, MOST_EVENTS = 5_000, 8


class Built(msgspec.Struct, eq=False):
    """A location, the records it was made of, and per record what happened to it.

    `events`: per record, paths from the record's root; `bundles`: those that come together.
    `unwritten`: per record, the paths of connector groups (or EVSEs, connectors) that have no place
    in v3.
    """

    location: Location
    events: list[list[Event]]
    bundles: list[list[Bundle]]
    unwritten: list[list[Path]]
    records: list[Record]


class Rules:
    """The tables and choices that rules read, with plugs computed once per distinct group.

    Raises ValueError for a choice of status that is no candidate of the tables.
    """

    def __init__(self, guide: Guide, options: Options) -> None:
        for v2, v3 in options.statuses:
            if v3 not in guide.statuses.get(v2, ()):
                raise ValueError(f"{v2} cannot be {v3}: the tables have no such pair")
        self.guide = guide
        self.options = options
        self.status = StatusRule(guide, dict(options.statuses))
        self.states = States(self.status)
        self._made = 0
        self._plugs: dict[tuple[object, ...], Plug] = {}
        self._bundles: dict[tuple[Plug | Told, Path], Bundle] = {}

    def may_make(self, number: int) -> bool:
        """Whether so many more EVSEs may be made from mere counts (see `Limits.made`)."""
        limit = self.options.limits.made
        if limit is not None and self._made + number > limit:
            return False
        self._made += number
        return True

    def plug(self, key: tuple[object, ...]) -> Plug:
        """The plug for the values of :class:`GroupFacts`, in that order."""
        plug = self._plugs.get(key)
        if plug is None:
            if len(self._plugs) >= PLUGS_KEPT:
                self._plugs.clear()
            facts = GroupFacts(*key)  # type: ignore[arg-type]
            plug = make_plug(self.guide, facts, accept_successors=self.options.accept_successors)
            self._plugs[key] = plug
        return plug

    def tell(
        self, cause: Plug | Told, base: Path, events: list[Event], bundles: list[Bundle]
    ) -> None:
        """Add the events of a plug, or of the plugs of a group, that stands at `base`.

        They are a bundle, so that equal ones are counted at once, if they are few.
        """
        if not cause.events:
            return
        if len(cause.events) > MOST_EVENTS:
            events += [below(event, base) for event in cause.events]
            return
        bundle = self._bundles.get((cause, base))
        if bundle is None:
            if len(self._bundles) >= BUNDLES_KEPT:
                self._bundles.clear()
            bundle = make_bundle(below(event, base) for event in cause.events)
            self._bundles[cause, base] = bundle
        bundles.append(bundle)


def below(event: Event, base: Path) -> Event:
    """The same event with its path moved below `base`."""
    return Event(event.code, (*base, *event.path), event.fate, event.args)


def empty_lists(records: list[Record]) -> list[list[Any]]:
    """An empty list for each record."""
    return [[]] if len(records) == 1 else [[] for _ in records]
