"""Decisions, and the file that carries them (`evmap-plan/1`): read with clear errors, written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Literal, NoReturn

import msgspec

from evmap.conversion.small_file import read_small_file

FORMAT = "evmap-plan/1"

State = Literal["decided", "not_ours"]

#: How people read the state `not_ours`.
NOT_IN_DATA = "not in our data"

#: The most decisions that a file may have, and the longest text, in characters.
MOST_DECISIONS, LONGEST = 5_000, 2_000


class PlanError(Exception):
    """A file that is no plan, or a decision that cannot be; the message says where and what."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a team decided on one subject.

    subject: its key, as in `status/OFFLINE`. state: decided, or not_ours: the team's data never
    holds it. choice: one of the subject's options, or a value of one's own where it takes one;
    empty where it is not_ours. reason: why. by, date: who and when.
    """

    subject: str
    state: State = "decided"
    choice: str = ""
    reason: str = ""
    by: str | None = None
    date: datetime.date | None = None

    def members(self) -> dict[str, Any]:
        """Return the decision as JSON has it: empty members are left out."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in told.items() if value not in (None, "")}

    @property
    def chosen(self) -> str:
        """Return what was chosen, for people."""
        return self.choice or NOT_IN_DATA

    @property
    def words(self) -> str:
        """Return the decision for people, as in "status/OFFLINE: REMOVED"."""
        return f"{self.subject}: {self.chosen}"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["evmap-plan/1"]
    decisions: list[Decision]


msgspec.json.Decoder(_File)  # learns it here, where no two threads meet it at once


def read_plan(data: bytes) -> list[Decision]:
    """Return the decisions of a file. Raise PlanError for what is no such file.

    Whether the tables know the subjects and choices is another question: see `troubles`.
    """
    found = read_small_file(data, _File, FORMAT, PlanError)
    if len(found.decisions) > MOST_DECISIONS:
        raise PlanError(
            f"decisions: {len(found.decisions):,}, at most {MOST_DECISIONS:,} are read."
        )
    seen: dict[str, int] = {}
    for number, decision in enumerate(found.decisions):
        _check(number, decision)
        first = seen.setdefault(decision.subject, number)
        if first != number:
            _refuse(number, f"is about the same as decisions[{first}]: {decision.subject}.")
    return found.decisions


def _check(number: int, decision: Decision) -> None:
    if not decision.subject.strip():
        _refuse(number, "say what is decided, as in status/OFFLINE.", ".subject")
    if decision.state == "decided" and not decision.choice.strip():
        _refuse(number, "say what was chosen.", ".choice")
    if decision.state == "not_ours" and decision.choice:
        _refuse(number, "leave it out: a subject that is not_ours has no choice.", ".choice")
    if not decision.reason.strip():
        _refuse(number, "say why.", ".reason")
    for text in (decision.subject, decision.choice, decision.reason, decision.by or ""):
        if len(text) > LONGEST or "\0" in text:
            _refuse(number, f"a text is longer than {LONGEST:,} characters, or holds NUL.")


def _refuse(number: int, what: str, member: str = "") -> NoReturn:
    raise PlanError(f"decisions[{number}]{member}: {what}")


def write_plan(decisions: Iterable[Decision]) -> bytes:
    """Return a file with these decisions as indented JSON, in the order of their subjects."""
    ordered = sorted(decisions, key=lambda decision: decision.subject)
    told = {"format": FORMAT, "decisions": [decision.members() for decision in ordered]}
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
