"""One file in, one document out."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from evmap.conversion.batch.pools import pools_of
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.stream import Stream
from evmap.conversion.batch.workers import Listener, Processes, ThisProcess, Workers, ignore
from evmap.conversion.convert import convert
from evmap.conversion.guide import Guide
from evmap.conversion.options import Options
from evmap.conversion.read.files import open_plain, starts_plain
from evmap.conversion.read.stream import opening_of
from evmap.conversion.reports.contract import Report, make_report

#: Files below this size are read as a whole: that needs less preparation.
STREAM_FROM = 4 * 1024 * 1024

#: Called with the number of records converted since the last call, and the number in all.
Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Show nothing."""


class Converted(msgspec.Struct):
    """The outcome for one file. `pools` gives the keys of the pools in it, see `pool_key`."""

    report: Report
    pools: Callable[[], array[int]]


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
    number = workers if path.stat().st_size >= STREAM_FROM else 1
    with local_workers(setup, number) as found:
        return convert_source(Source(str(path)), path.name, out, found, progress)


@contextmanager
def local_workers(setup: Setup, number: int, listener: Listener = ignore) -> Iterator[Workers]:
    """Processes of this machine; this one alone where one is enough, or none can be forked."""
    if number == 1 or not hasattr(os, "fork"):
        yield ThisProcess(setup, listener)
    else:
        with Processes(number, setup, listener) as workers:
            yield workers


def convert_source(
    original: Source,
    name: str,
    out: BinaryIO,
    workers: Workers,
    progress: Progress = no_progress,
) -> Converted:
    """Convert one file with some workers; see `convert_file`."""
    size = original.size()
    plain = starts_plain(original.read(0, min(size, 4)))
    if original.is_remote and not (plain and size >= STREAM_FROM and workers.number > 1):
        with original.as_file() as path:
            return convert_source(Source(str(path)), name, out, workers, progress)
    if size >= STREAM_FROM or not plain:
        with _text_of(original) as text:
            stream = _stream_of(original, text, workers)
            if stream is not None:
                return Converted(stream.convert(name, out, progress), stream.pools)
    return _convert_whole(original.read(0, size), name, out, workers.setup, progress)


@contextmanager
def _text_of(original: Source) -> Iterator[BinaryIO]:
    if original.is_remote:
        with original.open() as text:
            yield text
    else:
        with open_plain(Path(original.url)) as text:
            yield text


def _stream_of(original: Source, text: BinaryIO, workers: Workers) -> Stream | None:
    """A large file with its records found; None for one that is read as a whole."""
    size = text.seek(0, 2)
    opening = opening_of(text) if size >= STREAM_FROM else None
    if opening is None:
        return None
    source, known = original, getattr(text, "name", None)
    if not original.is_remote:
        source = Source(known) if isinstance(known, str) else original
        # What was unpacked can be opened on this machine only, what was decoded not even there.
        shared = isinstance(known, str) and (source == original or workers.shares_memory)
        if not shared:
            workers = ThisProcess(workers.setup)
    stream = Stream(text, source, original, workers)
    return stream if stream.index(opening, size) else None


def _convert_whole(
    data: bytes, name: str, out: BinaryIO, setup: Setup, progress: Progress
) -> Converted:
    conversion = convert(data, setup.options, guide=setup.guide, name=name)
    out.write(conversion.document)
    progress(conversion.input.records, conversion.input.records)
    text = conversion.text
    return Converted(make_report(conversion), lambda: pools_of(text, setup.options.limits))
