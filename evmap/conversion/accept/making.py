"""Entries from findings: for one, or for all that are there."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from evmap.conversion.accept.entries import LONGEST, Entry
from evmap.conversion.accept.matching import Matcher, telling_args
from evmap.conversion.reports.contract import FindingLine, Report

#: Severities that a team has to decide on; notices count for nothing.
DECIDED = ("error", "warning")


def entry_for(
    finding: FindingLine,
    reason: str,
    *,
    date: datetime.date | None = None,
    by: str | None = None,
) -> Entry:
    """Return the entry that is about one finding and no other of its report."""
    args = telling_args(finding.code, finding.message)
    short = all(len(text) <= LONGEST for text in args)
    return Entry(
        code=finding.code,
        pattern=finding.pattern if len(finding.pattern) <= LONGEST else None,
        fate=finding.fate,
        args=args if short else (),
        reason=reason,
        date=date,
        by=by,
    )


def renew(
    report: Report,
    entries: Sequence[Entry],
    reason: str,
    *,
    severities: Sequence[str] = DECIDED,
    date: datetime.date | None = None,
) -> list[Entry]:
    """Return entries that accept all findings of these severities.

    Of `entries` those stay, with their reasons, that are about a finding of the report. The others
    of its findings get `reason`, but for those that a plan answers.
    """
    matcher = Matcher(entries)
    new = [
        entry_for(finding, reason, date=date)
        for finding in report.findings
        if matcher.entry_for(finding) is None
        and not finding.decision
        and finding.severity in severities
    ]
    unused = set(matcher.unused)
    kept = [entry for entry in entries if entry not in unused]
    return [*kept, *{entry.key: entry for entry in new}.values()]
