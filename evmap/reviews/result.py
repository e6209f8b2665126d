"""Everything that the result page shows of one conversion."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evmap.conversion.reports.contract import Report
from evmap.mappings import ledger
from evmap.reviews.files import FileLine, Files
from evmap.reviews.groups import FateGroup, Listing, SeverityGroup, by_fate, by_severity
from evmap.reviews.in_records import in_records
from evmap.reviews.payload import Payload
from evmap.reviews.record_list import RecordList, worst_record
from evmap.reviews.records import Records
from evmap.reviews.sides import Shown, Sides, sides_of
from evmap.reviews.verdict import (
    FirstFinding,
    Key,
    ScoreCard,
    Verdict,
    anchors_of,
    first_findings,
    key_of,
    score_card,
    verdict_on,
)
from evmap.reviews.workbench import Bench


@dataclass(frozen=True)
class FileRow:
    """One of several files: its verdict, or why it has none."""

    line: FileLine
    verdict: Verdict | None
    shown: bool


@dataclass(frozen=True)
class Result:
    """One review for the page.

    `verdict`, `score`, `bar` and `first` tell of all files; everything else of the one shown.
    """

    payload: Payload
    report: Report
    files: list[FileRow]
    file_number: int
    title: str
    verdict: Verdict
    score: ScoreCard
    bar: list[ledger.Part]
    first: list[FirstFinding]
    severities: list[SeverityGroup]
    fates: list[FateGroup]
    sides: Sides
    records: RecordList


def result_of(bench: Bench, shown: Shown, *, find: str = "", order: str = "") -> Result:
    """Return what the page shows; of a large input one record closely.

    find, order: which records the list of them has, see `RecordList`.
    """
    files = bench.files
    report, conversion, whole = files.report, files.conversion, files.whole()
    was_xml = any(finding.code == "EV111" for finding in conversion.findings)
    records = Records(conversion.text, files.tables.options.limits, was_xml=was_xml)
    if shown.byte is not None:
        shown = replace(shown, record=records.at(shown.byte))
    elif not shown.record:
        shown = replace(shown, record=worst_record(records, conversion.outline))
    numbers = {one.key: f"finding-{n}" for n, one in enumerate(conversion.findings)}
    sides = sides_of(records, shown, files.tables, numbers)

    def place_of(byte: int, _line: int | None) -> tuple[str, int]:
        number = records.at(byte)
        return (sides.anchor_at(byte) if number == sides.number else ""), number

    bench.chosen.know(
        in_records(records, sides.number, bench.chosen.chosen["record"], files.tables)
    )
    listing = Listing(place_of, bench.chosen, bench.decisions)
    severities = by_severity(conversion.findings, report.findings, listing)
    anchors = anchors_of(report.findings, _numbers(severities))
    return Result(
        payload=files.shown.payload,
        report=report,
        files=_file_rows(files) if files.many else [],
        file_number=files.shown.number,
        title=_title(files),
        verdict=verdict_on(whole),
        score=score_card(whole.score, whole.findings, anchors),
        bar=_bar(whole, report),
        first=first_findings(whole.findings, anchors, _homes(files)),
        severities=severities,
        fates=by_fate(report.ledger, conversion.counts),
        sides=sides,
        records=RecordList.of(records, conversion.outline, find, order),
    )


def _bar(whole: Report, shown: Report) -> list[ledger.Part]:
    """The bar of all files; a fate leads to its fields, where the file shown has some."""
    counts = {fate: count for fate, count in whole.summary.fates.items() if count}
    urls = {fate: f"#fate-{fate}" if shown.summary.fates[fate] else "#files" for fate in counts}
    return ledger.parts(counts, urls)


def _title(files: Files) -> str:
    if not files.many:
        return files.shown.payload.title
    readable = sum(line.report is not None for line in files.lines)
    every = f"{len(files.lines)} files"
    return every if readable == len(files.lines) else f"{readable} of {every}"


def _file_rows(files: Files) -> list[FileRow]:
    return [
        FileRow(line, verdict_on(line.report) if line.report else None, line is files.shown)
        for line in files.lines
    ]


def _homes(files: Files) -> dict[Key, int]:
    """The first file that has a finding."""
    homes: dict[Key, int] = {}
    for line in files.lines:
        for finding in line.report.findings if line.report else ():
            homes.setdefault(key_of(finding), line.number)
    return homes


def _numbers(severities: list[SeverityGroup]) -> set[int]:
    """The numbers of the findings that the page lists."""
    return {
        row.number for severity in severities for group in severity.groups for row in group.rows
    }
