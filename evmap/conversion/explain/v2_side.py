"""The v2 side of an explained record: every leaf with its fate, every diagnostic at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

from evmap.conversion.counts import GONE
from evmap.conversion.diagnostics import Diagnostic, Indexes, Path, Place, Said, path_of
from evmap.conversion.explain.values import Explained, Remark, V2Value
from evmap.conversion.lineage.located import Located, Resolved, fate_of
from evmap.conversion.pointers import joined, pointer
from evmap.conversion.read import jsontext
from evmap.conversion.read.coerce import Coerced, Deviation, Leaf
from evmap.conversion.read.records import Record
from evmap.conversion.read.split import Text

#: What is said of something that came again, as a whole.
CAME_AGAIN = "EV521"


def explain_v2(
    each: Located, resolved: Resolved, target: str
) -> tuple[Explained, dict[Place, V2Value]]:
    """The v2 side of a location; and its values by their places."""
    found = Explained()
    values: dict[Place, V2Value] = {}
    said_of: list[list[Said]] = [[] for _ in each.records]
    for said in resolved.said:
        if said[0].code:
            said_of[said[1][0]].append(said)
    for index, record in enumerate(each.records):
        side = _Side(found, record.raw, resolved, target)
        for leaf, value in side.add(list(_leaves_of(record)), index):
            if leaf.node is not None and leaf.fate not in GONE:
                values[leaf.node.pattern, value.at] = value
        for said in said_of[index]:
            side.say(said, record)
        for deviation in () if record.coerced is None else record.coerced.deviations:
            side.set_aside(deviation, (index, *deviation.indexes))
        side.mark_twice()
    return found, values


def explain_coerced(text: Text, coerced: Coerced, target: str) -> Explained:
    """What stands around records, or in the place of one: leaves, and what reading says."""
    found = Explained()
    side = _Side(found, text, Resolved([], {}), target)
    side.add(coerced.leaves, 0)
    for deviation in coerced.deviations:
        side.set_aside(deviation, ())
    return found


def _leaves_of(record: Record) -> Iterable[Leaf]:
    if record.coerced is not None:
        return record.coerced.leaves
    nodes = record.layout.nodes
    return (
        Leaf(path_of((pattern, (0, *at))), joined("", pattern), at, nodes[pattern], None, value)
        for pattern, at, value in record.layout.columns.leaves(record.value)
    )


class _Side:
    """Adds what is known of one text."""

    def __init__(self, found: Explained, text: Text, resolved: Resolved, target: str) -> None:
        self._found = found
        self._text = text
        self._moved = resolved.moved
        self._twice = resolved.twice
        #: Indexes of what came again -> how many were met before, and what was said.
        self._whole: dict[Indexes, tuple[int, Remark]] = {}
        self._target = target
        self._values: dict[Path, V2Value] = {}

    def add(self, leaves: Sequence[Leaf], index: int) -> list[tuple[Leaf, V2Value]]:
        """Add the leaves of the record with this index in its location."""
        starts = jsontext.places(self._text.raw, [leaf.path for leaf in leaves])
        return [(leaf, self._leaf(leaf, index, starts[leaf.path])) for leaf in leaves]

    def _leaf(self, leaf: Leaf, index: int, start: int) -> V2Value:
        end = jsontext.end_of(self._text.raw, start)
        row = leaf.node.row if leaf.node is not None else None
        fate = fate_of(leaf, index, self._moved, self._target)
        value = V2Value(
            pointer=pointer(self._text.pointer, leaf.path),
            pattern=self._text.pattern + leaf.pattern,
            start=self._text.byte(start),
            end=self._text.byte(end),
            value=leaf.value,
            fate=fate,
            row=row,
            at=(index, *leaf.indexes),
            is_twice=self._is_twice(leaf, index),
        )
        self._found.v2.append(value)
        self._values[leaf.path] = value
        return value

    def _is_twice(self, leaf: Leaf, index: int) -> bool:
        """Whether a leaf is one of what came again."""
        if leaf.node is None or leaf.fate is not None:
            return False
        return (leaf.node.pattern, (index, *leaf.indexes)) in self._twice

    def mark_twice(self) -> None:
        """Say of each leaf of what came again what is said of the whole."""
        for value in self._values.values():
            if value.is_twice:
                ways = [value.at[:length] for length in range(1, len(value.at) + 1)]
                around = [self._whole[at] for at in ways if at in self._whole]
                if around:
                    value.remarks.append(max(around, key=itemgetter(0))[1])

    def say(self, said: Said, record: Record) -> None:
        """Add what a rule or target said."""
        diagnostic, at = said
        place = (diagnostic.pattern, at)
        self._add(record.path(place), record.pattern(place), diagnostic, at)

    def set_aside(self, deviation: Deviation, at: Indexes) -> None:
        """Add what reading said."""
        pattern = self._text.pattern + deviation.pattern
        self._add(deviation.path, pattern, deviation, at)

    def _add(self, path: Path, pattern: str, said: Diagnostic | Deviation, at: Indexes) -> None:
        remark = Remark(said.code, pattern, said.fate, said.args, at)
        self._found.remarks.append(remark)
        if said.code == CAME_AGAIN:
            self._whole[at] = len(self._whole), remark
        if path in self._values:
            self._values[path].remarks.append(remark)
