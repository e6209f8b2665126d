"""An input to its v2 records: envelopes, bare records, lists, lines.

What belongs to no record (``hasMore``, an unknown key beside ``evStations``) stays as the frame:
the input with its records cut out. The frame is parsed carefully, so that it is counted as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from evmap.conversion.limits import Limits
from evmap.conversion.read import jsontext
from evmap.conversion.read.budget import check_list, check_records
from evmap.conversion.read.careful import malformed, parse
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.jsonp import without_call
from evmap.conversion.read.recognise import answer_of, name_what_it_is
from evmap.conversion.read.shapes import ALONE, frame_in, is_empty_answer, members_of, text_at

#: What Python reads in JSON and the fast decoder refuses: constants of JavaScript, and halves
#: of surrogate pairs.
_STRANGE = re.compile(rb"NaN|Infinity|\\u[dD][89a-fA-F]")
_STRING_OR_CONSTANT = re.compile(jsontext.STRING + rb"|NaN|-?Infinity", re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")

#: Number of a line, its indent, the byte where its text starts, and that text.
_Line = tuple[int, int, int, bytes]

_raw = msgspec.json.Decoder(msgspec.Raw).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Text(msgspec.Struct, frozen=True, gc=False):
    """A JSON value in the input: its text; pattern, pointer and byte say where it stands."""

    raw: bytes
    pattern: str
    pointer: str
    offset: int

    def byte(self, start: int) -> int:
        """The byte in the input of a byte of this text."""
        return self.offset + start

    def inner(self, start: int, raw: bytes, *steps: str) -> Text:
        """The value `raw` that starts at byte `start` of this one."""
        path = "".join(f"/{step}" for step in steps)
        return Text(raw, self.pattern + path, self.pointer + path, self.offset + start)


class RawRecord(Text, frozen=True, gc=False):
    """One record. `answer` is its kind, "station" or "evses"."""

    answer: str


class BadRecord(Text, frozen=True, gc=False):
    """A line or list entry that cannot be read as a record; the others can."""

    error: ReadError


class Frame(Text, frozen=True, gc=False):
    """An answer without its records.

    `raw` is its text with an empty list (or object) in place of the records, `gap` the byte of
    `raw` behind which text is missing and how many bytes; `value` is `raw` parsed, without the
    records' place.
    """

    gap: tuple[int, int]
    value: Any

    def byte(self, start: int) -> int:
        """The byte in the input of a byte of this text."""
        behind, missing = self.gap
        return self.offset + start + (missing if start >= behind else 0)


class Input(msgspec.Struct):
    """A split input.

    shape: stations, evses-bulk, station, pool, list or ndjson. `ndjson` tells the form of the
    output.
    """

    shape: str
    records: list[RawRecord | BadRecord]
    frames: list[Frame]
    ndjson: bool = False


def split(text: bytes, limits: Limits) -> Input:
    """Split UTF-8 text into v2 records. Raises ReadError where there are none."""
    if not text.strip():
        raise ReadError("The input is empty.", "Give a JSON response of the v2 API.")
    text = without_call(text)
    splitter = _Splitter(limits, text)
    wrong = _trouble(text)
    if wrong is not None and _STRANGE.search(text):
        text = _STRING_OR_CONSTANT.sub(_plain, text)
        wrong = _trouble(text)
    if wrong is not None:
        return _lines_or_error(text, wrong, splitter)
    start = len(text) - len(text.lstrip())
    shape = splitter.add(Text(text[start:].rstrip(), "", "", start))
    if shape is None or not splitter.has_records():
        raise name_what_it_is(_seen(text, limits))
    return Input(shape, splitter.records, splitter.frames)


def _trouble(text: bytes) -> Exception | None:
    """Why a text is not one JSON value for the fast decoder; None where it is."""
    try:
        _raw(text)
    except (msgspec.MsgspecError, RecursionError) as error:
        return error
    return None


def _plain(match: re.Match[bytes]) -> bytes:
    """Something as long that the fast decoder takes."""
    found = match[0]
    if found[:1] == b'"':
        return _SURROGATE.sub(rb"\\u002d", found)
    return (b"-0." if found[:1] == b"-" else b"0.").ljust(len(found), b"0")


class _Splitter:
    """Collects records and frames from one JSON value after the other.

    `original` is the user's text; values may come from a text that stands in for it.
    """

    def __init__(self, limits: Limits, original: bytes) -> None:
        self.records: list[RawRecord | BadRecord] = []
        self.frames: list[Frame] = []
        self.limits = limits
        self._original = original

    def _own(self, piece: Text) -> bytes:
        return self._original[piece.offset : piece.offset + len(piece.raw)]

    def has_records(self) -> bool:
        """Whether anything of v2 was found; an answer without stations is."""
        return bool(self.frames) or any(isinstance(r, RawRecord) for r in self.records)

    def add(self, piece: Text) -> str | None:
        """Add a JSON value and return its shape; None for what is no v2 answer or record."""
        if piece.raw[:1] == b"[":
            self._add_entries(piece, None)
            return "list"
        members = members_of(piece.raw)
        frame = frame_in(members)
        if frame is not None:
            path, shape, answer = frame
            self._add_frame(piece, text_at(members, path) or b"", path, answer)
            return shape
        if is_empty_answer(members):
            text = self._own(piece)
            value = parse(text, self.limits)
            gap = (len(text), 0)
            self.frames.append(Frame(text, piece.pattern, piece.pointer, piece.offset, gap, value))
            return "stations"
        kind = answer_of(set(members))
        if kind is None:
            return None
        self._add_record(piece, kind)
        return ALONE[kind]

    def _add_record(self, piece: Text, kind: str) -> None:
        text = self._own(piece)
        self.records.append(RawRecord(text, piece.pattern, piece.pointer, piece.offset, kind))

    def add_bad(self, piece: Text, error: ReadError) -> None:
        self.records.append(
            BadRecord(self._own(piece), piece.pattern, piece.pointer, piece.offset, error)
        )

    def _add_frame(self, piece: Text, inside: bytes, path: tuple[str, ...], answer: str) -> None:
        """Add the records in the list (or the one object) at `path`, and the frame around them."""
        start = jsontext.place(piece.raw, path)
        place = piece.inner(start, inside, *path)
        if inside[:1] == b"[":
            self._add_entries(place, answer)
            rest = b"[]"
        elif inside[:1] == b"{" and inside[1:-1].strip():
            self._add_record(place, answer)
            rest = b"{}"
        else:
            rest = inside
        text = self._own(piece)
        raw = text[:start] + rest + text[start + len(inside) :]
        value = parse(raw, self.limits)
        if rest != inside and inside[1:-1].strip():
            cut_records(value, path)
        gap = (start + len(rest), len(inside) - len(rest))
        self.frames.append(Frame(raw, piece.pattern, piece.pointer, piece.offset, gap, value))

    def _add_entries(self, piece: Text, answer: str | None) -> None:
        after = 1
        entries = _entries(piece, self.limits)
        if not entries and answer is None:
            self.add_bad(piece, ReadError("The list is empty: there is no station in it."))
        check_records(len(self.records) + len(entries), self.limits)
        for index, raw in enumerate(entries):
            text = bytes(raw)
            start = piece.raw.find(text, after)
            after = start + len(text)
            entry = Text(
                text, f"{piece.pattern}/*", f"{piece.pointer}/{index}", piece.offset + start
            )
            if text[:1] == b"{" and answer is not None:
                self._add_record(entry, answer)
            else:
                self._add_entry(entry)

    def _add_entry(self, entry: Text) -> None:
        """Add an entry of a list that may hold records and responses."""
        error = ReadError("This entry of the list is no v2 record.")
        try:
            if entry.raw[:1] == b"{" and self.add(entry) is not None:
                return
        except ReadError as refused:
            error = refused
        self.add_bad(entry, error)


def _seen(text: bytes, limits: Limits) -> Any:
    """As much of a JSON value as tells what it is: its keys, and those of the first in a list."""
    text = text.strip()
    if text[:1] == b"[":
        first = _first(text)
        return [] if first is None else [_keys(first) or parse(first, limits)]
    members = members_of(text)
    if not members:
        return parse(text, limits)
    found: dict[str, Any] = dict.fromkeys(members)
    for name in ("items", "data"):
        items = bytes(members.get(name, b""))
        if items[:1] == b"[" and (first := _first(items)) is not None:
            found[name] = [_keys(first)]
        elif items[:1] == b"{":
            found[name] = _keys(items)
    return found


def _first(text: bytes) -> bytes | None:
    start = jsontext.place(text, (0,))
    return text[start : jsontext.end_of(text, start)] if start else None


def _keys(text: bytes) -> dict[str, Any]:
    return dict.fromkeys(members_of(text))


def _entries(piece: Text, limits: Limits) -> list[msgspec.Raw]:
    """The texts of a list's entries. Raises ReadError for a list that is not JSON."""
    check_list(piece.raw, limits)
    try:
        return _list(piece.raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        parse(piece.raw, limits)  # names line and column
        raise malformed(piece.raw, 0, str(error)) from error


def cut_records(frame: Any, path: tuple[str, ...]) -> None:
    """Take the records' place out of the frame: its leaves are counted in the records."""
    if len(path) > 1:
        cut_records(frame[path[0]], path[1:])
        if frame[path[0]]:
            return
    del frame[path[0]]


def _lines_or_error(text: bytes, error: Exception, splitter: _Splitter) -> Input:
    """Several JSON texts, one a line (NDJSON); else the error that says what is wrong."""
    begin = list(islice(_lines(text), 2))
    if len(begin) == 2 and begin[0][3][:1] == b"{" and members_of(begin[0][3]):
        return _from_lines(_lines(text), splitter)
    parse(text, splitter.limits)  # names line and column
    raise malformed(text, 0, str(error))


def _lines(text: bytes) -> Iterator[_Line]:
    """The lines that are not blank."""
    offset = number = 0
    while offset < len(text):
        end = text.find(b"\n", offset)
        end = len(text) if end < 0 else end
        line = text[offset:end]
        number += 1
        stripped = line.strip()
        if stripped:
            indent = line.index(stripped)
            yield number, indent, offset + indent, stripped
        offset = end + 1


def _from_lines(lines: Iterable[_Line], splitter: _Splitter) -> Input:
    errors: list[ReadError] = []
    for index, (number, indent, offset, line) in enumerate(lines):
        check_records(index + 1, splitter.limits)
        piece = Text(line, "/*", f"/{index}", offset)
        try:
            if splitter.add(piece) is None:
                raise name_what_it_is(_seen(line, splitter.limits))
        except ReadError as error:
            # The text of one line: its own line number is 1, its columns begin at 1.
            error.line, error.column = number, (error.column or 1) + indent
            errors.append(error)
            splitter.add_bad(piece, error)
    if not splitter.has_records():
        raise errors[0]
    return Input("ndjson", splitter.records, splitter.frames, ndjson=True)
