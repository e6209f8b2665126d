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
    """A v3 status, its origin, and the code and arguments of what there is to say about it.

    `state` is v2's, in capitals.
    """

    status: str
    origin: str = "converted"
    code: str | None = None
    args: tuple[str, ...] = ()
    state: str = ""


#: The status of a plug for which v2 tells no state.
NO_STATE = StatusChoice("UNKNOWN", "assumed", "EV307")


class StatusRule:
    """v2 states to v3 statuses, by the guide, the tables' preferences and the user's choices."""

    def __init__(self, guide: Guide, choices: Mapping[str, str]) -> None:
        self._guide = guide
        self._choices = choices
        self._known: dict[str | None, StatusChoice] = {None: NO_STATE}

    def __call__(self, state: str | None) -> StatusChoice:
        """The v3 status of a v2 state, compared case-insensitively."""
        return self._known.get(state) or self._choose(state or "")

    def _choose(self, text: str) -> StatusChoice:
        found = self._among(text.strip().upper(), text)
        if len(self._known) < 1000:
            self._known[text] = found
        return found

    def _among(self, state: str, text: str) -> StatusChoice:
        candidates = self._guide.statuses.get(state)
        if candidates is None:
            return StatusChoice("UNKNOWN", "assumed", "EV302", (text[:40],), state)
        if state == "UNKNOWN":
            return StatusChoice(candidates[0], "converted", "EV303", (), state)
        if len(candidates) == 1:
            return StatusChoice(candidates[0], state=state)
        chosen = self._choices.get(state, candidates[0])
        others = ", ".join(other for other in candidates if other != chosen)
        return StatusChoice(chosen, "assumed", "EV301", (state, chosen, others), state)


def most_telling(statuses: list[str]) -> str:
    """The one status of an EVSE whose plugs report several."""
    for status in PRECEDENCE:
        if status in statuses:
            return status
    return statuses[0]
