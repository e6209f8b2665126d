"""The original v2 answer as locations: the stations of a pool together, in the order of v3."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec

from evmap.conversion.books import pattern_of, pointer
from evmap.conversion.fieldmap import Node, build_tree
from evmap.conversion.guide import Guide
from evmap.conversion.limits import Limits
from evmap.conversion.read.careful import parse
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.sift import each_leaf, sift
from evmap.conversion.read.split import BadRecord, Frame, RawRecord, split

Json = dict[str, Any]


class _PoolId(msgspec.Struct, rename={"pool_id": "poolId"}):
    pool_id: Any = None


_decode_pool_id = msgspec.json.Decoder(_PoolId).decode


class Record(msgspec.Struct, eq=False):
    """One station (or pool of evses/bulk): as written, and as its fields and types allow."""

    raw: RawRecord
    original: Any
    value: Json


class Original(msgspec.Struct, eq=False):
    """The records of one location. `answer` is "station" or "evses"."""

    answer: str
    records: list[Record]

    @property
    def pool_id(self) -> str:
        """The id that v3 gives the location: the pool's, or the first station's."""
        first = self.records[0].value
        if self.answer == "evses":
            return str(first.get("id") or "")
        return str(first.get("poolId") or first.get("id") or "")


class Stray(msgspec.Struct, frozen=True):
    """A value that belongs to no record: of the answer around them, or of one that is unreadable.

    `pattern` and `pointer` begin at the input's root.
    """

    pattern: str
    pointer: str
    value: Any


class Originals(msgspec.Struct, eq=False):
    """A v2 input: its locations, and what stands beside them. `left_out`: locations not read."""

    locations: list[Original]
    strays: list[Stray]
    trees: dict[str, Node]
    left_out: int = 0


def read_originals(text: bytes, guide: Guide, limits: Limits, most: int | None) -> Originals:
    """Read UTF-8 text of v2, its first `most` locations. Raises ReadError where there is none."""
    source = split(text, limits)
    trees = {answer: build_tree(guide, answer) for answer in ("station", "evses")}
    found: dict[str, Original] = {}
    strays = [
        stray for frame in source.frames if frame.value for stray in _strays(frame, frame.value)
    ]
    left_out: set[str] = set()
    for index, raw in enumerate(source.records):
        if most is not None and len(found) >= most and isinstance(raw, RawRecord):
            key = _key(raw.answer, _pool_id(raw), index)
            if key not in found:
                left_out.add(key)
                continue
        record = _record(raw, trees, limits) if isinstance(raw, RawRecord) else None
        if record is None:
            strays += _strays(raw, _parsed(raw, limits))
            continue
        answer = record.raw.answer
        key = _key(answer, record.value.get("poolId"), index)
        found.setdefault(key, Original(answer, [])).records.append(record)
    return Originals(list(found.values()), strays, trees, len(left_out))


def _key(answer: str, pool_id: Any, index: int) -> str:
    """What the records of one location share."""
    return f"pool {pool_id}" if pool_id and answer == "station" else f"record {index}"


def _pool_id(raw: RawRecord) -> Any:
    """The pool id of a record, at the cost of skipping the rest."""
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _decode_pool_id(raw.raw).pool_id
    return None


def _record(raw: RawRecord, trees: dict[str, Node], limits: Limits) -> Record | None:
    try:
        original = parse(raw.raw, limits)
    except ReadError:
        return None
    value = sift(trees[raw.answer], original).value
    return Record(raw, original, value) if isinstance(value, dict) else None


def _strays(at: RawRecord | BadRecord | Frame, value: Any) -> list[Stray]:
    return [
        Stray(pattern_of(at.pattern, leaf.path), pointer(at.pointer, leaf.path), leaf.value)
        for leaf in each_leaf(None, value)
    ]


def _parsed(raw: RawRecord | BadRecord, limits: Limits) -> Any:
    with contextlib.suppress(ReadError):
        return parse(raw.raw, limits)
    return None
