"""What a report may give as an example: places of diagnostics, and of losses nobody told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from evmap.conversion.codes import CATALOGUE
from evmap.conversion.counts import (
    LONGEST_PATTERN,
    LOSSES,
    FindingKey,
    Key,
    Occurrence,
    Partner,
    finding_key,
)
from evmap.conversion.diagnostics import Indexes, Path, Place, Said, path_of
from evmap.conversion.guide import FieldRow
from evmap.conversion.lineage.located import Located, Resolved, fate_of
from evmap.conversion.pointers import pointer
from evmap.conversion.read import jsontext
from evmap.conversion.read.coerce import Coerced, Deviation
from evmap.conversion.read.records import Record
from evmap.conversion.read.split import Text


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A place that may be an example of `key`; `at` are its indexes as rules see them."""

    key: Key
    path: Path
    value: Any
    at: Indexes


def is_told_by_ledger(row: FieldRow | None, fate: str) -> bool:
    """Whether a finding tells of such leaves without a diagnostic (EV401 to EV404, EV409)."""
    return row is not None and (row.deprecated or fate in LOSSES)


def tells_loss(code: str, fate: str | None, regular: str) -> bool:
    """Whether a diagnostic tells that its value is lost, so that the ledger need not.

    `fate` is None where the value has its regular fate: then what is only a notice tells of
    reading.
    """
    if not code or (fate or regular) not in LOSSES:
        return False
    return fate is not None or CATALOGUE[code].severity != "notice"


def key_of(said: Said, record: Record) -> FindingKey:
    """What a diagnostic of a rule or target is grouped by."""
    one, at = said
    return finding_key(one.code, record.pattern((one.pattern, at)), one.fate, one.args)


def key_of_deviation(deviation: Deviation, text: Text) -> FindingKey:
    """What a deviation of a text is grouped by."""
    pattern = text.pattern + deviation.pattern
    return finding_key(deviation.code, pattern, deviation.fate, deviation.args)


def candidates_in(each: Located, resolved: Resolved, target: str) -> list[list[Candidate]]:
    """All that may be an example in each record of a location."""
    found: list[list[Candidate]] = [[] for _ in each.records]
    for said in resolved.said:
        diagnostic, at = said
        if diagnostic.code:
            record = each.records[at[0]]
            path = record.path((diagnostic.pattern, at))
            value = record.layout.columns.scalar(record.value, diagnostic.pattern, at[1:])
            found[at[0]].append(Candidate(key_of(said, record), path, value, at))
    for place in resolved.moved:
        record = each.records[place[1][0]]
        key = key_of_moved(record, place, resolved, target) if record.coerced is None else None
        if key is not None:
            pattern, at = place
            value = record.layout.columns.at(record.value, pattern, at[1:])
            if value is not msgspec.UNSET:
                found[at[0]].append(Candidate(key, path_of(place), value, at))
    for index, record in enumerate(each.records):
        if record.coerced is not None:
            found[index] += candidates_of_coerced(
                record.raw, record.coerced, index, resolved, target
            )
    return found


def key_of_moved(record: Record, place: Place, resolved: Resolved, target: str) -> Key | None:
    """What the ledger tells of a leaf of a strictly read record with another fate than the regular
    one; None where it tells nothing.
    """
    node, fate = record.layout.nodes[place[0]], resolved.moved[place]
    if fate == node.regular(target).fate or not is_told_by_ledger(node.row, fate):
        return None
    return (record.pattern(place), fate) if _is_left(node.row, place, resolved) else None


def candidates_of_coerced(
    text: Text, coerced: Coerced, index: int, resolved: Resolved, target: str
) -> Iterator[Candidate]:
    """All that may be an example among the leaves of a text, and what was set aside."""
    moved = resolved.moved
    for leaf in coerced.leaves:
        if leaf.node is None:
            continue
        at = (index, *leaf.indexes)
        fate = fate_of(leaf, index, moved, target)
        told = (leaf.node.pattern, at) in moved and fate == leaf.node.regular(target).fate
        left = _is_left(leaf.node.row, (leaf.node.pattern, at), resolved)
        if is_told_by_ledger(leaf.node.row, fate) and not told and left:
            yield Candidate((text.pattern + leaf.pattern, fate), leaf.path, leaf.value, at)
    for deviation in coerced.deviations:
        key = key_of_deviation(deviation, text)
        yield Candidate(key, deviation.path, deviation.value, (index, *deviation.indexes))


def _is_left(row: FieldRow | None, place: Place, resolved: Resolved) -> bool:
    """Whether the ledger tells something of a value: of what came again only that of a flag."""
    return place not in resolved.twice or (row is not None and row.deprecated)


def cut(shown: str) -> str:
    """A pointer as reports show it: line and column tell the place where it is very long."""
    return shown if len(shown) <= LONGEST_PATTERN else f"{shown[:LONGEST_PATTERN]}…"


def place_order(candidate: Candidate) -> tuple[float, ...]:
    """What sorts candidates of one pattern as they stand in the text.

    Of values that their key lost to a later one, the last one comes last.
    """
    return tuple(
        step[1] if isinstance(step, tuple) else math.inf if isinstance(step, str) else step
        for step in candidate.path
    )


def occurrences(
    text: Text, candidates: Iterable[Candidate], each: Located | None
) -> Iterator[tuple[Key, Occurrence]]:
    """The places in a text, found in one pass."""
    found = list(candidates)
    places = jsontext.places(text.raw, [candidate.path for candidate in found])
    for candidate in found:
        where = text.byte(places[candidate.path])
        shown = cut(pointer(text.pointer, candidate.path))
        partner = Partner() if each is None else each.partner(candidate.at)
        yield candidate.key, Occurrence(text.offset, where, shown, candidate.value, partner)
