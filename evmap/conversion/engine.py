"""One conversion: records in, documents, ledger and findings out.

reading -> rules -> location -> targets -> ledger and findings. Web, API and command line all come
through :func:`evmap.conversion.convert`, which drives an engine.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from evmap.conversion.findings import Findings
from evmap.conversion.guide import Guide
from evmap.conversion.ledger import Ledger
from evmap.conversion.location import Event
from evmap.conversion.options import Options
from evmap.conversion.reading.careful import parse
from evmap.conversion.reading.errors import ReadError
from evmap.conversion.reading.records import Part, Record, RecordReader
from evmap.conversion.reading.sift import sift
from evmap.conversion.reading.split import BadRecord, RawRecord
from evmap.conversion.rules.context import Rules
from evmap.conversion.rules.pools import build_pool
from evmap.conversion.rules.stations import build_location
from evmap.conversion.targets import make_target

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Totals(msgspec.Struct):
    """How much was read and written."""

    records: int = 0
    locations: int = 0
    evses: int = 0
    connectors: int = 0


class Engine:
    """Converts locations one by one and keeps the books of all of them.

    `marks` keeps the fate of every single leaf (for showing it in the text); without it, the
    memory does not grow with the input.
    """

    def __init__(self, guide: Guide, options: Options, *, marks: bool = False) -> None:
        self.guide = guide
        self.options = options
        self.target = make_target(guide, options)
        self.findings = Findings()
        #: Why the first unreadable record could not be read.
        self.first_error: ReadError | None = None
        self.totals = Totals()
        self._marks = marks
        self._rules = Rules(guide, options)
        self._readers = {
            answer: RecordReader(guide, answer, options.limits) for answer in ("station", "evses")
        }
        self.ledgers = {
            answer: Ledger(reader.tree, options.target, marks=marks)
            for answer, reader in self._readers.items()
        }
        for answer, reader in self._readers.items():
            reader.on_release = self.ledgers[answer].settle
        self._envelope = RecordReader(guide, "envelope", options.limits).tree
        self.frames = Ledger(self._envelope, options.target, marks=marks)

    def read(self, raw: RawRecord) -> Record:
        """Read one record. Raises ReadError for text that cannot be read."""
        self.totals.records += 1
        return self._readers[raw.answer].read(
            raw.raw, raw.pattern, raw.pointer, raw.offset, careful=self._marks
        )

    def convert(self, answer: str, records: list[Record]) -> bytes:
        """Convert the records of one location and return its JSON."""
        if answer == "evses":
            built = build_pool(records[0], self._rules)
        else:
            built = build_location(records, self._rules)
        written = self.target.write(built)
        ledger = self.ledgers[answer]
        for index, record in enumerate(records):
            events = built.events[index] + written.events[index]
            unwritten = built.unwritten[index] + written.unwritten[index]
            if unwritten:
                events += _lost(ledger, record, unwritten, events)
            ledger.count(record, events)
            self.findings.add_events(record, events)
            if record.sifted is not None:
                self.findings.add_asides(record, record.sifted.asides)
        self._count(written.document)
        return _encode(written.document)

    def lose(self, bad: BadRecord, raw: bytes = b"") -> None:
        """Enter something that stands in the place of a record but cannot be read as one.

        What is JSON is counted leaf by leaf, what isn't as one leaf.
        """
        if self.first_error is None:
            self.first_error = bad.error
        value: Any = None
        if raw:
            with contextlib.suppress(ReadError):
                value = parse(raw, self.options.limits)
        record = Record({}, raw, bad.pattern, bad.pointer, bad.offset)
        self.frames.count_lost(record, value)
        event = Event("EV108", (), "unknown", (bad.error.message,))
        self.findings.add(record, event, bad.pattern, 1, None)

    def enter_encoding(self, encoding: str) -> None:
        """Say that the text came in another encoding than UTF-8."""
        self.findings.add(None, Event("EV110", (), None, (encoding.upper(),)), "", 1, None)

    def enter_frame(self, pattern: str, pointer: str, offset: int, frame: Any) -> None:
        """Enter the leaves around the records of an answer."""
        sifted = sift(self._envelope, frame)
        record = Record(sifted.value, b"", pattern, pointer, offset, sifted)
        if frame:
            self.frames.count(record, ())
        self.findings.add_asides(record, sifted.asides)

    def finish(self) -> None:
        """Settle the books: after this, ledgers and findings are complete."""
        for answer, reader in self._readers.items():
            parts = reader.release_parts()
            self._part_findings(parts)
            self.ledgers[answer].settle(parts)
            self.findings.add_regular(self.ledgers[answer])
        self.findings.add_regular(self.frames)

    def fates(self) -> Counter[tuple[str, str]]:
        """(pattern, fate) -> number of input leaves, over all records and frames."""
        found: Counter[tuple[str, str]] = Counter()
        for ledger in self.books():
            found.update(ledger.fates)
        return found

    def books(self) -> Iterable[Ledger]:
        """The ledgers: of frames, stations, pools."""
        return (self.frames, *self.ledgers.values())

    def _part_findings(self, parts: Iterable[Part]) -> None:
        """What was set aside in parts, once for each record that holds them."""
        for part in parts:
            if part.sifted is None or part.first is None:
                continue
            record, path = part.first
            for aside in part.sifted.asides:
                event = Event(aside.code, (*path, *aside.path), aside.fate, aside.args)
                self.findings.add(record, event, record.pattern, part.seen, aside.value)

    def _count(self, document: dict[str, Any]) -> None:
        totals = self.totals
        totals.locations += 1
        evses = document.get("evses", ())
        totals.evses += len(evses)
        for evse in evses:
            totals.connectors += len(evse["connectors"])


def _lost(ledger: Ledger, record: Record, unwritten: list[Any], events: list[Event]) -> list[Event]:
    """Events for all values that are lost with their connector, EVSE or group."""
    told = {event.path for event in events if event.fate is not None}
    found = []
    for path in unwritten:
        for leaf in ledger.lost_leaves(record, path):
            if leaf not in told:
                told.add(leaf)
                found.append(Event("EV509", leaf, "dropped"))
    return found
