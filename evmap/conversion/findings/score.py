"""The migration score: an estimate of the effort that a conversion leaves to people.

It counts distinct findings (code, pattern and, where they matter, arguments), not occurrences: a
thousand stations with the same loss are one decision. The weights are evmap's own, stand in one
table with their reasons, and are shown with every score.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion.findings.line import FindingLine

#: What the grades mean, best first.
GRADES = {
    "A": "Nothing is left to decide, and no information is lost.",
    "B": "Only losses are left: accept each with a reason, or keep the v2 values.",
    "C": "Choices were made for you: check each, or make another.",
    "D": "Something that a client needs is missing or can't be trusted.",
}

DISCLAIMER = "An estimate by evmap's own weights, not a measurement."


class Weight(msgspec.Struct, frozen=True):
    """What one finding of a kind counts, its bucket, the grade it leads to, and why."""

    kind: str
    bucket: str
    grade: str
    points: int
    reason: str


#: The kinds of work, the heaviest first. Each finding is of the first kind that fits it.
WEIGHTS = (
    Weight(
        "missing",
        "decide",
        "D",
        8,
        "Something a client needs is not there: its code, the data or an option must supply it.",
    ),
    Weight(
        "chosen", "decide", "C", 3, "A value was chosen: somebody has to check that it is right."
    ),
    Weight(
        "lost", "lost", "B", 1, "Information is gone: somebody has to say that nobody reads it."
    ),
    Weight(
        "follows",
        "lost",
        "B",
        0,
        "Lost with something that is missing: solved when that is solved.",
    ),
    Weight("nothing", "nothing", "A", 0, "Only the form changed, or another value says the same."),
)

#: What was decided or accepted counts nothing; the term is there only where there is some.
ACCEPTED = Weight(
    "accepted", "nothing", "A", 0, "Somebody decided it, or said why it can stay as it is."
)

#: Said instead of grade A's meaning, where it is reached by accepting.
ALL_ACCEPTED = "Nothing is left to decide: what was lost or chosen has been decided or accepted."

#: Said where there was no record.
NOTHING_IN_IT = "There was nothing to convert: no station is in it."

#: Codes of values that are lost because something else is.
_FOLLOWING = frozenset({"EV509"})


class Term(msgspec.Struct):
    """One kind of work: `patterns` distinct findings, each of `weight` points.

    `findings` are their places in the report's list of findings, from 0.
    """

    kind: str
    bucket: str
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


def make_score(findings: Sequence[FindingLine], *, is_empty: bool = False) -> Score:
    """The score of a report's findings; `is_empty`: on no record."""
    weights = (*WEIGHTS, ACCEPTED) if any(f.accepted for f in findings) else WEIGHTS
    places: dict[str, list[int]] = {weight.kind: [] for weight in weights}
    for place, finding in enumerate(findings):
        places[kind_of(finding)].append(place)
    terms = [
        Term(
            kind=weight.kind,
            bucket=weight.bucket,
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
    meaning = NOTHING_IN_IT if is_empty else ALL_ACCEPTED if accepted else GRADES[grade]
    return Score(grade, meaning, sum(term.points for term in terms), terms)


def kind_of(finding: FindingLine) -> str:
    """The kind of work that a finding means."""
    if finding.accepted:
        return ACCEPTED.kind
    if finding.bucket == "decide":
        return "missing" if finding.severity == "error" else "chosen"
    if finding.bucket == "lost" and finding.code in _FOLLOWING:
        return "follows"
    return finding.bucket


_RANKS = {weight.kind: rank for rank, weight in enumerate((*WEIGHTS, ACCEPTED))}


def by_weight(findings: Sequence[FindingLine]) -> list[int]:
    """The places of findings in the order to look at them: heaviest first, then most frequent."""
    return sorted(range(len(findings)), key=lambda place: _rank(findings[place]))


def _rank(finding: FindingLine) -> tuple[int, int, str, str]:
    return _RANKS[kind_of(finding)], -finding.occurrences, finding.code, finding.pattern
