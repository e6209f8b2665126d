"""The plan as it is now, for conversions and as a file."""

from __future__ import annotations

from evmap.conversion.plan.file import Decision as Decided
from evmap.conversion.plan.file import write_plan
from evmap.plan.models import Decision


def current_decisions() -> list[Decided]:
    """Return all that was decided, in one query; also what the tables don't know any more."""
    made = Decision.objects.exclude(state=Decision.State.OPEN)
    return [as_decided(decision) for decision in made]


def as_decided(decision: Decision) -> Decided:
    """Return a decision as the converter and the file have it."""
    return Decided(
        subject=decision.subject,
        state="not_ours" if decision.state == Decision.State.NOT_OURS else "decided",
        choice=decision.choice,
        reason=decision.reason,
        by=decision.author or None,
        date=decision.changed_at.date(),
    )


def plan_file() -> bytes:
    """Return the plan as `plan.json`."""
    return write_plan(current_decisions())
