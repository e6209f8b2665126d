"""A large file, converted record by record: what its coordinator does."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, BinaryIO

import msgspec

from evmap.conversion.batch.pieces import convert_piece, cut_pieces
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.workers import Workers
from evmap.conversion.convert import InputFacts, document_origins, envelope, location_root
from evmap.conversion.converter import Converter
from evmap.conversion.counts import Counts
from evmap.conversion.findings import findings_of
from evmap.conversion.read.places import file_places
from evmap.conversion.read.ranges import Range, cut_ranges, join_ranges, list_range
from evmap.conversion.read.stream import Opening, RecordIndex, RecordList, index_records
from evmap.conversion.reports.contract import Figures, Report, build_report


class Stream:
    """A file that workers convert in pieces.

    `text` is the UTF-8 text, `source` where workers find it, `original` the file as it was given.
    """

    def __init__(self, text: BinaryIO, source: Source, original: Source, workers: Workers) -> None:
        self.text = text
        self.source = source
        self.original = original
        self.setup = workers.setup
        self.workers = workers
        self.records = RecordIndex(RecordList(), None)
        self.digest = ""

    def index(self, opening: Opening, size: int) -> bool:
        """Find the records; False for a file that has to be read as a whole."""
        limits = self.setup.options.limits
        if self.workers.number == 1:
            index = index_records(self.text, limits)
            self.digest = self.original.digest() if index is not None else ""
        else:
            ranges = cut_ranges(opening, size, 2 * self.workers.number)
            looks = [_Look(self.source, each) for each in ranges]
            looks.append(_Look(self.original, None))
            *parts, self.digest = self.workers.each(_look, looks)
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
        # It converts nothing itself: it knows the target, and counts what is around the records.
        converter = Converter(self.setup.guide, self.setup.options)
        ndjson, frame = self.records.ndjson, self.records.frame
        head, tail = envelope(converter.target.list_key, converter.target.envelope)
        if not ndjson:
            out.write(head)
        counts, separator = Counts(), b""
        total = len(self.records.records.starts)
        pieces = cut_pieces(self.source, self.records, self.workers.number)
        for done in self.workers.each(convert_piece, pieces):
            if done.text:
                out.write(separator)
                out.write(done.text)
                separator = b"" if ndjson else b","
            counts.merge(done.counts)
            progress(done.records, total)
        if frame is not None:
            converter.enter_frame(frame)
            counts.merge(converter.take())
            out.write(tail)
        return self._report(converter, counts, name)

    def _report(self, converter: Converter, counts: Counts, name: str) -> Report:
        target, ndjson = converter.target, self.records.ndjson
        origins = document_origins(target, counts, ndjson=ndjson)
        root = location_root(target, ndjson=ndjson)
        findings = findings_of(counts, target.name)
        figures = Figures(counts, findings, origins, root, self.setup.options.plan)
        facts = InputFacts(
            name, self.original.size(), self.digest, self.records.shape, counts.totals.records
        )
        offsets = {each.offset for finding in figures.findings for each in finding.examples.found}
        places = file_places(self.text, offsets)
        return build_report(msgspec.to_builtins(facts), target.name, figures, places.__getitem__)


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
