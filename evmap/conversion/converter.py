"""Locations one after the other: records in, texts and counts out.

read -> rules -> model -> target -> account. Web, API and command line all come through
:func:`evmap.conversion.convert` or :mod:`evmap.conversion.batch`, which drive a converter.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import structs

from evmap.conversion.account.account import Account
from evmap.conversion.diagnostics import Notes
from evmap.conversion.fieldmap import build_tree
from evmap.conversion.guide import Guide
from evmap.conversion.lineage.located import Located, severities
from evmap.conversion.options import Options
from evmap.conversion.read.budget import Clock, check_record
from evmap.conversion.read.careful import parse
from evmap.conversion.read.coerce import Coerced, Deviation, coerce, unknown_leaves
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.identity import identity_of
from evmap.conversion.read.records import Leaves, Record, layouts_of, read_records
from evmap.conversion.read.split import BadRecord, Frame, RawRecord
from evmap.conversion.rules.context import Context
from evmap.conversion.rules.pools import build_pool
from evmap.conversion.rules.stations import build_location
from evmap.conversion.rules.twice import sort_out, times_of
from evmap.conversion.targets import make_target

#: Locations converted at a time, and bytes of their text: what is in the processor's cache is near,
#: and between two chunks there is a look at the time.
CHUNK, CHUNK_BYTES = 100, 512 * 1024

#: Lists of records beside `evStation` that responses may have: without records nothing is lost.
OTHER_LISTS = ("stations", "pools")

#: The records of one location, or one record that cannot be read.
Unit = Sequence[RawRecord | BadRecord]

encode = msgspec.json.Encoder(decimal_format="number").encode


class Converter:
    """Converts locations, and counts what becomes of every value."""

    def __init__(self, guide: Guide, options: Options) -> None:
        self.guide = guide
        self.options = options
        self.target = make_target(guide, options)
        self.account = Account(guide, self.target)
        #: The first thing in the place of a record that could not be read.
        self.first_bad: BadRecord | None = None
        #: Byte where a location's first record begins -> its findings by severity, if asked for.
        self.outline: dict[int, tuple[int, int, int]] | None = None
        self._context = Context(guide, options)
        self._layouts = layouts_of(guide)
        self._envelope = build_tree(guide, "envelope")
        self._clock = Clock(options.limits)

    def convert(self, units: Iterator[Unit]) -> Iterator[bytes]:
        """The JSON text of each location, in the order of the units."""
        for chunk in _chunks(units):
            yield from self._convert_chunk(chunk)

    def _convert_chunk(self, units: Sequence[Unit]) -> list[bytes]:
        leaves: Leaves = {}
        located = [self.locate(records) for records in self._read(units, leaves, self._lose)]
        self.account.enter(located, leaves)
        if self.outline is not None:
            self.outline |= {each.offset: severities(each, self.target.name) for each in located}
        return [encode(each.written.document) for each in located]

    def _read(
        self, units: Sequence[Unit], leaves: Leaves, lose: Callable[[BadRecord], None]
    ) -> Iterator[list[Record]]:
        """The records of each location; those that cannot be read are lost."""
        raws: dict[str, list[RawRecord]] = {}
        for unit in units:
            for raw in unit:
                if isinstance(raw, RawRecord):
                    raws.setdefault(raw.answer, []).append(raw)
        self.account.counts.totals.records += sum(map(len, raws.values()))
        limits = self.options.limits
        read = {
            answer: iter(read_records(self._layouts[answer], found, limits, leaves))
            for answer, found in raws.items()
        }
        for unit in units:
            records = []
            for raw in unit:
                record = next(read[raw.answer]) if isinstance(raw, RawRecord) else raw
                if isinstance(record, BadRecord):
                    lose(record)
                else:
                    records.append(record)
            yield from _by_pool(records)

    def locate(self, records: list[Record]) -> Located:
        """Convert the records of one location."""
        self._clock.check()
        notes = Notes()
        for record in records:
            check_record(record.value, self.options.limits)
        if records[0].layout.answer == "evses":
            pools = [record.value for record in records]
            location = build_pool(pools, self._context, notes)
        else:
            records, number = _newest_first(records)
            stations = [record.value for record in records[:number]]
            location = build_location(stations, self._context, notes)
            for index in range(number, len(records)):
                notes.say_twice(("", (index,)))
        return Located(records, location, notes, self.target.write(location, notes))

    def read_unit(self, unit: Unit) -> tuple[list[Located], list[BadRecord]]:
        """Convert one unit without counting it: its locations, and what could not be read."""
        lost: list[BadRecord] = []
        return [self.locate(records) for records in self._read([unit], {}, lost.append)], lost

    def _lose(self, bad: BadRecord) -> None:
        """Enter something that stands in the place of a record but cannot be read as one.

        What is JSON is counted leaf by leaf, what isn't as one leaf.
        """
        self.first_bad = self.first_bad or bad
        self.account.enter_around(bad, self.read_bad(bad))

    def read_bad(self, bad: BadRecord) -> Coerced:
        """The leaves of what cannot be read as a record, with the diagnostic that says why."""
        value: Any = None
        with contextlib.suppress(ReadError):
            value = parse(bad.raw, self.options.limits)
        deviation = Deviation("EV108", (), "", (), "unknown", None, (bad.error.message,))
        return Coerced(None, unknown_leaves(value), [deviation], set())

    def enter_frame(self, frame: Frame) -> None:
        """Enter the leaves around the records of an answer."""
        self.account.enter_around(frame, self.read_frame(frame))

    def read_frame(self, frame: Frame) -> Coerced:
        """The leaves around the records of an answer."""
        found = coerce(self._envelope, frame.value)
        if not frame.value:
            found.leaves.clear()
            return found
        empty = {(key,) for key in OTHER_LISTS if frame.value.get(key) == []}
        if empty:
            found.deviations = [each for each in found.deviations if each.path not in empty]
            found.leaves = [
                structs.replace(leaf, fate="restructured") if leaf.path in empty else leaf
                for leaf in found.leaves
            ]
        return found


def _chunks(units: Iterator[Unit]) -> Iterator[list[Unit]]:
    """The units in lists: each is full, or has the bytes, or is the last."""
    chunk: list[Unit] = []
    size = 0
    for unit in units:
        chunk.append(unit)
        size += sum([len(raw.raw) for raw in unit])
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _by_pool(records: list[Record]) -> Iterator[list[Record]]:
    """The records by location; those put together share a key of the pool id, at least."""
    if len(records) < 2:
        yield from [records] if records else []
        return
    pools: dict[str, list[Record]] = {}
    for record in records:
        pools.setdefault(identity_of(record.value) or record.raw.pointer, []).append(record)
    yield from pools.values()


def _newest_first(records: list[Record]) -> tuple[list[Record], int]:
    """The records of stations, those that came again last; and how many count."""
    if len(records) < 2:
        return records, len(records)
    ids = [record.value.id or record.raw.raw for record in records]
    kept, again = sort_out(ids, lambda place: times_of(records[place].value))
    return [records[place] for place in kept + again], len(kept)
