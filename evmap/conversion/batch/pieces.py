"""Pieces of a large file: a range of its records each, converted by any worker."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec

from evmap.conversion.batch.setup import Setup, borrow_engine, return_engine
from evmap.conversion.batch.source import Source
from evmap.conversion.books import Books, Spot
from evmap.conversion.engine import Engine
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.records import Record
from evmap.conversion.read.split import BadRecord, RawRecord, split
from evmap.conversion.read.stream import RecordIndex

#: Records in one piece: enough to be worth the handing over; and bytes, as it is held in memory.
LEAST, MOST_BYTES = 250, 4 * 1024 * 1024
#: Where the books are handed over with every piece, pieces are larger (closing books takes time),
#: and converted slice by slice (what is in the processor's cache is near).
MOST_BYTES_WITH_BOOKS, SLICE = 16 * 1024 * 1024, 2 * 1024 * 1024

#: (number in the file, byte offset, length) of a record.
Extent = tuple[int, int, int]


class Piece(msgspec.Struct):
    """Records of a file, from number `first`. Pools that come `later` are fetched with the first
    record of each; what was fetched so is `skipped`. `odd` may be no records. `spool`: a folder for
    the result, where there is one.
    """

    source: Source
    ndjson: bool
    first: int
    starts: array[int]
    lengths: array[int]
    later: dict[int, list[Extent]]
    skipped: frozenset[int]
    odd: frozenset[int]
    spool: str = ""


class PieceDone(msgspec.Struct):
    """The text of a piece's locations, how many records and locations there are, and the books.

    books: None where the worker keeps them for the pieces that follow. file: where the text was
    left instead.
    """

    text: bytes
    records: int
    locations: int
    books: Books | None
    file: str = ""

    def take_text(self) -> bytes:
        """The text, which is gone from here then."""
        text, self.text = self.text, b""
        if self.file:
            path = Path(self.file)
            text = path.read_bytes()
            path.unlink()
        return text


def cut_pieces(
    source: Source,
    index: RecordIndex,
    workers: int,
    most_bytes: int = MOST_BYTES,
    spool: str = "",
) -> Iterator[Piece]:
    """The file in pieces: large ones first, small ones last, so that all workers end together."""
    later, skipped = index.repeats()
    starts, lengths = index.records.starts, index.records.lengths
    odd = index.records.odd
    first, total = 0, len(starts)
    while first < total:
        stop = min(total, first + max(LEAST, (total - first) // (2 * workers)))
        stop = _within(index, first, stop, most_bytes)
        inside = range(first, stop)
        yield Piece(
            source=source,
            ndjson=index.ndjson,
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
            spool=spool,
        )
        first = stop


def _within(index: RecordIndex, first: int, stop: int, most_bytes: int) -> int:
    """The largest `stop` at which a piece has no more than `most_bytes`, or one record."""
    starts = index.records.starts
    while stop - first > 1 and starts[stop - 1] - starts[first] > most_bytes:
        stop = first + max(1, (stop - first) // 2)
    return stop


def convert_piece(setup: Setup, piece: Piece) -> PieceDone:
    """Convert a piece in a worker."""
    engine = borrow_engine(setup)
    texts, records = [], 0
    for part in _slices(piece):
        text, number = convert_records(engine, part)
        texts += [text] if text else []
        records += number
    text = (b"" if piece.ndjson else b",").join(texts)
    books = engine.take()
    return_engine(setup, engine)
    done = PieceDone(text, records, books.totals.locations, books)
    if piece.spool:
        # A piece may be done twice at a time, where a worker was given up that goes on.
        path = Path(piece.spool, f"{piece.first}-{os.getpid()}")
        path.write_bytes(text)
        done.text, done.file = b"", str(path)
    return done


def _slices(piece: Piece) -> Iterator[Piece]:
    """A piece in several, each of about SLICE bytes."""
    first, starts = 0, piece.starts
    while first < len(starts):
        stop = bisect_left(starts, starts[first] + SLICE, first + 1)
        yield msgspec.structs.replace(
            piece,
            first=piece.first + first,
            starts=starts[first:stop],
            lengths=piece.lengths[first:stop],
        )
        first = stop


def convert_and_keep(setup: Setup, piece: Piece) -> PieceDone:
    """Convert a piece in a worker that keeps the books: closing them takes its time."""
    engine = borrow_engine(setup)
    before = engine.books.totals.locations
    text, records = convert_records(engine, piece)
    return_engine(setup, engine)
    return PieceDone(text, records, engine.books.totals.locations - before, None)


def hand_over(setup: Setup, _nothing: None) -> Books:
    """The books of all pieces that this worker has converted."""
    return borrow_engine(setup).take()


def number_locations(books: Books, kept: Sequence[int], pieces: Sequence[PieceDone]) -> None:
    """Number the locations of a worker's books as the whole document does.

    kept: the numbers of its pieces, in the order in which it converted them.
    """
    ends = list(accumulate(piece.locations for piece in pieces))
    inside = list(accumulate(pieces[number].locations for number in kept))

    def moved(spot: Spot) -> Spot:
        location = spot.partner.location
        if location is None:
            return spot
        place = bisect_right(inside, location)
        shift = ends[kept[place]] - inside[place]
        partner = msgspec.structs.replace(spot.partner, location=location + shift)
        return msgspec.structs.replace(spot, partner=partner)

    books.spots = {key: moved(spot) for key, spot in books.spots.items()}
    for finding in books.findings.values():
        finding.spots = [moved(spot) for spot in finding.spots]


def convert_records(engine: Engine, piece: Piece) -> tuple[bytes, int]:
    """The locations that begin in a piece, as text, and the number of records."""
    if not piece.starts:
        return b"", 0
    base = piece.starts[0]
    end = piece.starts[-1] + piece.lengths[-1]
    text = piece.source.read(base, end)
    locations: list[bytes] = []
    total = 0
    for place, (start, length) in enumerate(zip(piece.starts, piece.lengths, strict=True)):
        number = piece.first + place
        if number in piece.skipped:
            continue
        raw = text[start - base : start - base + length]
        found = [_read(engine, piece, raw, number, start)]
        for each, offset, size in piece.later.get(number, ()):
            if offset < end:
                raw = text[offset - base : offset - base + size]
            else:
                raw = piece.source.read(offset, offset + size)
            found.append(_read(engine, piece, raw, each, offset))
        total += len(found)
        records = [record for record in found if record is not None]
        if records:
            locations += _by_pool(engine, records)
    if piece.ndjson:
        return b"".join([location + b"\n" for location in locations]), total
    return b",".join([b"\n" + location for location in locations]), total


def _read(engine: Engine, piece: Piece, raw: bytes, number: int, offset: int) -> Record | None:
    base = "" if piece.ndjson else "/evStations/evStation"
    pattern, pointer = f"{base}/*", f"{base}/{number}"
    try:
        if number in piece.odd:
            split(raw, engine.options.limits)  # says what it is where it is no record
        return engine.read(RawRecord(raw, "station", pattern, pointer, offset))
    except ReadError as error:
        engine.lose(BadRecord(raw, pattern, pointer, offset, error))
        return None


def _by_pool(engine: Engine, records: list[Record]) -> list[bytes]:
    """One location for each pool; records of one piece share a key of the pool id, at least."""
    if len(records) == 1:
        return [engine.convert("station", records)]
    pools: dict[str, list[Record]] = {}
    for record in records:
        pools.setdefault(record.value.get("poolId", record.pointer), []).append(record)
    return [engine.convert("station", group) for group in pools.values()]
