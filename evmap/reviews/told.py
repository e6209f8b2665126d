"""What there is to tell of a value: its fate, its mapping rows with their notes, other findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from evmap.conversion.codes import CATALOGUE, Entry
from evmap.conversion.counts import FindingKey
from evmap.conversion.explain.values import V2Value, V3Value
from evmap.conversion.guide import Guide
from evmap.conversion.reports.parts import spared_part
from evmap.mappings.models import Note
from evmap.mappings.models.base import KEY_SEPARATOR
from evmap.reviews.lineage import Lineage
from evmap.reviews.places import path_of, shown

#: Values of the output that are named.
MOST_NAMED = 6

#: Table and key of a row, as notes name it.
Key = tuple[str, str]


@dataclass
class RowOf:
    """A mapping row that decided: what it is called, its page, what it says, the team's notes."""

    kind: str
    name: str
    url: str
    reason: str = ""
    keys: list[Key] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Became:
    """A value of the output that was made of the v2 value."""

    path: SafeString
    value: str
    origin: str
    times: int = 1


@dataclass(frozen=True)
class Told:
    """All that is told of a v2 value."""

    value: V2Value
    #: The fate, and whether nothing is lost whatever that is.
    part: str
    became: list[Became]
    further: int
    rows: list[RowOf]
    #: The other findings on it; without an address where the report has no place for one.
    others: list[tuple[Entry, str]]


def told_of(
    value: V2Value,
    lineage: Lineage,
    guide: Guide,
    target: str,
    findings: Mapping[FindingKey, tuple[int, str]],
    besides: int | None,
) -> Told:
    """Return what there is to tell of a value.

    findings: those of the review, by what tells them apart, to their number and address; the
    finding with the number `besides` is told elsewhere.
    """
    became = _became(value)
    rows = [*_field(value, target), *_codes(value, guide)]
    _add_notes(rows)
    keys = value.findings(target, lineage.written)
    told = [(CATALOGUE[key[0]], *findings.get(key, (-1, ""))) for key in keys]
    return Told(
        value=value,
        part=spared_part(value.fate) if value.start in lineage.spared else value.fate,
        became=became[:MOST_NAMED],
        further=max(len(became) - MOST_NAMED, 0),
        rows=rows,
        others=[(entry, url) for entry, number, url in told if number != besides],
    )


def _became(value: V2Value) -> list[Became]:
    """What was made of a value; what stands at several places alike is told once."""
    found = Counter((one.pattern, shown(one.value), one.origin) for one in value.partners)
    return [
        Became(path_of(pattern), text, origin, times)
        for (pattern, text, origin), times in found.items()
    ]


def _field(value: V2Value, target: str) -> list[RowOf]:
    row = value.row
    if row is None:
        return []
    url = reverse("mappings:field", args=[row.slug]) if row.slug else ""
    key = ("field", KEY_SEPARATOR.join((row.answer, row.path)))
    return [RowOf("Field", row.path, url, row.targets[target].reason, [key])]


def _codes(value: V2Value, guide: Guide) -> list[RowOf]:
    """The rows of the codes that a value is, and of those that it became."""
    path = value.row.path if value.row is not None else ""
    found = [make(value, guide) for tail, make in _BY_TAIL.items() if path.endswith(tail)]
    standards = (one for one in value.partners if one.pattern.endswith("/standard"))
    found += [_standard(partner, guide) for partner in standards]
    unique = {row.name: row for row in found if row is not None}
    return list(unique.values())


def _connector(value: V2Value, guide: Guide) -> RowOf | None:
    text = str(value.value).strip()
    if not text.isascii() or not text.isdigit() or int(text[:9]) not in guide.connectors:
        return None
    row = guide.connectors[int(text[:9])]
    url = reverse("mappings:connector", args=[row.v2_id])
    return RowOf(
        "Connector", f"{row.v2_id} {row.name}".strip(), url, "", [("connector", str(row.v2_id))]
    )


def _status(value: V2Value, guide: Guide) -> RowOf | None:
    v2 = str(value.value).strip().upper()
    if v2 not in guide.statuses:
        return None
    keys = [("status", KEY_SEPARATOR.join((v2, v3))) for v3 in guide.statuses[v2]]
    return RowOf("Status", v2, reverse("mappings:v2-status", args=[v2]), "", keys)


def _standard(partner: V3Value, guide: Guide) -> RowOf | None:
    for row in guide.standards.values():
        spelled = (row.code, row.current, row.here_v3, row.ocpi_2_2_1, row.ocpi_2_3_0)
        if str(partner.value) in spelled:
            url = reverse("mappings:standard", args=[row.code])
            return RowOf("Standard", row.code, url, "", [("standard", row.code)])
    return None


#: The end of a field's path -> the row that its value names.
_BY_TAIL: dict[str, Callable[[V2Value, Guide], RowOf | None]] = {
    "connectorType.id": _connector,
    "connectors[].typeId": _connector,
    ".state": _status,
}


def _add_notes(rows: Iterable[RowOf]) -> None:
    """Add the notes on all rows, in one query."""
    by_key = {key: row for row in rows for key in row.keys}
    keys = {key for _table, key in by_key}
    for note in Note.objects.filter(key__in=keys).order_by("created_at", "pk") if keys else ():
        if row := by_key.get((note.table, note.key)):
            row.notes.append(note)
