"""Which subject of the plan a finding belongs to, and what answers it: a decision, or an option."""

from __future__ import annotations

import msgspec

from evmap.conversion.guide import FieldRow
from evmap.conversion.options import Options
from evmap.conversion.plan.file import Decision
from evmap.conversion.plan.subjects import (
    ABSENT,
    CONNECTOR,
    ELECTRICAL,
    LEAVE_OUT,
    LOSS,
    LOST,
    POSITION,
    REQUIRED,
    STATUS,
    UNKNOWN,
)
from evmap.conversion.rules.connectors import number_of

#: Code -> which of its arguments is what was written.
WRITTEN = {"EV301": 1, "EV203": 1, "EV205": 1, "EV204": 1}
#: Codes that say that something was left out.
LEFT_OUT = frozenset({"EV201", "EV601", "EV602", "EV615", "EV616", *ELECTRICAL})
#: The reason of a choice that an option of the conversion made, and no plan.
CHOSEN = "Chosen for this conversion."


def subject_of(code: str, args: tuple[str, ...], row: FieldRow | None, target: str) -> str:
    """Return the key of the subject that a finding asks about; empty where it asks about none.

    args: of the finding's message. row: the field map's, of the place where it is.
    """
    match code:
        case "EV301":
            found = f"{STATUS}/{args[0]}"
        case "EV201" | "EV203" | "EV204" | "EV205":
            found = f"{CONNECTOR}/{number_of(args[0])}"
        case "EV601" | "EV616":
            found = f"{REQUIRED}/{target}/{args[0]}"
        case "EV615":
            found = f"{REQUIRED}/{target}/{POSITION}"
        case "EV602" | "EV603":
            found = f"{ABSENT}/{target}/{args[0]}"
        case _ if code in ELECTRICAL:
            found = f"{REQUIRED}/{target}/{ELECTRICAL[code]}"
        case _ if code in LOST and row is not None and row.targets[target].loss == "information":
            found = f"{LOSS}/{target}/{row.slug}"
        case _:
            found = ""
    return found


class Answer(msgspec.Struct, frozen=True):
    """The subject of a finding, and the choice and reason that answer it."""

    subject: str = ""
    choice: str = ""
    reason: str = ""


#: Nothing answers, and the plan has no question.
OPEN = Answer()


class Answers:
    """The decisions of a plan and the options of one conversion, asked by finding."""

    def __init__(self, options: Options) -> None:
        self._by_subject = {decision.subject: decision for decision in options.plan}
        self._statuses = dict(options.statuses)
        self._successors = options.accept_successors

    def of(self, code: str, args: tuple[str, ...], row: FieldRow | None, target: str) -> Answer:
        """Return what answers a finding, if anything does; see `subject_of`.

        A decision answers no finding where something else was written than it says: an option of
        this conversion outweighed it, and answers. What is `not_ours` answers none: the data holds
        it after all.
        """
        subject = subject_of(code, args, row, target)
        decision = self._by_subject.get(subject)
        if decision is not None and decision.state == "decided" and _fits(code, args, decision):
            return Answer(subject, decision.choice, decision.reason)
        if self._is_chosen(code, args):
            return Answer(subject, args[WRITTEN[code]], CHOSEN)
        return Answer(subject)

    def _is_chosen(self, code: str, args: tuple[str, ...]) -> bool:
        """Whether an option says what was written; of options that the plan set, the plan tells."""
        if code == "EV301":
            return self._statuses.get(args[0]) == args[1]
        return code == "EV205" and self._successors


def _fits(code: str, args: tuple[str, ...], decision: Decision) -> bool:
    if code in WRITTEN:
        return args[WRITTEN[code]] == decision.choice
    if code in LEFT_OUT:
        return decision.choice == LEAVE_OUT
    return code != "EV603" or decision.choice == UNKNOWN
