"""Everything that the result page shows of one conversion."""

from __future__ import annotations

from dataclasses import dataclass

from evmap.conversion import Conversion
from evmap.conversion.books import ORIGINS
from evmap.conversion.reports.contract import Report, make_report
from evmap.mappings import ledger
from evmap.reviews.groups import FateGroup, SeverityGroup, by_fate, by_severity
from evmap.reviews.notes import Notes
from evmap.reviews.parts import Parts
from evmap.reviews.payload import Payload
from evmap.reviews.texts import Pane, v2_pane, v3_pane
from evmap.reviews.verdict import (
    FirstFinding,
    ScoreCard,
    Verdict,
    first_findings,
    score_card,
    verdict_on,
)


@dataclass(frozen=True)
class Result:
    """One conversion for the page."""

    payload: Payload
    report: Report
    verdict: Verdict
    score: ScoreCard
    bar: list[ledger.Part]
    first: list[FirstFinding]
    origins: list[tuple[str, int]]
    severities: list[SeverityGroup]
    fates: list[FateGroup]
    v2: Pane
    v3: Pane


def result_of(conversion: Conversion, payload: Payload, v2_part: int, v3_part: int) -> Result:
    """Return what the page shows; of long texts one part each."""
    report = make_report(conversion)
    v2 = v2_pane(conversion, Notes(conversion.findings), v2_part)
    parts = Parts(conversion.text)

    def place_of(byte: int, line: int | None) -> tuple[str, int]:
        part = parts.number_at(byte)
        if part != v2.part.number:
            return "", part
        return (f"at-{byte}" if byte in v2.marked else f"v2-{line}"), part

    severities = by_severity(conversion.findings, report.findings, place_of)
    counts = {fate: count for fate, count in report.summary.fates.items() if count}
    return Result(
        payload=payload,
        report=report,
        verdict=verdict_on(report),
        score=score_card(report.score, report.findings, _numbers(severities)),
        first=first_findings(report.findings),
        bar=ledger.parts(counts, {fate: f"#fate-{fate}" for fate in counts}),
        origins=[(origin, report.summary.origins[origin]) for origin in ORIGINS],
        severities=severities,
        fates=by_fate(report.ledger, conversion.books),
        v2=v2,
        v3=v3_pane(conversion, v3_part),
    )


def _numbers(severities: list[SeverityGroup]) -> set[int]:
    """The numbers of the findings that the page lists."""
    return {
        row.number for severity in severities for group in severity.groups for row in group.rows
    }
