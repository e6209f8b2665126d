"""One report for several inputs: the sum of theirs, in whatever order they are added."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from evmap.conversion.codes import SEVERITIES
from evmap.conversion.counts import EXAMPLES, FATES, ORIGINS
from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.pointers import readable
from evmap.conversion.reports.contract import (
    FORMAT,
    LedgerLine,
    OutputLine,
    Report,
    Summary,
    decided_counts,
)

#: What tells findings apart, and lines of the ledger.
_FindingKey = tuple[str, str, str | None, str]
_LedgerKey = tuple[str, str]


def merge_reports(reports: Iterable[Report], unreadable: Iterable[tuple[str, str]] = ()) -> Report:
    """One report whose counts are the sums of all. Pointers begin with the name of the input.

    unreadable: names of inputs that could not be read, and why. Raises ValueError for no reports,
    or for reports of several targets.
    """
    merger = Merger()
    for report in reports:
        merger.add(report)
    for name, error in unreadable:
        merger.add_unreadable(name, error)
    return merger.report()


class Merger:
    """Adds reports up, one by one: only sums, examples and a line for each file are kept."""

    def __init__(self) -> None:
        self._target: str | None = None
        self._files: list[dict[str, Any]] = []
        self._unreadable: list[dict[str, str]] = []
        self._counts: Counter[str] = Counter()
        self._fates: Counter[str] = Counter()
        self._origins: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()
        self._findings: dict[_FindingKey, FindingLine] = {}
        self._ledger: dict[_LedgerKey, LedgerLine] = {}
        self._output: Counter[tuple[str, str]] = Counter()
        self._plan: list[dict[str, Any]] = []

    def add(self, report: Report) -> None:
        """Add the report of one input. Raises ValueError for a report of another target."""
        if self._target not in (None, report.target):
            raise ValueError("only reports of one target merge")
        self._target = report.target
        self._plan = report.plan
        self._files.append(report.input)
        summary = report.summary
        for name in ("locations", "evses", "connectors", "leaves"):
            self._counts[name] += getattr(summary, name)
        self._fates.update(summary.fates)
        self._origins.update(summary.origins)
        self._severities.update(summary.findings)
        for finding in report.findings:
            self._add(finding, f"{report.input['name']}#")
        for line in report.ledger:
            known = self._ledger.get((line.pattern, line.fate))
            if known is None:
                self._ledger[line.pattern, line.fate] = msgspec.structs.replace(line)
            else:
                known.count += line.count
                if line.v3 != known.v3:
                    known.v3 = sorted({*known.v3, *line.v3})
        for output in report.output:
            self._output[output.pattern, output.origin] += output.count

    def add_finding(self, finding: FindingLine) -> None:
        """Add something that was found across inputs; its pointers begin with their names."""
        self._severities[finding.severity] += finding.occurrences
        self._add(finding, "")

    def add_unreadable(self, name: str, error: str) -> None:
        """Note an input that could not be read, and why."""
        self._unreadable.append({"name": readable(name), "error": readable(error)})

    def report(self) -> Report:
        """The one report. Raises ValueError where none was added."""
        if self._target is None:
            raise ValueError("at least one report must be there")
        findings = sorted(
            self._findings.values(),
            key=lambda f: (SEVERITIES.index(f.severity), f.code, f.pattern, f.message),
        )
        return Report(
            format=FORMAT,
            input=self._input(),
            target=self._target,
            summary=self._summary(),
            findings=[msgspec.structs.replace(f, examples=list(f.examples)) for f in findings],
            ledger=[msgspec.structs.replace(self._ledger[key]) for key in sorted(self._ledger)],
            output=[OutputLine(*key, count) for key, count in sorted(self._output.items())],
            plan=self._plan,
        )

    def _add(self, finding: FindingLine, name: str) -> None:
        key = (finding.code, finding.pattern, finding.fate, finding.message)
        known = self._findings.get(key)
        if known is None:
            known = msgspec.structs.replace(finding, occurrences=0, examples=[])
            self._findings[key] = known
        known.occurrences += finding.occurrences
        for example in finding.examples:
            place = f"{name}{example.v2_pointer}"
            known.examples.append(msgspec.structs.replace(example, v2_pointer=place))
        known.examples.sort(key=_order)
        del known.examples[EXAMPLES:]

    def _input(self) -> dict[str, Any]:
        files = sorted(self._files, key=lambda file: (file["name"], file["sha256"]))
        digest = hashlib.sha256("".join(file["sha256"] for file in files).encode()).hexdigest()
        found = {
            "name": f"{len(files)} input{'' if len(files) == 1 else 's'}",
            "bytes": sum(file["bytes"] for file in files),
            "sha256": digest,
            "shape": "files",
            "records": sum(file["records"] for file in files),
            "files": files,
        }
        if self._unreadable:
            found["unreadable"] = sorted(self._unreadable, key=lambda file: file["name"])
        return found

    def _summary(self) -> Summary:
        return Summary(
            locations=self._counts["locations"],
            evses=self._counts["evses"],
            connectors=self._counts["connectors"],
            leaves=self._counts["leaves"],
            fates={name: self._fates[name] for name in FATES},
            origins={name: self._origins[name] for name in ORIGINS},
            findings={name: self._severities[name] for name in SEVERITIES},
            accepted=decided_counts(self._findings.values(), has_plan=bool(self._plan)),
        )


def _order(example: Example) -> tuple[str, int, int, str]:
    """Where an example stands: by the name of the input, then by place."""
    name = example.v2_pointer.partition("#")[0]
    return name, example.line or 0, example.column or 0, example.v2_pointer
