"""What the page tells of a chosen value: fate, rule, mapping row, notes, and its partners."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.counts import FindingKey
from evmap.conversion.explained import V2Value, V3Value
from evmap.conversion.findings import fill
from evmap.conversion.guide import FieldRow
from evmap.conversion.pointers import readable
from evmap.mappings.models import Note
from evmap.mappings.models.base import KEY_SEPARATOR
from evmap.reviews.groups import breakable_pointer
from evmap.reviews.rows import Rows

#: Places that an explanation lists.
MOST_PLACES = 60
#: Partners of one place that it lists.
MOST_PARTNERS = 12


@dataclass(frozen=True)
class Spot:
    """A place in one of the texts: its anchor, and what it is called."""

    anchor: str
    label: str


@dataclass(frozen=True)
class Place:
    """A value and its partners on the other side."""

    spot: Spot
    partners: list[Spot]
    further: int


@dataclass(frozen=True)
class Rule:
    """A finding on the value."""

    code: str
    severity: str
    message: str
    advice: str
    anchor: str


@dataclass
class Why:
    """All values of one side of which the same is told. `side`: v2 or v3."""

    anchor: str
    side: str
    pattern: SafeString
    word: str
    deprecated: bool = False
    rules: list[Rule] = field(default_factory=list)
    reason: str = ""
    row_url: str = ""
    row_path: str = ""
    notes: list[Note] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    further: int = 0

    def add(self, place: Place) -> None:
        """Add a place, as long as there is room."""
        if len(self.places) < MOST_PLACES:
            self.places.append(place)
        else:
            self.further += 1


#: What is told of empty lists and objects.
EMPTY = "Empty: v3 leaves out what has no data."

#: The anchor of each side's values begins with this.
AT = {"v2": "at", "v3": "to"}


class Explainer:
    """Makes explanations; values of which the same is told share one."""

    def __init__(
        self,
        anchors: Mapping[FindingKey, str],
        target: str,
        notes: Mapping[str, list[Note]],
        written: Collection[str] = (),
    ) -> None:
        self.whys: dict[tuple[object, ...], Why] = {}
        self._anchors = anchors
        self.target = target
        self._notes = notes
        self.written = written

    def v2(self, leaf: V2Value, rows: Mapping[str, Rows], shown: set[int]) -> str:
        """Return the anchor of the explanation of a v2 value; `shown`: v3 values on the page."""
        key = ("v2", leaf.pattern, leaf.fate, *leaf.findings(self.target, self.written))
        why = self.whys.get(key)
        if why is None:
            why = self.whys[key] = self._v2_why(leaf)
        partners = [each.start for each in leaf.partners if each.start in shown]
        why.add(_place("v2", leaf.start, partners, rows))
        return why.anchor

    def v3(self, leaf: V3Value, rows: Mapping[str, Rows], shown: set[int]) -> str:
        """Return the anchor of the explanation of a v3 value; `shown`: v2 values on the page."""
        key = ("v3", leaf.pattern, leaf.origin)
        why = self.whys.get(key)
        if why is None:
            pattern = breakable_pointer(readable(leaf.pattern))
            why = self.whys[key] = Why(f"from-{len(self.whys)}", "v3", pattern, leaf.origin)
        partners = [each.start for each in leaf.partners if each.start in shown]
        why.add(_place("v3", leaf.start, partners, rows))
        return why.anchor

    def _v2_why(self, leaf: V2Value) -> Why:
        row = leaf.row
        why = Why(
            anchor=f"why-{len(self.whys)}",
            side="v2",
            pattern=breakable_pointer(readable(leaf.pattern) or "the whole text"),
            word=leaf.fate,
            deprecated=row is not None and row.deprecated,
            rules=[self._rule(key) for key in leaf.findings(self.target, self.written)],
        )
        if row is not None:
            self._add_row(why, row)
        elif leaf.fate == "restructured":
            why.reason = EMPTY
        return why

    def _add_row(self, why: Why, row: FieldRow) -> None:
        why.reason = row.targets[self.target].reason
        why.row_path = row.path
        why.row_url = reverse("mappings:field", args=[row.slug]) if row.slug else ""
        why.notes = self._notes.get(KEY_SEPARATOR.join((row.answer, row.path)), [])

    def _rule(self, key: FindingKey) -> Rule:
        code, _, _, args = key
        entry = CATALOGUE[code]
        return Rule(
            code=code,
            severity=entry.severity,
            message=readable(fill(entry.message, args)),
            advice=readable(fill(entry.advice, args)),
            anchor=self._anchors.get(key, ""),
        )


def _place(side: str, start: int, partners: list[int], rows: Mapping[str, Rows]) -> Place:
    other = "v3" if side == "v2" else "v2"
    spots = [_spot(other, partner, rows[other]) for partner in partners[:MOST_PARTNERS]]
    return Place(_spot(side, start, rows[side]), spots, len(partners) - len(spots))


def _spot(side: str, start: int, rows: Rows) -> Spot:
    row = rows.row_at(start)
    return Spot(f"{AT[side]}-{start}", row.label if row is not None else "?")
