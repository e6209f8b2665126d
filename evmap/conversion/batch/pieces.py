"""Pieces of a large file: a range of its records each, converted by any worker."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from evmap.conversion.batch.setup import Setup, borrow_converter, return_converter
from evmap.conversion.batch.source import Source
from evmap.conversion.convert import text_of
from evmap.conversion.converter import Unit
from evmap.conversion.counts import Counts
from evmap.conversion.limits import Limits
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.split import BadRecord, RawRecord, split
from evmap.conversion.read.stream import Opening, RecordIndex

#: Records in one piece: enough to be worth the handing over; and bytes, as it is held in memory.
LEAST, MOST_BYTES = 250, 4 * 1024 * 1024

#: (number in the file, byte offset, length) of a record.
Extent = tuple[int, int, int]


class Piece(msgspec.Struct):
    """Records of a file, from number `first`. Pools that come `later` are fetched with the first
    record of each; what was fetched so is `skipped`. `odd` may be no records.
    """

    source: Source
    opening: Opening
    first: int
    starts: array[int]
    lengths: array[int]
    later: dict[int, list[Extent]]
    skipped: frozenset[int]
    odd: frozenset[int]


class PieceDone(msgspec.Struct):
    """The text of a piece's locations, how many records there were, and the counts."""

    text: bytes
    records: int
    counts: Counts


def cut_pieces(source: Source, index: RecordIndex, workers: int) -> Iterator[Piece]:
    """The file in pieces: large ones first, small ones last, so that all workers end together."""
    later, skipped = index.repeats()
    starts, lengths = index.records.starts, index.records.lengths
    odd = index.records.odd
    first, total = 0, len(starts)
    while first < total:
        stop = min(total, first + max(LEAST, (total - first) // (2 * workers)))
        stop = _within(index, first, stop)
        inside = range(first, stop)
        yield Piece(
            source=source,
            opening=index.opening,
            first=first,
            starts=starts[first:stop],
            lengths=lengths[first:stop],
            later={
                number: [(each, starts[each], lengths[each]) for each in later[number]]
                for number in inside
                if number in later
            },
            skipped=frozenset(skipped.intersection(inside)),
            odd=frozenset(odd[bisect_left(odd, first) : bisect_left(odd, stop)]),
        )
        first = stop


def _within(index: RecordIndex, first: int, stop: int) -> int:
    """The largest `stop` at which a piece has no more than MOST_BYTES, or one record."""
    starts = index.records.starts
    while stop - first > 1 and starts[stop - 1] - starts[first] > MOST_BYTES:
        stop = first + max(1, (stop - first) // 2)
    return stop


def convert_piece(setup: Setup, piece: Piece) -> PieceDone:
    """Convert the locations that begin in a piece."""
    converter = borrow_converter(setup)
    locations = list(converter.convert(_units(piece, setup.options.limits)))
    counts = converter.account.take()
    return_converter(setup, converter)
    records = len(piece.starts) - len(piece.skipped) + sum(map(len, piece.later.values()))
    return PieceDone(text_of(locations, ndjson=piece.opening.ndjson), records, counts)


def _units(piece: Piece, limits: Limits) -> Iterator[Unit]:
    """The records of a piece by location."""
    if not piece.starts:
        return
    base, end = piece.starts[0], piece.starts[-1] + piece.lengths[-1]
    text = piece.source.read(base, end)
    for place, (start, length) in enumerate(zip(piece.starts, piece.lengths, strict=True)):
        number = piece.first + place
        if number in piece.skipped:
            continue
        raw = text[start - base : start - base + length]
        unit = [_record(piece, raw, number, start, limits)]
        for each, offset, size in piece.later.get(number, ()):
            inside = offset < end
            raw = (
                text[offset - base : offset - base + size]
                if inside
                else piece.source.read(offset, offset + size)
            )
            unit.append(_record(piece, raw, each, offset, limits))
        yield unit


def _record(
    piece: Piece, raw: bytes, number: int, offset: int, limits: Limits
) -> RawRecord | BadRecord:
    record = piece.opening.record(raw, number, offset)
    if number in piece.odd:
        try:
            split(raw, limits)  # says what it is where it is no record
        except ReadError as error:
            return BadRecord(raw, record.pattern, record.pointer, offset, error)
    return record
