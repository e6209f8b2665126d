"""The summary that people read on the terminal."""

from __future__ import annotations

from msgspec import convert

from evmap.conversion.counts import FATES
from evmap.conversion.findings.accept import Entry
from evmap.conversion.findings.buckets import WORDS
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.findings.score import by_weight
from evmap.conversion.reports.contract import Report
from evmap.conversion.reports.words import counted

#: Findings shown; the report has all.
SHOWN = 10
#: Characters of a pattern: a key may be as long as anybody likes.
LONGEST = 300


def summary_text(report: Report) -> str:
    """A few lines: what was converted, what became of the values, the findings that matter most."""
    summary = report.summary
    source = report.input
    counts = (
        counted(summary.locations, "location"),
        counted(summary.evses, "EVSE"),
        counted(summary.connectors, "connector"),
    )
    records = counted(source["records"], "record")
    fates = ", ".join(f"{summary.fates[one]:,} {one}" for one in FATES if summary.fates[one])
    lines = [
        f"{source['name']}: {records} ({source['shape']}) to {report.target}",
        f"  {', '.join(counts)}",
        f"  {counted(summary.leaves, 'value')}: {fates}",
        f"  findings: {_findings(report)}",
        f"  grade {report.score.grade}: {report.score.meaning}",
        *_accepted(report),
    ]
    ordered = (report.findings[place] for place in by_weight(report.findings))
    left = [finding for finding in ordered if not finding.accepted]
    lines += [_line(finding) for finding in left[:SHOWN]]
    more = len(left) - SHOWN
    if more > 0:
        lines.append(f"  ... and {more} more findings; --report FILE writes them all.")
    return "\n".join(lines)


def _findings(report: Report) -> str:
    """The findings by bucket, each with its occurrences."""
    if not report.findings:
        return "none"
    return ", ".join(
        f"{WORDS[bucket]} {share.findings:,} (at {counted(share.occurrences, 'place')})"
        for bucket, share in report.buckets.items()
    )


def _accepted(report: Report) -> list[str]:
    """What was accepted or decided, and what of the accept file fits nothing any more."""
    if not report.summary.accepted:
        return []
    counts = {name: number for name, number in report.summary.accepted.items() if number}
    words = ", ".join(counted(number, severity) for severity, number in counts.items())
    lines = [f"  {_by(report)}: {words or 'none'}"]
    unused = report.accept.unused if report.accept else []
    if unused:
        lines.append(
            f"  {len(unused):,} accept {'entry fits' if len(unused) == 1 else 'entries fit'} "
            "no finding:"
        )
        lines += [f"    {convert(entry, Entry).words}" for entry in unused[:SHOWN]]
    if len(unused) > SHOWN:
        lines.append(f"    ... and {len(unused) - SHOWN} more")
    return lines


def _by(report: Report) -> str:
    """How findings were answered: by an accept file, by a plan or options, or both."""
    if report.accept is None:
        return "decided"
    is_decided = report.plan or any(finding.decision for finding in report.findings)
    return "accepted or decided" if is_decided else "accepted"


def _line(finding: FindingLine) -> str:
    pattern = finding.pattern or "/"
    if len(pattern) > LONGEST:
        pattern = f"{pattern[:LONGEST]} ..."
    told = f"{finding.severity:7} {finding.code} {finding.title}"
    return f"  {told}, x{finding.occurrences:,} {pattern}\n          {finding.message}"
