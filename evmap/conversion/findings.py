"""Findings: coded diagnostics, grouped by pattern.

Rules and targets report events; the ledger knows the regular losses. Both become findings here:
one per code, pattern and fate (and arguments, where the catalogue tells them apart).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from evmap.conversion.catalogue import CATALOGUE, SEVERITIES
from evmap.conversion.fieldmap import Path
from evmap.conversion.ledger import Ledger, Sample, value_at
from evmap.conversion.location import Event
from evmap.conversion.reading.records import Record
from evmap.conversion.reading.sift import Aside

#: Examples kept for one finding.
EXAMPLES = 5
#: Kinds of arguments told apart for one code and pattern; further ones share a group.
MOST_ARGUMENTS = 100
#: Findings kept at all, so that hostile input cannot fill the memory.
MOST_FINDINGS = 5_000


class Finding(msgspec.Struct, eq=False):
    """A group of equal findings."""

    code: str
    pattern: str
    fate: str | None
    args: tuple[str, ...]
    occurrences: int = 0
    samples: list[Sample] = msgspec.field(default_factory=list)

    @property
    def severity(self) -> str:
        """error, warning or notice."""
        return CATALOGUE[self.code].severity

    @property
    def message(self) -> str:
        """What happened, in a sentence."""
        return fill(CATALOGUE[self.code].message, self.args)

    @property
    def suggestion(self) -> str:
        """What to do."""
        return fill(CATALOGUE[self.code].advice, self.args)

    @property
    def title(self) -> str:
        """The title of the catalogue's entry."""
        return CATALOGUE[self.code].title


def fill(template: str, args: tuple[str, ...]) -> str:
    """The template with {0}, {1} ... replaced; braces in arguments stay as they are."""
    for index, arg in enumerate(args):
        template = template.replace(f"{{{index}}}", arg)
    return template


class Findings:
    """Collects findings of one conversion."""

    def __init__(self) -> None:
        self.groups: dict[tuple[str, str, str | None, tuple[str, ...]], Finding] = {}
        self.omitted = 0
        self._arguments: Counter[tuple[str, str]] = Counter()
        self._patterns: dict[tuple[str, Path], str] = {}

    def add_events(self, record: Record, events: Iterable[Event]) -> None:
        """Enter the events of one record (clean paths from the record's root)."""
        for event in events:
            if event.code:
                self._add(record, event)

    def add_asides(self, record: Record, asides: Iterable[Aside]) -> None:
        """Enter what was set aside in reading (paths in the user's own text)."""
        for aside in asides:
            event = Event(aside.code, aside.path, aside.fate, aside.args)
            self.add(record, event, record.pattern, 1, aside.value)

    def add(self, record: Record | None, event: Event, root: str, number: int, value: Any) -> None:
        """Enter `number` equal events; `value` is shown with the first."""
        finding = self._group(event, self._pattern(root, event.path))
        if finding is None:
            return
        finding.occurrences += number
        if len(finding.samples) < EXAMPLES:
            finding.samples.append(Sample(record, event.path, value))

    def _add(self, record: Record, event: Event) -> None:
        finding = self._group(event, self._pattern(record.pattern, event.path))
        if finding is None:
            return
        finding.occurrences += 1
        if len(finding.samples) < EXAMPLES:
            path = event.path
            if record.sifted is not None:
                path = real_path(path, record.sifted.collapsed)
            finding.samples.append(Sample(record, path, value_at(record, event.path)))

    def _pattern(self, root: str, path: Path) -> str:
        known = self._patterns.get((root, path))
        if known is None:
            if len(self._patterns) > 10_000:
                self._patterns.clear()
            steps = (
                "*" if isinstance(s, int) else s.replace("~", "~0").replace("/", "~1") for s in path
            )
            known = self._patterns[root, path] = "/".join((root, *steps)) if path else root
        return known

    def _group(self, event: Event, pattern: str) -> Finding | None:
        args = event.args if CATALOGUE[event.code].by_argument else ()
        key = (event.code, pattern, event.fate, args)
        found = self.groups.get(key)
        if found is not None:
            return found
        self._arguments[event.code, pattern] += 1
        if args and self._arguments[event.code, pattern] > MOST_ARGUMENTS:
            args = tuple("(others)" for _ in args)
            key = (event.code, pattern, event.fate, args)
            found = self.groups.get(key)
            if found is not None:
                return found
        if len(self.groups) >= MOST_FINDINGS:
            self.omitted += 1
            return None
        found = self.groups[key] = Finding(event.code, pattern, event.fate, args)
        return found

    def add_regular(self, ledger: Ledger) -> None:
        """Enter the regular losses and the deprecated fields that the ledger counted.

        A loss that other findings already explain, value by value, is not told twice.
        """
        explained: dict[tuple[str, str], int] = defaultdict(int)
        for finding in self.groups.values():
            regular = self._fate_of(finding, ledger)
            if regular is not None:
                explained[finding.pattern, regular] += finding.occurrences
        for (pattern, fate), number in ledger.fates.items():
            row = ledger.rows.get(pattern)
            sample = ledger.samples[pattern, fate]
            if row is not None and row.deprecated:
                args = (row.replacement or "the other fields",)
                self._regular("EV401", pattern, fate, args, number, sample)
            left = number - explained[pattern, fate]
            if row is None or left <= 0 or fate not in ("lossy", "dropped"):
                continue
            reason = row.targets[ledger.target].reason
            code = "EV402" if fate == "dropped" else "EV403"
            self._regular(code, pattern, fate, (reason,), left, sample)

    @staticmethod
    def _fate_of(finding: Finding, ledger: Ledger) -> str | None:
        if finding.code == "EV401":
            return None
        if finding.fate is not None:
            return finding.fate
        row = ledger.rows.get(finding.pattern)
        return row.targets[ledger.target].fate if row is not None else None

    def _regular(
        self,
        code: str,
        pattern: str,
        fate: str,
        args: tuple[str, ...],
        number: int,
        sample: Sample,
    ) -> None:
        key = (code, pattern, fate, args)
        finding = self.groups.get(key)
        if finding is None:
            finding = self.groups[key] = Finding(code, pattern, fate, args)
        finding.occurrences += number
        finding.samples.append(sample)

    def ordered(self) -> list[Finding]:
        """Errors first; within a severity by code, pattern and arguments."""
        return sorted(
            self.groups.values(),
            key=lambda f: (SEVERITIES.index(f.severity), f.code, f.pattern, f.args, f.fate or ""),
        )

    def counts(self) -> dict[str, int]:
        """Occurrences by severity."""
        found = dict.fromkeys(SEVERITIES, 0)
        for finding in self.groups.values():
            found[finding.severity] += finding.occurrences
        return found


def real_path(path: Path, collapsed: set[Path]) -> Path:
    """A clean path as it stands in the user's text, where lists stood as one object."""
    if not collapsed:
        return path
    found: list[str | int] = []
    for place, step in enumerate(path):
        if not (isinstance(step, int) and path[:place] in collapsed):
            found.append(step)
    return tuple(found)
