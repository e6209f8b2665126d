"""Large files: where each record stands, found in one pass and in little memory.

Only what is plain is streamed: an answer whose records stand in one list (`evStations.evStation`),
or one station a line (NDJSON). Everything else is read as a whole (:mod:`.split`), with the same
outcome.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from evmap.conversion.limits import Limits
from evmap.conversion.read.careful import parse
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.jsontext import MORE_NEEDED, NO_VALUE, value_end
from evmap.conversion.read.split import Frame, cut_records, split

#: Bytes read at once. A record that is longer is read as a whole all the same.
CHUNK = 1 << 20

#: In the place of a pool's key. `pool_key` never is.
NO_POOL = 0

#: Stands before the id of a station without a pool, so that it is no other station's pool.
WITHOUT_POOL = "\0"

#: Pools counted at a time, in looking for those that come back.
MOST_COUNTED = 250_000

#: Up to the first record of an answer: scalars may stand before the list, nothing else.
_SCALARS = rb'(?:"[^"\\]*"\s*:\s*(?:true|false|null|-?[0-9.eE+-]+|"[^"\\]*")\s*,\s*)*'
_HEAD = re.compile(
    rb"\s*\{\s*" + _SCALARS + rb'"evStations"\s*:\s*\{\s*' + _SCALARS + rb'"evStation"\s*:\s*\['
)
#: What only a line with several records has: an answer's list, or `stations` of whole stations.
_SEVERAL = re.compile(rb'"evStations"|"pools"|^\{"stations"(?!.*"evses")', re.DOTALL)
_SEPARATORS = b" \t\r\n,"
COMMA = ord(",")
CLOSING = ord("]")


def identity(pool_id: Any, own_id: Any) -> str:
    """What a record shares with the others of its location: its pool, else what it is itself.

    Empty where it has neither.
    """
    if isinstance(pool_id, str) and pool_id.strip():
        return pool_id.strip()
    return f"{WITHOUT_POOL}{own_id.strip()}" if isinstance(own_id, str) and own_id.strip() else ""


def identity_of(record: Any) -> str:
    """The same of a record that was read, a station or a pool."""
    return identity(getattr(record, "pool_id", ""), record.id)


class _Peek(msgspec.Struct, rename={"pool_id": "poolId", "stations": "evStations"}):
    """The keys that tell a plain station: it has a pool and is no answer itself."""

    pool_id: str | None = None
    stations: msgspec.Raw | None = None
    pools: msgspec.Raw | None = None


_peek = msgspec.json.Decoder(_Peek).decode


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


def pool_key(pool_id: str) -> int:
    """A number for a pool id that is the same in every process, on every machine."""
    digest = hashlib.sha1(pool_id.encode(errors="surrogatepass"), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], signed=True) or 1


class RecordIndex(msgspec.Struct):
    """The records of a whole file. `frame` is the answer around them, None for NDJSON."""

    records: RecordList
    frame: Frame | None

    @property
    def ndjson(self) -> bool:
        """Whether each record stands on a line of its own."""
        return self.frame is None

    @property
    def shape(self) -> str:
        """The shape of the input, as reports name it."""
        return "ndjson" if self.ndjson else "stations"

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


class Opening(msgspec.Struct, frozen=True):
    """How a plain file begins: with the line of a station, or with an answer's list at a byte."""

    ndjson: bool
    start: int


def opening_of(file: BinaryIO) -> Opening | None:
    """How a UTF-8 file begins; None where it is not plain enough to stream."""
    file.seek(0)
    head = file.read(CHUNK)
    match = _HEAD.match(head)
    if match is not None:
        return Opening(ndjson=False, start=match.end())
    line = head.partition(b"\n")[0].strip()
    if line[:1] == b"{" and pool_id_of(line):
        return Opening(ndjson=True, start=0)
    return None


def pool_id_of(text: bytes | memoryview) -> str | None:
    """The pool of a plain station; None for anything else."""
    try:
        peek = _peek(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if peek.stations is not None or peek.pools is not None:
        return None
    return (peek.pool_id or "").strip() or None


def _odd_pool(line: bytes, limits: Limits) -> str | None:
    """What a line that is no plain station shares with others: see `identity`.

    Empty where that is nothing or it is no record; None where only the whole text tells.
    """
    if line[:1] == b"[" or _SEVERAL.search(line) is not None:
        return None
    try:
        if split(line, limits).shape != "station":
            return None
        record = parse(line, limits)
    except ReadError:
        return ""
    pool_id, own_id = record.get("poolId") or "", record.get("id") or ""
    if not (isinstance(pool_id, str) and isinstance(own_id, str)):
        return None
    return identity(pool_id, own_id)


def list_lines(file: BinaryIO, start: int, stop: int, limits: Limits) -> RecordList | None:
    """The records on lines that begin in bytes `start` to `stop`.

    None where a line holds several, or a pool id that is no text.
    """
    found = RecordList()
    file.seek(max(start - 1, 0))
    offset = start + len(file.readline()) - 1 if start else 0
    while offset < stop and (line := file.readline()):
        text = line.strip()
        if text:
            pool_id = pool_id_of(text)
            odd = pool_id is None
            if pool_id is None:
                pool_id = _odd_pool(text, limits)
            if pool_id is None:
                return None
            found.add(offset + line.index(text), len(text), pool_id, odd=odd)
        offset += len(line)
    return found


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


def frame_records(
    file: BinaryIO, opening: Opening, found: RecordList, limits: Limits
) -> RecordIndex | None:
    """The index of an answer with these records; None if more than a little text is around them.

    Whether the list ends behind the last record is found out here: only then the rest is JSON.
    """
    start = opening.start
    end = found.starts[-1] + found.lengths[-1] if found.starts else start
    file.seek(0)
    head = file.read(start)
    file.seek(end)
    tail = file.read(CHUNK)
    if len(tail) == CHUNK:
        return None
    raw = head + tail.lstrip()
    if raw.count(b'"evStation"') != 1 or raw.count(b'"evStations"') != 1:
        return None  # of a key that comes again the last value counts: it may be another list
    try:
        value = parse(raw, limits)
    except ReadError:
        return None  # read as a whole, it gives the error with line and column
    lost = len(tail) - len(tail.lstrip())
    if value.get("evStations", {}).get("evStation") != []:
        return None
    if end > start:
        cut_records(value, ("evStations", "evStation"))
    return RecordIndex(found, Frame(raw, (start, end + lost - start), value, "", "", 0))
