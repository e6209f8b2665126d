"""The verdict on a conversion: one sentence and three numbers that add up."""

from __future__ import annotations

from dataclasses import dataclass

from evmap.conversion.reports.contract import Report, Summary

KEPT = ("same", "renamed")
CHANGED = ("converted", "restructured")
GONE = ("dropped", "unknown", "invalid")


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
    record = "pool" if report.input["shape"] in ("evses-bulk", "pool") else "station"
    return (
        f"{counted(report.input['records'], record)} became "
        f"{counted(summary.locations, 'location')} with {counted(summary.evses, 'EVSE')} and "
        f"{counted(summary.connectors, 'connector')}."
    )


def counted(number: int, word: str) -> str:
    """Return a number with its word: "1 station", "2 stations"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
