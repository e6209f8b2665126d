"""A converted location, and all that was said of it: one fate for each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from evmap.conversion import model, v2
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.counts import GONE, Partner
from evmap.conversion.diagnostics import (
    Diagnostic,
    Indexes,
    Notes,
    Place,
    Said,
    TargetDiagnostic,
    with_fate,
)
from evmap.conversion.fieldmap import Node
from evmap.conversion.lineage.attributes import Lineage
from evmap.conversion.read.coerce import Coerced, Leaf
from evmap.conversion.read.records import Record
from evmap.conversion.rules.evses import TOTAL
from evmap.conversion.rules.plug_facts import MODE
from evmap.conversion.rules.pools import CONNECTOR_STATE, EVSE
from evmap.conversion.rules.status import GROUP
from evmap.conversion.targets.base import Written

#: Places in the output that an unwritten connector takes with it.
WITH_EVSES = ("evses[]", "connectorGroups[]")

#: Values of EVSEs and connectors that have a place only where they stand in for others.
STANDING_IN = frozenset({f"{GROUP}/{MODE}", f"{EVSE}/id", CONNECTOR_STATE})

#: Fates of values that stand on the other side just so.
UNCHANGED = frozenset({"same", "renamed"})

#: Codes that tell which of several values was chosen.
CHOICES = frozenset({"EV301", "EV311"})


class Located(msgspec.Struct, eq=False, gc=False):
    """A converted location: its records, what was made of them, what was said, its number.

    Records of stations that came again stand last.
    """

    records: list[Record]
    location: model.Location
    notes: Notes
    written: Written
    number: int = 0
    _partners: dict[Indexes, Partner] | None = None

    @property
    def offset(self) -> int:
        """The byte where its first record begins."""
        return min([record.raw.offset for record in self.records])

    @property
    def is_plain(self) -> bool:
        """Whether its records are as documented, stand alike, and only causes speak of them."""
        first = self.records[0].raw.pattern
        return self.notes.only_causes and all(
            each.coerced is None and each.raw.pattern == first for each in self.records
        )

    def partner(self, indexes: Indexes) -> Partner:
        """Where a value went: the first EVSE and connector made of the group or entry around it."""
        if self._partners is None:
            self._partners = self._find_partners()
        for length in range(len(indexes), 1, -1):
            found = self._partners.get(indexes[:length])
            if found is not None:
                return found
        return Partner(self.number)

    def _find_partners(self) -> dict[Indexes, Partner]:
        found: dict[Indexes, Partner] = {}
        for number, kept in enumerate(self.written.kept):
            for place, connector in enumerate(kept.made.numbers):
                partner = Partner(self.number, number, place)
                found.setdefault(kept.evse.entry_of(connector)[1], partner)
                found.setdefault(kept.evse.connectors[connector].at, partner)
                found.setdefault(kept.evse.entries[0][1], partner)
        return found


class Resolved(msgspec.Struct, gc=False):
    """All that is said of a location, each with the final fate of its value; and those fates.

    `twice`: the leaves of what came again; that they are dropped is said of the whole.
    """

    said: list[Said]
    moved: dict[Place, str]
    twice: dict[Place, None] = {}


def resolve(each: Located, target: str) -> Resolved:
    """All that is said of a location, with one fate for each value.

    What the target says of a value outweighs what a rule said; a value that is lost with its group
    is dropped, whatever was said of writing it (EV509); what reading told stays.
    """
    notes = each.notes
    said = list(_said_by_target(each)) if notes.of_target else []
    for cause, indexes in notes.causes:
        said += cause.at(indexes)
    if notes.outweighed:
        said = [(one, at) for one, at in said if not _is_idle(one, at, notes.outweighed)]
    said += notes.said
    lost = list(_lost_leaves(each, target, said)) if notes.lost else []
    if any(record.coerced is not None for record in each.records):
        said, lost = _without_deviations(each, said, lost)
    twice = dict.fromkeys(_leaves_twice(each)) if notes.twice else {}
    if twice:
        said = [(one, at) for one, at in said if (one.pattern, at) not in twice]
    moved: dict[Place, str] = dict.fromkeys(twice, "dropped")
    for diagnostic, indexes in said:
        if diagnostic.fate is not None:
            moved.setdefault((diagnostic.pattern, indexes), diagnostic.fate)
    if lost:
        said = _with_lost(said, dict.fromkeys(lost), moved)
    for number, (diagnostic, indexes) in enumerate(said):
        fate = moved.get((diagnostic.pattern, indexes))
        if fate != diagnostic.fate:
            said[number] = with_fate(diagnostic, fate), indexes
    return Resolved(said, moved, twice)


def _is_idle(diagnostic: Diagnostic, at: Indexes, outweighed: set[Place]) -> bool:
    """Whether it tells of a choice that is not written in the end."""
    return diagnostic.code in CHOICES and (diagnostic.pattern, at) in outweighed


def severities(each: Located, target: str) -> tuple[int, int, int]:
    """How many errors, warnings and notices a location has.

    Losses that every value of a field meets are told by the ledger and don't count here.
    """
    codes = [diagnostic.code for diagnostic, _ in resolve(each, target).said]
    for record in each.records:
        if record.coerced is not None:
            codes += [deviation.code for deviation in record.coerced.deviations]
    found = Counter([CATALOGUE[code].severity for code in codes if code])
    return found["error"], found["warning"], found["notice"]


def _said_by_target(each: Located) -> Iterator[Said]:
    """What the target says, at each value that it is about."""
    lineage = Lineage(each.location, each.records[: each.location.records])
    once: set[Said] = set()
    for one in each.notes.of_target:
        places = _places_of(one, lineage)
        for pattern, at in places:
            said = (Diagnostic(one.code, pattern, one.fate, one.args), at)
            if said not in once:
                yield said
            if one.once:
                once.add(said)
        if one.each_entry and isinstance(one.evse, model.Evse):
            told = {at[: len(one.evse.entries[0][1])] for _, at in places}
            for pattern, at in one.evse.entries:
                if at not in told:
                    yield Diagnostic(one.code, pattern, None, one.args), at


def _places_of(one: TargetDiagnostic, lineage: Lineage) -> Sequence[Place]:
    if not one.attribute:
        return one.places
    if not isinstance(one.evse, model.Evse):
        return lineage.of_location(one.attribute, one.value)
    if one.connector is not None:
        return lineage.of_connector(one.evse, one.connector, one.attribute)
    return lineage.of_evse(one.evse, one.attribute)


def _lost_leaves(each: Located, target: str, said: list[Said]) -> Iterator[Place]:
    """The leaves of what is not written whose only places in v3 are EVSEs and connectors."""
    standing_in = {
        (one.pattern, at)
        for one, at in said
        if one.pattern in STANDING_IN and one.fate not in (None, *GONE)
    }
    totals: dict[Place, None] = {}
    found: dict[Place, None] = {}
    taken = _taken_all_the_same(each)
    taken |= {(one.pattern, at) for one, at in said if (one.code, one.fate) == ("EV509", "lossy")}
    for pattern, indexes in each.notes.lost:
        record = each.records[indexes[0]]
        columns = record.layout.columns.find(pattern)
        if columns is None:
            continue
        value = record.layout.columns.at(record.value, pattern, indexes[1:])
        if value is UNSET:
            continue
        for inner, at, _ in columns.leaves(value, indexes):
            if (inner, at) in taken:
                continue
            if _goes_with_evses(record.layout.nodes[inner], target) or (inner, at) in standing_in:
                found[inner, at] = None
        # The total can be counted again as long as all connectors are written.
        if record.layout.answer == "station" and _has_plugs(value):
            totals[TOTAL, indexes[:1]] = None
    yield from found
    for place in totals:
        if each.records[place[1][0]].value.total_number_of_connectors is not UNSET:
            yield place


def _taken_all_the_same(each: Located) -> set[Place]:
    """The values that EVSEs were read from which are written, be it with other connectors."""
    lineage = Lineage(each.location, each.records[: each.location.records])
    names = ("uid", "evse_id", "physical_reference", "status", "reservable", "last_updated")
    kept = [one.evse for one in each.written.kept]
    found = {place for evse in kept for name in names for place in lineage.of_evse(evse, name)}
    return found - each.notes.outweighed


def _leaves_twice(each: Located) -> Iterator[Place]:
    """The leaves of what came again, but for those of which reading has told the fate."""
    read: dict[int, dict[Indexes, str]] = {}
    for place in each.notes.twice:
        pattern, indexes = place
        record = each.records[indexes[0]]
        if record.coerced is None:
            yield from _strict_leaves(record, place)
        else:
            read.setdefault(indexes[0], {})[indexes] = pattern
    for index, patterns in read.items():
        coerced = each.records[index].coerced
        yield from _read_leaves(coerced, index, patterns) if coerced is not None else ()


def _strict_leaves(record: Record, place: Place) -> Iterator[Place]:
    pattern, indexes = place
    columns = record.layout.columns.find(pattern)
    value = record.layout.columns.at(record.value, pattern, indexes[1:])
    for inner, at, _ in columns.leaves(value, indexes) if columns is not None else ():
        yield inner, at


def _read_leaves(coerced: Coerced, index: int, patterns: dict[Indexes, str]) -> Iterator[Place]:
    """The same of a record that was read leniently; `patterns` of what came again in it."""
    for leaf in coerced.leaves:
        if leaf.node is None or leaf.fate is not None:
            continue
        at = index, *leaf.indexes
        ways = [at[:length] for length in range(1, len(at) + 1)]
        if any(_is_within(leaf.node.pattern, patterns[way]) for way in ways if way in patterns):
            yield leaf.node.pattern, at


def _is_within(pattern: str, around: str) -> bool:
    return not around or f"{pattern}/".startswith(f"{around}/")


def _goes_with_evses(node: Node, target: str) -> bool:
    if node.row is None:
        return False
    places = node.row.targets[target].v3_paths
    return bool(places) and all(place.startswith(WITH_EVSES) for place in places)


def _has_plugs(value: Any) -> bool:
    """Whether something that is not written would have had connectors."""
    if not isinstance(value, v2.Group):
        return True
    point = value.charging_point
    return value.connector_statuses is not UNSET or not point or point.number_of_connectors != 0


def _without_deviations(
    each: Located, said: list[Said], lost: list[Place]
) -> tuple[list[Said], list[Place]]:
    """Without values of which reading has told the fate: rules saw an empty value there."""
    told = {
        (index, deviation.path)
        for index, record in enumerate(each.records)
        if record.coerced is not None
        for deviation in record.coerced.deviations
        if deviation.fate is not None
    }

    def is_told(pattern: str, indexes: Indexes) -> bool:
        coerced = each.records[indexes[0]].coerced
        return coerced is not None and (indexes[0], coerced.real_path((pattern, indexes))) in told

    return (
        [(one, at) for one, at in said if not one.fate or not is_told(one.pattern, at)],
        [place for place in lost if not is_told(*place)],
    )


def _with_lost(said: list[Said], lost: dict[Place, None], moved: dict[Place, str]) -> list[Said]:
    """With a diagnostic on each value that is lost with its group, instead of others on it."""
    found: list[Said] = [
        (Diagnostic("EV509", pattern, "dropped"), at)
        for pattern, at in lost
        if moved.get((pattern, at)) not in GONE
    ]
    for diagnostic, at in found:
        moved[diagnostic.pattern, at] = "dropped"
    return found + [
        (one, at) for one, at in said if (one.pattern, at) not in lost or one.fate in GONE
    ]


def fate_of(leaf: Leaf, index: int, moved: dict[Place, str], target: str) -> str:
    """The fate of a leaf: as reading tells, as rules or target say, else the regular one.

    `index` is the number of its record in the location. What was read as another text or type is
    not the same on the other side.
    """
    fate = _told_fate(leaf, index, moved) or _regular_fate(leaf.node, target)
    return "converted" if leaf.is_mended and fate in UNCHANGED else fate


def _told_fate(leaf: Leaf, index: int, moved: dict[Place, str]) -> str | None:
    """The fate that somebody told of a leaf."""
    if leaf.fate is not None or leaf.node is None:
        return leaf.fate
    return moved.get((leaf.node.pattern, (index, *leaf.indexes))) if moved else None


def _regular_fate(node: Node | None, target: str) -> str:
    """The fate of a leaf of which nothing is told; None: it is no v2 field."""
    return "unknown" if node is None else node.regular(target).fate
