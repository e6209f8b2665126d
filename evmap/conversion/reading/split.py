"""An input to its v2 records: envelopes, bare records, lists, lines.

What belongs to no record (``hasMore``, an unknown key beside ``evStations``) stays as the frame:
the input with its records cut out. The frame is parsed carefully, so that it is counted as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from evmap.conversion.limits import Limits
from evmap.conversion.reading.careful import line_and_column, malformed, parse
from evmap.conversion.reading.errors import ReadError
from evmap.conversion.reading.recognise import answer_of, name_what_it_is

#: Where the records of an answer stand: path to the list -> (shape, kind of record).
FRAMES: dict[tuple[str, ...], tuple[str, str]] = {
    ("evStations", "evStation"): ("stations", "station"),
    ("pools",): ("evses-bulk", "evses"),
}

_raw = msgspec.json.Decoder(msgspec.Raw).decode
_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class RawRecord(msgspec.Struct, frozen=True):
    """The text of one record. `answer` is "station" or "evses"; see Record for the others."""

    raw: bytes
    answer: str
    pattern: str
    pointer: str
    offset: int


class BadRecord(msgspec.Struct, frozen=True):
    """A line or list entry that cannot be read as a record; the others can."""

    pointer: str
    pattern: str
    offset: int
    error: ReadError
    raw: bytes = b""


class Input(msgspec.Struct):
    """A split input.

    shape: stations, evses-bulk, station, pool, list or ndjson. frames: (pattern, pointer, offset,
    parsed frame) of each answer in the input. `ndjson` tells the form of the output.
    """

    shape: str
    records: list[RawRecord | BadRecord]
    frames: list[tuple[str, str, int, Any]]
    ndjson: bool = False


def split(text: bytes, limits: Limits) -> Input:
    """Split UTF-8 text into v2 records. Raises ReadError where there are none."""
    if not text.strip():
        raise ReadError("The input is empty.", "Give a JSON answer of the v2 API.")
    try:
        value = bytes(_raw(text))
    except (msgspec.MsgspecError, RecursionError) as error:
        return _lines_or_error(text, error, limits)
    start = len(text) - len(text.lstrip())
    if value.lstrip()[:1] == b"[":
        return _from_list(text, start, limits)
    found = Input("", [], [])
    shape = _from_object(found, text[start:].rstrip(), "", "", start, limits)
    if shape is None:
        raise name_what_it_is(parse(text, limits))
    found.shape = shape
    return found


def _from_object(
    found: Input, text: bytes, pattern: str, pointer: str, offset: int, limits: Limits
) -> str | None:
    """Add the records of one JSON object; None for an object that is no v2 answer or record."""
    members = _members(text)
    if members is None:
        return None
    for path, (shape, answer) in FRAMES.items():
        if path[0] in members:
            inside = _descend(members, path)
            if inside is not None:
                _from_frame(found, text, inside, path, answer, (pattern, pointer), offset, limits)
                return shape
    answer = answer_of(set(members))
    if answer is None:
        return None
    found.records.append(RawRecord(text, answer, pattern, pointer, offset))
    return "station" if answer == "station" else "pool"


def _members(text: bytes) -> dict[str, msgspec.Raw] | None:
    try:
        return _object(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def _descend(members: dict[str, msgspec.Raw], path: tuple[str, ...]) -> bytes | None:
    """The text at `path`; None where it leads nowhere."""
    raw = members.get(path[0])
    for key in path[1:]:
        inner = _members(bytes(raw)) if raw is not None else None
        raw = inner.get(key) if inner is not None else None
    return None if raw is None else bytes(raw)


def _from_frame(
    found: Input,
    text: bytes,
    inside: bytes,
    path: tuple[str, ...],
    answer: str,
    root: tuple[str, str],
    offset: int,
    limits: Limits,
) -> None:
    """The records in the list (or the one object) at `path`, and the frame around them."""
    start = text.find(inside)
    pattern, pointer = (f"{place}/{'/'.join(path)}" for place in root)
    if inside[:1] == b"[":
        _add_entries(found, inside, answer, (f"{pattern}/*", pointer), offset + start)
        rest = b"[]"
    else:
        found.records.append(RawRecord(inside, answer, pattern, pointer, offset + start))
        rest = b"{}"
    empty = inside[:1] == b"[" and not inside[1:-1].strip()
    frame = parse(text[:start] + rest + text[start + len(inside) :], limits)
    if not empty and inside not in (b"{}", b"null"):
        _cut(frame, path)
    found.frames.append((*root, offset, frame))


def _cut(frame: Any, path: tuple[str, ...]) -> None:
    """Take the records' place out of the frame: its leaves are counted in the records."""
    if len(path) > 1:
        _cut(frame[path[0]], path[1:])
        if frame[path[0]]:
            return
    del frame[path[0]]


def _add_entries(
    found: Input, inside: bytes, answer: str | None, place: tuple[str, str], offset: int
) -> None:
    pattern, pointer = place
    after = 0
    for index, raw in enumerate(_list(inside)):
        text = bytes(raw)
        start = after = inside.find(text, after)
        after += len(text)
        kind = answer if text[:1] == b"{" else None
        if kind is None and text[:1] == b"{":
            kind = answer_of(set(_members(text) or ()))
        if kind is None:
            error = ReadError("This entry of the list is no v2 record.")
            found.records.append(
                BadRecord(f"{pointer}/{index}", pattern, offset + start, error, text)
            )
        else:
            found.records.append(
                RawRecord(text, kind, pattern, f"{pointer}/{index}", offset + start)
            )


def _from_list(text: bytes, start: int, limits: Limits) -> Input:
    found = Input("list", [], [])
    _add_entries(found, text[start:].rstrip(), None, ("/*", ""), start)
    if not any(isinstance(record, RawRecord) for record in found.records):
        raise name_what_it_is(parse(text, limits))
    return found


def _lines_or_error(text: bytes, error: Exception, limits: Limits) -> Input:
    """Several JSON texts, one a line (NDJSON); else the error that says what is wrong."""
    lines = list(_lines(text))
    if len(lines) > 1 and lines[0][1][:1] == b"{" and _members(lines[0][1]) is not None:
        return _from_lines(text, lines, limits)
    parse(text, limits)  # names line and column
    raise malformed(text, 0, str(error))


def _lines(text: bytes) -> Iterator[tuple[int, bytes]]:
    offset = 0
    for line in text.split(b"\n"):
        stripped = line.strip()
        if stripped:
            yield offset + line.index(stripped), stripped
        offset += len(line) + 1


def _from_lines(text: bytes, lines: list[tuple[int, bytes]], limits: Limits) -> Input:
    found = Input("ndjson", [], [], ndjson=True)
    for index, (offset, line) in enumerate(lines):
        pointer = f"/{index}"
        try:
            shape = _from_object(found, line, "/*", pointer, offset, limits)
            if shape is None:
                raise name_what_it_is(parse(line, limits, text, offset))
        except ReadError as error:
            if error.line is None:
                error.line, error.column = line_and_column(text, offset)
            found.records.append(BadRecord(pointer, "/*", offset, error, line))
    if not any(isinstance(record, RawRecord) for record in found.records) and not found.frames:
        bad = found.records[0]
        assert isinstance(bad, BadRecord)
        raise bad.error
    return found
