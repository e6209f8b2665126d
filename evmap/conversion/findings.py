"""Findings: coded diagnostics, grouped by pattern.

Rules and targets report events; the books know the regular losses. Both become findings here: one
per code, pattern and fate (and arguments, where the catalogue tells them apart).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from evmap.conversion.books import OTHERS, Books, Finding, FindingKey, pattern_of, spot_at
from evmap.conversion.codes import CATALOGUE, SEVERITIES
from evmap.conversion.events import Bundle
from evmap.conversion.fieldmap import Path
from evmap.conversion.location import Event
from evmap.conversion.read.records import Record
from evmap.conversion.read.sift import Aside
from evmap.conversion.values import value_at

#: Findings of one code and pattern that are told apart by their arguments; the rest shares one.
MOST_ARGUMENTS = 100


class Findings:
    """Collects the findings of one engine into its books."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._patterns: dict[tuple[str, Path], str] = {}

    def add_events(self, record: Record, events: Iterable[Event]) -> None:
        """Enter the events of one record (clean paths from the record's root)."""
        for event in events:
            if event.code:
                finding = self._group(event, self._pattern_in(record, event.path))
                finding.occurrences += 1
                if finding.wants(record.offset):
                    path = _real_path(record, event.path)
                    finding.show(spot_at(record, path, value_at(record, event.path)))

    def look_at(self, record: Record, bundle: Bundle) -> None:
        """Keep the places of a bundle's events in a record as examples, if they are wanted."""
        for event in bundle.events:
            if event.code:
                finding = self._group(event, self._pattern(record.pattern, event.path))
                if finding.wants(record.offset):
                    finding.show(spot_at(record, event.path, value_at(record, event.path)))

    def add_bundle(self, base: str, bundle: Bundle) -> None:
        """Enter the events of a bundle for all records (with this pattern) that it counted."""
        for event in bundle.events:
            if event.code:
                self._group(event, self._pattern(base, event.path)).occurrences += bundle.seen

    def add_asides(self, record: Record, asides: Iterable[Aside]) -> None:
        """Enter what was set aside in reading (paths in the user's own text)."""
        for aside in asides:
            event = Event(aside.code, aside.path, aside.fate, aside.args)
            self.add(record, event, 1, aside.value)

    def add(self, record: Record, event: Event, number: int, value: Any) -> None:
        """Enter `number` equal events at a real path; `value` is shown with the first."""
        finding = self._group(event, pattern_of(record.pattern, event.path))
        finding.occurrences += number
        if finding.wants(record.offset):
            finding.show(spot_at(record, event.path, value))

    def _pattern_in(self, record: Record, path: Path) -> str:
        if record.sifted is not None:
            return pattern_of(record.pattern, _real_path(record, path))
        return self._pattern(record.pattern, path)

    def _pattern(self, base: str, path: Path) -> str:
        known = self._patterns.get((base, path))
        if known is None:
            if len(self._patterns) > 10_000:
                self._patterns.clear()
            known = self._patterns[base, path] = pattern_of(base, path)
        return known

    def _group(self, event: Event, pattern: str) -> Finding:
        args = event.args if CATALOGUE[event.code].by_argument else ()
        key = (event.code, pattern, event.fate, args)
        findings = self.books.findings
        found = findings.get(key)
        if found is None:
            key = self.books.key_for(key)
            found = findings.get(key)
        if found is None:
            found = findings[key] = Finding(*key)
            found.enough = self.books.enough.get(key, found.enough)
        return found


def complete(books: Books, target: str) -> list[Finding]:
    """All findings, with the regular losses and deprecated fields that the ledger counted.

    A loss that other findings explain, value by value, is not told twice. Errors come first;
    within a severity by code, pattern and arguments.
    """
    findings = dict(books.findings)
    explained: Counter[tuple[str, str]] = Counter()
    for finding in books.findings.values():
        fate = finding.fate or _regular_fate(books, finding.pattern, target)
        if CATALOGUE[finding.code].severity == "notice" and not finding.fate:
            fate = None  # how a value was read says nothing of its loss
        if fate is not None:
            explained[finding.pattern, fate] += finding.occurrences
    for (pattern, fate), number in books.fates.items():
        row = books.rows.get(pattern)
        if row is None:
            continue
        if row.deprecated:
            args = (row.replacement or "the other fields",)
            _add_regular(findings, ("EV401", pattern, None, args), number, books, fate)
        left = number - explained[pattern, fate]
        if left > 0 and fate in ("lossy", "dropped"):
            code = "EV402" if fate == "dropped" else "EV403"
            key = (code, pattern, fate, (row.targets[target].reason,))
            _add_regular(findings, key, left, books, fate)
    return sorted(_folded(findings.values()), key=_order)


def _regular_fate(books: Books, pattern: str, target: str) -> str | None:
    row = books.rows.get(pattern)
    return row.targets[target].fate if row is not None else None


def _add_regular(
    findings: dict[FindingKey, Finding], key: FindingKey, number: int, books: Books, fate: str
) -> None:
    finding = findings.get(key)
    if finding is None:
        finding = findings[key] = Finding(*key)
    finding.occurrences += number
    spot = books.spots.get((key[1], fate))
    if spot is not None:
        finding.show(spot)


def _order(finding: Finding) -> tuple[int, str, str, tuple[str, ...], str]:
    severity = SEVERITIES.index(CATALOGUE[finding.code].severity)
    return severity, finding.code, finding.pattern, finding.args, finding.fate or ""


def _folded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with at most MOST_ARGUMENTS groups for one code and pattern."""
    groups: dict[tuple[str, str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code, finding.pattern, finding.fate].append(finding)
    found: list[Finding] = []
    for (code, pattern, fate), group in groups.items():
        if len(group) <= MOST_ARGUMENTS:
            found += group
            continue
        group.sort(key=lambda f: (-f.occurrences, f.args))
        found += group[:MOST_ARGUMENTS]
        rest = Finding(code, pattern, fate, tuple(OTHERS for _ in group[0].args))
        for finding in group[MOST_ARGUMENTS:]:
            rest.occurrences += finding.occurrences
            for spot in finding.spots:
                rest.show(spot)
        found.append(rest)
    return found


def count_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """Occurrences by severity."""
    found = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        found[CATALOGUE[finding.code].severity] += finding.occurrences
    return found


def _real_path(record: Record, path: Path) -> Path:
    """A clean path as it stands in the user's text."""
    return path if record.sifted is None else record.sifted.real_path(path)


def fill(template: str, args: tuple[str, ...]) -> str:
    """The template with {0}, {1} ... replaced; braces in arguments stay as they are."""
    pieces = template.split("{")
    found = [pieces[0]]
    for piece in pieces[1:]:
        number, closed, rest = piece.partition("}")
        if closed and number.isdigit() and int(number) < len(args):
            found.append(args[int(number)] + rest)
        else:
            found.append("{" + piece)
    return "".join(found)
