"""A report with what was accepted marked in it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from evmap.conversion.accept.entries import Entry
from evmap.conversion.accept.matching import Matcher
from evmap.conversion.buckets import bucket_of
from evmap.conversion.reports.contract import Accepted, FindingLine, Report


def accept_findings(report: Report, entries: Sequence[Entry]) -> Report:
    """Return the report with the reasons of accepted findings, and the entries that fit none.

    For several inputs, merge their reports before. The findings stay as many as they were.
    """
    matcher = Matcher(entries)
    findings = []
    counts = dict.fromkeys(report.summary.findings, 0)
    for finding in report.findings:
        entry = matcher.entry_for(finding)
        if entry is not None:
            counts[finding.severity] += finding.occurrences
        findings.append(_decided(finding, entry))
    return msgspec.structs.replace(
        report,
        summary=msgspec.structs.replace(report.summary, accepted=counts),
        findings=findings,
        accept=Accepted(len(entries), [entry.members() for entry in matcher.unused]),
    )


def _decided(finding: FindingLine, entry: Entry | None) -> FindingLine:
    """The finding with its reason; nothing is left to do about what was accepted."""
    if entry is None:
        bucket = bucket_of(finding.code, finding.fate)
        return msgspec.structs.replace(finding, accepted="", bucket=bucket)
    return msgspec.structs.replace(finding, accepted=entry.reason, bucket="nothing")


def open_findings(report: Report) -> dict[str, int]:
    """Return the occurrences of findings by severity that nobody accepted."""
    accepted = report.summary.accepted
    return {
        severity: count - accepted.get(severity, 0)
        for severity, count in report.summary.findings.items()
    }
