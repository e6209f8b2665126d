"""A report with what was accepted marked in it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion.accept.entries import Entry
from evmap.conversion.accept.matching import Matcher
from evmap.conversion.buckets import bucket_of
from evmap.conversion.reports.contract import Accepted, FindingLine, Report, accepted_counts


def accept_findings(report: Report, entries: Sequence[Entry]) -> Report:
    """Return the report with the reasons of accepted findings, and the entries that fit none.

    An entry outweighs what a plan says of the same finding.
    For several inputs, merge their reports before. The findings stay as many as they were.
    """
    matcher = Matcher(entries)
    findings = [_decided(finding, matcher.entry_for(finding)) for finding in report.findings]
    return msgspec.structs.replace(
        report,
        summary=msgspec.structs.replace(report.summary, accepted=accepted_counts(findings)),
        findings=findings,
        accept=Accepted(len(entries), [entry.members() for entry in matcher.unused]),
    )


def _decided(finding: FindingLine, entry: Entry | None) -> FindingLine:
    """The finding with its reason; nothing is left to do about what was accepted."""
    if entry is not None:
        accepted = {"accepted": entry.reason, "decision": "", "bucket": "nothing"}
        return msgspec.structs.replace(finding, **accepted)
    if finding.decision:
        return finding
    bucket = bucket_of(finding.code, finding.fate)
    return msgspec.structs.replace(finding, accepted="", bucket=bucket)


def open_findings(report: Report) -> dict[str, int]:
    """Return the occurrences of findings by severity that nobody accepted."""
    accepted = report.summary.accepted
    return {
        severity: count - accepted.get(severity, 0)
        for severity, count in report.summary.findings.items()
    }
