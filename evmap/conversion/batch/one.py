"""One file in, one document out."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Literal

import msgspec

from evmap.conversion.batch.pieces import convert_piece, cut_pieces
from evmap.conversion.batch.pools import pools_of
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.workers import Listener, Processes, ThisProcess, Workers, ignore
from evmap.conversion.convert import (
    Books,
    InputFacts,
    convert,
    document_origins,
    envelope,
    location_root,
)
from evmap.conversion.converter import Converter
from evmap.conversion.counts import Counts
from evmap.conversion.findings.finding import findings_of
from evmap.conversion.read.encoding import first_bad_byte, not_utf8
from evmap.conversion.read.places import file_places
from evmap.conversion.read.ranges import Range, cut_ranges, index_records, join_ranges, list_range
from evmap.conversion.read.stream import RecordIndex, opening_of
from evmap.conversion.reports.contract import Report, build_report, make_report

#: Files below this size are read as a whole: that needs less preparation.
STREAM_FROM = 4 * 1024 * 1024

#: Called with the number of records converted since the last call, and the number in all.
Progress = Callable[[int, int], None]


class Converted(msgspec.Struct):
    """The outcome for one file. `pools` gives the keys of the pools in it, see `pool_key`."""

    report: Report
    pools: Callable[[], array[int]]


@contextmanager
def local_workers(setup: Setup, number: int, listener: Listener = ignore) -> Iterator[Workers]:
    """Processes of this machine; this one alone where one is enough, or none can be forked."""
    if number == 1 or not hasattr(os, "fork"):
        yield ThisProcess(setup, listener)
    else:
        with Processes(number, setup, listener) as workers:
            yield workers


def convert_source(
    original: Source, name: str, out: BinaryIO, workers: Workers, progress: Progress
) -> Converted:
    """Convert one file with some workers and write the document to `out`.

    Raises ReadError when nothing can be read (nothing is written then), OSError as files do.
    """
    size, packed = original.size(), original.is_packed()
    if original.is_remote and (packed or size < STREAM_FROM or workers.number == 1):
        with original.as_file() as path:
            return convert_source(Source(str(path)), name, out, workers, progress)
    if size >= STREAM_FROM or packed:
        with original.unpacked() as source:
            if source != original and not workers.shares_memory:
                workers = ThisProcess(workers.setup)
            if source.size() >= STREAM_FROM:
                with source.open() as text:
                    stream = _Stream(text, source, original, workers)
                    index = stream.index
                    done = None if index is None else stream.convert(index, name, out, progress)
                    if done is not None:
                        return done
    return _convert_whole(original.read(0, size), name, out, workers.setup, progress)


def _convert_whole(
    data: bytes, name: str, out: BinaryIO, setup: Setup, progress: Progress
) -> Converted:
    conversion = convert(data, setup.options, guide=setup.guide, name=name)
    out.write(conversion.document)
    progress(conversion.input.records, conversion.input.records)
    text = conversion.text
    return Converted(make_report(conversion), lambda: pools_of(text, setup.options.limits))


class _Stream:
    """A large file that workers convert in pieces.

    `text` is its UTF-8 text, `source` where workers find that, `original` the file as it was given.
    `index` says where the records are; None for a file that has to be read as a whole.
    """

    def __init__(self, text: BinaryIO, source: Source, original: Source, workers: Workers) -> None:
        self.text = text
        self.source = source
        self.original = original
        self.workers = workers
        self.digest = ""
        self.index = self._index()

    def _index(self) -> RecordIndex | None:
        opening = opening_of(self.text)
        if opening is None:
            return None
        limits, number = self.workers.setup.options.limits, self.workers.number
        ranges = cut_ranges(opening, self.source.size(), number if number == 1 else 2 * number)
        looks = [_Look(self.source, each) for each in ranges]
        looks += [_Look(self.source, "bad byte"), _Look(self.original, "digest")]
        *parts, bad, self.digest = self.workers.each(_look, looks)
        if bad is not None:
            raise not_utf8(self.source.read(bad, bad + 1)[0], *file_places(self.text, [bad])[bad])
        index = join_ranges(self.text, opening, parts, limits)
        if index is None and number > 1:
            return index_records(self.text, limits)
        return index

    def convert(
        self, index: RecordIndex, name: str, out: BinaryIO, progress: Progress
    ) -> Converted | None:
        """Convert all records and write the document; None, and nothing, where none can be read."""
        # It converts nothing itself: it knows the target, and counts what is around the records.
        setup = self.workers.setup
        converter = Converter(setup.guide, setup.options)
        target, ndjson, frame = converter.target, index.opening.ndjson, index.frame
        head, tail = envelope(target)
        counts, before = Counts(), b"" if ndjson else head
        total = len(index.records.starts)
        pieces = cut_pieces(self.source, index, self.workers.number)
        for done in self.workers.each(convert_piece, pieces):
            if done.text:
                out.write(before)
                out.write(done.text)
                before = b"" if ndjson else b","
            counts.merge(done.counts)
            progress(done.records, total)
        if frame is not None:
            converter.enter_frame(frame)
            counts.merge(converter.account.take())
        if not counts.totals.locations:
            if total:
                return None
            out.write(before)
        if not ndjson:
            out.write(tail)
        size = self.original.size()
        books = Books(
            input=InputFacts(name, size, self.digest, index.opening.shape, counts.totals.records),
            target=target.name,
            root=location_root(target, ndjson=ndjson),
            counts=counts,
            origins=document_origins(target, counts, ndjson=ndjson),
            findings=findings_of(counts, target.name),
            options=setup.options,
        )
        offsets = {each.offset for finding in books.findings for each in finding.examples.found}
        report = build_report(books, file_places(self.text, offsets).__getitem__)
        return Converted(report, lambda: index.records.pools)


class _Look(msgspec.Struct, frozen=True):
    """What to look for in a file: the records of a range, what is no UTF-8, or the digest."""

    source: Source
    wanted: Range | Literal["bad byte", "digest"]


def _look(setup: Setup, look: _Look) -> Any:
    if look.wanted == "digest":
        return look.source.digest()
    with look.source.open() as file:
        if isinstance(look.wanted, Range):
            return list_range(file, look.wanted, setup.options.limits)
        return first_bad_byte(file)
