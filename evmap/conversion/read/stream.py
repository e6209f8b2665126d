"""Large files: where each record stands, found in one pass and in little memory.

What is plain is streamed: records that stand in one list, of an answer or by themselves, or one a
line (NDJSON). Everything else is read as a whole (:mod:`.split`), with the same outcome.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import structs

from evmap.conversion.limits import Limits
from evmap.conversion.read.careful import parse
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.identity import NO_POOL, identity_in, pool_id_of, pool_key
from evmap.conversion.read.jsontext import MORE_NEEDED, NO_VALUE, value_end
from evmap.conversion.read.shapes import ALONE, FRAMES, kind_alone
from evmap.conversion.read.split import Frame, RawRecord, cut_records, split

#: Bytes read at once. A record that is longer is read as a whole all the same.
CHUNK = 1 << 20

#: Pools counted at a time, in looking for those that come back.
MOST_COUNTED = 250_000

#: Up to the first record of an answer: scalars may stand before the list, nothing else.
_SCALARS = rb'(?:"[^"\\]*"\s*:\s*(?:true|false|null|-?[0-9.eE+-]+|"[^"\\]*")\s*,\s*)*'
#: Path to a list of records -> how a file begins that has one there; the list alone has no path.
HEADS = {
    path: re.compile(
        b"".join(rb"\s*\{\s*" + _SCALARS + b'"%s"\\s*:' % key.encode() for key in path) + rb"\s*\["
    )
    for path in (*FRAMES, ())
}
#: What only a line with several records has: an answer's list, or `stations` of whole stations.
_SEVERAL = re.compile(rb'"evStations"|"pools"|^\{"stations"(?!.*"evses")', re.DOTALL)
_SEPARATORS = b" \t\r\n,"
COMMA = ord(",")
CLOSING = ord("]")


class RecordList(msgspec.Struct):
    """Where records of a file stand: byte offsets and lengths, in order.

    `pools` see `pool_key`; NO_POOL for a record without one. `odd` are the numbers of lines that
    are to be looked at with care: they may be no record at all.
    """

    starts: array[int] = msgspec.field(default_factory=lambda: array("q"))
    lengths: array[int] = msgspec.field(default_factory=lambda: array("q"))
    pools: array[int] = msgspec.field(default_factory=lambda: array("q"))
    odd: array[int] = msgspec.field(default_factory=lambda: array("q"))

    def add(self, start: int, length: int, pool_id: str, *, odd: bool = False) -> None:
        """Add the next record."""
        if odd:
            self.odd.append(len(self.starts))
        self.starts.append(start)
        self.lengths.append(length)
        self.pools.append(pool_key(pool_id) if pool_id else NO_POOL)

    def extend(self, other: RecordList) -> None:
        """Add the records of the next part of the file."""
        self.odd.extend(number + len(self.starts) for number in other.odd)
        self.starts.extend(other.starts)
        self.lengths.extend(other.lengths)
        self.pools.extend(other.pools)


class Opening(msgspec.Struct, frozen=True):
    """How a plain file begins: with records of a kind in the list at a path, from a byte on.

    The path is None where they stand one a line.
    """

    kind: str
    path: tuple[str, ...] | None
    start: int

    @property
    def ndjson(self) -> bool:
        """Whether each record stands on a line of its own."""
        return self.path is None

    @property
    def shape(self) -> str:
        """The shape of the input, as reports name it."""
        return FRAMES[self.path][0] if self.path else "ndjson" if self.ndjson else "list"

    def record(self, raw: bytes, number: int, offset: int) -> RawRecord:
        """The record with this number, which stands at a byte."""
        base = "".join(f"/{key}" for key in self.path or ())
        return RawRecord(raw, f"{base}/*", f"{base}/{number}", offset, self.kind)


class RecordIndex(msgspec.Struct):
    """The records of a whole file. `frame` is the answer around them, None where there is none."""

    records: RecordList
    opening: Opening
    frame: Frame | None

    def repeats(self) -> tuple[dict[int, list[int]], set[int]]:
        """Pools that come back: first record -> later records, and all later records."""
        first: dict[int, int] = {}
        pools = self.records.pools
        seen = _repeated(pools)
        later: dict[int, list[int]] = {}
        for number, pool in enumerate(pools) if seen else ():
            if pool in seen:
                start = first.setdefault(pool, number)
                if start != number:
                    later.setdefault(start, []).append(number)
        return later, {number for numbers in later.values() for number in numbers}


def _repeated(pools: array[int]) -> set[int]:
    """The values that occur more than once, with a limited number in memory at a time."""
    shares = 1 + len(pools) // MOST_COUNTED
    found: set[int] = set()
    for share in range(shares):
        part = pools if shares == 1 else [pool for pool in pools if pool % shares == share]
        found.update(pool for pool, count in Counter(part).items() if count > 1)
    return found - {NO_POOL}


def opening_of(file: BinaryIO) -> Opening | None:
    """How a UTF-8 file begins; None where it is not plain enough to stream."""
    file.seek(0)
    head = file.read(CHUNK)
    for path, beginning in HEADS.items():
        match = beginning.match(head)
        if match is not None:
            start = match.end()
            first = map(kind_alone, (text for _, text in entries(file, start)))
            kind = FRAMES[path][1] if path else next(first, None)
            return Opening(kind, path, start) if kind else None
    kind = kind_alone(head.partition(b"\n")[0].strip())
    return Opening(kind, None, 0) if kind else None


def shared_by(
    text: bytes | memoryview, opening: Opening, limits: Limits
) -> tuple[str | None, bool]:
    """What a record of a file shares with the others of its location, see `identity`.

    Empty where that is nothing; None where only the whole text of the file tells. With it goes
    whether the record is to be looked at with care: a line may be none.
    """
    ndjson, kind = opening.ndjson, opening.kind
    pool_id = pool_id_of(text, kind)
    if pool_id and (opening.path or kind == "station" or kind_alone(text) == kind):
        return pool_id, False
    text = bytes(text)
    if ndjson and (text[:1] == b"[" or _SEVERAL.search(text) is not None):
        return None, True
    try:
        if opening.path or split(text, limits).shape == ALONE[kind]:
            return identity_in(text, kind, limits), ndjson
    except ReadError:
        return "" if ndjson else None, True
    return None, True


def lines(file: BinaryIO, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
    """(offset, text) of the lines that begin in bytes `start` to `stop` and are not blank."""
    file.seek(max(start - 1, 0))
    offset = start + len(file.readline()) - 1 if start else 0
    while offset < stop and (line := file.readline()):
        text = line.strip()
        if text:
            yield offset + line.index(text), text
        offset += len(line)


def entries(file: BinaryIO, start: int) -> Iterator[tuple[int, memoryview]]:
    """(offset, text) of the entries of the list that begins at byte `start`.

    Ends where the list ends, or where something else than one comma and a value follows.
    """
    file.seek(start)
    buffer, base, place = file.read(CHUNK), start, 0
    commas, expected = 0, 0
    while True:
        while place < len(buffer) and buffer[place] in _SEPARATORS:
            commas += buffer[place] == COMMA
            place += 1
        end = _entry_end(buffer, place)
        if end == MORE_NEEDED:
            more = file.read(max(CHUNK, len(buffer) - place))
            if not more:
                return
            buffer, base, place = buffer[place:] + more, base + place, 0
            continue
        if end == NO_VALUE or commas != expected:
            return
        yield base + place, memoryview(buffer)[place:end]
        place, commas, expected = end, 0, 1


def _entry_end(buffer: bytes, place: int) -> int:
    if place >= len(buffer):
        return MORE_NEEDED
    return NO_VALUE if buffer[place] == CLOSING else value_end(buffer, place)


def index_of(
    file: BinaryIO, opening: Opening, found: RecordList, limits: Limits
) -> RecordIndex | None:
    """The index of a file with these records; None if more than a little text is around them.

    Whether the list ends behind the last record is found out here: only then the rest is JSON.
    """
    if opening.ndjson:
        return RecordIndex(found, opening, None) if len(found.starts) > 1 else None
    start = opening.start
    end = found.starts[-1] + found.lengths[-1] if found.starts else start
    file.seek(0)
    head = file.read(start)
    file.seek(end)
    tail = file.read(CHUNK)
    if len(tail) == CHUNK:
        return None
    raw = head + tail.lstrip()
    try:
        if not opening.path:
            return RecordIndex(found, opening, None) if parse(raw, limits) == [] else None
        around = split(raw, limits)
    except ReadError:
        return None  # read as a whole, it gives the error with line and column
    if around.shape != opening.shape or around.frames[0].gap != (start + 1, 0):
        return None  # another list counts: a key comes again, or there are several
    frame = around.frames[0]
    if end > start:
        cut_records(frame.value, opening.path)
    missing = end - start + len(tail) - len(tail.lstrip())
    return RecordIndex(found, opening, structs.replace(frame, gap=(start, missing)))
