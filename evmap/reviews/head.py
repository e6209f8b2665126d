"""The head of a review's pages: the file, and the verdict of each target."""

from __future__ import annotations

from dataclasses import dataclass

from evmap.conversion.findings.buckets import WORDS
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.words import counted
from evmap.conversion.shares import Share, shares
from evmap.options import TARGET_MEANINGS, TARGETS, Target
from evmap.reviews.files import Files
from evmap.reviews.stored import Review


@dataclass(frozen=True)
class Count:
    """The findings of a bucket: how many, and where they are."""

    bucket: str
    word: str
    findings: int
    url: str


@dataclass(frozen=True)
class TargetCard:
    """One of the four targets; no grade and counts where they are not known."""

    target: Target
    about: str
    is_current: bool
    grade: str
    counts: list[Count]
    bar: list[Share]


@dataclass(frozen=True)
class Head:
    """What stays on every page of a review. `title` is the file that is shown."""

    title: str
    sentence: str
    cards: list[TargetCard]


def head_of(review: Review, files: Files, address: str) -> Head:
    """Return the head for the file that is shown; `address` is that of the desk."""
    report = files.report
    known = dict(review.targets) if not files.many else {}
    known[report.target] = report
    query = f"file={files.shown.number}&" if files.many else ""
    return Head(
        title=files.shown.payload.title if files.many else review.state.title,
        sentence=sentence(report),
        cards=[
            _card(target, known.get(target), target == report.target, f"{address}?{query}")
            for target in TARGETS
        ],
    )


def _card(target: Target, report: Report | None, is_current: bool, address: str) -> TargetCard:
    about = TARGET_MEANINGS[target]
    if report is None:
        return TargetCard(target, about, is_current, "", [], [])
    counts = [
        Count(bucket, word, report.buckets[bucket].findings, f"{address}bucket={bucket}")
        for bucket, word in WORDS.items()
    ]
    bar = shares({one.bucket: one.findings for one in counts}) if is_current else []
    return TargetCard(target, about, is_current, report.score.grade, counts, bar)


def sentence(report: Report) -> str:
    """Return what became of how many records, in a sentence."""
    summary = report.summary
    shapes = {one["shape"] for one in report.input.get("files", [report.input])}
    pools = shapes & {"evses-bulk", "pool"}
    record = "record" if pools and shapes - pools else "pool" if pools else "station"
    return (
        f"{counted(report.input['records'], record)} became "
        f"{counted(summary.locations, 'location')} with {counted(summary.evses, 'EVSE')} and "
        f"{counted(summary.connectors, 'connector')}."
    )
