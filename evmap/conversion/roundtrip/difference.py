"""The difference between a v2 answer and the one that comes back: every value, one outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from evmap.conversion.books import pattern_of, pointer
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.limits import LOCAL, Limits
from evmap.conversion.read.encoding import to_utf8
from evmap.conversion.read.markup import looks_like_xml
from evmap.conversion.read.sift import each_leaf
from evmap.conversion.read.xml_answer import read_xml
from evmap.conversion.roundtrip.equipment import GROUP_RULES, POOL_RULES, in_partner
from evmap.conversion.roundtrip.originals import Original, Originals, Record, read_originals
from evmap.conversion.roundtrip.pair import EMPTY, LOST, OUTCOMES, Outcome, Pair, Value, inner
from evmap.conversion.roundtrip.places import RULES, Rule, same_place
from evmap.revert.revert import Held, Reverted

Json = dict[str, Any]

#: Examples kept for one pattern and outcome.
EXAMPLES = 3
#: Pairs of pattern and outcome that are told apart.
MOST_ROWS = 3_000
OTHERS = "/(others)"

_RULES = {"station": RULES | GROUP_RULES, "evses": POOL_RULES}


class Came(msgspec.Struct, frozen=True):
    """What became of one value. `back` is what stands now at `back_pointer`."""

    outcome: str
    pattern: str
    pointer: str
    value: Any
    back: Any = None
    back_pointer: str | None = None


class Example(msgspec.Struct, frozen=True):
    """A value and what came back for it."""

    pointer: str
    value: str | int | float | bool | None
    back_pointer: str | None
    back: str | int | float | bool | None


class Row(msgspec.Struct):
    """All values of one pattern with one outcome."""

    pattern: str
    outcome: str
    count: int
    examples: list[Example]


class Difference(msgspec.Struct):
    """The whole difference. The counts of `rows` add up to `leaves`, those of `outcomes` too.

    compared: locations on both sides; left_out: locations beyond the limit, of which nothing is
    counted; missing: locations of the original without a station that came back.
    """

    leaves: int
    outcomes: dict[str, int]
    compared: int
    left_out: int
    missing: int
    rows: list[Row]


def difference(
    original: bytes,
    reverted: Reverted,
    *,
    guide: Guide | None = None,
    limits: Limits = LOCAL,
    most: int | None = None,
) -> Difference:
    """Compare a v2 answer with what came back from v3, `most` locations of it.

    Raises ReadError where the original is no v2 answer.
    """
    guide = guide or fixture_guide()
    originals = _originals(original, guide, limits, most)
    rows: dict[tuple[str, str], Row] = {}
    for came in _each(originals, reverted, guide):
        key = (came.pattern, came.outcome)
        row = rows.get(key)
        if row is None:
            if len(rows) >= MOST_ROWS:
                key = (OTHERS, came.outcome)
            row = rows.setdefault(key, Row(*key, 0, []))
        row.count += 1
        if len(row.examples) < EXAMPLES:
            row.examples.append(
                Example(came.pointer, _shown(came.value), came.back_pointer, _shown(came.back))
            )
    outcomes: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    for row in rows.values():
        outcomes[row.outcome] += row.count
    pairs = _partners(originals.locations, reverted)
    missing = sum(number is None for number in pairs)
    return Difference(
        sum(outcomes.values()),
        dict(outcomes),
        len(pairs) - missing,
        originals.left_out,
        missing,
        list(rows.values()),
    )


def each_outcome(
    original: bytes, reverted: Reverted, *, guide: Guide | None = None, limits: Limits = LOCAL
) -> Iterator[Came]:
    """What became of every value of a v2 answer, in its order. Raises ReadError."""
    guide = guide or fixture_guide()
    yield from _each(_originals(original, guide, limits, None), reverted, guide)


def _originals(data: bytes, guide: Guide, limits: Limits, most: int | None) -> Originals:
    """The original answer, JSON or XML."""
    text, _ = to_utf8(data, limits)
    if looks_like_xml(text):
        text = read_xml(text, guide, limits).json
    return read_originals(text, guide, limits, most)


def _each(originals: Originals, reverted: Reverted, guide: Guide) -> Iterator[Came]:
    for stray in originals.strays:
        kind = EMPTY.kind if _is_empty(stray.value) else LOST.kind
        yield Came(kind, stray.pattern, stray.pointer, stray.value)
    numbers = _partners(originals.locations, reverted)
    for original, number in zip(originals.locations, numbers, strict=True):
        back: Json = reverted.stations[number] if number is not None else {}
        held = reverted.held[number] if number is not None else Held()
        pair = Pair(original, back, held, guide)
        base = "" if number is None else _base(reverted, number)
        for index, record in enumerate(original.records):
            yield from _of_record(pair, index, record, originals, base)


def _base(reverted: Reverted, number: int) -> str:
    return f"/{number}" if reverted.ndjson else f"/evStations/evStation/{number}"


def _of_record(
    pair: Pair, index: int, record: Record, originals: Originals, base: str
) -> Iterator[Came]:
    answer = pair.original.answer
    raw = record.raw
    for leaf in each_leaf(originals.trees[answer], record.original):
        found = LOST
        if _is_empty(leaf.value):
            found = EMPTY
        elif leaf.node is not None and leaf.node.row is not None:
            value = inner(record.value, leaf.clean)
            if value is not None:
                place = Value(index, leaf.clean, leaf.value, value)
                found = _rule(answer, leaf.node.path)(pair, place)
        back = pair.at(found.path) if found.path is not None else None
        yield Came(
            found.kind,
            pattern_of(raw.pattern, leaf.path),
            pointer(raw.pointer, leaf.path),
            leaf.value,
            None if isinstance(back, (dict, list)) else back,
            pointer(base, found.path) if found.path is not None else None,
        )


def _is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def _rule(answer: str, path: str) -> Rule:
    rule = _RULES[answer].get(path)
    if rule is not None:
        return rule
    if answer == "evses":
        return _never
    return in_partner if path.startswith("connectors.connector[]") else same_place


def _never(_pair: Pair, _value: Value) -> Outcome:
    """For fields of evses/bulk that a station has no field for."""
    return LOST


def _partners(originals: list[Original], reverted: Reverted) -> list[int | None]:
    """The station that came back for each location: by pool id, else by order."""
    waiting: dict[str, list[int]] = {}
    for number, station in enumerate(reverted.stations):
        waiting.setdefault(str(station.get("poolId") or ""), []).append(number)
    found: list[int | None] = []
    for original in originals:
        numbers = waiting.get(original.pool_id)
        found.append(numbers.pop(0) if numbers and original.pool_id else None)
    # Ids that did not fit came back as others: what is left over stands in the same order.
    left = sorted(number for numbers in waiting.values() for number in numbers)
    if len(left) >= found.count(None) and len(reverted.stations) >= len(originals):
        rest = iter(left)
        found = [next(rest) if number is None else number for number in found]
    return found


def _shown(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 1 << 53:
        return value
    text = str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"


__all__ = ["OUTCOMES", "Came", "Difference", "Example", "Row", "difference", "each_outcome"]
