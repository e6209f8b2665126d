"""Which v3 status the converter writes where the guide names several, and who said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evmap.mappings.guide import current_guide
from evmap.options import UNKNOWN
from evmap.plan.models import Decision

#: The subjects of the plan that are ambiguous statuses begin so.
STATUS = "status/"


@dataclass(frozen=True)
class Choice:
    """The preferred v3 status of a v2 status that has several candidates."""

    code: str
    candidates: tuple[str, ...]
    #: The editor who chose it; empty where it is the first of the guide.
    author: str = ""
    changed_at: datetime | None = None


def status_candidates() -> Mapping[str, tuple[str, ...]]:
    """Return the v3 candidates of each v2 status, in the guide's order, as they are loaded now."""
    return current_guide().statuses


def ambiguous_statuses() -> dict[str, tuple[str, ...]]:
    """Return the v2 statuses that have several v3 candidates, with these."""
    return {v2: v3 for v2, v3 in status_candidates().items() if len(v3) > 1}


def choices() -> dict[str, Choice]:
    """Return the choices of all ambiguous v2 statuses, by v2 code; one query.

    That is what the plan decides, else the first candidate in the guide's order. A decision for
    what is no candidate (any more) has no effect.
    """
    decided = Decision.objects.filter(subject__startswith=STATUS, state=Decision.State.DECIDED)
    made = {one.subject.removeprefix(STATUS): one for one in decided}
    return {v2: _choice(codes, made.get(v2)) for v2, codes in ambiguous_statuses().items()}


def preferred_statuses() -> dict[str, str]:
    """Return the v3 status that each v2 status becomes, in one query."""
    chosen = {v2: choice.code for v2, choice in choices().items()}
    return {v2: v3[0] for v2, v3 in status_candidates().items()} | chosen


def _choice(candidates: tuple[str, ...], made: Decision | None) -> Choice:
    if made is None or made.choice not in (*candidates, UNKNOWN):
        return Choice(candidates[0], candidates)
    author = made.author or "an editor"
    return Choice(made.choice, candidates, author, made.changed_at)
