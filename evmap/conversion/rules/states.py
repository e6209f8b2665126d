"""What the states and counts of a group tell of its plugs, worked out once for like groups."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event
from evmap.conversion.rules.electrical import POINT
from evmap.conversion.rules.status import COUNTED, NO_STATE, StatusChoice, StatusRule

ENTRIES: Path = ("connectorStatuses", "connectorStatus")

#: What a `chargingPoint` counts: all plugs, then those in each state (see COUNTED).
NUMBER = "numberOfConnectors"
COUNTS = (NUMBER, *(key for key, _ in COUNTED))

#: v2's values of COUNTS; None for those that it doesn't give.
Counts = tuple[int | None, ...]

#: What was told is kept for reuse, so many times, but for groups with more plugs than these, or
#: with more characters in their states.
KEPT, MOST_PLUGS, MOST_TEXT = 2_000, 8, 400


class Told(msgspec.Struct, eq=False):
    """The status of each plug of a group, and what there is to say of them.

    Paths of `events` begin at the group.
    """

    choices: list[StatusChoice]
    events: list[Event]


class States:
    """The rule for the states of a group's plugs."""

    def __init__(self, status: StatusRule) -> None:
        self._status = status
        self._known: dict[tuple[object, Counts], Told] = {}

    def of_entries(self, states: tuple[str | None, ...], counts: Counts) -> Told:
        """What entries with these states tell, in a group with these counts."""
        told = self._known.get((states, counts))
        if told is None:
            told = Told(list(map(self._status, states)), [])
            for place, choice in enumerate(told.choices):
                told.events += _of_state(choice, (*ENTRIES, place))
            told.events += _of_wrong_counts([choice.state for choice in told.choices], counts)
            if sum(len(state or "") for state in states) <= MOST_TEXT:
                self._keep((states, counts), told)
        return told

    def of_counts(self, number: int, counts: Counts) -> Told:
        """What the counts of a group with so many plugs, but without entries, tell."""
        told = self._known.get((number, counts))
        if told is None:
            told = self._of_counts(number, counts)
            self._keep((number, counts), told)
        return told

    def _keep(self, key: tuple[object, Counts], told: Told) -> None:
        if len(told.choices) <= MOST_PLUGS:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = told

    def _of_counts(self, number: int, counts: Counts) -> Told:
        told = Told([], [Event("EV503", ())])
        is_told = False
        for (key, state), count in zip(COUNTED, counts[1:], strict=True):
            if count is None:
                continue
            is_told = True
            path = (POINT, key)
            if not 0 <= count <= number - len(told.choices):
                told.events.append(Event("EV306", path, "dropped"))
                continue
            choice = self._status(state)
            if count and choice.code is not None:
                told.events.append(Event(choice.code, path, "lossy", choice.args))
            told.choices += [choice] * count
        missing = number - len(told.choices)
        if missing:
            told.events.append(Event("EV305" if is_told else "EV307", ()))
            told.choices += [NO_STATE] * missing
        return told


def _of_state(choice: StatusChoice, path: Path) -> Iterator[Event]:
    if choice is NO_STATE:
        yield Event("EV307", path)
    elif choice.code is not None:
        fate = "lossy" if choice.origin == "assumed" else None
        yield Event(choice.code, (*path, "state"), fate, choice.args)


def _of_wrong_counts(states: list[str], counts: Counts) -> Iterator[Event]:
    """Counts beside statuses must tell the same, else they are dropped."""
    if counts[0] is not None and counts[0] != len(states):
        yield Event("EV506", (POINT, NUMBER), "dropped")
    for (key, state), count in zip(COUNTED, counts[1:], strict=True):
        if count is not None and count != states.count(state):
            yield Event("EV308", (POINT, key), "dropped")
