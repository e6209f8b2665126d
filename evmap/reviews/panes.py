"""Pieces of the two texts around what is looked at, every value in them a link to itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from html import escape
from operator import attrgetter
from typing import TypeVar

from django.utils.safestring import SafeString, mark_safe

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.explain.values import V2Value, V3Value
from evmap.reviews.lineage import Lineage
from evmap.reviews.rows import Row, Rows
from evmap.reviews.texts import Span, html_of

#: Rows before and after what is looked at.
AROUND = 8
#: Places of the v3 text that are shown for one v2 value.
MOST_PLACES = 3
#: Of a record that is too large, bytes before and after that are cut into rows.
REACH = 8 * 1024
#: Bytes of a record's text on one page, and the lines or values that so much text may have.
CHUNK, MOST_MARKS = 64 * 1024, 4_000

#: Byte of a v2 value -> the address that shows it.
LinkTo = Callable[[int], str]
Piece = tuple[int, int]
Value = TypeVar("Value", V2Value, V3Value)
_START = attrgetter("start")


def v2_pane(
    rows: Rows, lineage: Lineage, chosen: V2Value | None, byte: int, link: LinkTo
) -> SafeString:
    """Return the v2 text around a byte."""
    return _pane("v2", rows, [byte], lineage.v2, _v2_spans(lineage, chosen, link))


def v3_pane(
    rows: Rows,
    values: Sequence[V3Value],
    partners: Sequence[V3Value],
    link: LinkTo,
    *,
    is_marked: bool,
) -> SafeString:
    """Return the v3 text around the values that were made of one of v2, marked or not."""
    own = {partner.start for partner in partners} if is_marked else set()
    places = [partner.start for partner in partners[:MOST_PLACES]]
    return _pane("v3", rows, places, values, _v3_spans(own, link))


def v2_page(rows: Rows, lineage: Lineage, link: LinkTo) -> SafeString:
    """Return rows of a v2 text."""
    return _html("v2", rows, rows.rows, lineage.v2, _v2_spans(lineage, None, link))


def v3_page(rows: Rows, values: Sequence[V3Value], link: LinkTo) -> SafeString:
    """Return rows of a v3 text."""
    return _html("v3", rows, rows.rows, values, _v3_spans((), link))


def near(text: bytes, pieces: Sequence[Piece], byte: int) -> list[Piece]:
    """Return the part of a record's text around a byte."""
    start, stop = next(((start, stop) for start, stop in pieces if start <= byte < stop), pieces[0])
    first = _seam(text, byte - REACH, byte) if byte - REACH > start else start
    last = _seam(text, byte + REACH, stop) if byte + REACH < stop else stop
    return [(first, last)]


def chunk(text: bytes, pieces: Sequence[Piece], number: int) -> tuple[list[Piece], int, int]:
    """Return a part of a record's text that a page can show, its number from 1, and how many."""
    whole = sum(stop - start for start, stop in pieces)
    size = _page_size(text, pieces)
    count = max(-(-whole // size), 1)
    number = min(max(number, 1), count)
    found: list[Piece] = []
    before = 0
    for start, stop in pieces:
        first = _cut(text, start, stop, (number - 1) * size - before)
        last = _cut(text, start, stop, number * size - before)
        before += stop - start
        if first < last:
            found.append((first, last))
    return found, number, count


def _page_size(text: bytes, pieces: Sequence[Piece]) -> int:
    """Bytes of a page: fewer where any part of the text is little but line ends or commas."""
    density = max(
        (
            text.count(mark, at, min(at + CHUNK, stop)) / (min(at + CHUNK, stop) - at)
            for start, stop in pieces
            for at in range(start, stop, CHUNK)
            for mark in (b"\n", b",")
        ),
        default=0,
    )
    return min(CHUNK, int(MOST_MARKS / density)) if density else CHUNK


def _cut(text: bytes, start: int, stop: int, size: int) -> int:
    """Where a piece is cut behind so many bytes: at the same place for both parts."""
    if size <= 0:
        return start
    return stop if start + size >= stop else _seam(text, start + size, stop)


def _seam(text: bytes, byte: int, stop: int) -> int:
    """The first place from a byte on where a text may be cut: behind a line or a comma."""
    for mark in (b"\n", b","):
        found = text.find(mark, byte, min(byte + 400, stop))
        if found >= 0:
            return found + 1
    return byte


def _pane(
    name: str,
    rows: Rows,
    bytes_: Sequence[int],
    values: Sequence[Value],
    span_of: Callable[[Value], Span],
) -> SafeString:
    """The rows around some bytes, with a mark where rows are left out between them."""
    parts = _parts(rows, bytes_)
    shown = [row for first, last in parts for row in rows.rows[first:last]]
    indent = _indent(rows.text, shown)
    lines = [
        _html(name, rows, _without(rows.rows[first:last], indent), values, span_of)
        for first, last in parts
    ]
    gap = mark_safe('<span class="gap" aria-hidden="true">⋯</span>')
    return mark_safe(gap.join(lines))  # noqa: S308 - escaped


def _indent(text: bytes, rows: Sequence[Row]) -> int:
    """How many blanks all rows begin with; none where a line is cut into rows."""
    if any(row.column for row in rows):
        return 0
    pieces = (text[row.start : row.stop] for row in rows)
    return min((len(one) - len(one.lstrip(b" ")) for one in pieces if one.strip()), default=0)


def _without(rows: Sequence[Row], indent: int) -> list[Row]:
    """The rows without that many blanks at their beginning."""
    return [replace(row, start=min(row.start + indent, row.stop)) for row in rows]


def _parts(rows: Rows, bytes_: Sequence[int]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    each = AROUND if len(bytes_) == 1 else AROUND // 2
    for byte in sorted(bytes_):
        index = rows.index_at(byte)
        first, last = max(index - each, 0), min(index + each + 1, len(rows.rows))
        if parts and first <= parts[-1][1]:
            parts[-1] = parts[-1][0], last
        else:
            parts.append((first, last))
    return parts


def _html(
    name: str,
    rows: Rows,
    some: Sequence[Row],
    values: Sequence[Value],
    span_of: Callable[[Value], Span],
) -> SafeString:
    """Some rows, and in them the values that begin there: others are not made into elements."""
    if not some:
        return mark_safe("")
    first = bisect_left(values, some[0].start, key=_START)
    last = bisect_left(values, some[-1].stop, key=_START)
    return html_of(name, rows.text, some, [span_of(value) for value in values[first:last]])


def _v2_spans(lineage: Lineage, chosen: V2Value | None, link: LinkTo) -> Callable[[V2Value], Span]:
    def span_of(value: V2Value) -> Span:
        more = ["deprecated"] if value.row is not None and value.row.deprecated else []
        if any(partner.origin == "assumed" for partner in value.partners):
            more.append("assumed")
        marks = ["v", f"fate-{value.fate}", *(f"is-{flag}" for flag in more)]
        if value.start in lineage.spared:
            marks.append("is-spared")
            more.insert(0, "nothing lost")
        titles = dict.fromkeys(CATALOGUE[one.code].title for one in value.remarks)
        tip = ", ".join([value.fate, *more, *titles])
        return _span(value, "at", marks, tip, value is chosen, link(value.start))

    return span_of


def _v3_spans(own: Collection[int], link: LinkTo) -> Callable[[V3Value], Span]:
    def span_of(value: V3Value) -> Span:
        marks = ["v", f"origin-{value.origin}", *(["is-partner"] if value.start in own else [])]
        url = link(value.partners[0].start) if value.partners else ""
        return _span(value, "to", marks, value.origin, False, url)

    return span_of


def _span(
    value: V2Value | V3Value, prefix: str, marks: list[str], tip: str, is_chosen: bool, url: str
) -> Span:
    name = "a" if url else "span"
    current = ' aria-current="true"' if is_chosen else ""
    classes = " ".join([*marks, *(["is-chosen"] if is_chosen else [])])
    href = f' href="{escape(url)}"' if url else ""
    begin = (
        f'<{name} class="{classes}" id="{prefix}-{value.start}"{href}{current} '
        f'data-tip="{escape(tip)}">'
    )
    return Span(value.start, value.end, begin, f"</{name}>")
