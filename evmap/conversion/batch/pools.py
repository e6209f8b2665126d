"""Pools across files: each file is converted by itself, so a pool in several is a finding.

So is a station without a pool that stands in several files.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO

import msgspec

from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.counts import Occurrence
from evmap.conversion.findings.finding import Finding
from evmap.conversion.findings.line import Example
from evmap.conversion.limits import Limits
from evmap.conversion.pointers import readable
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.identity import WITHOUT_POOL, identity_in, pool_key
from evmap.conversion.read.places import file_places
from evmap.conversion.read.ranges import index_records
from evmap.conversion.read.split import RawRecord, split
from evmap.conversion.read.stream import RecordIndex
from evmap.conversion.read.xml_answer import read_text
from evmap.conversion.reports.contract import shown

CODE = "EV520"

#: Pools compared at a time.
MOST_COMPARED = 2_000_000


class PoolPlace(msgspec.Struct, frozen=True):
    """Where a pool stands in a text: its id, pointer and pattern of the id, byte of its record.

    `key` see `pool_key`.
    """

    key: int
    pool_id: str
    pointer: str
    pattern: str
    offset: int


def pool_places(text: bytes, limits: Limits) -> Iterator[PoolPlace]:
    """The pools of a UTF-8 text, record by record."""
    try:
        records = split(text, limits).records
    except ReadError:
        return
    for record in records:
        if isinstance(record, RawRecord) and (place := _place_of(record, limits)):
            yield place


def _place_of(record: RawRecord, limits: Limits) -> PoolPlace | None:
    """The pool of a record; None where it has none, or none that is a text."""
    try:
        shared = identity_in(record.raw, record.answer, limits)
    except ReadError:
        return None
    if not shared:
        return None
    name = "id" if record.answer != "station" or shared[0] == WITHOUT_POOL else "poolId"
    pointer, pattern = f"{record.pointer}/{name}", f"{record.pattern}/{name}"
    shown_id = shared.removeprefix(WITHOUT_POOL)
    return PoolPlace(pool_key(shared), shown_id, pointer, pattern, record.offset)


def pools_of(text: bytes, limits: Limits) -> array[int]:
    """The keys of the pools of a UTF-8 text."""
    index = index_records(BytesIO(text), limits)
    if index is not None:
        return index.records.pools
    return array("q", [place.key for place in pool_places(text, limits)])


def pools_again(text: bytes, earlier: bytes, limits: Limits) -> list[Finding]:
    """The finding that pools of a text stand in an earlier one too, if they do."""
    seen = set(pools_of(earlier, limits))
    found: dict[str, Finding] = {}
    for place in pool_places(text, limits):
        if place.key in seen:
            finding = found.setdefault(place.pattern, Finding(CODE, place.pattern, None, ()))
            finding.occurrences += 1
            finding.examples.add(
                Occurrence(place.offset, place.offset, place.pointer, place.pool_id)
            )
    return list(found.values())


class PoolsSeen:
    """The pools of all files of a run, kept on disk until they are compared."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="evmap-")  # noqa: SIM115 - closed by `close`
        self._extents: dict[str, tuple[int, int]] = {}

    def close(self) -> None:
        """Forget all."""
        self._file.close()

    def add(self, name: str, pools: bytes) -> None:
        """Add the keys of one file, as 64-bit numbers."""
        self._extents[name] = self._file.seek(0, 2), len(pools)
        self._file.write(pools)

    def again(self, most: int) -> tuple[int, list[tuple[str, int]]]:
        """How often a file has a pool of an earlier one, and the first `most`: (file, key).

        Files are compared in the order of their names.
        """
        total = sum(length for _, length in self._extents.values()) // 8
        shares = 1 + total // MOST_COMPARED
        count = 0
        found: list[tuple[str, int]] = []
        for share in range(shares):
            seen: set[int] = set()
            for name in sorted(self._extents):
                pools = set(self._pools(name))
                if shares > 1:
                    pools = {pool for pool in pools if pool % shares == share}
                both = pools & seen
                count += len(both)
                found += [(name, pool) for pool in sorted(both)[:most]]
                seen |= pools
        return count, sorted(found)[:most]

    def _pools(self, name: str) -> array[int]:
        start, length = self._extents[name]
        self._file.seek(start)
        pools = array("q")
        pools.frombytes(self._file.read(length))
        return pools


class Wanted(msgspec.Struct, frozen=True):
    """A pool to be shown: the file, its name, and the key."""

    source: Source
    name: str
    key: int


def show_pool(setup: Setup, wanted: Wanted) -> tuple[Example, str] | None:
    """A pool of a file as an example, and its pattern; None where the file has changed."""
    limits = setup.options.limits
    with wanted.source.as_file() as path:
        with Source(str(path)).unpacked() as source, source.open() as text:
            index = index_records(text, limits)
            if index is not None:
                found = _indexed(text, index, wanted.key, limits)
                places = file_places(text, [place.offset for place in found])
                return _example(wanted, found, places.__getitem__)
        whole = read_text(path.read_bytes(), setup.guide, limits)
    found = [place for place in pool_places(whole.text, limits) if place.key == wanted.key]
    return _example(wanted, found, whole.places.line_and_column)


def _example(
    wanted: Wanted, found: list[PoolPlace], place_of: Callable[[int], tuple[int, int]]
) -> tuple[Example, str] | None:
    for place in found:
        line, column = place_of(place.offset)
        pointer = f"{readable(wanted.name)}#{place.pointer}"
        return Example(pointer, line, column, shown(place.pool_id), None), place.pattern
    return None


def _indexed(text: BinaryIO, index: RecordIndex, key: int, limits: Limits) -> list[PoolPlace]:
    """The first record of a pool."""
    records = index.records
    if key not in records.pools:
        return []
    number = records.pools.index(key)
    text.seek(records.starts[number])
    raw = text.read(records.lengths[number])
    place = _place_of(index.opening.record(raw, number, records.starts[number]), limits)
    return [] if place is None else [place]
