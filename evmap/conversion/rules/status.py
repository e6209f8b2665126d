"""EVSE statuses (the guide's status table), and what states and counts of a group tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec
from msgspec import UNSET, UnsetType

from evmap.conversion.diagnostics import Cause, Diagnostic, Said, cause_of
from evmap.conversion.guide import Guide
from evmap.options import UNKNOWN, status_choices

#: Plugs of one EVSE in different states: v3 has one status, the first of these that occurs.
PRECEDENCE = ("CHARGING", "RESERVED", "AVAILABLE")

#: What the dynamic counts of a group say, in the order in which EVSEs get their status.
COUNTED = (
    ("numberOfInUse", "OCCUPIED"),
    ("numberOfReserved", "RESERVED"),
    ("numberOfAvailable", "AVAILABLE"),
    ("numberOfOutOfService", "OUT_OF_SERVICE"),
)

GROUP = "connectors/connector/*"
ENTRY = f"{GROUP}/connectorStatuses/connectorStatus/*"
STATE = f"{ENTRY}/state"

#: What a `chargingPoint` counts: all plugs, then those in each state (see COUNTED).
POINT = f"{GROUP}/chargingPoint"
NUMBER = f"{POINT}/numberOfConnectors"
COUNTS = tuple(f"{POINT}/{name}" for name, _ in COUNTED)

Count = int | UnsetType
#: v2's number of plugs, then of those in each state; UNSET for those that it doesn't give.
Counts = tuple[Count, Count, Count, Count, Count]

#: What was told is kept for reuse, so many times, but for groups with more plugs than these, or
#: with more characters in their states.
KEPT, MOST_PLUGS, MOST_TEXT = 2_000, 8, 400


class StatusChoice(msgspec.Struct, frozen=True, gc=False):
    """A v3 status, its origin, and the code and arguments of what there is to say about it.

    `state` is v2's, in capitals.
    """

    status: str
    origin: str = "converted"
    code: str | None = None
    args: tuple[str, ...] = ()
    state: str = ""


#: The status of a plug for which v2 tells no state.
NO_STATE = StatusChoice(UNKNOWN, "assumed", "EV307")


class States(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The status of each plug of a group, and what there is to say of states and counts.

    `sources`: for each choice the pattern of the count that it comes from, empty where it is none.
    `free`: how many are available.
    """

    choices: tuple[StatusChoice, ...]
    cause: Cause | None = None
    sources: tuple[str, ...] = ()
    free: int = 0


class StatusRule:
    """v2 states to v3 statuses, by the guide, the tables' preferences and the user's choices.

    Raises ValueError for a choice that is no candidate of the tables.
    """

    def __init__(self, guide: Guide, choices: Mapping[str, str]) -> None:
        for v2, v3 in choices.items():
            if v3 not in status_choices(guide.statuses, v2):
                raise ValueError(f"{v2} cannot be {v3}: the tables have no such pair")
        self._guide = guide
        self._choices = choices
        self.choose = lru_cache(maxsize=1_000)(self._choose)
        self._of_entries = lru_cache(maxsize=KEPT)(self._tell_entries)
        self._of_counts = lru_cache(maxsize=KEPT)(self._tell_counts)

    def of_entries(self, states: tuple[str | UnsetType, ...], counts: Counts) -> States:
        """What entries with these states tell, in a group with these counts."""
        long = len(states) > MOST_PLUGS or sum([len(state or "") for state in states]) > MOST_TEXT
        return (self._tell_entries if long else self._of_entries)(states, counts)

    def of_counts(self, number: int, counts: Counts) -> States:
        """What the counts of a group with so many plugs, but without entries, tell."""
        return (self._tell_counts if number > MOST_PLUGS else self._of_counts)(number, counts)

    def _choose(self, text: str | UnsetType) -> StatusChoice:
        """The v3 status of a v2 state, compared case-insensitively."""
        if text is UNSET:
            return NO_STATE
        state = text.strip().upper()
        candidates = self._guide.statuses.get(state)
        if candidates is None:
            return self._stranger(text, state)
        if state == UNKNOWN:
            return StatusChoice(candidates[0], "converted", "EV303", (), state)
        chosen = self._choices.get(state, candidates[0])
        if len(candidates) == 1:
            if chosen == candidates[0]:
                return StatusChoice(chosen, state=state)
            return StatusChoice(chosen, "assumed", "EV311", (state, candidates[0], chosen), state)
        others = ", ".join(other for other in candidates if other != chosen)
        return StatusChoice(chosen, "assumed", "EV301", (state, chosen, others), state)

    def _stranger(self, text: str, state: str) -> StatusChoice:
        """The status of a state that is not in the guide: of a retired number, else UNKNOWN."""
        number = state.removesuffix(".0")
        retired = self._guide.retired_states.get(number)
        if retired is None:
            return StatusChoice(UNKNOWN, "assumed", "EV302", (text[:40],), state)
        return StatusChoice(retired, "assumed", "EV310", (number, retired), state)

    def _tell_entries(self, states: tuple[str | UnsetType, ...], counts: Counts) -> States:
        choices = tuple(map(self.choose, states))
        said: list[Said] = [
            (diagnostic_of(choice, ENTRY, STATE), (number,))
            for number, choice in enumerate(choices)
            if choice.code is not None
        ]
        said += [(each, ()) for each in _wrong_counts(choices, counts)]
        return States(choices, cause_of(said))

    def _tell_counts(self, number: int, counts: Counts) -> States:
        said = [Diagnostic("EV503", GROUP)]
        choices: list[StatusChoice] = []
        sources: list[str] = []
        is_told = False
        for (_, state), pattern, count in zip(COUNTED, COUNTS, counts[1:], strict=True):
            if count is UNSET:
                continue
            is_told = True
            if not 0 <= count <= number - len(choices):
                said.append(Diagnostic("EV306", pattern, "dropped"))
                continue
            choice = self.choose(state)
            if count and choice.code is not None:
                said.append(Diagnostic(choice.code, pattern, "lossy", choice.args))
            choices += [choice] * count
            sources += [pattern] * count
        missing = number - len(choices)
        if missing:
            said.append(Diagnostic("EV305" if is_told else "EV307", GROUP))
        return States(
            (*choices, *[NO_STATE] * missing),
            cause_of((each, ()) for each in said),
            (*sources, *[""] * missing),
            [choice.status for choice in choices].count("AVAILABLE"),
        )


def diagnostic_of(choice: StatusChoice, entry: str, state: str) -> Diagnostic:
    """What there is to say of a choice; `entry` and `state` are patterns of the two."""
    if choice is NO_STATE:
        return Diagnostic("EV307", entry)
    fate = "lossy" if choice.origin == "assumed" else None
    return Diagnostic(choice.code or "", state, fate, choice.args)


def _wrong_counts(choices: tuple[StatusChoice, ...], counts: Counts) -> Iterator[Diagnostic]:
    """Counts beside statuses must tell the same, else they are dropped."""
    states = [choice.state for choice in choices]
    if counts[0] is not UNSET and counts[0] != len(states):
        yield Diagnostic("EV506", NUMBER, "dropped")
    for (_, state), pattern, count in zip(COUNTED, COUNTS, counts[1:], strict=True):
        if count is not UNSET and count != states.count(state):
            yield Diagnostic("EV308", pattern, "dropped")


def most_telling(statuses: list[str]) -> str:
    """The one status of an EVSE whose plugs report several."""
    for status in PRECEDENCE:
        if status in statuses:
            return status
    return statuses[0]
