"""One conversion: records in, documents and books out.

reading -> rules -> location -> targets -> books. Web, API and command line all come through
:func:`evmap.conversion.convert` or :mod:`evmap.conversion.batch`, which drive an engine.
"""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec

from evmap.conversion.books import Books
from evmap.conversion.events import Bundle, bundled_events, settled
from evmap.conversion.fieldmap import Path, build_tree
from evmap.conversion.findings import Findings
from evmap.conversion.guide import Guide
from evmap.conversion.ledger import Ledger, Mark
from evmap.conversion.location import Event
from evmap.conversion.options import Options
from evmap.conversion.outline import Outline
from evmap.conversion.partners import Outcome
from evmap.conversion.read.careful import parse
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.records import Record, RecordReader
from evmap.conversion.read.shapes import Place
from evmap.conversion.read.sift import Sifted, sift
from evmap.conversion.read.split import BadRecord, Frame, RawRecord
from evmap.conversion.rules.context import Built, Rules
from evmap.conversion.rules.pools import build_pool
from evmap.conversion.rules.stations import build_location
from evmap.conversion.targets import make_target
from evmap.conversion.targets.base import CONNECTORS, EVSES, Written
from evmap.conversion.values import path_to

#: No bytes at all: of none of them marks are kept.
NOWHERE = range(0)

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Engine:
    """Converts locations one by one and keeps the books of all of them.

    `marks` keeps the fate of every single leaf of the records in these bytes (for showing it in
    the text); without it, the memory does not grow with the input.
    """

    def __init__(self, guide: Guide, options: Options, *, marks: range = NOWHERE) -> None:
        self.guide = guide
        self.options = options
        self.books = Books()
        self.target = make_target(guide, options, self.books)
        self.findings = Findings(self.books)
        #: Why the first unreadable record could not be read.
        self.first_error: ReadError | None = None
        #: Takes the findings of each location, if asked to.
        self.outline: Outline | None = None
        self._marks = marks
        self._rules = Rules(guide, options)
        self._envelope = build_tree(guide, "envelope")
        self._frames = self._ledger(Place(self._envelope))
        self._readers: dict[str, RecordReader] = {}
        self._ledgers: dict[str, Ledger] = {}

    def read(self, raw: RawRecord) -> Record:
        """Read one record. Raises ReadError for text that cannot be read."""
        reader = self._readers.get(raw.answer) or self._open(raw.answer)
        self.books.totals.records += 1
        shown = raw.offset < self._marks.stop and raw.offset + len(raw.raw) > self._marks.start
        return reader.read(raw.raw, raw.pattern, raw.pointer, raw.offset, careful=shown)

    def convert(self, answer: str, records: list[Record]) -> bytes:
        """Convert the records of one location and return its JSON."""
        if answer == "evses":
            built = build_pool(records[0], self._rules)
        else:
            built = build_location(records, self._rules)
        written = self.target.write(built)
        ledger = self._ledgers[answer]
        evses = built.location.evses
        if len(evses) != len(written.document.get("evses", ())):
            evses = []  # the target left some out
        number = self.books.totals.locations
        told = []
        for index, record in enumerate(records):
            record.outcome = Outcome(number, index, evses)
            events, bundles = self._enter(record, index, built, written, ledger)
            if self.outline is not None:
                told.append(events + bundled_events(bundles))
        if self.outline is not None:
            self.outline.enter(records, told)
        self.books.totals.locations += 1
        return _encode(written.document)

    def _enter(
        self, record: Record, index: int, built: Built, written: Written, ledger: Ledger
    ) -> tuple[list[Event], list[Bundle]]:
        """Enter a record of a location, the one at `index`, into the books; return its events."""
        bundles = built.bundles[index] + written.bundles[index]
        # What the target says of a value outweighs what a rule said.
        events = written.events[index] + built.events[index]
        unwritten = built.unwritten[index] + written.unwritten[index]
        moved: dict[Path, str] = {}
        if events or unwritten or record.sifted is not None:
            lost = ledger.lost_leaves(record, unwritten)
            if lost or record.sifted is not None or _collide(bundles, events):
                events = [*written.events[index], *bundled_events(bundles), *built.events[index]]
                bundles = []
            if record.sifted is not None:
                events, lost = _without_asides(record.sifted, events, lost)
            events, moved = settled(events, lost)
        if record.pattern != ledger.pattern or ledger.is_full:
            self._settle(ledger)
        ledger.count(record, moved, bundles)
        for bundle in bundles:
            if bundle.count(record.offset):
                ledger.look_at(record, bundle)
                self.findings.look_at(record, bundle)
        if events:
            self.findings.add_events(record, events)
        if record.sifted is not None:
            self.findings.add_asides(record, record.sifted.asides)
        return events, bundles

    def lose(self, bad: BadRecord) -> None:
        """Enter something that stands in the place of a record but cannot be read as one.

        What is JSON is counted leaf by leaf, what isn't as one leaf.
        """
        if self.first_error is None:
            self.first_error = bad.error
        value: Any = None
        with contextlib.suppress(ReadError):
            value = parse(bad.raw, self.options.limits)
        record = Record({}, bad.raw, bad.pattern, bad.pointer, bad.offset)
        self._frames.count_lost(record, value)
        self.findings.add(record, Event("EV108", (), "unknown", (bad.error.message,)), 1, None)

    def enter_frame(self, frame: Frame) -> None:
        """Enter the leaves around the records of an answer."""
        sifted = sift(self._envelope, frame.value)
        record = Record(
            sifted.value, frame.raw, frame.pattern, frame.pointer, frame.offset, sifted, frame.gap
        )
        if frame.value:
            self._frames.count(record, {})
        self.findings.add_asides(record, sifted.asides)

    def enter_encoding(self, encoding: str) -> None:
        """Say that the text came in another encoding than UTF-8."""
        nowhere = Record({}, b"", "", "", 0)
        self.findings.add(nowhere, Event("EV110", (), None, (encoding.upper(),)), 1, None)

    def settle(self) -> Books:
        """Bring the books up to date and return them."""
        for ledger in self._ledgers.values():
            self._settle(ledger)
        self.target.tally.settle()
        totals, shapes = self.books.totals, self.books.shapes
        totals.evses = sum(number for shape, number in shapes.items() if shape[0] == EVSES)
        totals.connectors = sum(n for shape, n in shapes.items() if shape[0] == CONNECTORS)
        return self.books

    def take(self) -> Books:
        """Hand the books over and begin new ones."""
        books = self.settle()
        self.books = self.findings.books = books.next()
        for ledger in (self._frames, *self._ledgers.values()):
            ledger.books = self.books
        self.target.tally.enter_into(self.books)
        return books

    def marks(self) -> list[Mark]:
        """The fate of every leaf, if they were asked for."""
        ledgers = (self._frames, *self._ledgers.values())
        return [mark for ledger in ledgers for mark in ledger.marks]

    def _ledger(self, place: Place) -> Ledger:
        return Ledger(place, self.options.target, self.books, marks=self._marks)

    def _open(self, answer: str) -> RecordReader:
        reader = self._readers[answer] = RecordReader(self.guide, answer, self.options.limits)
        self._ledgers[answer] = self._ledger(reader.place)
        return reader

    def _settle(self, ledger: Ledger) -> None:
        """Enter what was set aside in counted parts, counted events, then all counted leaves."""
        for part in ledger.parts:
            if part.sifted is not None and part.first is not None:
                record = part.first
                path = path_to(record.value, part)
                for aside in part.sifted.asides:
                    event = Event(aside.code, (*path, *aside.path), aside.fate, aside.args)
                    self.findings.add(record, event, part.seen, aside.value)
        for bundle in ledger.bundles:
            self.findings.add_bundle(ledger.pattern, bundle)
        ledger.settle()


def _without_asides(
    sifted: Sifted, events: list[Event], lost: dict[Path, None]
) -> tuple[list[Event], dict[Path, None]]:
    """Events and lost leaves, but for values of which reading has told the fate already.

    Rules saw an empty value in their place.
    """
    told = {aside.path for aside in sifted.asides if aside.fate is not None}
    return (
        [e for e in events if not e.fate or sifted.real_path(e.path) not in told],
        {path: None for path in lost if sifted.real_path(path) not in told},
    )


def _collide(bundles: list[Bundle], events: list[Event]) -> bool:
    """Whether an event tells of a value that a bundle tells of, too."""
    paths = set().union(*[bundle.paths for bundle in bundles]) if events else ()
    return any(event.path in paths for event in events)
