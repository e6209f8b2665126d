"""A record with what became of it: both texts and how their values belong together.

What a page costs is bounded, whatever the size of a record: of a location of many stations only the
one that is looked at is explained, by itself; a station beyond the bound is shown as text alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from evmap.conversion.convert import document_of
from evmap.conversion.explain.locations import explain
from evmap.conversion.explain.values import Explained, V2Value, V3Value
from evmap.conversion.read import jsontext
from evmap.conversion.read.split import BadRecord, RawRecord
from evmap.conversion.targets import make_target
from evmap.reviews.records import Record, Records
from evmap.reviews.service import Tables
from evmap.reviews.texts import pretty

#: Bytes of v2 text that a page explains.
MOST_BYTES = 192 * 1024

#: What was explained: everything of the record, one station of its location, or nothing.
WHOLE, ALONE, NOT = "whole", "alone", "nothing"


@dataclass(frozen=True)
class Lineage:
    """A record and its v3 text; no values where it is too large. `extent`: WHOLE, ALONE or NOT."""

    record: Record
    extent: str
    v2: list[V2Value] = field(default_factory=list)
    v3: list[V3Value] = field(default_factory=list)
    v3_text: bytes = b""
    #: The patterns below a location that the whole document has.
    written: Collection[str] = ()
    #: Starts of the v2 values of which nothing is lost, whatever their fate.
    spared: Collection[int] = ()

    @cached_property
    def by_start(self) -> dict[int, V2Value]:
        """Return the v2 values by the byte where they start."""
        return {value.start: value for value in self.v2}

    def value_at(self, byte: int) -> V2Value | None:
        """Return the v2 value that starts at a byte."""
        return self.by_start.get(byte)

    def next_to(self, byte: int, end: int) -> V2Value | None:
        """Return the value at a byte; of an object that stands there, one that says where to look.

        It is the one that became the innermost value of the output. end: the byte after the object.
        """
        found = self.value_at(byte)
        if found is not None:
            return found
        inside = [one for one in self.v2 if byte < one.start < end and one.partners]
        return max(inside, key=lambda one: one.partners[0].pattern.count("/"), default=None)


def lineage_of(records: Records, byte: int, tables: Tables, written: Collection[str]) -> Lineage:
    """Return the record in which a byte of the v2 text stands, explained as far as it is small.

    written: the patterns below a location that the whole document has.
    """
    record = records.one(records.at(byte))
    units, extent = _units(records, record, byte)
    if extent == NOT:
        return Lineage(record, extent)
    frames = [] if record.sources else records.frames
    explained = explain(units, frames, tables.guide, tables.options)
    v3_text, v3 = _v3_of(explained, records, record, tables)
    target = tables.options.target
    spared = {value.start for value in explained.v2 if value.is_spared(target, written)}
    return Lineage(record, extent, explained.v2, v3, v3_text, written, spared)


def _units(
    records: Records, record: Record, byte: int
) -> tuple[list[tuple[RawRecord | BadRecord, ...]], str]:
    """What to explain of a record, and how much of it that is."""
    if record.kind == "all":
        return [one.sources for one in records.locations], WHOLE
    if not record.sources:
        size = sum(stop - start for start, stop in record.pieces)
        return [], WHOLE if size <= MOST_BYTES else NOT
    whole = record.sources
    if sum(len(one.raw) for one in whole) <= MOST_BYTES:
        return [whole], WHOLE
    one = next((one for one in whole if one.offset <= byte < one.offset + len(one.raw)), whole[0])
    return ([(one,)], ALONE) if len(one.raw) <= MOST_BYTES else ([], NOT)


def _v3_of(
    explained: Explained, records: Records, record: Record, tables: Tables
) -> tuple[bytes, list[V3Value]]:
    """The v3 text for reading, and its values with their bytes in it."""
    document, lines = explained.document, records.lines
    if not record.sources:
        target = make_target(tables.guide, tables.options)
        document = document_of(target, document.splitlines(), ndjson=lines)
    elif not document:
        return b"", []
    text = pretty(document, ndjson=lines)
    spans = list(jsontext.leaves(text))
    values = explained.v3 + [
        V3Value("", "", *span, None, "derived") for span in spans[len(explained.v3) :]
    ]
    for value, span in zip(values, spans, strict=True):
        value.start, value.end = span
    return text, values
