"""The report as the contract has it (`evmap-report/1`); all formats are written from it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec

from evmap.conversion.catalogue import CATALOGUE
from evmap.conversion.convert import Conversion
from evmap.conversion.findings import Finding
from evmap.conversion.ledger import FATES, GONE, ORIGINS, Sample, pointer
from evmap.conversion.reading.locate import find_value

FORMAT = "evmap-report/1"

#: Shown values are cut to this length.
SHOWN = 200


class Summary(msgspec.Struct):
    """Figures of the whole conversion. `leaves` is the sum of `fates`."""

    locations: int
    evses: int
    connectors: int
    leaves: int
    fates: dict[str, int]
    origins: dict[str, int]
    findings: dict[str, int]


class Example(msgspec.Struct):
    """One occurrence of a finding; line and column count from 1 in the user's text."""

    v2_pointer: str
    line: int | None
    column: int | None
    value: Any
    v3_pointer: str | None


class FindingLine(msgspec.Struct):
    """A group of equal findings."""

    code: str
    severity: str
    fate: str | None
    title: str
    message: str
    pattern: str
    occurrences: int
    suggestion: str
    reference: str
    examples: list[Example]


class LedgerLine(msgspec.Struct):
    """How many leaves of a v2 pattern had a fate, and the v3 patterns they went to."""

    pattern: str
    fate: str
    deprecated: bool
    v3: list[str]
    count: int


class OutputLine(msgspec.Struct):
    """How many leaves of a v3 pattern had an origin."""

    pattern: str
    origin: str
    count: int


class Report(msgspec.Struct):
    """The report. Its JSON Schema is `report.schema.json` beside this module."""

    format: str
    input: dict[str, Any]
    target: str
    summary: Summary
    findings: list[FindingLine]
    ledger: list[LedgerLine]
    output: list[OutputLine]


def make_report(conversion: Conversion) -> Report:
    """The report of a conversion."""
    return Report(
        format=FORMAT,
        input=msgspec.to_builtins(conversion.input),
        target=conversion.target,
        summary=_summary(conversion),
        findings=[_finding(conversion, finding) for finding in conversion.findings],
        ledger=_ledger(conversion),
        output=[
            OutputLine(pattern, origin, count)
            for (pattern, origin), count in sorted(conversion.origins.items())
        ],
    )


def _summary(conversion: Conversion) -> Summary:
    fates: Counter[str] = Counter()
    for (_, fate), count in conversion.fates.items():
        fates[fate] += count
    origins: Counter[str] = Counter()
    for (_, origin), count in conversion.origins.items():
        origins[origin] += count
    totals = conversion.totals
    return Summary(
        locations=totals.locations,
        evses=totals.evses,
        connectors=totals.connectors,
        leaves=sum(fates.values()),
        fates={fate: fates[fate] for fate in FATES},
        origins={origin: origins[origin] for origin in ORIGINS},
        findings=conversion.severities,
    )


def _finding(conversion: Conversion, finding: Finding) -> FindingLine:
    return FindingLine(
        code=finding.code,
        severity=CATALOGUE[finding.code].severity,
        fate=finding.fate,
        title=finding.title,
        message=finding.message,
        pattern=finding.pattern,
        occurrences=finding.occurrences,
        suggestion=finding.suggestion,
        reference=f"/findings/{finding.code}/",
        examples=[_example(conversion, sample) for sample in finding.samples],
    )


def _example(conversion: Conversion, sample: Sample) -> Example:
    record = sample.record
    if record is None:
        return Example("", None, None, shown(sample.value), None)
    place = record.offset + (find_value(record.raw, sample.path) if record.raw else 0)
    line, column = conversion.places.line_and_column(place)
    return Example(pointer(record.pointer, sample.path), line, column, shown(sample.value), None)


def shown(value: Any) -> Any:
    """A value as reports show it: scalars only, long texts cut."""
    if isinstance(value, str):
        text = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        return text.encode(errors="backslashreplace").decode()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 63 else str(value)[:SHOWN]
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() and abs(value) < 10**15 else str(value)[:SHOWN]
    if isinstance(value, float):
        return value
    return None


def _ledger(conversion: Conversion) -> list[LedgerLine]:
    lines = []
    root = conversion.root
    for ledger in conversion.ledgers:
        for (pattern, fate), count in ledger.fates.items():
            row = ledger.rows.get(pattern)
            places: list[str] = []
            if row is not None and fate not in GONE:
                paths = row.targets[ledger.target].v3_paths
                places = [f"{root}/{path.replace('[]', '/*').replace('.', '/')}" for path in paths]
            deprecated = row is not None and row.deprecated
            lines.append(LedgerLine(pattern, fate, deprecated, places, count))
    return sorted(lines, key=lambda line: (line.pattern, line.fate))
