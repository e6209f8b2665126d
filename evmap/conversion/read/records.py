"""v2 records: raw text to typed structs, strictly where the text is as documented, else leniently.

A strict decoder refuses unknown keys, other types and empty texts. Two things it does not see: a
key that occurs twice (the last value counts), and a text where a number of degrees belongs. Both
show in the quotation marks. Outside of strings, JSON has a quotation mark only at the beginning and
the end of each key and each text. So the text of a record has exactly two for each key and each
text of the struct, or it holds more than the struct does. That is checked for many records at once,
and so is that no text begins or ends with a blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from evmap.conversion.columns import Columns
from evmap.conversion.diagnostics import Path, Place, path_of
from evmap.conversion.fieldmap import Node, build_tree
from evmap.conversion.guide import Guide
from evmap.conversion.limits import Limits
from evmap.conversion.pointers import joined
from evmap.conversion.read.careful import parse
from evmap.conversion.read.coerce import Coerced, coerce
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.split import BadRecord, RawRecord
from evmap.conversion.v2 import RECORDS

_write = msgspec.json.Encoder(decimal_format="number").encode

#: How the UTF-8 of blanks beyond ASCII begins.
_RARE = (b"\xc2", b"\xe1", b"\xe2", b"\xe3")

#: A blank as `str.strip` knows it, in the JSON that msgspec writes.
_BLANK = (
    rb"(?: |\\[tnrf]|\\u00(?:0b|1[c-f])|\xc2[\x85\xa0]|\xe1\x9a\x80"
    rb"|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"
)
_BLANK_AT_END = re.compile(rb'(?<!\\)"' + _BLANK + rb"|" + _BLANK + rb'"')

#: (kind of record, pattern of the record) -> leaves of strictly read records by their pattern.
Leaves = dict[tuple[str, str], Counter[str]]


#: Made once, here: msgspec learns a type where it first meets it, and two threads must not do that
#: at the same time (it can crash the process).
_DECODERS = {answer: msgspec.json.Decoder(kind) for answer, kind in RECORDS.items()}


class Layout:
    """How records of one kind are read: "station" or "evses"."""

    def __init__(self, guide: Guide, answer: str) -> None:
        self.answer = answer
        self.kind = RECORDS[answer]
        self.tree = build_tree(guide, answer)
        self.nodes: dict[str, Node] = {node.pattern: node for node in self.tree.all()}
        self.columns = Columns(self.kind)
        self.decode = _DECODERS[answer].decode


@lru_cache(maxsize=4)
def layouts_of(guide: Guide) -> dict[str, Layout]:
    """How records of each kind are read; made once for each guide."""
    return {answer: Layout(guide, answer) for answer in RECORDS}


class Record(msgspec.Struct, eq=False, gc=False):
    """A station (or a pool of evses/bulk) for the rules.

    `coerced` is set where the text was not exactly as documented.
    """

    raw: RawRecord
    layout: Layout
    value: Any
    coerced: Coerced | None = None

    def path(self, place: Place) -> Path:
        """The way to a place below the record, as it stands in the user's text."""
        return path_of(place) if self.coerced is None else self.coerced.real_path(place)

    def pattern(self, place: Place) -> str:
        """The pattern of a place from the root of the input, as it stands in the user's text."""
        if self.coerced is None:
            return joined(self.raw.pattern, place[0])
        return self.raw.pattern + self.coerced.real_pattern(place)


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
        records = [record for place in places if (record := found[place]) is not None]
        counted, odd = _count(layout, records)
        leaves.setdefault((layout.answer, pattern), Counter()).update(counted)
        for index in odd:
            found[places[index]] = None
    return [
        record if record is not None else _lenient(layout, raw, limits)
        for record, raw in zip(found, raws, strict=True)
    ]


def _strict(layout: Layout, raw: RawRecord) -> Record | None:
    try:
        return Record(raw, layout, layout.decode(raw.raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _count(layout: Layout, records: Sequence[Record]) -> tuple[Counter[str], list[int]]:
    """The leaves of records, without those whose text holds more; and the numbers of these."""
    found: Counter[str] = Counter()
    marks = layout.columns.count([record.value for record in records], found)
    if marks == sum([quotation_marks(record.raw.raw) for record in records]):
        return found, []
    odd = [index for index, record in enumerate(records) if _holds_more(record)]
    others: Counter[str] = Counter()
    layout.columns.count([records[index].value for index in odd], others)
    return found - others, odd


def _holds_more(record: Record) -> bool:
    """Whether the text of one record holds more than its struct: than that written again."""
    written = _write(record.value)
    marks = quotation_marks(record.raw.raw)
    return marks < 0 or marks != quotation_marks(written) or has_blanks(written)


def has_blanks(written: bytes) -> bool:
    """Whether a text in JSON as msgspec writes it begins or ends with a blank."""
    if b'" ' in written or b' "' in written:
        return True
    is_plain = b"\\" not in written and not any(byte in written for byte in _RARE)
    return not is_plain and _BLANK_AT_END.search(written) is not None


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
