"""One report for several inputs."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import msgspec

from evmap.conversion.books import EXAMPLES
from evmap.conversion.reports.contract import (
    FORMAT,
    Example,
    FindingLine,
    LedgerLine,
    OutputLine,
    Report,
    Summary,
)


def merge_reports(reports: list[Report]) -> Report:
    """One report whose counts are the sums of all. Pointers begin with the name of the input.

    Raises ValueError for no reports, or for reports of several targets.
    """
    targets = {report.target for report in reports}
    if len(targets) != 1:
        raise ValueError("reports of one target merge, and at least one must be there")
    return Report(
        format=FORMAT,
        input=_input(reports),
        target=targets.pop(),
        summary=_summary(reports),
        findings=_findings(reports),
        ledger=_ledger(reports),
        output=_output(reports),
    )


def _input(reports: list[Report]) -> dict[str, Any]:
    digest = hashlib.sha256("".join(r.input["sha256"] for r in reports).encode()).hexdigest()
    return {
        "name": f"{len(reports)} inputs",
        "bytes": sum(report.input["bytes"] for report in reports),
        "sha256": digest,
        "shape": "files",
        "records": sum(report.input["records"] for report in reports),
        "files": [report.input for report in reports],
    }


def _summary(reports: list[Report]) -> Summary:
    summaries = [report.summary for report in reports]
    return Summary(
        locations=sum(s.locations for s in summaries),
        evses=sum(s.evses for s in summaries),
        connectors=sum(s.connectors for s in summaries),
        leaves=sum(s.leaves for s in summaries),
        fates=_sum([s.fates for s in summaries]),
        origins=_sum([s.origins for s in summaries]),
        findings=_sum([s.findings for s in summaries]),
    )


def _sum(counts: list[dict[str, int]]) -> dict[str, int]:
    return {key: sum(count[key] for count in counts) for key in counts[0]}


def _findings(reports: list[Report]) -> list[FindingLine]:
    """Findings in the order of the first report that has them, errors first."""
    found: dict[tuple[str, str, str | None, str], FindingLine] = {}
    for report in reports:
        for finding in report.findings:
            key = (finding.code, finding.pattern, finding.fate, finding.message)
            known = found.get(key)
            if known is None:
                known = found[key] = msgspec.structs.replace(finding, occurrences=0, examples=[])
            known.occurrences += finding.occurrences
            room = EXAMPLES - len(known.examples)
            known.examples += [_named(e, report.input["name"]) for e in finding.examples[:room]]
    severities = list(reports[0].summary.findings)
    return sorted(
        found.values(), key=lambda f: (severities.index(f.severity), f.code, f.pattern, f.message)
    )


def _named(example: Example, name: str) -> Example:
    return msgspec.structs.replace(example, v2_pointer=f"{name}#{example.v2_pointer}")


def _ledger(reports: list[Report]) -> list[LedgerLine]:
    found: dict[tuple[str, str], LedgerLine] = {}
    for report in reports:
        for line in report.ledger:
            known = found.get((line.pattern, line.fate))
            if known is None:
                found[line.pattern, line.fate] = msgspec.structs.replace(line)
            else:
                known.count += line.count
    return [found[key] for key in sorted(found)]


def _output(reports: list[Report]) -> list[OutputLine]:
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        for line in report.output:
            counts[line.pattern, line.origin] += line.count
    return [OutputLine(*key, count) for key, count in sorted(counts.items())]
