"""The books of a conversion: plain figures that add up, of one part of the input or of several.

An engine keeps books for what it converted. Books of parts merge, in the order of the input, into
those of the whole, and give the same figures and examples as one run over everything.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from evmap.conversion.fieldmap import Path
from evmap.conversion.guide import FieldRow
from evmap.conversion.location import Origins
from evmap.conversion.partners import NOWHERE, Partner, partner_of
from evmap.conversion.read.locate import Known, find_value
from evmap.conversion.read.records import Record

FATES = ("same", "renamed", "converted", "restructured", "lossy", "dropped", "unknown", "invalid")
ORIGINS = ("copied", "converted", "derived", "assumed")

#: Fates that leave no value in the output.
GONE = frozenset({"dropped", "unknown", "invalid"})

#: Examples kept for one finding.
EXAMPLES = 5

#: Findings that are told apart, so that hostile input cannot fill the memory.
MOST_FINDINGS = 5_000

#: Stands for patterns and arguments that are too many to be told apart.
OTHERS = "(others)"

#: A finding's code, pattern, fate and arguments.
FindingKey = tuple[str, str, str | None, tuple[str, ...]]


class Spot(msgspec.Struct, frozen=True):
    """One place in the input: byte offset in the UTF-8 text, pointer, value, partner in v3.

    `record` is the offset of its record.
    """

    record: int
    offset: int
    pointer: str
    value: Any
    partner: Partner = NOWHERE


class Finding(msgspec.Struct, eq=False):
    """A group of equal findings; `spots` are its first places in the input.

    Places at `enough` or behind are not wanted: other books have the first ones.
    """

    code: str
    pattern: str
    fate: str | None
    args: tuple[str, ...]
    occurrences: int = 0
    spots: list[Spot] = msgspec.field(default_factory=list)
    enough: int = 1 << 62
    record: int = -1
    tries: int = 0

    def wants(self, record: int) -> bool:
        """Whether a place in the record at this offset belongs among the first ones.

        Of one record only the first few places are looked at.
        """
        if record != self.record:
            self.record, self.tries = record, 0
        self.tries += 1
        if self.tries > EXAMPLES:
            return False
        if len(self.spots) < EXAMPLES:
            return record < self.enough
        return record < self.spots[-1].record

    def show(self, spot: Spot) -> None:
        """Keep a place if it is among the first ones."""
        if spot not in self.spots:
            self.spots.append(spot)
            self.spots.sort(key=lambda s: (s.offset, s.pointer))
            del self.spots[EXAMPLES:]


class Totals(msgspec.Struct):
    """How much was read and written."""

    records: int = 0
    locations: int = 0
    evses: int = 0
    connectors: int = 0


class Books(msgspec.Struct, eq=False):
    """Figures of a conversion.

    fates: (v2 pattern, fate) -> leaves of the input. rows: v2 pattern -> field map row, None for
    what is no v2 field. spots: the first leaf of each (pattern, fate). shapes and lists: leaves of
    the output by origin, see :class:`~evmap.conversion.ledger.OutputTally`.
    """

    totals: Totals = msgspec.field(default_factory=Totals)
    fates: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    rows: dict[str, FieldRow | None] = msgspec.field(default_factory=dict)
    spots: dict[tuple[str, str], Spot] = msgspec.field(default_factory=dict)
    findings: dict[FindingKey, Finding] = msgspec.field(default_factory=dict)
    shapes: Counter[tuple[str, tuple[str, ...], Origins]] = msgspec.field(default_factory=Counter)
    lists: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    #: Offsets from which earlier books of the same engine have the first places.
    enough: dict[tuple[str, ...] | FindingKey, int] = msgspec.field(default_factory=dict)

    def next(self) -> Books:
        """Empty books that go on where these end, and look for no place that these have."""
        enough = dict(self.enough)
        for place, spot in self.spots.items():
            enough[place] = min(spot.record, enough.get(place, spot.record))
        for key, finding in self.findings.items():
            if len(finding.spots) == EXAMPLES:
                last = finding.spots[-1].record
                enough[key] = min(last, enough.get(key, last))
        return Books(enough=enough)

    def wants(self, pattern: str, fate: str, record: int, *, ties: bool = False) -> bool:
        """Whether a place in the record at this offset may be the first of its pattern and fate.

        `ties`: also a place in the very record that has the first one.
        """
        known = self.spots.get((pattern, fate))
        if known is None:
            return record < self.enough.get((pattern, fate), 1 << 62)
        return record < known.record or (ties and record == known.record)

    def see(self, pattern: str, fate: str, spot: Spot) -> None:
        """Keep the first place of a pattern and fate."""
        known = self.spots.get((pattern, fate))
        if known is None or (spot.offset, spot.pointer) < (known.offset, known.pointer):
            self.spots[pattern, fate] = spot

    def key_for(self, key: FindingKey) -> FindingKey:
        """The key of a finding; those beyond MOST_FINDINGS share one for each code and fate."""
        if key in self.findings or len(self.findings) < MOST_FINDINGS:
            return key
        code, _, fate, args = key
        return code, f"/{OTHERS}", fate, tuple(OTHERS for _ in args)

    def merge(self, other: Books) -> None:
        """Add the books of the next part of the same input: its locations come after these."""
        before = self.totals.locations
        for name in Totals.__struct_fields__:
            setattr(self.totals, name, getattr(self.totals, name) + getattr(other.totals, name))
        self.fates.update(other.fates)
        self.shapes.update(other.shapes)
        self.lists.update(other.lists)
        for pattern, row in other.rows.items():
            self.rows.setdefault(pattern, row)
        for (pattern, fate), spot in other.spots.items():
            self.see(pattern, fate, _behind(spot, before))
        for key, finding in other.findings.items():
            own = self.key_for(key)
            known = self.findings.setdefault(own, Finding(*own))
            known.occurrences += finding.occurrences
            for spot in finding.spots:
                known.show(_behind(spot, before))


def _behind(spot: Spot, locations: int) -> Spot:
    """The spot, with its location counted behind so many others."""
    location = spot.partner.location
    if location is None or not locations:
        return spot
    partner = msgspec.structs.replace(spot.partner, location=location + locations)
    return msgspec.structs.replace(spot, partner=partner)


def spot_at(record: Record, path: Path, value: Any) -> Spot:
    """The place of a value; `path` leads from the record's root in the user's own text."""
    if record.known is None:
        record.known = Known()
    place = find_value(record.raw, path, record.known) if record.raw else 0
    behind, missing = record.gap
    if missing and place >= behind:
        place += missing
    return Spot(
        record.offset,
        record.offset + place,
        pointer(record.pointer, path),
        value,
        partner_of(record, path),
    )


def escape(step: str) -> str:
    """A key as a step of a JSON Pointer (RFC 6901)."""
    return readable(step.replace("~", "~0").replace("/", "~1"))


def readable(text: str) -> str:
    r"""A text that can be written as UTF-8: half a surrogate pair becomes its escape (\ud83d)."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


def pointer(base: str, path: Path) -> str:
    """The JSON Pointer of `path` below `base`."""
    if not path:
        return base
    steps = (str(step) if isinstance(step, int) else escape(step) for step in path)
    return "/".join((base, *steps))


def pattern_of(base: str, path: Path) -> str:
    """The pattern of `path` below `base`: a pointer with * for indexes."""
    if not path:
        return base
    steps = ("*" if isinstance(step, int) else escape(step) for step in path)
    return "/".join((base, *steps))
