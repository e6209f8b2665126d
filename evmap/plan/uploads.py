"""A plan that is uploaded: what it would change, and changing it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from evmap.conversion.plan.file import Decision as Decided
from evmap.conversion.plan.obey import troubles
from evmap.mappings.guide import current_guide
from evmap.plan.services import NOT_OURS, CannotDecide, User, current_decisions, decide, plan_file


@dataclass(frozen=True)
class Change:
    """What the file says of a subject, what the plan says now, and why nothing comes of it."""

    new: Decided
    old: Decided | None
    trouble: str = ""


@dataclass(frozen=True)
class Difference:
    """What a file would change; `state` names the plan that it was compared with."""

    changes: Sequence[Change]
    same: int
    #: Decisions that the file does not have. They stay.
    kept: int
    state: str

    @property
    def possible(self) -> list[Change]:
        """Return the changes that can be made."""
        return [change for change in self.changes if not change.trouble]


def plan_state() -> str:
    """Return a digest of the plan as it is."""
    return hashlib.sha256(plan_file()).hexdigest()


def compare(given: Sequence[Decided]) -> Difference:
    """Return what a file would change."""
    now = {decision.subject: decision for decision in current_decisions()}
    why = troubles(given, current_guide())
    different = [one for one in given if not _same(one, now.get(one.subject))]
    changes = [Change(one, now.get(one.subject), why.get(one.subject, "")) for one in different]
    missing = now.keys() - {one.subject for one in given}
    return Difference(changes, len(given) - len(different), len(missing), plan_state())


def _same(new: Decided, old: Decided | None) -> bool:
    if old is None:
        return False
    return (new.state, new.choice, new.reason) == (old.state, old.choice, old.reason)


def apply(given: Sequence[Decided], state: str, user: User) -> int:
    """Change the plan to what a file says, all at once; return how many decisions changed.

    Raise CannotDecide where the plan is not the one any more that the file was compared with.
    """
    with transaction.atomic():
        difference = compare(given)
        if difference.state != state:
            raise CannotDecide("The plan changed meanwhile. Here is the difference as it is now.")
        for change in difference.possible:
            choice = NOT_OURS if change.new.state == "not_ours" else change.new.choice
            decide(change.new.subject, choice, change.new.reason, user)
    return len(difference.possible)
