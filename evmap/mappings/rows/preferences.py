"""Which v3 status the converter writes where the guide names several, and who said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evmap.mappings.models import StatusPair
from evmap.mappings.notes import decided_statuses
from evmap.options import UNKNOWN
from evmap.plan.models import Decision


@dataclass(frozen=True)
class Choice:
    """The preferred v3 status of a v2 status that has several candidates."""

    code: str
    candidates: tuple[str, ...]
    #: The editor who chose it; empty where it is the first of the guide.
    author: str = ""
    changed_at: datetime | None = None


def choices(pairs: Iterable[StatusPair]) -> dict[str, Choice]:
    """Return the choices of all ambiguous v2 statuses, by v2 code; one query."""
    candidates: dict[str, list[str]] = {}
    for pair in pairs:
        candidates.setdefault(pair.v2.code, []).append(pair.v3.code)
    made = decided_statuses()
    return {
        v2: _choice(tuple(codes), made.get(v2))
        for v2, codes in candidates.items()
        if len(codes) > 1
    }


def _choice(candidates: tuple[str, ...], made: Decision | None) -> Choice:
    if made is None or made.choice not in (*candidates, UNKNOWN):
        return Choice(candidates[0], candidates)
    author = made.author or "an editor"
    return Choice(made.choice, candidates, author, made.changed_at)
