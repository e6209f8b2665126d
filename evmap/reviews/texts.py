"""A text as HTML: rows with numbers, and every value in an element of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import msgspec
from django.utils.safestring import SafeString, mark_safe

from evmap.reviews.rows import Row

#: Characters that would not show, or would turn the text around, shown as their code.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in an element: its bytes, and the element's tags."""

    start: int
    stop: int
    begin: str
    end: str


def pretty(document: bytes, *, ndjson: bool) -> bytes:
    """Return a document for reading; the digits of numbers stay as they are."""
    if not ndjson:
        return msgspec.json.format(document, indent=2) + b"\n"
    return b"".join(msgspec.json.format(line, indent=2) + b"\n" for line in document.splitlines())


def html_of(name: str, text: bytes, rows: Sequence[Row], spans: Sequence[Span]) -> SafeString:
    """Return rows of a text as HTML; the spans begin in these rows, in the order of the text."""
    lines = "".join(_lines(name, text, rows, spans))
    return mark_safe(lines)  # noqa: S308 - every piece of text in it is escaped


def _lines(name: str, text: bytes, rows: Sequence[Row], spans: Sequence[Span]) -> Iterator[str]:
    waiting = iter(spans)
    span = next(waiting, None)
    for index, row in enumerate(rows):
        pieces = []
        at = row.start
        while span is not None and span.start < row.stop:
            pieces.append(_shown(text[at : max(span.start, at)]))
            # A long value may begin in the row before, or end in the next one.
            start, stop = max(span.start, at), min(span.stop, row.stop)
            begin = span.begin if start == span.start else _without_id(span.begin)
            pieces += [begin, _shown(text[start:stop]), span.end]
            at = stop
            if span.stop > row.stop:
                break
            span = next(waiting, None)
        pieces.append(_shown(text[at : row.stop]))
        ends = index + 1 == len(rows) or rows[index + 1].start != row.stop
        yield _line(name, row, "".join(pieces) + ("\n" if ends else ""))


def _line(name: str, row: Row, shown: str) -> str:
    depth = f" d{row.depth}" if row.depth else ""
    anchor = f"{name}-{row.anchor}"
    return (
        f'<span class="l{depth}" id="{anchor}"><a class="n" href="#{anchor}" '
        f'tabindex="-1" aria-hidden="true" data-n="{row.label}"></a>{shown}</span>'
    )


def _without_id(begin: str) -> str:
    return re.sub(r' id="[^"]*"', "", begin)


def _shown(piece: bytes) -> str:
    text = piece.decode(errors="replace").replace("\r", "")
    return escape(_INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text), quote=False)
