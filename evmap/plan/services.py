"""Deciding, for pages, the desk, the admin and uploaded plans; and what is decided now."""

from __future__ import annotations

from typing import Protocol

from django.db import IntegrityError, transaction

from evmap.conversion.plan.file import LONGEST, write_plan
from evmap.conversion.plan.file import Decision as Decided
from evmap.conversion.plan.subjects import Subject, subjects_of
from evmap.mappings.guide import current_guide
from evmap.plan.models import Decision

#: Choices beside those of a subject.
NOT_OURS, REOPEN = "not_ours", "open"


class User(Protocol):
    """Who decides."""

    def get_username(self) -> str:
        """Return the name that is kept with the decision."""


class CannotDecide(Exception):
    """A decision that cannot be; the message says what to do."""


class ChangedMeanwhile(CannotDecide):
    """Somebody else changed the decision since this person looked at it."""

    def __init__(self, decision: Decision | None) -> None:
        who = decision.author if decision and decision.author else "somebody"
        super().__init__(
            f"Meanwhile {who} changed this decision. Look at it as it is now; nothing was saved."
        )


def current_decisions() -> list[Decided]:
    """Return all that was decided, in one query; also what the tables don't know any more."""
    return [
        Decided(
            subject=one.subject,
            state="not_ours" if one.state == Decision.State.NOT_OURS else "decided",
            choice=one.choice,
            reason=one.reason,
            by=one.author or None,
            date=one.changed_at.date(),
        )
        for one in Decision.objects.exclude(state=Decision.State.OPEN)
    ]


def plan_file() -> bytes:
    """Return the plan as `plan.json`."""
    return write_plan(current_decisions())


def decide(
    subject: str, choice: str, reason: str, user: User, *, version: int | None = None
) -> Decision:
    """Decide on a subject for the team, and return the decision.

    choice: an option of the subject, a value of one's own where it takes one, `not_ours`, or `open`
    to take a decision back. version: of the decision that was looked at, 0 for none; without it
    whatever is there is replaced. Raise CannotDecide, and ChangedMeanwhile for another version.
    """
    reason, choice = reason.strip(), choice.strip()
    check(subject, choice, reason)
    try:
        with transaction.atomic():
            found = Decision.objects.select_for_update().filter(subject=subject).first()
            if version is not None and version != (found.version if found else 0):
                raise ChangedMeanwhile(found)
            return _write(found or Decision(subject=subject, version=0), choice, reason, user)
    except IntegrityError as error:
        raise ChangedMeanwhile(Decision.objects.filter(subject=subject).first()) from error


def check(subject: str, choice: str, reason: str) -> Subject:
    """Return the subject. Raise CannotDecide for what cannot be decided."""
    known = subjects_of(current_guide()).get(subject)
    if known is None:
        raise CannotDecide(f"The tables leave nothing open that is called {subject[:100]}.")
    if choice not in (NOT_OURS, REOPEN) and not known.takes(choice):
        wrong = f"“{choice[:60]}” cannot be chosen. " if choice else ""
        options = ", ".join(option.value for option in known.options)
        hint = f", or write {known.own.hint}" if known.own else ""
        raise CannotDecide(f"{wrong}Choose one of {options}{hint}.")
    if not reason and choice != REOPEN:
        raise CannotDecide("Say why: those who come after you will ask.")
    if len(reason) > LONGEST or "\0" in reason:
        raise CannotDecide(f"Give the reason in at most {LONGEST:,} characters.")
    return known


def _write(decision: Decision, choice: str, reason: str, user: User) -> Decision:
    state = {
        NOT_OURS: Decision.State.NOT_OURS,
        REOPEN: Decision.State.OPEN,
    }.get(choice, Decision.State.DECIDED)
    wanted = choice if state == Decision.State.DECIDED else ""
    as_it_is = (decision.state, decision.choice, decision.reason) == (state, wanted, reason)
    if as_it_is and decision.pk is not None:
        return decision
    decision.state, decision.choice, decision.reason = state, wanted, reason
    decision.author = user.get_username()
    decision.version += 1
    decision.save()
    return decision
