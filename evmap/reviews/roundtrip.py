"""The way back for pages: v3 to v2 by the tables of the conversion, beside the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evmap.conversion import Conversion, Guide, Limits, ReadError
from evmap.conversion.counts import GONE
from evmap.conversion.reports.contract import LedgerLine, Report
from evmap.conversion.shares import Share, shares
from evmap.revert import revert
from evmap.revert.findings import Finding
from evmap.revert.roundtrip import Difference, Row, difference
from evmap.reviews.places import shown
from evmap.reviews.service import web_limits

#: Locations of a review that are compared, the bytes of v3 and the values of v2 that they may have.
MOST_LOCATIONS = 50
MOST_BYTES = 500_000
MOST_VALUES = 10_000
#: Values are cut to this length.
LONGEST = 60
#: Patterns of one outcome that a page shows. Counts always count all.
MOST_ROWS = 60

#: Outcome -> fate whose line it is drawn with, what it is called, what it means. What is not there
#: stands first.
KINDS = {
    "lost": ("dropped", "missing", "It does not come back: v3 does not hold it."),
    "different": ("lossy", "different", "It comes back in part, or as another value."),
    "held": (
        "restructured",
        "held by v3",
        "v3 holds it, and a v2 response of stations has no field to bring it back in.",
    ),
    "form": ("converted", "in another form", "It comes back elsewhere or spelled otherwise."),
    "same": ("same", "the same", "It comes back exactly as it was."),
    "empty": ("unknown", "empty", "It is empty, so there is nothing to bring back."),
}
CAME_BACK = ("same", "form", "held")


@dataclass(frozen=True)
class Line:
    """One pattern with one outcome; `before` and `after` show an example.

    `after_name`: the field that it comes back in, where that has another name.
    """

    pattern: str
    count: int
    before: str
    after: str
    after_name: str
    #: The fates that the ledger gives to the values of this pattern.
    fates: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """All patterns with one outcome."""

    name: str
    fate: str
    title: str
    meaning: str
    count: int
    lines: list[Line]
    left_out: int

    @property
    def is_open(self) -> bool:
        """Return whether its patterns are shown at once: those that prove a loss."""
        return self.name in ("lost", "different")

    @property
    def comes_back(self) -> bool:
        """Return whether its values stand somewhere in what comes back."""
        return self.name in ("different", "form", "same")


@dataclass(frozen=True)
class Part:
    """One outcome's part of the bar."""

    name: str
    fate: str
    title: str
    share: Share


@dataclass(frozen=True)
class RoundTrip:
    """The proof of one conversion. `overstated`: patterns of which the ledger claims too much."""

    leaves: int
    came_back: int
    parts: list[Part]
    groups: list[Group]
    overstated: list[str]
    #: Whether the ledger could be checked: only where everything was compared.
    checked: bool
    compared: int
    locations: int
    findings: list[Finding]


def round_trip_of(
    conversion: Conversion,
    report: Report,
    guide: Guide,
    *,
    most: int = MOST_LOCATIONS,
    values: int = MOST_VALUES,
) -> RoundTrip | None:
    """Return the way back of the first locations, by the tables of the conversion: `most` of them,
    of so many `values`.

    None where already the first is too large.
    """
    document, number = _first_locations(conversion, most)
    if not number:
        return None
    limits = Limits(depth=web_limits().depth)
    try:
        reverted = revert(document, guide=guide, limits=limits)
        found = difference(
            conversion.text, reverted, guide=guide, limits=limits, most=number, values=values
        )
    except ReadError:
        return None
    if not found.compared + found.missing:
        return None
    return _shown(found, report, reverted.findings)


def _first_locations(conversion: Conversion, most: int) -> tuple[bytes, int]:
    """The document with as many of its locations as a page compares, and how many."""
    lines = conversion.document.split(b"\n")
    ndjson = conversion.root == "/*"
    head, rest = ([], lines) if ndjson else (lines[:1], lines[1:])
    taken: list[bytes] = []
    size = 0
    for line in rest[: min(most, conversion.counts.totals.locations)]:
        size += len(line)
        if size > MOST_BYTES:
            break
        taken.append(line)
    if ndjson or not taken:
        return b"\n".join(taken), len(taken)
    return b"\n".join([*head, *taken]).rstrip(b",") + b"]}", len(taken)


def _shown(found: Difference, report: Report, findings: list[Finding]) -> RoundTrip:
    fates: dict[str, Counter[str]] = {}
    for line in report.ledger:
        fates.setdefault(line.pattern, Counter())[line.fate] += line.count
    checked = not found.left_out
    return RoundTrip(
        leaves=found.leaves,
        came_back=sum(found.outcomes[name] for name in CAME_BACK),
        parts=_parts(found),
        groups=[_group(name, found, fates) for name in KINDS if found.outcomes[name]],
        overstated=overstated(found.rows, report.ledger) if checked else [],
        checked=checked,
        compared=found.compared,
        locations=found.compared + found.left_out + found.missing,
        findings=findings,
    )


def _parts(found: Difference) -> list[Part]:
    order = ("same", "form", "held", "different", "lost", "empty")
    return [
        Part(share.name, KINDS[share.name][0], KINDS[share.name][1], share)
        for share in shares({name: found.outcomes[name] for name in order})
    ]


def _group(name: str, found: Difference, fates: dict[str, Counter[str]]) -> Group:
    fate, title, meaning = KINDS[name]
    rows = sorted((row for row in found.rows if row.outcome == name), key=lambda row: -row.count)
    lines = [_line(row, fates.get(row.pattern, Counter())) for row in rows[:MOST_ROWS]]
    count = found.outcomes[name]
    return Group(name, fate, title, meaning, count, lines, len(rows) - len(lines))


def _line(row: Row, fates: Counter[str]) -> Line:
    example = row.examples[0]
    return Line(
        row.pattern,
        row.count,
        shown(example.value, LONGEST),
        shown(example.back, LONGEST) if example.back_pointer is not None else "",
        _name(row.pattern, example.back_pointer or ""),
        tuple(fates),
    )


def _name(pattern: str, pointer: str) -> str:
    """The last name of a pointer, where that of the pattern is another."""
    names = [step for step in pointer.split("/") if step and not step.isdigit()]
    own = [step for step in pattern.split("/") if step and step != "*"]
    return names[-1] if names and names[-1:] != own[-1:] else ""


def overstated(rows: Sequence[Row], ledger: Sequence[LedgerLine]) -> list[str]:
    """The patterns of which fewer values came back than the ledger says arrive without loss."""
    came: Counter[str] = Counter()
    for row in rows:
        if row.outcome in (*CAME_BACK, "empty"):
            came[row.pattern] += row.count
    claimed: Counter[str] = Counter()
    for line in ledger:
        if line.fate not in GONE and line.fate != "lossy":
            claimed[line.pattern] += line.count
    return [pattern for pattern, number in claimed.items() if number > came[pattern]]
