"""The one way to convert an input that fits into memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from evmap.conversion.converter import Converter, Unit
from evmap.conversion.counts import Counts
from evmap.conversion.findings.finding import Finding, findings_of
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.options import Options
from evmap.conversion.read.budget import check_location, check_total
from evmap.conversion.read.careful import parse
from evmap.conversion.read.coerce import coerce
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.identity import identity_of, pool_id_of
from evmap.conversion.read.places import Places
from evmap.conversion.read.records import Layout, layouts_of
from evmap.conversion.read.split import BadRecord, Input, RawRecord, split
from evmap.conversion.read.xml_answer import read_text
from evmap.conversion.targets.base import Target


class InputFacts(msgspec.Struct):
    """What was read: name as given, size and digest of the bytes, shape, number of records."""

    name: str
    bytes: int
    sha256: str
    shape: str
    records: int


class Books(msgspec.Struct, kw_only=True):
    """What a report tells of a conversion.

    root: pattern of a location in the document. counts: the figures; origins: (pattern, origin) ->
    leaves of the whole document; findings: all of them, in order. options: those it was
    converted by.
    """

    input: InputFacts
    target: str
    root: str
    counts: Counts
    origins: Counter[tuple[str, str]]
    findings: list[Finding]
    options: Options = Options()


class Conversion(Books, kw_only=True):
    """The outcome of one conversion.

    document: UTF-8 JSON of the target. text: the input as UTF-8; of XML, the JSON that was made of
    it. places: line and column of a byte of `text`, in what the user gave. outline: byte where a
    location's first record begins -> its findings by severity, if asked for.
    """

    document: bytes
    text: bytes
    places: Places
    outline: dict[int, tuple[int, int, int]] = {}


def convert(
    data: bytes,
    options: Options | None = None,
    *,
    guide: Guide | None = None,
    name: str = "",
    outline: bool = False,
) -> Conversion:
    """Convert one v2 input (any shape, see `read.split`) to the target of `options`.

    guide: the mapping tables; those of the fixture files by default. outline: count the findings of
    each location. Raises ReadError when nothing can be read; anything less becomes a finding.
    """
    options = options or Options()
    converter = Converter(guide or fixture_guide(), options)
    given = read_text(data, converter.guide, options.limits)
    text = given.text
    check_total(text, options.limits)
    if outline:
        converter.outline = {}
    source = split(text, options.limits)
    locations = list(converter.convert(units_of(source, converter.guide, options)))
    if converter.first_bad is not None and not locations:
        raise _placed(converter.first_bad, options, text)
    for frame in source.frames:
        converter.enter_frame(frame)
    if given.encoding != "utf-8":
        converter.account.enter_whole("EV110", given.encoding.upper())
    if given.is_xml:
        converter.account.enter_whole("EV111")
    counts = converter.account.take()
    digest = hashlib.sha256(data).hexdigest()
    return Conversion(
        input=InputFacts(name, len(data), digest, source.shape, counts.totals.records),
        target=options.target,
        document=document_of(converter.target, locations, ndjson=source.ndjson),
        root=location_root(converter.target, ndjson=source.ndjson),
        counts=counts,
        origins=document_origins(converter.target, counts, ndjson=source.ndjson),
        findings=findings_of(counts, options.target),
        text=text,
        places=given.places,
        outline=converter.outline or {},
        options=options,
    )


def units_of(source: Input, guide: Guide, options: Options) -> Iterator[Unit]:
    """The records of an input by location, in the order of the first record of each."""
    layouts = layouts_of(guide)
    pools: dict[str, list[RawRecord | BadRecord]] = {}
    for index, raw in enumerate(source.records):
        check_location([raw.raw], options.limits)
        key = f"record {index}"
        if isinstance(raw, RawRecord):
            plain = pool_id_of(raw.raw, raw.answer)
            shared = plain or _odd_identity(raw, layouts[raw.answer], options)
            key = f"{raw.answer} {shared}" if shared else key
        pools.setdefault(key, []).append(raw)
    for unit in pools.values():
        # All of a location: its stations one by one stay within the limit.
        check_location([raw.raw for raw in unit], options.limits)
        yield unit


def _odd_identity(raw: RawRecord, layout: Layout, options: Options) -> str:
    """What a record that is not as documented, or has no pool, shares with others."""
    try:
        value = layout.decode(raw.raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        try:
            value = coerce(layout.tree, parse(raw.raw, options.limits)).value
        except ReadError:
            return ""
    return identity_of(value)


def _placed(bad: BadRecord, options: Options, text: bytes) -> ReadError:
    """Why a record could not be read, with line and column in the whole text."""
    try:
        parse(bad.raw, options.limits, text, bad.offset)
    except ReadError as error:
        return error
    return bad.error


def document_of(target: Target, locations: Sequence[bytes], *, ndjson: bool) -> bytes:
    """The text of all locations in the target's envelope, or one a line."""
    text = text_of(locations, ndjson=ndjson)
    if ndjson:
        return text
    head, tail = envelope(target)
    return head + text + tail


def text_of(locations: Sequence[bytes], *, ndjson: bool) -> bytes:
    """The text of locations that stand one after the other in a document."""
    if ndjson:
        return b"".join([location + b"\n" for location in locations])
    return b",".join([b"\n" + location for location in locations])


def envelope(target: Target) -> tuple[bytes, bytes]:
    """What stands before and after the locations of a document."""
    members = msgspec.json.encode(target.envelope)[1:-1]
    head = b'{"%s":[' % target.list_key.encode()
    return head, b"\n]" + (b"," + members if members else b"") + b"}\n"


def location_root(target: Target, *, ndjson: bool) -> str:
    """The pattern of a location in the document."""
    return "/*" if ndjson else f"/{target.list_key}/*"


def document_origins(target: Target, counts: Counts, *, ndjson: bool) -> Counter[tuple[str, str]]:
    """(pattern, origin) -> leaves of the document, with those of the envelope."""
    root = location_root(target, ndjson=ndjson)
    found = Counter(
        {
            (f"{root}/{pattern}" if pattern else root, origin): number
            for (pattern, origin), number in counts.origins.items()
            if number
        }
    )
    if ndjson:
        return found
    for name in target.envelope:
        found[f"/{name}", "derived"] += 1
    if not counts.totals.locations:
        found[f"/{target.list_key}", "derived"] += 1
    return found
