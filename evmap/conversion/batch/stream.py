"""A large file, converted record by record: what its coordinator does."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from evmap.conversion.batch.pieces import (
    MOST_BYTES_WITH_BOOKS,
    Piece,
    convert_and_keep,
    convert_piece,
    convert_records,
    cut_pieces,
    hand_over,
    number_locations,
)
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.convert import InputFacts, envelope, location_root, output_origins
from evmap.conversion.engine import Engine
from evmap.conversion.findings import complete
from evmap.conversion.processes import Alone, Forked, Pool
from evmap.conversion.read.places import file_places
from evmap.conversion.read.ranges import Range, cut_ranges, join_ranges, list_range
from evmap.conversion.read.stream import Opening, RecordIndex, RecordList, index_records
from evmap.conversion.reports.contract import Outcome, Report, build_report


class Stream:
    """A file that the workers of a pool convert in pieces.

    `text` is the UTF-8 text, `source` where workers find it, `original` the file as it was given.
    """

    def __init__(self, text: BinaryIO, source: Source, original: Source, pool: Pool[Setup]) -> None:
        self.text = text
        self.source = source
        self.original = original
        self.setup = pool.setup
        self.pool = pool
        self.records = RecordIndex(RecordList(), None)
        self.digest = ""

    def index(self, opening: Opening, size: int) -> bool:
        """Find the records; False for a file that has to be read as a whole."""
        limits = self.setup.options.limits
        if self.pool.workers == 1:
            index = index_records(self.text, limits)
            self.digest = self.original.digest() if index is not None else ""
        else:
            ranges = cut_ranges(opening, size, 2 * self.pool.workers)
            looks = [_Look(self.source, each) for each in ranges]
            looks.append(_Look(self.original, None))
            *parts, self.digest = self.pool.each(_look, looks)
            index = join_ranges(self.text, opening, parts, limits)
            index = index or index_records(self.text, limits)
        if index is None:
            return False
        self.records = index
        return True

    def pools(self) -> array[int]:
        """The keys of the pools, once for each record."""
        return self.records.records.pools

    def convert(self, name: str, out: BinaryIO, progress: Callable[[int, int], None]) -> Report:
        """Convert all records, write the document, and return the report."""
        engine = Engine(self.setup.guide, self.setup.options)
        ndjson, frame = self.records.ndjson, self.records.frame
        head, tail = envelope(engine.target.list_key, engine.target.envelope)
        if not ndjson:
            out.write(head)
        separator = b""
        total = len(self.records.records.starts)
        for text, number in self._pieces(engine):
            if text:
                out.write(separator)
                out.write(text)
                separator = b"" if ndjson else b","
            progress(number, total)
        if frame is not None:
            engine.enter_frame(frame)
            out.write(tail)
        return self._report(engine, name)

    def _pieces(self, engine: Engine) -> Iterator[tuple[bytes, int]]:
        """Text and number of records of one piece after the other; the engine gets the books."""
        pool, workers = self.pool, self.pool.workers
        if isinstance(pool, Forked):
            pieces = cut_pieces(self.source, self.records, workers)
            yield from self._kept_pieces(pool, engine, pieces)
        elif isinstance(pool, Alone):
            for piece in cut_pieces(self.source, self.records, workers):
                yield convert_records(engine, piece)
        else:
            most, spool = MOST_BYTES_WITH_BOOKS, pool.spool
            pieces = cut_pieces(self.source, self.records, workers, most, spool)
            for done in pool.each(convert_piece, pieces):
                if done.books is not None:
                    engine.books.merge(done.books)
                yield done.take_text(), done.records

    def _kept_pieces(
        self, pool: Forked[Setup], engine: Engine, pieces: Iterator[Piece]
    ) -> Iterator[tuple[bytes, int]]:
        """The same, with the books handed over at the end: once for each process."""
        known = []
        for done in pool.each_kept(convert_and_keep, pieces):
            yield done.take_text(), done.records
            known.append(done)
        locations = 0
        for books, kept in pool.gather(hand_over):
            number_locations(books, kept, known)
            locations += books.totals.locations
            books.totals.locations = 0  # they are numbered already
            engine.books.merge(books)
        engine.books.totals.locations = locations

    def _report(self, engine: Engine, name: str) -> Report:
        books = engine.settle()
        target, ndjson = self.setup.options.target, self.records.ndjson
        root = location_root(engine.target, ndjson=ndjson)
        origins = output_origins(engine.target, books, ndjson=ndjson)
        outcome = Outcome(books, complete(books, target), origins, root)
        facts = InputFacts(
            name, self.original.size(), self.digest, self.records.shape, books.totals.records
        )
        offsets = {spot.offset for finding in outcome.findings for spot in finding.spots}
        places = file_places(self.text, offsets)
        return build_report(msgspec.to_builtins(facts), target, outcome, places.__getitem__)


class _Look(msgspec.Struct, frozen=True):
    """What to look for in a file: the records of a range, or the digest of all."""

    source: Source
    range: Range | None


def _look(setup: Setup, look: _Look) -> Any:
    """Find what is asked for, in a worker."""
    if look.range is None:
        return look.source.digest()
    with look.source.open() as file:
        return list_range(file, look.range, setup.options.limits)
