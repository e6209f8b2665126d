"""The verdict on a conversion: one sentence, three numbers that add up, the score, what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from evmap.conversion.reports.contract import FindingLine, Report, Summary
from evmap.conversion.score import Score, Term
from evmap.reviews.groups import breakable_pointer

KEPT = ("same", "renamed")
CHANGED = ("converted", "restructured")
GONE = ("dropped", "unknown", "invalid")

#: Findings that the verdict names.
MOST_TELLING = 5
#: What the figures of the score count, in a word or two.
KINDS = {
    "missing": "missing",
    "chosen": "to check",
    "lost": "lost",
    "follows": "lost with something else",
    "nothing": "nothing to do",
    "accepted": "accepted",
}
#: Findings that a figure of the score opens to.
MOST_OPENED = 50


@dataclass(frozen=True)
class Verdict:
    """What to know first. `kept`, `changed` and `lost` add up to `leaves`."""

    headline: str
    sentence: str
    leaves: int
    kept: int
    changed: int
    lost: int
    #: Of the lost: those that arrive in part, and those that do not arrive.
    in_part: int
    gone: int


def verdict_on(report: Report) -> Verdict:
    """Return the verdict on a conversion."""
    summary = report.summary
    fates = summary.fates
    in_part = fates["lossy"]
    gone = sum(fates[fate] for fate in GONE)
    return Verdict(
        headline=_headline(summary, in_part + gone),
        sentence=_sentence(report),
        leaves=summary.leaves,
        kept=sum(fates[fate] for fate in KEPT),
        changed=sum(fates[fate] for fate in CHANGED),
        lost=in_part + gone,
        in_part=in_part,
        gone=gone,
    )


def _headline(summary: Summary, lost: int) -> str:
    errors = summary.findings["error"]
    if errors:
        return f"Converted, with {counted(errors, 'error')} to look at"
    if lost:
        share = f"{lost:,} of {counted(summary.leaves, 'value')}"
        return f"Converted; {share} {'does' if lost == 1 else 'do'} not arrive whole"
    return "Converted without loss"


def _sentence(report: Report) -> str:
    summary = report.summary
    shapes = {one["shape"] for one in report.input.get("files", [report.input])}
    pools = shapes & {"evses-bulk", "pool"}
    record = "record" if pools and shapes - pools else "pool" if pools else "station"
    return (
        f"{counted(report.input['records'], record)} became "
        f"{counted(summary.locations, 'location')} with {counted(summary.evses, 'EVSE')} and "
        f"{counted(summary.connectors, 'connector')}."
    )


def counted(number: int, word: str) -> str:
    """Return a number with its word: "1 station", "2 stations"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class FirstFinding:
    """A code to look at first: its most frequent kind, and how often all kinds of it occur."""

    severity: str
    code: str
    title: str
    #: Where the page lists it; or else the number of a file that has it.
    anchor: str
    file: int
    occurrences: int
    kinds: int
    advice: str


#: What a finding is told apart by, in one report as in several.
Key = tuple[str, str, str | None, str]


def key_of(line: FindingLine) -> Key:
    """Return what tells this finding apart, in the report of one file as in that of several."""
    return line.code, line.pattern, line.fate, line.message


def anchors_of(findings: Sequence[FindingLine], shown: Collection[int]) -> dict[Key, str]:
    """Return the anchors of those findings that the page lists."""
    return {key_of(findings[number]): f"finding-{number}" for number in shown}


def first_findings(
    findings: Sequence[FindingLine],
    anchors: Mapping[Key, str],
    homes: Mapping[Key, int] | None = None,
) -> list[FirstFinding]:
    """Return the findings that matter most: errors, then warnings; the frequent ones first.

    What was accepted matters no more. `anchors`: of those on the page; `homes`: the file of others.
    """
    found = []
    for severity in ("error", "warning"):
        codes: dict[str, list[int]] = {}
        for number, line in enumerate(findings):
            if line.severity == severity and not line.accepted:
                codes.setdefault(line.code, []).append(number)
        of_severity = [
            _first([findings[n] for n in numbers], anchors, homes or {})
            for numbers in codes.values()
        ]
        found += sorted(of_severity, key=lambda first: -first.occurrences)
    return found[:MOST_TELLING]


def _first(
    kinds: list[FindingLine], anchors: Mapping[Key, str], homes: Mapping[Key, int]
) -> FirstFinding:
    line = max(kinds, key=lambda kind: (key_of(kind) in anchors, kind.occurrences))
    return FirstFinding(
        severity=line.severity,
        code=line.code,
        title=line.title,
        anchor=anchors.get(key_of(line), ""),
        file=homes.get(key_of(line), 0),
        occurrences=sum(kind.occurrences for kind in kinds),
        kinds=len(kinds),
        advice=line.suggestion,
    )


@dataclass(frozen=True)
class Counted:
    """A finding that a figure of the score counts; no anchor where the page leaves it out."""

    code: str
    title: str
    pattern: SafeString
    anchor: str


@dataclass(frozen=True)
class ScoreTerm:
    """One figure of the score, and what it counts."""

    label: str
    reason: str
    patterns: int
    weight: int
    points: int
    findings: list[Counted]
    left_out: int


@dataclass(frozen=True)
class ScoreCard:
    """The score for the page."""

    grade: str
    meaning: str
    points: int
    terms: list[ScoreTerm]
    disclaimer: str


def score_card(
    score: Score, findings: Sequence[FindingLine], anchors: Mapping[Key, str]
) -> ScoreCard:
    """Return the score with the findings behind its figures; `anchors`: of those on the page."""
    terms = [_term(term, findings, anchors) for term in score.terms if term.patterns]
    return ScoreCard(score.grade, score.meaning, score.points, terms, score.disclaimer)


def _term(term: Term, findings: Sequence[FindingLine], anchors: Mapping[Key, str]) -> ScoreTerm:
    opened = term.findings[:MOST_OPENED]
    return ScoreTerm(
        label=KINDS.get(term.kind, term.kind),
        reason=term.reason,
        patterns=term.patterns,
        weight=term.weight,
        points=term.points,
        findings=[_counted(findings[number], anchors) for number in opened],
        left_out=len(term.findings) - len(opened),
    )


def _counted(line: FindingLine, anchors: Mapping[Key, str]) -> Counted:
    pattern = breakable_pointer(line.pattern or "the whole text")
    return Counted(line.code, line.title, pattern, anchors.get(key_of(line), ""))
