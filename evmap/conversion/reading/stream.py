"""Large files: where each record stands, found in one pass and in little memory.

Only what is plain is streamed: an answer whose records stand in one list (`evStations.evStation`),
or one station a line (NDJSON). Everything else is read as a whole (:mod:`.split`), with the same
outcome.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from evmap.conversion.limits import Limits
from evmap.conversion.reading.careful import parse
from evmap.conversion.reading.errors import ReadError
from evmap.conversion.reading.skip import MORE_NEEDED, NO_VALUE, value_end
from evmap.conversion.reading.split import Frame, cut_records

#: Bytes read at once. A record that is longer is read as a whole all the same.
CHUNK = 1 << 20

#: Up to the first record of an answer: scalars may stand before the list, nothing else.
_SCALARS = rb'(?:"[^"\\]*"\s*:\s*(?:true|false|null|-?[0-9.eE+-]+|"[^"\\]*")\s*,\s*)*'
_HEAD = re.compile(
    rb"\s*\{\s*" + _SCALARS + rb'"evStations"\s*:\s*\{\s*' + _SCALARS + rb'"evStation"\s*:\s*\['
)
_SEPARATORS = b" \t\r\n,"
COMMA = ord(",")
BRACE = ord("{")
CLOSING = ord("]")


class _Peek(msgspec.Struct, rename={"pool_id": "poolId", "stations": "evStations"}):
    """The keys that tell a plain station: it has a pool and is no answer itself."""

    pool_id: str | None = None
    stations: msgspec.Raw | None = None
    pools: msgspec.Raw | None = None


_peek = msgspec.json.Decoder(_Peek).decode


class RecordIndex(msgspec.Struct):
    """Where the records of a file stand: byte offsets and lengths, in order.

    `pools` holds a hash of each pool id. `frame` is the answer around the records, None for NDJSON.
    """

    starts: array[int]
    lengths: array[int]
    pools: array[int]
    frame: Frame | None

    @property
    def ndjson(self) -> bool:
        """Whether each record stands on a line of its own."""
        return self.frame is None

    @property
    def shape(self) -> str:
        """The shape of the input, as reports name it."""
        return "ndjson" if self.ndjson else "stations"

    def place(self, number: int) -> tuple[str, str]:
        """Pattern and pointer of a record."""
        base = "" if self.ndjson else "/evStations/evStation"
        return f"{base}/*", f"{base}/{number}"

    def repeats(self) -> tuple[dict[int, list[int]], set[int]]:
        """Pools that come back: first record -> later records, and all later records."""
        first: dict[int, int] = {}
        seen = _repeated(self.pools)
        later: dict[int, list[int]] = {}
        for number, pool in enumerate(self.pools):
            if pool in seen:
                start = first.setdefault(pool, number)
                if start != number:
                    later.setdefault(start, []).append(number)
        return later, {number for numbers in later.values() for number in numbers}


def _repeated(pools: array[int]) -> set[int]:
    """The values that occur more than once; a sixteenth of them in memory at a time."""
    found: set[int] = set()
    for share in range(16):
        seen: set[int] = set()
        for pool in pools:
            if pool & 15 == share:
                if pool in seen:
                    found.add(pool)
                seen.add(pool)
    return found


def index_records(file: BinaryIO, limits: Limits) -> RecordIndex | None:
    """Find the records of a UTF-8 file; None where it is not plain enough to stream.

    Raises ReadError for an answer whose frame is not JSON.
    """
    file.seek(0)
    head = file.read(CHUNK)
    match = _HEAD.match(head)
    if match is not None:
        return _index_answer(file, match.end(), limits)
    line = head.partition(b"\n")[0]
    if line.lstrip()[:1] == b"{" and _is_station(line.strip()):
        return _index_lines(file)
    return None


def _is_station(text: bytes) -> bool:
    try:
        peek = _peek(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    return bool(peek.pool_id) and peek.stations is None and peek.pools is None


def _empty() -> tuple[array[int], array[int], array[int]]:
    return array("q"), array("q"), array("q")


def _index_lines(file: BinaryIO) -> RecordIndex | None:
    starts, lengths, pools = _empty()
    file.seek(0)
    offset = 0
    for line in file:
        text = line.strip()
        if text:
            try:
                peek = _peek(text)
            except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
                return None
            if not peek.pool_id or peek.stations is not None or peek.pools is not None:
                return None
            starts.append(offset + line.index(text))
            lengths.append(len(text))
            pools.append(hash(peek.pool_id))
        offset += len(line)
    return RecordIndex(starts, lengths, pools, None)


def _index_answer(file: BinaryIO, start: int, limits: Limits) -> RecordIndex | None:
    starts, lengths, pools = _empty()
    end = start
    for offset, text in _entries(file, start):
        try:
            peek = _peek(text)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            return None
        if text[0] != BRACE or not peek.pool_id:
            return None
        starts.append(offset)
        lengths.append(len(text))
        pools.append(hash(peek.pool_id))
        end = offset + len(text)
    frame = _frame(file, start, end, limits)
    return None if frame is None else RecordIndex(starts, lengths, pools, frame)


def _entries(file: BinaryIO, start: int) -> Iterator[tuple[int, memoryview]]:
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


def _frame(file: BinaryIO, start: int, end: int, limits: Limits) -> Frame | None:
    """What stands around the records; None if that is more than a little text."""
    file.seek(0)
    head = file.read(start)
    file.seek(end)
    tail = file.read(CHUNK)
    if len(tail) == CHUNK:
        return None
    raw = head + tail.lstrip()
    try:
        value = parse(raw, limits)
    except ReadError:
        return None  # read as a whole, it gives the error with line and column
    lost = len(tail) - len(tail.lstrip())
    if value.get("evStations", {}).get("evStation") != []:
        return None
    if end > start:
        cut_records(value, ("evStations", "evStation"))
    return Frame(raw, (start, end + lost - start), value, "", "", 0)
