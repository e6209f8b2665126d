"""A v2 response beside the one that comes back from v3: what became of every value, and how.

Both are explained in the same v3 form. A value of the original came back where a value of what came
back belongs to the same v3 value; then the two are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import msgspec

from evmap.conversion.convert import units_of
from evmap.conversion.converter import Unit, encode
from evmap.conversion.explain.locations import explain
from evmap.conversion.explain.values import Explained, V2Value, V3Value
from evmap.conversion.guide import Guide, fixture_guide
from evmap.conversion.limits import LOCAL, Limits
from evmap.conversion.options import Options, Target
from evmap.conversion.pointers import readable
from evmap.conversion.read.split import RawRecord, split
from evmap.conversion.read.xml_answer import read_text
from evmap.revert.matching import UID, keys_of
from evmap.revert.revert import Reverted

#: What became of a value. form: elsewhere, or spelled otherwise. held: v3 holds it, and a v2
#: response of stations has no field for it. empty: it says nothing, so nothing can come back.
OUTCOMES = ("same", "form", "different", "held", "empty", "lost")

#: Examples kept for one pattern and outcome; pairs of pattern and outcome that are told apart.
EXAMPLES, MOST_ROWS = 3, 3_000
OTHERS = "/(others)"

#: Values are shown up to this length.
SHOWN = 120

Scalar = str | int | float | bool | None


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
    value: Scalar
    back_pointer: str | None
    back: Scalar


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
    values: int | None = None,
) -> Difference:
    """Compare a v2 response with what came back from v3: `most` locations, of so many `values`.

    Raises ReadError where the original is no v2 response.
    """
    trip = Trip(original, reverted, guide or fixture_guide(), limits, most, values)
    rows: dict[tuple[str, str], Row] = {}
    for came in trip.each():
        key = (came.pattern, came.outcome)
        if key not in rows and len(rows) >= MOST_ROWS:
            key = (OTHERS, came.outcome)
        row = rows.setdefault(key, Row(*key, 0, []))
        row.count += 1
        if len(row.examples) < EXAMPLES:
            back = _shown(came.back)
            row.examples.append(Example(came.pointer, _shown(came.value), came.back_pointer, back))
    outcomes: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    for row in rows.values():
        outcomes[row.outcome] += row.count
    return Difference(
        sum(outcomes.values()),
        dict(outcomes),
        len(trip.units) - trip.missing,
        trip.left_out,
        trip.missing,
        list(rows.values()),
    )


class Trip:
    """One comparison: `most` locations, of so many `values`."""

    def __init__(
        self,
        data: bytes,
        reverted: Reverted,
        guide: Guide,
        limits: Limits,
        most: int | None = None,
        values: int | None = None,
    ) -> None:
        self._reverted = reverted
        self._guide = guide
        # What a chosen successor made comes back as the successor.
        target: Target = "here-v3" if any(reverted.are_here) else "v3"
        self._options = Options(target=target, accept_successors=True, limits=limits)
        source = split(read_text(data, guide, limits).text, limits)
        units = list(units_of(source, guide, self._options))
        located = [unit for unit in units if isinstance(unit[0], RawRecord)]
        self.units = _first(located, most, values)
        self._rest = [unit for unit in units if not isinstance(unit[0], RawRecord)]
        self._frames = source.frames
        self.left_out = len(located) - len(self.units)
        self.missing = 0

    def each(self) -> Iterator[Came]:
        """What became of every value, location by location."""
        around = explain(self._rest, self._frames, self._guide, self._options)
        for value in around.v2:
            yield _came(value, "empty" if _is_empty(value.value) else "lost")
        waiting = self._stations()
        # Ids that did not fit came back as others; where nothing is missing, the order tells.
        in_order = len(self._reverted.stations) >= len(self.units)
        self.missing = 0
        for number, unit in enumerate(self.units):
            explained = explain([unit], [], self._guide, self._options)
            station = _taken(waiting, _id_of(explained), number if in_order else -1)
            if station is None:
                self.missing += 1
            yield from self._location(explained, station)

    def _stations(self) -> dict[str, list[int]]:
        """The stations that came back by their pool."""
        found: dict[str, list[int]] = {}
        for number, station in enumerate(self._reverted.stations):
            found.setdefault(str(station.get("poolId") or ""), []).append(number)
        return found

    def _location(self, explained: Explained, number: int | None) -> Iterator[Came]:
        back, patterns = Explained(), frozenset[str]()
        if number is not None:
            back = explain([self._unit(number)], [], self._guide, self._options)
            patterns = self._reverted.patterns(number)
        ours, theirs = keys_of(explained.v3, back.v3)
        found: dict[tuple[Hashable, ...], V3Value] = {}
        for written in back.v3:
            found.setdefault(theirs[id(written)], written)
        evses = {key[1] for key in found if key[0] == UID}

        def is_held(written: V3Value) -> bool:
            """Whether v3 has such a value, as far as it has the EVSE."""
            key = ours[id(written)]
            if written.pattern not in patterns or written.pattern.startswith("/connectorGroups/"):
                return False
            return not written.pattern.startswith("/evses/*/") or key[1] in evses

        judged = [
            (value, [(each, found.get(ours[id(each)])) for each in value.partners])
            for value in explained.v2
        ]
        groups = {value.at[:2] for value, pairs in judged if any(map(_shows_group, pairs))}
        for value, pairs in judged:
            if pairs or _is_gone(value) or len(value.at) < 2 or value.at[:2] in groups:
                yield _judged(value, pairs, is_held)
            else:  # told by leaving it out: of a group that did not come back it proves nothing
                yield _came(value, "empty" if _is_empty(value.value) else "lost")

    def _unit(self, number: int) -> Unit:
        ndjson = self._reverted.ndjson
        base = "" if ndjson else "/evStations/evStation"
        text = encode(self._reverted.stations[number])
        return [RawRecord(text, f"{base}/*", f"{base}/{number}", 0, "station")]


def _id_of(explained: Explained) -> str:
    """The pool id that stands in a v3 document."""
    ids = [written.value for written in explained.v3 if written.pattern == "/id"]
    return str(ids[0]).rpartition(":")[2] if ids else ""


def _first(units: list[Unit], most: int | None, values: int | None) -> list[Unit]:
    """The first units: `most` of them, and as many as have so many values together."""
    if values is None:
        return units[:most]
    sums = accumulate(sum(raw.raw.count(b",") + 1 for raw in unit) for unit in units[:most])
    return units[: sum(size <= values for size in sums)]


def _taken(waiting: dict[str, list[int]], pool_id: str, number: int) -> int | None:
    """The station that came back for a location: by pool id, else the one in its order."""
    if pool_id and waiting.get(pool_id):
        return waiting[pool_id].pop(0)
    for numbers in waiting.values():
        if number in numbers:
            numbers.remove(number)
            return number
    return None


def _judged(
    value: V2Value,
    pairs: Sequence[tuple[V3Value, V3Value | None]],
    is_held: Callable[[V3Value], bool],
) -> Came:
    """What became of a value, by the v3 values that were made of it, before and after."""
    if _is_empty(value.value):
        return _came(value, "empty")
    if not value.partners:
        return _came(value, "lost" if value.row is None or _is_gone(value) else "form")
    path = value.row.path if value.row is not None else ""
    best: tuple[int, V2Value] | None = None
    for before, after in pairs:
        for back in after.partners if after is not None else ():
            same_field = back.row is not None and back.row.path == path
            if same_field and _equal(back.value, value.value):
                return _came(value, "same", back)
            kept = value.fate != "lossy" and after is not None and before.value == after.value
            rank = 2 * kept + same_field
            if best is None or rank > best[0]:
                best = rank, back
    if best is not None:
        return _came(value, "form" if best[0] > 1 else "different", best[1])
    return _came(value, "held" if any(map(is_held, value.partners)) else "lost")


def _shows_group(pair: tuple[V3Value, V3Value | None]) -> bool:
    """Whether a value came back in an EVSE: so did the group of plugs that it stands in."""
    _, back = pair
    return back is not None and back.pattern.startswith(("/evses/", "/connectorGroups/"))


def _is_gone(value: V2Value) -> bool:
    return value.fate in ("dropped", "unknown", "invalid")


def _came(value: V2Value, outcome: str, back: V2Value | None = None) -> Came:
    if back is None:
        return Came(outcome, value.pattern, value.pointer, value.value)
    return Came(outcome, value.pattern, value.pointer, value.value, back.value, back.pointer)


def _equal(one: Any, other: Any) -> bool:
    return isinstance(one, str) == isinstance(other, str) and one == other


def _is_empty(value: Any) -> bool:
    """Whether a value says nothing: it is read as missing (EV107)."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, (list, dict)) and not value)


def _shown(value: Any) -> Scalar:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 1 << 53:
        return value
    text = readable(str(value))
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
