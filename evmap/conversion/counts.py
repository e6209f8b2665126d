"""The figures of a conversion: both sides of the ledger, diagnostics by pattern, first examples.

Counts of parts add up, in the order of the input, to those of the whole, with the same examples as
one run over everything.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.guide import FieldRow

FATES = ("same", "renamed", "converted", "restructured", "lossy", "dropped", "unknown", "invalid")
ORIGINS = ("copied", "converted", "derived", "assumed")

#: Fates that leave no value in the output.
GONE = frozenset({"dropped", "unknown", "invalid"})

#: Fates that lose a value, or a part of it.
LOSSES = frozenset({"lossy", "dropped"})

#: Examples kept of one finding.
EXAMPLES = 5

#: Findings and patterns that are told apart, so that hostile input cannot fill the memory.
MOST_FINDINGS, MOST_PATTERNS = 5_000, 3_000

#: A longer pattern holds a key that is none: reports would repeat it many times.
LONGEST_PATTERN = 2_000

#: Stands for patterns and arguments that are too many, or too long, to be told apart.
OTHERS = "(others)"

#: A finding's code, pattern, fate and arguments.
FindingKey = tuple[str, str, str | None, tuple[str, ...]]

#: What examples are kept of: a finding, or (pattern, fate) of a leaf.
Key = FindingKey | tuple[str, str]


def finding_key(code: str, pattern: str, fate: str | None, args: tuple[str, ...]) -> FindingKey:
    """What a diagnostic is grouped by: its arguments count where the catalogue says so."""
    return code, pattern, fate, args if CATALOGUE[code].by_argument else ()


class Partner(msgspec.Struct, frozen=True):
    """Positions in the output: of the location, of the EVSE in it, of the connector in that.

    None where there is none, or where it is not known.
    """

    location: int | None = None
    evse: int | None = None
    connector: int | None = None

    def pointer(self, root: str, path: str) -> str | None:
        """The JSON Pointer of a v3 path below `root`; None where it is not one place."""
        if self.location is None:
            return None
        steps = path.split(".")
        for name, position in (("evses[]", self.evse), ("connectors[]", self.connector)):
            if name in steps and position is not None:
                steps[steps.index(name)] = f"{name[:-2]}/{position}"
        found = "/".join((root.replace("*", str(self.location)), *steps))
        return None if "[]" in found else found


class Occurrence(msgspec.Struct, frozen=True):
    """One place in the input: byte offset in the UTF-8 text, pointer, value, partner in v3.

    `record` is the offset of its record.
    """

    record: int
    offset: int
    pointer: str
    value: Any
    partner: Partner = Partner()

    def behind(self, locations: int) -> Occurrence:
        """The same, with its location counted behind so many others."""
        location = self.partner.location
        if location is None or not locations:
            return self
        partner = msgspec.structs.replace(self.partner, location=location + locations)
        return msgspec.structs.replace(self, partner=partner)


class Examples(msgspec.Struct, eq=False):
    """The first places of a finding, or the very first one of a leaf's pattern and fate."""

    most: int = EXAMPLES
    found: list[Occurrence] = []

    def want(self, record: int) -> bool:
        """Whether a place in the record at this offset belongs among them."""
        return len(self.found) < self.most or record < self.found[-1].record

    def add(self, occurrence: Occurrence) -> None:
        """Keep a place if it belongs among them."""
        if occurrence not in self.found:
            self.found.append(occurrence)
            self.found.sort(key=lambda each: (each.offset, each.pointer))
            del self.found[self.most :]


class Totals(msgspec.Struct):
    """How much was read and written."""

    records: int = 0
    locations: int = 0
    evses: int = 0
    connectors: int = 0


class Counts(msgspec.Struct, eq=False):
    """Figures of a conversion.

    fates: (v2 pattern, fate) -> leaves of the input. rows: v2 pattern -> row of the field map, None
    for what is no v2 field. origins: (pattern below a location, origin) -> leaves of the output.
    findings: number of occurrences. explained: (v2 pattern, fate) -> leaves whose loss they tell.
    examples: of findings, and of (pattern, fate) of leaves.
    """

    totals: Totals = msgspec.field(default_factory=Totals)
    fates: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    rows: dict[str, FieldRow | None] = msgspec.field(default_factory=dict)
    origins: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    findings: Counter[FindingKey] = msgspec.field(default_factory=Counter)
    explained: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    examples: dict[Key, Examples] = msgspec.field(default_factory=dict)

    def find(self, key: FindingKey, number: int = 1) -> FindingKey:
        """Count a finding; return the key that it is counted by."""
        key = self.name(key)
        self.findings[key] += number
        return key

    def know(self, pattern: str, row: FieldRow | None) -> None:
        """Note the row of a pattern. An empty list has none, where a value in its place has one."""
        if row is not None or pattern not in self.rows:
            self.rows[pattern] = row

    def has_room(self, pattern: str) -> bool:
        """Whether one more pattern of what is no v2 field is told apart."""
        return len(self.rows) < MOST_PATTERNS and len(pattern) <= LONGEST_PATTERN

    def name(self, key: FindingKey) -> FindingKey:
        """The key of a finding.

        Those beyond MOST_FINDINGS share one for each code and fate, as do too long patterns.
        """
        code, pattern, fate, args = key
        if len(pattern) <= LONGEST_PATTERN and (
            key in self.findings or len(self.findings) < MOST_FINDINGS
        ):
            return key
        return code, f"/{OTHERS}", fate, tuple(OTHERS for _ in args)

    def example(self, key: Key, occurrence: Occurrence) -> None:
        """Keep an example if it is among the first."""
        most = EXAMPLES if len(key) > 2 else 1
        self.examples.setdefault(key, Examples(most)).add(occurrence)

    def merge(self, other: Counts) -> None:
        """Add the counts of the next part of the same input: its locations come after these."""
        before = self.totals.locations
        for name in Totals.__struct_fields__:
            setattr(self.totals, name, getattr(self.totals, name) + getattr(other.totals, name))
        self.fates.update(other.fates)
        self.origins.update(other.origins)
        self.explained.update(other.explained)
        for pattern, row in other.rows.items():
            self.know(pattern, row)
        names: dict[Key, Key] = {
            key: self.find(key, number) for key, number in other.findings.items()
        }
        for key, examples in other.examples.items():
            for occurrence in examples.found:
                self.example(names.get(key, key), occurrence.behind(before))
