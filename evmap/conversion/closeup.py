"""Some records of an input seen closely: every leaf with its fate, and where in v3 it went.

A conversion of a large input keeps only figures. What a page shows of it is converted once more,
record by record, with everything that can be known of each leaf.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from evmap.conversion.books import Finding
from evmap.conversion.convert import document_of, location_root, output_origins
from evmap.conversion.engine import Engine
from evmap.conversion.fieldmap import Path
from evmap.conversion.findings import complete
from evmap.conversion.guide import Guide
from evmap.conversion.ledger import Mark
from evmap.conversion.options import Options
from evmap.conversion.outputs import count_origins
from evmap.conversion.partners import NOWHERE, Outcome, Partner
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.records import Record
from evmap.conversion.read.split import BadRecord, Frame, Input, RawRecord

#: Marks of everything in the text.
EVERYWHERE = range(1 << 62)


class _Head(msgspec.Struct, rename="camel"):
    """What tells a record's pool, and its name."""

    pool_id: str = ""
    name: str = ""


_head = msgspec.json.Decoder(_Head).decode


class Group(msgspec.Struct, frozen=True):
    """The records of one location, or one record that cannot be read."""

    pool: str
    name: str
    records: tuple[RawRecord | BadRecord, ...]


class CloseUp(msgspec.Struct):
    """Some groups converted closely.

    document: the v3 text; lines: it is one location a line. root: pattern of a location in it,
    empty where it is one location without an envelope.
    """

    document: bytes
    lines: bool
    root: str
    marks: list[Mark]
    findings: list[Finding]
    origins: Counter[tuple[str, str]]


def groups_of(source: Input) -> list[Group]:
    """The records of an input by location, in the order of the locations; then the unreadable."""
    found: dict[str, tuple[_Head, list[RawRecord | BadRecord]]] = {}
    bad = []
    for index, record in enumerate(source.records):
        if isinstance(record, BadRecord):
            bad.append(Group("", "", (record,)))
            continue
        head = _head_of(record)
        joins = head.pool_id and record.answer == "station"
        key = f"pool {head.pool_id}" if joins else f"record {index}"
        found.setdefault(key, (head, []))[1].append(record)
    return [Group(h.pool_id, h.name, tuple(records)) for h, records in found.values()] + bad


def _head_of(record: RawRecord) -> _Head:
    try:
        return _head(record.raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Head()


def close_up(
    groups: Sequence[Group],
    frames: Sequence[Frame],
    guide: Guide,
    options: Options,
    *,
    whole: bool,
    lines: bool,
) -> CloseUp:
    """Convert groups with the frames around them.

    whole: into a document with its envelope; else into the one location of the one group, or into
    nothing where it is not readable. lines: one location a line.
    """
    engine = Engine(guide, options, marks=EVERYWHERE)
    locations = [engine.convert(*read) for group in groups if (read := _read(engine, group))]
    for frame in frames:
        engine.enter_frame(frame)
    books = engine.settle()
    findings = complete(books, options.target)
    if whole:
        return CloseUp(
            document=document_of(engine.target, locations, ndjson=lines),
            lines=lines,
            root=location_root(engine.target, ndjson=lines),
            marks=engine.marks(),
            findings=findings,
            origins=output_origins(engine.target, books, ndjson=lines),
        )
    origins = count_origins(books, engine.target.tally.regular, "")
    document = b"".join(locations)
    return CloseUp(document, False, "", engine.marks(), findings, origins)


def _read(engine: Engine, group: Group) -> tuple[str, list[Record]] | None:
    answer, records = "", []
    for raw in group.records:
        if isinstance(raw, BadRecord):
            engine.lose(raw)
            continue
        try:
            records.append(engine.read(raw))
            answer = raw.answer
        except ReadError as error:
            engine.lose(BadRecord(raw.raw, raw.pattern, raw.pointer, raw.offset, error))
    return (answer, records) if records else None


class Partners:
    """Finds all places in the output that a value has become part of.

    A group of like plugs stands for several EVSEs: its values have a partner in each.
    """

    def __init__(self) -> None:
        self._places: dict[int, dict[Path, list[Partner]]] = {}

    def of(self, mark: Mark) -> list[Partner]:
        """The places of a mark, which has to live as long as this does."""
        outcome = mark.record.outcome
        if outcome is None:
            return [NOWHERE]
        places = self._places.get(id(mark.record))
        if places is None:
            places = self._places[id(mark.record)] = _places(outcome)
        path = clean_path(mark.record, mark.path)
        for length in range(len(path), 0, -1):
            if path[:length] in places:
                return places[path[:length]]
        return [Partner(outcome.location)]


def _places(outcome: Outcome) -> dict[Path, list[Partner]]:
    """Path of a group or entry of a record -> its partners."""
    found: dict[Path, list[Partner]] = {}
    for number, evse in enumerate(outcome.evses):
        last = len(evse.connectors) - 1
        # Entries and connectors of an EVSE stand in the same order.
        ways = [(source, min(place, last)) for place, source in enumerate(evse.sources)]
        ways += [(plug.group, place) for place, plug in enumerate(evse.connectors)]
        for (station, path), connector in ways:
            partner = Partner(outcome.location, number, connector)
            if station == outcome.station and partner not in found.setdefault(path, []):
                found[path].append(partner)
    return found


def clean_path(record: Record, path: Path) -> Path:
    """A path in the user's text as the rules see it, where lists stood as one object."""
    if record.sifted is None or not record.sifted.collapsed:
        return path
    clean: Path = ()
    for step in path:
        if clean in record.sifted.collapsed and not isinstance(step, int):
            clean = (*clean, 0)
        clean = (*clean, step)
    return clean
