"""The report of a way back, for the command line and the API."""

from __future__ import annotations

from collections import Counter

import msgspec

from evmap.conversion.codes import SEVERITIES
from evmap.revert.findings import Finding
from evmap.revert.revert import Reverted

FORMAT = "evmap-revert/1"


class InputFacts(msgspec.Struct):
    """What was read."""

    name: str
    bytes: int
    sha256: str


class Summary(msgspec.Struct):
    """Figures: stations and connectors that came back, findings by severity."""

    stations: int
    connectors: int
    findings: dict[str, int]


class RevertReport(msgspec.Struct):
    """What came back, and what there is to say about it."""

    format: str
    input: InputFacts
    summary: Summary
    findings: list[Finding]


def make_revert_report(reverted: Reverted, name: str = "") -> RevertReport:
    """The report of one way back."""
    severities: Counter[str] = Counter(dict.fromkeys(SEVERITIES, 0))
    for finding in reverted.findings:
        severities[finding.severity] += finding.occurrences
    connectors = sum(station.get("totalNumberOfConnectors", 0) for station in reverted.stations)
    return RevertReport(
        FORMAT,
        InputFacts(name, reverted.size, reverted.sha256),
        Summary(len(reverted.stations), connectors, dict(severities)),
        reverted.findings,
    )
