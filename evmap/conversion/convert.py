"""The one way to convert an input that fits into memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from evmap.conversion.books import Books, Finding
from evmap.conversion.engine import Engine
from evmap.conversion.findings import complete
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.ledger import Mark
from evmap.conversion.location import Event
from evmap.conversion.options import Options
from evmap.conversion.outline import Counts, Outline
from evmap.conversion.outputs import count_origins
from evmap.conversion.read.careful import parse
from evmap.conversion.read.encoding import to_utf8
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.markup import looks_like_xml
from evmap.conversion.read.places import Places
from evmap.conversion.read.records import Record
from evmap.conversion.read.split import BadRecord, Input, RawRecord, split
from evmap.conversion.read.xml_answer import read_xml
from evmap.conversion.targets.base import Target


class InputFacts(msgspec.Struct):
    """What was read: name as given, size and digest of the bytes, shape, number of records."""

    name: str
    bytes: int
    sha256: str
    shape: str
    records: int


class Conversion(msgspec.Struct):
    """The outcome of one conversion.

    document: UTF-8 JSON of the target; root: pattern of a location in it. books: the figures;
    origins: (pattern, origin) -> leaves of the output; findings: all of them, in order. text: the
    input as UTF-8; of XML, the JSON that was made of it. places: line and column of a byte of
    `text`, in what the user gave. marks: every leaf with its fate, if asked for.
    """

    input: InputFacts
    target: str
    document: bytes
    root: str
    books: Books
    origins: Counter[tuple[str, str]]
    findings: list[Finding]
    text: bytes
    places: Places
    marks: list[Mark]
    #: Byte of a location's first record -> its findings by severity, if asked for.
    outline: dict[int, Counts] = {}


def convert(
    data: bytes,
    options: Options | None = None,
    *,
    guide: Guide | None = None,
    name: str = "",
    marks: bool | range = False,
    outline: bool = False,
) -> Conversion:
    """Convert one v2 input (any shape, see `reading.split`) to the target of `options`.

    guide: the mapping tables; those of the fixture files by default. marks: keep the fate of
    every leaf, or only of those in the records that overlap these bytes of the UTF-8 text.
    outline: count the findings of each location.
    Raises ReadError when nothing can be read; anything less becomes a finding.
    """
    options = options or Options()
    guide = guide or fixture_guide()
    text, encoding = to_utf8(data, options.limits)
    places = Places(text)
    is_xml = looks_like_xml(text)
    if is_xml:
        answer = read_xml(text, guide, options.limits)
        text, places = answer.json, answer.places
    shown = range(len(text) if marks else 0) if isinstance(marks, bool) else marks
    engine = Engine(guide, options, marks=shown)
    engine.outline = Outline() if outline else None
    source = split(text, options.limits)
    locations = _convert_all(engine, source, text)
    for frame in source.frames:
        engine.enter_frame(frame)
    if encoding != "utf-8":
        engine.enter_encoding(encoding)
    if is_xml:
        engine.findings.add(Record({}, b"", "", "", 0), Event("EV111", (), None), 1, None)
    books = engine.settle()
    digest = hashlib.sha256(data).hexdigest()
    return Conversion(
        input=InputFacts(name, len(data), digest, source.shape, books.totals.records),
        target=options.target,
        document=document_of(engine.target, locations, ndjson=source.ndjson),
        root=location_root(engine.target, ndjson=source.ndjson),
        books=books,
        origins=output_origins(engine.target, books, ndjson=source.ndjson),
        findings=complete(books, options.target),
        text=text,
        places=places,
        marks=engine.marks(),
        outline=engine.outline.counts if engine.outline is not None else {},
    )


def _convert_all(engine: Engine, source: Input, text: bytes) -> list[bytes]:
    """One JSON text per location, in the order of the first station of each."""
    pools: dict[str, tuple[str, list[Record]]] = {}
    for index, raw in enumerate(source.records):
        record = _read(engine, raw, text)
        if record is None or not isinstance(raw, RawRecord):
            continue
        pool_id = record.value.get("poolId") if raw.answer == "station" else None
        key = f"pool {pool_id}" if pool_id else f"record {index}"
        pools.setdefault(key, (raw.answer, []))[1].append(record)
    if not pools and engine.first_error is not None:
        raise engine.first_error
    return [engine.convert(answer, records) for answer, records in pools.values()]


def _read(engine: Engine, raw: RawRecord | BadRecord, text: bytes) -> Record | None:
    if isinstance(raw, BadRecord):
        engine.lose(raw)
        return None
    try:
        return engine.read(raw)
    except ReadError as error:
        bad = BadRecord(raw.raw, raw.pattern, raw.pointer, raw.offset, error)
        engine.lose(_placed(bad, engine.options, text))
        return None


def _placed(bad: BadRecord, options: Options, text: bytes) -> BadRecord:
    """The same with line and column in the whole text."""
    try:
        parse(bad.raw, options.limits, text, bad.offset)
    except ReadError as error:
        return BadRecord(bad.raw, bad.pattern, bad.pointer, bad.offset, error)
    return bad


def document_of(target: Target, locations: list[bytes], *, ndjson: bool) -> bytes:
    """The text of all locations in the target's envelope, or one a line."""
    if ndjson:
        return b"".join(location + b"\n" for location in locations)
    head, tail = envelope(target.list_key, target.envelope)
    return head + b",".join(b"\n" + location for location in locations) + tail


def envelope(list_key: str, beside: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What stands before and after the locations of a document."""
    members = msgspec.json.encode(dict(beside))[1:-1]
    return b'{"%s":[' % list_key.encode(), b"\n]" + (b"," + members if members else b"") + b"}\n"


def location_root(target: Target, *, ndjson: bool) -> str:
    """The pattern of a location in the document."""
    return "/*" if ndjson else f"/{target.list_key}/*"


def output_origins(target: Target, books: Books, *, ndjson: bool) -> Counter[tuple[str, str]]:
    """(pattern, origin) -> number of output leaves, with those of the envelope."""
    found = count_origins(books, target.tally.regular, location_root(target, ndjson=ndjson))
    if ndjson:
        return found
    for name in target.envelope:
        found[f"/{name}", "derived"] += 1
    if not books.totals.locations:
        found[f"/{target.list_key}", "derived"] += 1
    return found
