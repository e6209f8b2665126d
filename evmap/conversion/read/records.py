"""v2 records: raw text to typed structs, strictly where the text is as documented, else leniently.

A strict decoder refuses unknown keys, other types and empty texts. Two things it does not see: a
key that occurs twice (the last value counts), and a text where a number of degrees belongs. Both
show in the quotation marks. Outside of strings, JSON has a quotation mark only at the beginning and
the end of each key and each text. So the text of a record has exactly two for each key and each
text of the struct, or it holds more than the struct does. That is checked for many records at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from evmap.conversion.columns import Columns
from evmap.conversion.fieldmap import Node, build_tree
from evmap.conversion.guide import Guide
from evmap.conversion.limits import Limits
from evmap.conversion.read.careful import parse
from evmap.conversion.read.coerce import Coerced, coerce
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.split import BadRecord, RawRecord
from evmap.conversion.v2 import RECORDS

#: What JSON has where a text begins or ends with a blank: found fast, and seldom without one.
_BLANKS = (
    *(b'" ', b' ",', b' "}', b' "]', b' "\n', b' "\r', b' " '),
    *(b'"\\', b'\\t"', b'\\n"', b'\\r"', b'"\xc2\xa0', b'\xc2\xa0"'),
)
#: The same for certain, but for a text such as `,"`.
_BLANK = re.compile(
    rb'[:\[{,]\s*"(?: |\\[tnr]|\\u00[aA]0|\xc2\xa0)|(?: |\\[tnr]|\\u00[aA]0|\xc2\xa0)"\s*[:,}\]]'
)

#: (kind of record, pattern of the record) -> leaves of strictly read records by their pattern.
Leaves = dict[tuple[str, str], Counter[str]]


class Layout:
    """How records of one kind are read: "station" or "evses"."""

    def __init__(self, guide: Guide, answer: str) -> None:
        self.answer = answer
        self.kind = RECORDS[answer]
        self.tree = build_tree(guide, answer)
        self.nodes: dict[str, Node] = {node.pattern: node for node in self.tree.all()}
        self.columns = Columns(self.kind)
        self.decode = msgspec.json.Decoder(self.kind).decode


class Record(msgspec.Struct, eq=False, gc=False):
    """A station (or a pool of evses/bulk) for the rules.

    `coerced` is set where the text was not exactly as documented.
    """

    raw: RawRecord
    layout: Layout
    value: Any
    coerced: Coerced | None = None


def read_records(
    layout: Layout, raws: Sequence[RawRecord], limits: Limits, leaves: Leaves
) -> list[Record | BadRecord]:
    """Read records, and add their leaves to `leaves`.

    The leaves of records that are read leniently stand in the records.
    """
    found: list[Record | None] = [_strict(layout, raw) for raw in raws]
    groups: dict[str, list[int]] = {}
    for place, record in enumerate(found):
        if record is not None:
            groups.setdefault(record.raw.pattern, []).append(place)
    for pattern, places in groups.items():
        counter = leaves.setdefault((layout.answer, pattern), Counter())
        records = [record for place in places if (record := found[place]) is not None]
        if _count(layout, records, counter):
            continue
        for place, record in zip(places, records, strict=True):
            if not _count(layout, [record], counter):
                found[place] = None
    return [
        record if record is not None else _lenient(layout, raw, limits)
        for record, raw in zip(found, raws, strict=True)
    ]


def _strict(layout: Layout, raw: RawRecord) -> Record | None:
    if may_hold_blanks(raw.raw):
        return None
    try:
        return Record(raw, layout, layout.decode(raw.raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _count(layout: Layout, records: Sequence[Record], leaves: Counter[str]) -> bool:
    """Count the leaves of records; False, and nothing counted, where their texts hold more."""
    found: Counter[str] = Counter()
    marks = layout.columns.count([record.value for record in records], found)
    if marks != sum([quotation_marks(record.raw.raw) for record in records]):
        return False
    leaves.update(found)
    return True


def may_hold_blanks(raw: bytes) -> bool:
    """Whether a text of the record may begin or end with a blank, which is no part of its value.

    Few records look as if, and each of them is read leniently, which tells for certain.
    """
    return any(mark in raw for mark in _BLANKS) and _BLANK.search(raw) is not None


def quotation_marks(raw: bytes) -> int:
    """The quotation marks around the keys and texts of JSON.

    Where a string holds an escaped backslash, none of the text's marks can be told from those
    inside of strings: the number is one that no struct has.
    """
    if b"\\" not in raw:
        return raw.count(b'"')
    if b"\\\\" in raw:
        return -(1 << 40)
    return raw.count(b'"') - raw.count(b'\\"')


def _lenient(layout: Layout, raw: RawRecord, limits: Limits) -> Record | BadRecord:
    try:
        original = parse(raw.raw, limits)
    except ReadError as error:
        return BadRecord(raw.raw, raw.pattern, raw.pointer, raw.offset, error)
    coerced = coerce(layout.tree, original)
    return Record(raw, layout, coerced.value, coerced)
