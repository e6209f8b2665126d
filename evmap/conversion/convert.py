"""The one way to convert an input that fits into memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from evmap.conversion.engine import Engine, Totals
from evmap.conversion.findings import Finding
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.ledger import Ledger, Mark
from evmap.conversion.options import Options
from evmap.conversion.reading.careful import parse
from evmap.conversion.reading.encoding import to_utf8
from evmap.conversion.reading.errors import ReadError
from evmap.conversion.reading.places import Places
from evmap.conversion.reading.records import Record
from evmap.conversion.reading.split import BadRecord, Input, RawRecord, split


class InputFacts(msgspec.Struct):
    """What was read: name as given, size and digest of the bytes, shape, number of records."""

    name: str
    bytes: int
    sha256: str
    shape: str
    records: int


class Conversion(msgspec.Struct):
    """The outcome of one conversion.

    document: UTF-8 JSON of the target. fates: (pattern, fate) -> leaves of the input; origins:
    (pattern, origin) -> leaves of the output. text: the input as UTF-8. marks: every leaf with its
    fate, if asked for.
    """

    input: InputFacts
    target: str
    document: bytes
    totals: Totals
    fates: Counter[tuple[str, str]]
    origins: Counter[tuple[str, str]]
    findings: list[Finding]
    severities: dict[str, int]
    ledgers: list[Ledger]
    text: bytes
    places: Places
    #: Pattern of a location in the document.
    root: str
    marks: list[Mark]


def convert(
    data: bytes,
    options: Options | None = None,
    *,
    guide: Guide | None = None,
    name: str = "",
    marks: bool = False,
) -> Conversion:
    """Convert one v2 input (any shape, see `reading.split`) to the target of `options`.

    guide: the mapping tables; those of the fixture files by default. marks: keep every leaf.
    Raises ReadError when nothing can be read; anything less becomes a finding.
    """
    options = options or Options()
    text, encoding = to_utf8(data, options.limits)
    engine = Engine(guide or fixture_guide(), options, marks=marks)
    source = split(text, options.limits)
    locations = _convert_all(engine, source, text)
    for frame in source.frames:
        engine.enter_frame(*frame)
    if encoding != "utf-8":
        engine.enter_encoding(encoding)
    engine.finish()
    return Conversion(
        input=InputFacts(
            name, len(data), hashlib.sha256(data).hexdigest(), source.shape, engine.totals.records
        ),
        target=options.target,
        document=_document(engine, locations, ndjson=source.ndjson),
        totals=engine.totals,
        fates=engine.fates(),
        origins=output_origins(engine, ndjson=source.ndjson),
        findings=engine.findings.ordered(),
        severities=engine.findings.counts(),
        ledgers=list(engine.books()),
        text=text,
        places=Places(text),
        root="/*" if source.ndjson else f"/{engine.target.list_key}/*",
        marks=[mark for ledger in engine.books() for mark in ledger.marks or ()],
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
    if not pools and source.records:
        raise engine.first_error or ReadError("No record can be read.")
    return [engine.convert(answer, records) for answer, records in pools.values()]


def _read(engine: Engine, raw: RawRecord | BadRecord, text: bytes) -> Record | None:
    if isinstance(raw, BadRecord):
        engine.lose(raw, raw.raw)
        return None
    try:
        return engine.read(raw)
    except ReadError:
        # Place the error in the whole text, not in the record.
        try:
            parse(raw.raw, engine.options.limits, text, raw.offset)
        except ReadError as placed:
            error = placed
        engine.lose(BadRecord(raw.pointer, raw.pattern, raw.offset, error), raw.raw)
        return None


def _document(engine: Engine, locations: list[bytes], *, ndjson: bool) -> bytes:
    if ndjson:
        return b"".join(location + b"\n" for location in locations)
    head, tail = envelope(engine.target.list_key, engine.target.envelope)
    body = b",\n".join(locations)
    return head + (b"\n" + body + b"\n" if locations else b"") + tail


def envelope(list_key: str, beside: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What stands before and after the locations of a document."""
    tail = msgspec.json.encode(dict(beside))[1:-1]
    return b'{"%s":[' % list_key.encode(), b"]" + (b"," + tail if tail else b"") + b"}\n"


def output_origins(engine: Engine, *, ndjson: bool) -> Counter[tuple[str, str]]:
    """(pattern, origin) -> number of output leaves, with those of the envelope."""
    key = engine.target.list_key
    if ndjson:
        return engine.target.tally.origins("/*")
    found = engine.target.tally.origins(f"/{key}/*")
    for name in engine.target.envelope:
        found[f"/{name}", "derived"] += 1
    if not engine.totals.locations:
        found[f"/{key}", "derived"] += 1
    return found
