"""The records of a large file, found range by range: ranges can be read at the same time.

A line begins behind a line end. An entry of an answer's list begins at a guess; whether it was
right shows when the ranges are joined: the walk through one range must end at the very byte where
the next one began. Where it doesn't, the file is read from its beginning instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import msgspec

from evmap.conversion.limits import Limits
from evmap.conversion.read.identity import pool_id_of
from evmap.conversion.read.jsontext import MORE_NEEDED, NO_VALUE, value_end
from evmap.conversion.read.stream import (
    CHUNK,
    Opening,
    RecordIndex,
    RecordList,
    entries,
    index_of,
    lines,
    opening_of,
    shared_by,
)

#: Where a record may begin: behind another one.
_BETWEEN = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*\{")

#: Bytes of a range, at least.
SMALLEST = 1 << 20

#: Bytes before a range in which the record before its first one may end.
BEFORE = 4096

#: `RangeList.following` where the list ends in the range, and where nothing is known.
ENDED, UNKNOWN = -1, -2


class Range(msgspec.Struct, frozen=True):
    """Bytes `start` to `stop` of a file that begins as `opening` says."""

    opening: Opening
    start: int
    stop: int


class RangeList(msgspec.Struct):
    """The records that begin in a range; `following` is where the next one begins."""

    records: RecordList
    following: int


def index_records(file: BinaryIO, limits: Limits) -> RecordIndex | None:
    """Find the records of a UTF-8 file; None where it is not plain enough to stream."""
    opening = opening_of(file)
    if opening is None:
        return None
    whole = Range(opening, opening.start, file.seek(0, 2))
    return join_ranges(file, opening, [list_range(file, whole, limits)], limits)


def cut_ranges(opening: Opening, size: int, number: int) -> list[Range]:
    """A file of `size` bytes in about so many ranges."""
    length = max(SMALLEST, -(-(size - opening.start) // number))
    starts = range(opening.start, size, length)
    return [Range(opening, start, min(start + length, size)) for start in starts]


def list_range(file: BinaryIO, given: Range, limits: Limits) -> RangeList | None:
    """The records that begin in a range; None where something else stands there."""
    opening = given.opening
    texts: Iterable[tuple[int, bytes | memoryview]]
    if opening.ndjson:
        texts = lines(file, given.start, given.stop)
    else:
        begin = given.start if given.start == opening.start else _guess(file, given)
        if begin is None:
            return RangeList(RecordList(), UNKNOWN)
        texts = entries(file, begin)
    found = RecordList()
    for offset, text in texts:
        if offset >= given.stop and not opening.ndjson:
            return RangeList(found, offset)
        shared, odd = shared_by(text, opening, limits)
        if shared is None:
            return None
        found.add(offset, len(text), shared, odd=odd)
    return RangeList(found, ENDED)


def _guess(file: BinaryIO, given: Range) -> int | None:
    """The first byte of the range that looks like the beginning of a record."""
    base = max(given.start - BEFORE, given.opening.start)
    file.seek(base)
    text = file.read(given.start - base + CHUNK)
    for match in _BETWEEN.finditer(text, 0):
        place = match.end() - 1
        if not given.start <= base + place < given.stop:
            continue
        end = value_end(text, place)
        if end == MORE_NEEDED:
            return None
        if end != NO_VALUE and pool_id_of(text[place:end], given.opening.kind) is not None:
            return base + place
    return None


def join_ranges(
    file: BinaryIO, opening: Opening, parts: Sequence[RangeList | None], limits: Limits
) -> RecordIndex | None:
    """The index of the file from those of its ranges, in order; None where they don't join."""
    found = RecordList()
    following = opening.start
    for number, part in enumerate(parts):
        if part is None:
            return None
        begin = part.records.starts[0] if part.records.starts else UNKNOWN
        if not opening.ndjson and number and begin != following:
            return None
        found.extend(part.records)
        following = part.following
        if following == ENDED and not opening.ndjson:
            break
    return index_of(file, opening, found, limits)
