"""The two texts side by side: lines with numbers, and every value marked with its fate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

import msgspec
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from evmap.conversion import Conversion
from evmap.conversion.books import FATES, ORIGINS, pattern_of, pointer
from evmap.conversion.ledger import Mark
from evmap.reviews.notes import Notes
from evmap.reviews.parts import Part, Parts
from evmap.reviews.places import Value, values_between, values_of_lines, values_of_texts

#: Characters that would not show, or would turn the text around, shown as their code.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

#: All words that marks refer to, in the order of the legend.
WORDS = (*FATES, "deprecated", "assumed", "derived")


@dataclass(frozen=True)
class Span:
    """A piece of text in an element: its bytes, and the element's tags."""

    start: int
    stop: int
    begin: str
    end: str


@dataclass(frozen=True)
class Pane:
    """One text as the page shows it, in parts."""

    #: "v2" or "v3": names the pane in addresses.
    name: str
    lines: SafeString
    part: Part
    parts: int
    total_lines: int
    #: Words that marks in this pane refer to.
    words: tuple[str, ...]
    #: Bytes where marked values begin: each has the anchor "at-<byte>".
    marked: frozenset[int]

    @property
    def before(self) -> int:
        """Return the number of the part before; 0 where there is none."""
        return self.part.number - 1

    @property
    def after(self) -> int:
        """Return the number of the next part; 0 where there is none."""
        return self.part.number + 1 if self.part.number < self.parts else 0


def v2_pane(conversion: Conversion, notes: Notes, number: int) -> Pane:
    """Return the user's text with the fate of every value in the part shown."""
    parts = Parts(conversion.text)
    part = parts.part(number)
    marks = _marks_in(conversion.marks, part)
    find = values_of_lines if conversion.input.shape == "ndjson" else values_between
    places = {
        pointer("", value.path): value for value in find(conversion.text, part.start, part.stop)
    }
    spans, words = [], set()
    for address, value in places.items():
        mark = marks.get(address)
        if mark is not None:
            about = notes.on(mark, value.start)
            flags = _flags(mark, guessed=notes.guessed(about))
            words.update(flags)
            spans.append(_v2_span(value, mark, flags, _tip(flags, notes, about), about))
    return _pane("v2", parts, part, spans, words)


def v3_pane(conversion: Conversion, number: int) -> Pane:
    """Return the document, pretty, with the values marked that are no plain copies."""
    ndjson = conversion.root == "/*"
    text = pretty(conversion.document, ndjson=ndjson)
    parts = Parts(text)
    part = parts.part(number)
    origins: dict[str, dict[str, int]] = defaultdict(dict)
    for (pattern, origin), count in conversion.origins.items():
        origins[pattern][origin] = count
    find = values_of_texts if ndjson else values_between
    spans, words = [], set()
    for value in find(text, part.start, part.stop):
        found = origins.get(pattern_of("", value.path), {})
        origin = max(found, key=ORIGINS.index, default="copied")
        if origin in ("derived", "assumed"):
            words.add(origin)
            spans.append(_v3_span(value, origin, found))
    return _pane("v3", parts, part, spans, words)


def pretty(document: bytes, *, ndjson: bool) -> bytes:
    """Return a document for reading; the digits of numbers stay as they are."""
    if not ndjson:
        return msgspec.json.format(document, indent=2) + b"\n"
    return b"".join(msgspec.json.format(line, indent=2) + b"\n" for line in document.splitlines())


def _marks_in(marks: Iterable[Mark], part: Part) -> dict[str, Mark]:
    """The marks of the records that overlap a part, by pointer."""
    found = {}
    for mark in marks:
        record = mark.record
        overlaps = record.offset < part.stop and record.offset + len(record.raw) > part.start
        if overlaps or record.pattern in ("", "/*"):
            found[pointer(record.pointer, mark.path)] = mark
    return found


def _flags(mark: Mark, *, guessed: bool) -> list[str]:
    deprecated = mark.row is not None and mark.row.deprecated
    return [
        mark.fate,
        *(["deprecated"] if deprecated else []),
        *(["assumed"] if guessed else []),
    ]


def _tip(flags: list[str], notes: Notes, about: list[int]) -> str:
    told = [notes.findings[number] for number in about]
    codes = ", ".join(dict.fromkeys(finding.code for finding in told))
    return ", ".join(flags) + (f" ({codes})" if codes else "")


def _v2_span(value: Value, mark: Mark, flags: list[str], tip: str, about: list[int]) -> Span:
    classes = " ".join(["v", f"fate-{mark.fate}", *(f"is-{flag}" for flag in flags[1:])])
    described = " ".join(f"word-{flag}" for flag in flags)
    shared = (
        f'class="{classes}" id="at-{value.start}" data-tip="{escape(tip)}" '
        f'aria-describedby="{described}"'
    )
    beside = ""
    if mark.row is not None and mark.row.slug:
        # A result is stored nowhere: leaving the page would lose it.
        beside = ' target="_blank" rel="noopener"'
        address = reverse("mappings:field", args=[mark.row.slug])
    elif about:
        address = f"#finding-{about[0]}"
    else:
        return Span(value.start, value.end, f"<span {shared}>", "</span>")
    return Span(value.start, value.end, f'<a href="{escape(address)}"{beside} {shared}>', "</a>")


def _v3_span(value: Value, origin: str, found: dict[str, int]) -> Span:
    tip = origin
    if len(found) > 1:
        counts = ", ".join(f"{found[one]} {one}" for one in ORIGINS if one in found)
        tip = f"{origin} in places ({counts})"
    begin = (
        f'<span class="v origin-{origin}" tabindex="0" data-tip="{escape(tip)}" '
        f'aria-describedby="origin-{origin}">'
    )
    return Span(value.start, value.end, begin, "</span>")


def _pane(name: str, parts: Parts, part: Part, spans: list[Span], words: set[str]) -> Pane:
    spans.sort(key=lambda span: span.start)
    lines = "".join(_lines(name, parts.text, part, spans))
    return Pane(
        name=name,
        lines=mark_safe(lines),  # noqa: S308 - every piece of text in it is escaped
        part=part,
        parts=len(parts),
        total_lines=parts.lines,
        words=tuple(word for word in WORDS if word in words),
        marked=frozenset(span.start for span in spans if span.start >= part.start),
    )


def _lines(name: str, text: bytes, part: Part, spans: list[Span]) -> Iterator[str]:
    """The lines of a part as HTML."""
    begin, number = part.start, part.first_line
    waiting = iter(spans)
    span = next(waiting, None)
    while begin < part.stop:
        found = text.find(b"\n", begin, part.stop)
        end = part.stop if found < 0 else found
        pieces = []
        at = begin
        while span is not None and span.start < end:
            pieces.append(_shown(text[at : span.start]))
            # A value may begin in the part before, or end in the next one.
            start, stop = max(span.start, at), min(span.stop, end)
            pieces += [span.begin, _shown(text[start:stop]), span.end]
            at = stop
            span = next(waiting, None)
        pieces.append(_shown(text[at:end]))
        yield (
            f'<span class="l" id="{name}-{number}"><a class="n" href="#{name}-{number}" '
            f'tabindex="-1" aria-hidden="true" data-n="{number}"></a>{"".join(pieces)}\n</span>'
        )
        begin, number = end + 1, number + 1


def _shown(piece: bytes) -> str:
    text = piece.decode(errors="replace").replace("\r", "")
    return escape(_INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text), quote=False)
