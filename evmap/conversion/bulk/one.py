"""One file in, one document out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from evmap.conversion.bulk.pieces import (
    Piece,
    convert_and_keep,
    convert_piece,
    convert_records,
    cut_pieces,
    hand_over,
    number_locations,
)
from evmap.conversion.bulk.setup import Setup
from evmap.conversion.bulk.source import Source
from evmap.conversion.convert import (
    InputFacts,
    convert,
    envelope,
    location_root,
    output_origins,
)
from evmap.conversion.engine import Engine
from evmap.conversion.findings import complete
from evmap.conversion.guide import Guide
from evmap.conversion.options import Options
from evmap.conversion.processes import Alone, Forked, Pool
from evmap.conversion.reading.files import is_plain, open_plain
from evmap.conversion.reading.places import file_places
from evmap.conversion.reading.ranges import Range, cut_ranges, join_ranges, list_range
from evmap.conversion.reading.stream import Opening, RecordIndex, index_records, opening_of
from evmap.conversion.reports.contract import Outcome, Report, build_report, make_report

#: Files below this size are read as a whole: that needs less preparation.
STREAM_FROM = 4 * 1024 * 1024

#: Called with the number of records converted since the last call, and the number in all.
Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


class Converted(msgspec.Struct):
    """The outcome for one file. `report` looks lines up in the file, so it is made on demand."""

    input: InputFacts
    target: str
    outcome: Outcome
    report: Callable[[], Report]


def convert_file(
    path: Path,
    out: BinaryIO,
    options: Options,
    guide: Guide,
    *,
    workers: int = 1,
    progress: Progress = no_progress,
) -> Converted:
    """Convert one file and write the document to `out`.

    Raises ReadError when nothing can be read (nothing is written then), OSError as files do.
    """
    setup = Setup(options, guide)
    if path.stat().st_size >= STREAM_FROM or not is_plain(path):
        with open_plain(path) as text:
            size = text.seek(0, 2)
            opening = opening_of(text) if size >= STREAM_FROM else None
            if opening is not None:
                with _pool(setup, workers if _has_name(text) else 1) as pool:
                    done = _Stream(path, text, setup, pool).convert(opening, size, out, progress)
                if done is not None:
                    return done
    conversion = convert(path.read_bytes(), options, guide=guide, name=path.name)
    out.write(conversion.document)
    progress(conversion.input.records, conversion.input.records)
    outcome = Outcome(conversion.books, conversion.findings, conversion.origins, conversion.root)
    return Converted(conversion.input, options.target, outcome, lambda: make_report(conversion))


def _has_name(text: BinaryIO) -> bool:
    """Whether other processes can open the text too (it may have been decoded into memory)."""
    return isinstance(getattr(text, "name", None), str)


@contextmanager
def _pool(setup: Setup, workers: int) -> Iterator[Pool[Setup]]:
    if workers == 1:
        yield Alone(setup)
    else:
        with Forked(workers, setup) as pool:
            yield pool


class _Stream:
    """A large file, converted in pieces by the workers of a pool."""

    def __init__(self, path: Path, text: BinaryIO, setup: Setup, pool: Pool[Setup]) -> None:
        self.path = path
        self.text = text
        self.setup = setup
        self.pool = pool
        self.source = Source(str(getattr(text, "name", path)))

    def convert(
        self, opening: Opening, size: int, out: BinaryIO, progress: Progress
    ) -> Converted | None:
        """Convert all records; None, with nothing written, for a file that is not plain."""
        index, digest = self._index(opening, size)
        if index is None:
            return None
        engine = Engine(self.setup.guide, self.setup.options)
        head, tail = envelope(engine.target.list_key, engine.target.envelope)
        if not index.ndjson:
            out.write(head)
        separator = b""
        total = len(index.records.starts)
        for text, number in self._pieces(engine, index):
            if text:
                out.write(separator)
                out.write(text)
                separator = b"" if index.ndjson else b","
            progress(number, total)
        if index.frame is not None:
            engine.enter_frame(index.frame)
            out.write(tail)
        return self._converted(engine, index, digest)

    def _index(self, opening: Opening, size: int) -> tuple[RecordIndex | None, str]:
        """Where the records stand, and the digest of the file."""
        limits = self.setup.options.limits
        if self.pool.workers == 1:
            return index_records(self.text, limits), Source(str(self.path)).digest()
        ranges = cut_ranges(opening, size, 2 * self.pool.workers)
        jobs: list[_Look] = [_Look(self.source, each) for each in ranges]
        jobs.append(_Look(Source(str(self.path)), None))
        *parts, digest = self.pool.each(_look, jobs)
        index = join_ranges(self.text, opening, parts, limits)
        return index or index_records(self.text, limits), digest

    def _pieces(self, engine: Engine, index: RecordIndex) -> Iterator[tuple[bytes, int]]:
        """Text and number of records of one piece after the other; the engine gets the books."""
        pieces = cut_pieces(self.source, index, self.pool.workers)
        if isinstance(self.pool, Forked):
            yield from self._kept_pieces(self.pool, engine, pieces)
        elif self.pool.workers == 1:
            for piece in pieces:
                yield convert_records(engine, piece)
        else:
            for done in self.pool.each(convert_piece, pieces):
                if done.books is not None:
                    engine.books.merge(done.books)
                yield done.text, done.records

    def _kept_pieces(
        self, pool: Forked[Setup], engine: Engine, pieces: Iterator[Piece]
    ) -> Iterator[tuple[bytes, int]]:
        """The same, with the books handed over at the end: once for each process."""
        known = []
        for done in pool.each_kept(convert_and_keep, pieces):
            yield done.text, done.records
            done.text = b""
            known.append(done)
        locations = 0
        for books, kept in pool.gather(hand_over):
            number_locations(books, kept, known)
            locations += books.totals.locations
            books.totals.locations = 0  # they are numbered already
            engine.books.merge(books)
        engine.books.totals.locations = locations

    def _converted(self, engine: Engine, index: RecordIndex, digest: str) -> Converted:
        books = engine.settle()
        options = self.setup.options
        root = location_root(engine.target, ndjson=index.ndjson)
        origins = output_origins(engine.target, books, ndjson=index.ndjson)
        outcome = Outcome(books, complete(books, options.target), origins, root)
        size = self.path.stat().st_size
        facts = InputFacts(self.path.name, size, digest, index.shape, books.totals.records)
        return Converted(facts, options.target, outcome, lambda: self._report(facts, outcome))

    def _report(self, facts: InputFacts, outcome: Outcome) -> Report:
        offsets = {spot.offset for finding in outcome.findings for spot in finding.spots}
        with open_plain(self.path) as text:
            places = file_places(text, offsets)
        target = self.setup.options.target
        return build_report(msgspec.to_builtins(facts), target, outcome, places.__getitem__)


class _Look(msgspec.Struct, frozen=True):
    """What to look for in a file: the records of a range, or the digest of all."""

    source: Source
    range: Range | None


def _look(_setup: Setup, look: _Look) -> Any:
    """Find what is asked for, in a worker."""
    if look.range is None:
        return look.source.digest()
    with look.source.open() as file:
        return list_range(file, look.range)
