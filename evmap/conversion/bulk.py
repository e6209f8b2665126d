"""Files of any size: streamed record by record, shared by several processes.

One process or several, streamed or read as a whole: the bytes of the output and the books are the
same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from evmap.conversion.books import Books
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
from evmap.conversion.reading.errors import ReadError
from evmap.conversion.reading.files import is_plain, open_plain
from evmap.conversion.reading.places import file_places
from evmap.conversion.reading.records import Record
from evmap.conversion.reading.split import BadRecord, RawRecord
from evmap.conversion.reading.stream import RecordIndex, index_records
from evmap.conversion.reports.contract import Outcome, Report, build_report, make_report

#: Files below this size are read as a whole: that needs less preparation.
STREAM_FROM = 4 * 1024 * 1024

#: Records in one piece of the work: enough to be worth the handing over, and little in memory.
LEAST, MOST = 250, 4_000

BUFFER = 1 << 20

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
    if path.stat().st_size >= STREAM_FROM or not is_plain(path):
        with open_plain(path) as text:
            index = index_records(text, options.limits) if _size(text) >= STREAM_FROM else None
            if index is not None:
                return _Stream(path, text, index, options, guide).convert(out, workers, progress)
    conversion = convert(path.read_bytes(), options, guide=guide, name=path.name)
    out.write(conversion.document)
    progress(conversion.input.records, conversion.input.records)
    outcome = Outcome(conversion.books, conversion.findings, conversion.origins, conversion.root)
    return Converted(conversion.input, options.target, outcome, lambda: make_report(conversion))


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)


class _Stream:
    """A file with an index, converted in pieces."""

    def __init__(
        self, path: Path, text: BinaryIO, index: RecordIndex, options: Options, guide: Guide
    ) -> None:
        self.path = path
        self.text = text
        self.index = index
        self.options = options
        self.guide = guide
        self.later, self.skipped = index.repeats()

    def convert(self, out: BinaryIO, workers: int, progress: Progress) -> Converted:
        """Convert all records; see `convert_file`."""
        engine = Engine(self.guide, self.options)
        target = engine.target
        head, tail = envelope(target.list_key, target.envelope)
        if not self.index.ndjson:
            out.write(head)
        separator = b""
        total = len(self.index.starts)
        for piece, number in self._pieces(engine, workers):
            if piece:
                out.write(separator + piece)
                separator = b"" if self.index.ndjson else b","
            progress(number, total)
        if self.index.frame is not None:
            engine.enter_frame(self.index.frame)
            out.write(tail)
        return self._converted(engine)

    def _pieces(self, engine: Engine, workers: int) -> Iterator[tuple[bytes, int]]:
        """Text and number of records of one piece after the other; the engine gets the books."""
        ranges = _ranges(len(self.index.starts), workers)
        if workers == 1 or len(ranges) == 1:
            for start, stop in ranges:
                yield _convert_range(engine, self.text, self, start, stop)
        else:
            for piece, number, books in self._shared(ranges, workers):
                engine.books.merge(books)
                yield piece, number

    def _shared(
        self, ranges: list[tuple[int, int]], workers: int
    ) -> Iterator[tuple[bytes, int, Books]]:
        """The pieces in order, converted by several processes, a few ahead of the writing."""
        # Imported here because it takes longer than a small conversion.
        from evmap.conversion.processes import in_processes  # noqa: PLC0415

        name = str(getattr(self.text, "name", self.path))
        task = _Task(name, self.index, self.later, self.skipped, self.options, self.guide)
        return in_processes(workers, _start, task, _convert_piece, ranges)

    def _converted(self, engine: Engine) -> Converted:
        books = engine.settle()
        root = location_root(engine.target, ndjson=self.index.ndjson)
        origins = output_origins(engine.target, books, ndjson=self.index.ndjson)
        outcome = Outcome(books, complete(books, self.options.target), origins, root)
        facts = InputFacts(
            self.path.name,
            self.path.stat().st_size,
            _digest(self.path),
            self.index.shape,
            books.totals.records,
        )
        return Converted(facts, self.options.target, outcome, lambda: self._report(facts, outcome))

    def _report(self, facts: InputFacts, outcome: Outcome) -> Report:
        offsets = {spot.offset for finding in outcome.findings for spot in finding.spots}
        with open_plain(self.path) as text:
            places = file_places(text, offsets)
        target = self.options.target
        return build_report(msgspec.to_builtins(facts), target, outcome, places.__getitem__)


class _Task(msgspec.Struct):
    """What a process needs to convert pieces of a file."""

    name: str
    index: RecordIndex
    later: dict[int, list[int]]
    skipped: set[int]
    options: Options
    guide: Guide


class _Worker(msgspec.Struct):
    """A process at work: its engine, and its own view of the file."""

    engine: Engine
    text: BinaryIO
    task: _Task


_worker: _Worker | None = None


def _start(task: _Task) -> None:
    """Begin a worker process."""
    global _worker  # noqa: PLW0603 - the one place where a worker process keeps its state
    text = Path(task.name).open("rb", buffering=BUFFER)  # noqa: SIM115 - open as long as the process
    _worker = _Worker(Engine(task.guide, task.options), text, task)


def _convert_piece(start: int, stop: int) -> tuple[bytes, int, Books]:
    """Convert a range of records in a worker process."""
    if _worker is None:
        raise RuntimeError("this process was not started as a worker")
    piece, number = _convert_range(_worker.engine, _worker.text, _worker.task, start, stop)
    return piece, number, _worker.engine.take()


def _convert_range(
    engine: Engine, text: BinaryIO, task: _Task | _Stream, start: int, stop: int
) -> tuple[bytes, int]:
    """The locations that begin in a range of records, as text, and the number of records."""
    index, later, skipped = task.index, task.later, task.skipped
    locations: list[bytes] = []
    number = 0
    for place in range(start, stop):
        if place in skipped:
            continue
        places = (place, *later.get(place, ()))
        number += len(places)
        records = [
            record for each in places if (record := _read(engine, text, index, each)) is not None
        ]
        if records:
            locations += _by_pool(engine, records)
    if index.ndjson:
        document = b"".join(location + b"\n" for location in locations)
    else:
        document = b",".join(b"\n" + location for location in locations)
    return document, number


def _read(engine: Engine, text: BinaryIO, index: RecordIndex, place: int) -> Record | None:
    text.seek(index.starts[place])
    raw = text.read(index.lengths[place])
    pattern, pointer = index.place(place)
    offset = index.starts[place]
    try:
        return engine.read(RawRecord(raw, "station", pattern, pointer, offset))
    except ReadError as error:
        engine.lose(BadRecord(raw, pattern, pointer, offset, error))
        return None


def _by_pool(engine: Engine, records: list[Record]) -> list[bytes]:
    """One location for each pool; records of one range share a hash of the pool id, at least."""
    if len(records) == 1:
        return [engine.convert("station", records)]
    pools: dict[str, list[Record]] = {}
    for record in records:
        pools.setdefault(record.value.get("poolId", record.pointer), []).append(record)
    return [engine.convert("station", group) for group in pools.values()]


def _ranges(total: int, workers: int) -> list[tuple[int, int]]:
    """The records in pieces, several for each process so that all end at the same time."""
    size = min(MOST, max(LEAST, total // (4 * workers)))
    return [(start, min(start + size, total)) for start in range(0, total, size)]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
