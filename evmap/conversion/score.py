"""The migration score: an estimate of the effort that a conversion leaves to people.

It counts distinct findings (code, pattern and, where they matter, arguments), not occurrences: a
thousand stations with the same loss are one decision. The weights are evmap's own, stand in one
table with their reasons, and are shown with every score.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

#: What the grades mean, best first.
GRADES = {
    "A": "Nothing to do: every value arrived, in its new form.",
    "B": "Accept the listed losses and choices, or keep the v2 values.",
    "C": "Client code must change: something it needs is missing or can't be trusted.",
}

DISCLAIMER = "An estimate by evmap's own weights, not a measurement."


class Weight(msgspec.Struct, frozen=True):
    """What one distinct pattern of a kind counts, the grade it leads to, and why."""

    kind: str
    grade: str
    points: int
    reason: str


#: The kinds of work, the heaviest first. Each finding belongs to the first kind that fits it.
WEIGHTS = (
    Weight(
        "missing",
        "C",
        8,
        "Something a client needs is not there: its code, the data or an option must supply it.",
    ),
    Weight(
        "chosen",
        "B",
        3,
        "A value was chosen, computed or cut: somebody has to check that it is right.",
    ),
    Weight("lost", "B", 1, "A value is gone: somebody has to say that nobody reads it."),
    Weight("follows", "B", 0, "Goes with something that is missing: nothing to decide by itself."),
    Weight("changed", "A", 0, "Only the form changed: nothing is lost."),
)

#: What was accepted is decided and counts nothing; the term is there only where there is some.
ACCEPTED = Weight("accepted", "A", 0, "Somebody looked at it, and said why it can stay as it is.")

#: Said instead of grade A's meaning, where it is reached by accepting.
ALL_ACCEPTED = "Nothing to do: what did not arrive as it was has been accepted."

#: Codes of values that are lost because something else is.
_FOLLOWING = frozenset({"EV509"})

#: Fates that leave no value to check.
_GONE = frozenset({"dropped", "unknown", "invalid"})


class Scored(Protocol):
    """What the score looks at in a finding."""

    code: str
    severity: str
    fate: str | None
    accepted: str


class Term(msgspec.Struct):
    """One kind of work: `patterns` distinct findings, each of `weight` points.

    `findings` are their places in the report's list of findings, from 0.
    """

    kind: str
    grade: str
    weight: int
    reason: str
    patterns: int
    points: int
    findings: list[int]


class Score(msgspec.Struct):
    """Grade, points, and the terms they are made of."""

    grade: str
    meaning: str
    points: int
    terms: list[Term]
    disclaimer: str = DISCLAIMER


def make_score(findings: Sequence[Scored]) -> Score:
    """The score of a report's findings."""
    weights = (*WEIGHTS, ACCEPTED) if any(f.accepted for f in findings) else WEIGHTS
    places: dict[str, list[int]] = {weight.kind: [] for weight in weights}
    for place, finding in enumerate(findings):
        places[kind_of(finding)].append(place)
    terms = [
        Term(
            kind=weight.kind,
            grade=weight.grade,
            weight=weight.points,
            reason=weight.reason,
            patterns=len(places[weight.kind]),
            points=weight.points * len(places[weight.kind]),
            findings=places[weight.kind],
        )
        for weight in weights
    ]
    grade = max((term.grade for term in terms if term.patterns), default="A")
    accepted = grade == "A" and ACCEPTED in weights
    meaning = ALL_ACCEPTED if accepted else GRADES[grade]
    return Score(grade, meaning, sum(term.points for term in terms), terms)


def kind_of(finding: Scored) -> str:
    """The kind of work that a finding means."""
    if finding.accepted:
        return ACCEPTED.kind
    if finding.severity == "error":
        return "missing"
    if finding.severity == "notice":
        return "changed"
    if finding.code in _FOLLOWING:
        return "follows"
    return "lost" if finding.fate in _GONE else "chosen"
