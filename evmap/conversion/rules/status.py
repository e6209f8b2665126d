"""EVSE statuses (the guide's status table)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from evmap.conversion.guide import Guide

#: Plugs of one EVSE in different states: v3 has one status, the first of these that occurs.
PRECEDENCE = ("CHARGING", "RESERVED", "AVAILABLE")

#: What the dynamic counts of a group say, in the order in which EVSEs get their status.
COUNTED = (
    ("numberOfInUse", "OCCUPIED"),
    ("numberOfReserved", "RESERVED"),
    ("numberOfAvailable", "AVAILABLE"),
    ("numberOfOutOfService", "OUT_OF_SERVICE"),
)


class StatusChoice(msgspec.Struct, frozen=True):
    """A v3 status, its origin, and the code and arguments of what there is to say about it."""

    status: str
    origin: str = "converted"
    code: str | None = None
    args: tuple[str, ...] = ()


class StatusRule:
    """v2 states to v3 statuses, by the guide, the tables' preferences and the user's choices."""

    def __init__(self, guide: Guide, choices: Mapping[str, str]) -> None:
        self._guide = guide
        self._choices = choices
        self._known: dict[str, StatusChoice] = {}

    def __call__(self, state: str) -> StatusChoice:
        """The v3 status of a v2 state, compared case-insensitively."""
        found = self._known.get(state)
        if found is None:
            found = self._choose(state)
            if len(self._known) < 1000:
                self._known[state] = found
        return found

    def _choose(self, state: str) -> StatusChoice:
        code = state.strip().upper()
        candidates = self._guide.statuses.get(code)
        if candidates is None:
            return StatusChoice("UNKNOWN", "assumed", "EV302", (state[:40],))
        if code == "UNKNOWN":
            return StatusChoice(candidates[0], "converted", "EV303")
        if len(candidates) == 1:
            return StatusChoice(candidates[0])
        chosen = self._choices.get(code, candidates[0])
        others = ", ".join(other for other in candidates if other != chosen)
        return StatusChoice(chosen, "assumed", "EV301", (code, chosen, others))


def most_telling(statuses: list[str]) -> str:
    """The one status of an EVSE whose plugs report several."""
    for status in PRECEDENCE:
        if status in statuses:
            return status
    return statuses[0]
