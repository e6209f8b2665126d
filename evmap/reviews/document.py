"""Both texts of a review as a whole, page by page and record by record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString

from evmap.mappings.state import State, whole
from evmap.reviews.files import Files
from evmap.reviews.finding import records_of
from evmap.reviews.lineage import Lineage, lineage_of
from evmap.reviews.panes import chunk, v2_page, v3_page
from evmap.reviews.records import Record, Records
from evmap.reviews.rows import Rows

#: Records that the page lists.
MOST_LISTED = 50

Counts = tuple[int, int, int]
#: A record in the list, its address, its findings.
Line = tuple[Record, str, Counts]


@dataclass(frozen=True)
class Paged:
    """One text, a page of it; addresses are empty where there is no such page."""

    text: SafeString
    page: int
    pages: int
    before: str
    after: str


@dataclass(frozen=True)
class DocumentPages:
    """A record with both texts, and the list of records."""

    records: Records
    lineage: Lineage
    v2: Paged
    v3: Paged | None
    lines: list[Line]
    found: int
    find: str
    before: str
    after: str


def document_pages(files: Files, state: State, given: QueryDict) -> DocumentPages | None:
    """Return the texts of a record; None for an empty document.

    given: `record` from 1, `v2` and `v3` the page of each text, `find` words for the list.
    """
    records = records_of(files)
    if not records.list:
        return None
    record = records.one(_number(given, "record"))
    byte = record.pieces[0][0] if record.pieces else 0
    lineage = lineage_of(records, byte, files.tables, files.written)
    here = _Here(state, files, record.number)
    link = here.value
    text2, text3 = records.text, lineage.v3_text
    pieces2, page2, pages2 = chunk(text2, record.pieces, _number(given, "v2"))
    pieces3, page3, pages3 = chunk(text3, [(0, len(text3))], _number(given, "v3"))
    v2 = v2_page(Rows(text2, pieces2), lineage, link)
    v3 = v3_page(Rows(text3, pieces3), lineage.v3, link)
    find = given.get("find", "")[:80].strip()
    lines, found = _lines(records, files.conversion.outline, find, here)
    return DocumentPages(
        records=records,
        lineage=lineage,
        v2=_paged("v2", v2, page2, pages2, here, page3),
        v3=_paged("v3", v3, page3, pages3, here, page2) if lineage.v3_text else None,
        lines=lines,
        found=found,
        find=find,
        before=here.record(record.number - 1) if record.number > 1 else "",
        after=here.record(record.number + 1) if record.number < len(records.list) else "",
    )


class _Here:
    """Makes addresses."""

    def __init__(self, state: State, files: Files, record: int) -> None:
        self._path = state.path
        self._desk = state.path.removesuffix("document/")
        self._file = f"file={files.shown.number}&" if files.many else ""
        self._record = record

    def value(self, start: int) -> str:
        return f"{self._desk}?{self._file}at={start}"

    def record(self, number: int) -> str:
        return f"{self._path}?{self._file}record={number}"

    def page(self, name: str, number: int, other: int) -> str:
        beside = "v3" if name == "v2" else "v2"
        return f"{self.record(self._record)}&{name}={number}&{beside}={other}#{name}"


def _paged(name: str, text: SafeString, page: int, pages: int, here: _Here, other: int) -> Paged:
    return Paged(
        text=text,
        page=page,
        pages=pages,
        before=here.page(name, page - 1, other) if page > 1 else "",
        after=here.page(name, page + 1, other) if page < pages else "",
    )


def _lines(
    records: Records, outline: Mapping[int, Counts], find: str, here: _Here
) -> tuple[list[Line], int]:
    """The records that were looked for, those with most findings first."""
    if len(records.list) < 2:
        return [], 0
    words = find.casefold().split()
    found = [
        record
        for record in records.list
        if all(
            word in f"{record.title} {record.pool} #{record.number}".casefold() for word in words
        )
    ]
    counted = [(record, _counts(record, outline)) for record in found]
    counted.sort(key=lambda one: ([-count for count in one[1]], one[0].number))
    lines = [
        (record, here.record(record.number), counts) for record, counts in counted[:MOST_LISTED]
    ]
    return lines, len(found)


def _counts(record: Record, outline: Mapping[int, Counts]) -> Counts:
    if record.kind == "unreadable":
        return (1, 0, 0)
    return outline.get(record.pieces[0][0], (0, 0, 0)) if record.pieces else (0, 0, 0)


def _number(given: QueryDict, name: str) -> int:
    return whole(given.get(name, ""), 1)
