"""The values of both texts, with all that the page tells of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evmap.conversion.books import ORIGINS, pattern_of
from evmap.conversion.closeup import CloseUp
from evmap.conversion.ledger import Mark
from evmap.reviews.notes import Notes
from evmap.reviews.pairs import Pairs
from evmap.reviews.places import Value, values_between, values_of_texts


@dataclass(slots=True)
class V2Leaf:
    """A v2 value: its bytes, its fate, the findings on it, where its v3 values begin."""

    start: int
    stop: int
    mark: Mark
    about: list[int] = field(default_factory=list)
    guessed: bool = False
    partners: list[int] = field(default_factory=list)

    @property
    def deprecated(self) -> bool:
        """Return whether its field is."""
        return self.mark.row is not None and self.mark.row.deprecated

    @property
    def flags(self) -> list[str]:
        """Return its fate and what else is said of it."""
        deprecated = ["deprecated"] if self.deprecated else []
        return [self.mark.fate, *deprecated, *(["assumed"] if self.guessed else [])]


@dataclass(slots=True)
class V3Leaf:
    """A v3 value: its bytes, its pattern, its origin, where its v2 values begin."""

    start: int
    stop: int
    pattern: str
    origin: str
    partners: list[int] = field(default_factory=list)


def paired(
    close_up: CloseUp, notes: Notes, v3_text: bytes, target: str
) -> tuple[list[V2Leaf], list[V3Leaf]]:
    """Return the values of both texts, in the order of the texts, joined to pairs."""
    find = values_of_texts if close_up.lines else values_between
    v3_values = list(find(v3_text, 0, len(v3_text)))
    pairs = Pairs(close_up, target, v3_values)
    v2 = sorted(_v2_leaves(close_up.marks), key=lambda leaf: leaf.start)
    sources: dict[int, list[V2Leaf]] = defaultdict(list)
    for leaf in v2:
        leaf.about = notes.on(leaf.mark, leaf.start)
        leaf.guessed = notes.guessed(leaf.about)
        leaf.partners = pairs.of(leaf.mark)
        for start in leaf.partners:
            sources[start].append(leaf)
    return v2, _v3_leaves(close_up, v3_values, sources)


def _v2_leaves(marks: Sequence[Mark]) -> Iterator[V2Leaf]:
    by_record: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_record[id(mark.record)].append(mark)
    for of_record in by_record.values():
        record = of_record[0].record
        behind, missing = record.gap
        spots = _spots(record.raw, of_record)
        for mark, value in spots:
            shift = record.offset + (missing if missing and value.start >= behind else 0)
            yield V2Leaf(value.start + shift, value.end + shift, mark)


def _spots(raw: bytes, marks: list[Mark]) -> Iterator[tuple[Mark, Value]]:
    """The marks of one record with the places of their values in its text."""
    if len(marks) == 1 and not marks[0].path:
        # A text that could not be read, or a mere scalar.
        yield marks[0], Value((), 0, len(raw))
        return
    places = {value.path: value for value in values_between(raw, 0, len(raw))}
    for mark in marks:
        place = places.get(mark.path)
        if place is not None:
            yield mark, place


def _v3_leaves(
    close_up: CloseUp, values: Sequence[Value], sources: dict[int, list[V2Leaf]]
) -> list[V3Leaf]:
    origins: dict[str, list[str]] = defaultdict(list)
    for pattern, origin in close_up.origins:
        origins[pattern].append(origin)
    leaves = []
    for value in values:
        pattern = pattern_of("", value.path)
        found = sorted(origins.get(pattern, ["copied"]), key=ORIGINS.index)
        of_value = sources.get(value.start, [])
        # Where values of one pattern differ, the one that came from a guess is the assumed one.
        guessed = any(leaf.guessed for leaf in of_value) or not of_value
        origin = found[-1] if guessed else found[0]
        starts = [leaf.start for leaf in of_value]
        leaves.append(V3Leaf(value.start, value.end, pattern, origin, starts))
    return leaves
