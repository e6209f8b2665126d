"""Findings and fields as the page lists them: by severity and code, by fate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from evmap.conversion.codes import CATALOGUE, SEVERITIES
from evmap.conversion.counts import FATES, Counts
from evmap.conversion.findings import Finding
from evmap.conversion.reports.contract import Example, FindingLine, LedgerLine
from evmap.reviews.accepting import Decision, Decisions
from evmap.reviews.filters import Filter

#: Rows of one severity, or of one fate, that a page shows. Counts always count all.
MOST_ROWS = 250

#: What the severities mean, said once at the head of each.
MEANING = {
    "error": "Something a client needs is missing from the output, or can't be trusted.",
    "warning": "Information is lost, or a choice was made for you.",
    "notice": "The form changed and nothing is lost.",
}


#: Byte and line of a place to its anchor, "" where it is not in the part shown, and its part.
PlaceOf = Callable[[int, int | None], tuple[str, int]]


@dataclass(frozen=True)
class Place:
    """Where an example stands: in the part shown (`anchor`), or in another one (`part`)."""

    example: Example
    offset: int
    anchor: str
    part: int
    shown_value: str


@dataclass(frozen=True)
class Row:
    """One finding."""

    number: int
    line: FindingLine
    pattern: SafeString
    places: list[Place]
    #: Whether the filters show it, and its values in each facet, with blanks between.
    shown: bool
    values: dict[str, str]
    decision: Decision | None

    @property
    def further(self) -> int:
        """Return how many occurrences have no example."""
        return self.line.occurrences - len(self.places)


@dataclass(frozen=True)
class CodeGroup:
    """All findings of one code; what they share is said once."""

    code: str
    title: str
    explanation: str
    rows: list[Row]
    occurrences: int
    #: Message and suggestion, where all rows have the same.
    message: str
    suggestion: str

    @property
    def shown(self) -> bool:
        """Return whether the filters show any of its findings."""
        return any(row.shown for row in self.rows)

    @property
    def anchor(self) -> str:
        """Return the anchor of its first finding."""
        return f"finding-{self.rows[0].number}"


@dataclass(frozen=True)
class SeverityGroup:
    """All findings of one severity."""

    severity: str
    meaning: str
    occurrences: int
    kinds: int
    groups: list[CodeGroup]
    left_out: int

    @property
    def shown(self) -> bool:
        """Return whether the filters show any of its findings."""
        return any(group.shown for group in self.groups)


@dataclass(frozen=True)
class Listing:
    """How findings are listed: where their places are, which are shown, what was decided.

    `place_of` gives for a byte and its line the anchor, empty where that is not in the part shown,
    and the part.
    """

    place_of: PlaceOf
    chosen: Filter
    decisions: Decisions


def by_severity(
    findings: Sequence[Finding], lines: Sequence[FindingLine], listing: Listing
) -> list[SeverityGroup]:
    """Return the findings by severity and code; those that the filters show come first on a page
    that is too small for all."""
    numbers: dict[str, list[int]] = {severity: [] for severity in SEVERITIES}
    for number, line in enumerate(lines):
        numbers[line.severity].append(number)
    groups = []
    for severity, of_severity in numbers.items():
        if of_severity:
            first = sorted(of_severity, key=lambda number: not listing.chosen.takes(lines[number]))
            rows = [
                _row(number, findings[number], lines[number], listing)
                for number in sorted(first[:MOST_ROWS])
            ]
            occurrences = sum(lines[number].occurrences for number in of_severity)
            groups.append(_severity_group(severity, rows, occurrences, len(of_severity)))
    return groups


def _row(number: int, finding: Finding, line: FindingLine, listing: Listing) -> Row:
    places = [
        _place(spot.offset, example, listing.place_of)
        for spot, example in zip(finding.examples.found, line.examples, strict=True)
        if spot.offset >= 0
    ]
    return Row(
        number=number,
        line=line,
        pattern=breakable_pointer(line.pattern),
        places=places,
        shown=listing.chosen.takes(line),
        values={name: " ".join(v) for name, v in listing.chosen.values_of(line).items()},
        decision=listing.decisions.on(line),
    )


def _place(offset: int, example: Example, place_of: PlaceOf) -> Place:
    anchor, part = place_of(offset, example.line)
    return Place(example, offset, anchor, part, _shown(example.value))


def _severity_group(severity: str, rows: list[Row], occurrences: int, kinds: int) -> SeverityGroup:
    return SeverityGroup(
        severity=severity,
        meaning=MEANING[severity],
        occurrences=occurrences,
        kinds=kinds,
        groups=[
            _code_group(code, list(of_code))
            for code, of_code in groupby(rows, key=lambda row: row.line.code)
        ],
        left_out=kinds - len(rows),
    )


def _code_group(code: str, rows: list[Row]) -> CodeGroup:
    messages = {row.line.message for row in rows}
    suggestions = {row.line.suggestion for row in rows}
    return CodeGroup(
        code=code,
        title=rows[0].line.title,
        explanation=CATALOGUE[code].explanation,
        rows=rows,
        occurrences=sum(row.line.occurrences for row in rows),
        message=messages.pop() if len(messages) == 1 else "",
        suggestion=suggestions.pop() if len(suggestions) == 1 else "",
    )


@dataclass(frozen=True)
class FieldRow:
    """A v2 pattern with one fate."""

    line: LedgerLine
    pattern: SafeString
    v3: list[SafeString]
    url: str


@dataclass(frozen=True)
class FateGroup:
    """All v2 patterns with one fate."""

    fate: str
    count: int
    rows: list[FieldRow]
    left_out: int


def by_fate(ledger: Sequence[LedgerLine], counts: Counts) -> list[FateGroup]:
    """Return the ledger's lines by fate."""
    groups = []
    for fate in FATES:
        lines = [line for line in ledger if line.fate == fate]
        if lines:
            shown = lines[:MOST_ROWS]
            groups.append(
                FateGroup(
                    fate=fate,
                    count=sum(line.count for line in lines),
                    rows=[_field_row(line, counts) for line in shown],
                    left_out=len(lines) - len(shown),
                )
            )
    return groups


def _field_row(line: LedgerLine, counts: Counts) -> FieldRow:
    row = counts.rows.get(line.pattern)
    return FieldRow(
        line=line,
        pattern=breakable_pointer(line.pattern),
        v3=[breakable_pointer(pattern) for pattern in line.v3],
        url=reverse("mappings:field", args=[row.slug]) if row is not None and row.slug else "",
    )


def breakable_pointer(pointer: str) -> SafeString:
    """Return a pointer that a narrow page may break before its slashes."""
    shown = pointer if len(pointer) <= 300 else f"{pointer[:300]}…"
    return mark_safe("<wbr>/".join(map(escape, shown.split("/"))))  # noqa: S308 - escaped


def _shown(value: object) -> str:
    """A value as JSON writes it, short."""
    if value is None:
        return ""
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else str(value)
    text = text or ""
    return text if len(text) <= 48 else f"{text[:47]}…"
