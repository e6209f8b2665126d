"""The report as the contract has it (`evmap-report/1`); all formats are written from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from evmap.conversion.codes import CATALOGUE, SEVERITIES
from evmap.conversion.convert import Books, Conversion
from evmap.conversion.counts import FATES, ORIGINS, Occurrence
from evmap.conversion.findings.buckets import Share, bucket_of, count_buckets, loss_of
from evmap.conversion.findings.finding import Finding, count_by_severity, fill
from evmap.conversion.findings.line import Example, FindingLine
from evmap.conversion.findings.score import Score, make_score
from evmap.conversion.guide import FieldRow
from evmap.conversion.plan.answers import OPEN, Answer, Answers
from evmap.conversion.pointers import readable
from evmap.conversion.reports.stand_ins import all_places_of, places_of

FORMAT = "evmap-report/1"

#: Byte offset in the UTF-8 text -> line and column.
PlaceOf = Callable[[int], tuple[int | None, int | None]]

#: Shown values are cut to this length.
SHOWN = 200


class Summary(msgspec.Struct, omit_defaults=True):
    """Figures of the whole conversion. `leaves` is the sum of `fates`.

    `accepted` counts those of the findings that were accepted or decided; with an accept file or a
    plan, or where an option decided one.
    """

    locations: int
    evses: int
    connectors: int
    leaves: int
    fates: dict[str, int]
    origins: dict[str, int]
    findings: dict[str, int]
    accepted: dict[str, int] = {}


class LedgerLine(msgspec.Struct):
    """How many leaves of a v2 pattern had a fate, and the patterns of the output they went to."""

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


class Accepted(msgspec.Struct):
    """What an accept file did: the number of its entries, and those that fitted no finding."""

    entries: int
    unused: list[dict[str, Any]]


class Report(msgspec.Struct, omit_defaults=True):
    """The report. Its JSON Schema is `report.schema.json` beside this module.

    `score` and `buckets` follow from the findings. `accept` is there with an accept file. `plan`
    lists the decisions of the plan that was obeyed, as far as they concern the target.
    """

    format: str
    input: dict[str, Any]
    target: str
    summary: Summary
    findings: list[FindingLine]
    ledger: list[LedgerLine]
    output: list[OutputLine]
    buckets: dict[str, Share] = {}
    score: Score = msgspec.field(default_factory=lambda: make_score(()))
    accept: Accepted | None = None
    plan: list[dict[str, Any]] = []

    def __post_init__(self) -> None:
        self.buckets = count_buckets(self.findings)
        self.score = make_score(self.findings, is_empty=not self.input.get("records"))


def make_report(conversion: Conversion) -> Report:
    """The report of a conversion."""
    return build_report(conversion, conversion.places.line_and_column)


def build_report(books: Books, place: PlaceOf) -> Report:
    """The report of some books; `place` turns byte offsets into line and column."""
    answers = Answers(books.options)
    findings = [_finding(each, books, place, answers) for each in books.findings]
    return Report(
        format=FORMAT,
        input=msgspec.to_builtins(books.input) | {"name": readable(books.input.name)},
        target=books.target,
        summary=_summary(books, findings),
        findings=findings,
        ledger=_ledger(books),
        output=[
            OutputLine(pattern, origin, count)
            for (pattern, origin), count in sorted(books.origins.items())
        ],
        plan=[decision.members() for decision in books.options.plan],
    )


def decided_counts(findings: Collection[FindingLine], *, has_plan: bool) -> dict[str, int]:
    """Occurrences of decided findings by severity; nothing where there is no plan and none is."""
    return accepted_counts(findings) if has_plan or any(f.accepted for f in findings) else {}


def accepted_counts(findings: Iterable[FindingLine]) -> dict[str, int]:
    """Occurrences of accepted findings by severity."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += finding.occurrences if finding.accepted else 0
    return counts


def _summary(books: Books, findings: Collection[FindingLine]) -> Summary:
    fates: Counter[str] = Counter()
    for (_, fate), count in books.counts.fates.items():
        fates[fate] += count
    origins: Counter[str] = Counter()
    for (_, origin), count in books.origins.items():
        origins[origin] += count
    totals = books.counts.totals
    return Summary(
        locations=totals.locations,
        evses=totals.evses,
        connectors=totals.connectors,
        leaves=sum(fates.values()),
        fates={fate: fates[fate] for fate in FATES},
        origins={origin: origins[origin] for origin in ORIGINS},
        findings=count_by_severity(books.findings),
        accepted=decided_counts(findings, has_plan=bool(books.options.plan)),
    )


def _finding(finding: Finding, books: Books, place: PlaceOf, answers: Answers) -> FindingLine:
    row = books.counts.rows.get(finding.pattern)
    v3_path = _v3_path(finding, row, books.target)
    examples = [_example(each, place, books.root, v3_path) for each in finding.examples.found]
    return line_of(finding, examples, answers.of(finding.code, finding.args, row, books.target))


def line_of(finding: Finding, examples: list[Example], answer: Answer = OPEN) -> FindingLine:
    """A finding as reports have it, with what answers it."""
    entry = CATALOGUE[finding.code]
    return FindingLine(
        code=finding.code,
        severity=entry.severity,
        bucket="nothing" if answer.reason else bucket_of(finding.code, finding.fate),
        loss=loss_of(finding.code, finding.fate),
        fate=finding.fate,
        title=entry.title,
        message=fill(entry.message, finding.args),
        pattern=finding.pattern,
        occurrences=finding.occurrences,
        suggestion=fill(entry.advice, finding.args),
        reference=f"/findings/{finding.code}/",
        examples=examples,
        accepted=answer.reason,
        subject=answer.subject,
        decision=answer.choice,
    )


def _v3_path(finding: Finding, row: FieldRow | None, target: str) -> str | None:
    """The first v3 path of a finding's value; None where the value is gone."""
    if row is None:
        return None
    places = places_of(row, finding.fate or row.targets[target].fate, target)
    return places[0] if places else None


def _example(found: Occurrence, place: PlaceOf, root: str, v3_path: str | None) -> Example:
    line, column = place(found.offset)
    v3_pointer = found.partner.pointer(root, v3_path) if v3_path is not None else None
    return Example(found.pointer, line, column, shown(found.value), v3_pointer)


def shown(value: Any) -> Any:
    """A value as reports show it: scalars only, long texts cut."""
    if isinstance(value, str):
        return readable(value if len(value) <= SHOWN else f"{value[:SHOWN]}…")
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 63 else str(value)[:SHOWN]
    if isinstance(value, Decimal):
        # Not `abs`, which may overflow; and Python makes no text of integers of any length.
        size = value.copy_abs()
        if value.is_finite() and not value.as_tuple().exponent and size < 1 << 63:
            return int(value)
        return float(value) if value.is_finite() and size < 10**15 else str(value)[:SHOWN]
    return None


def _with_outer(patterns: Iterable[str]) -> set[str]:
    """The patterns, and those of the objects and lists around them."""
    found: set[str] = set()
    for pattern in patterns:
        steps = pattern.split("/")
        found.update("/".join(steps[:number]) for number in range(1, len(steps) + 1))
    return found


def _ledger(books: Books) -> list[LedgerLine]:
    lines = []
    written = _with_outer({pattern for pattern, _ in books.origins})
    for (pattern, fate), count in books.counts.fates.items():
        if not count:
            continue
        row = books.counts.rows.get(pattern)
        places = [
            f"{books.root}/{path.replace('[]', '/*').replace('.', '/')}"
            for path in all_places_of(row, fate, books.target)
        ]
        places = sorted(place for place in places if place in written)
        deprecated = row is not None and row.deprecated
        lines.append(LedgerLine(pattern, fate, deprecated, places, count))
    return sorted(lines, key=lambda line: (line.pattern, line.fate))
