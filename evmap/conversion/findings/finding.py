"""Findings: coded diagnostics, grouped by pattern.

Rules and targets say what is out of the ordinary; the ledger knows the regular losses. Both become
findings here: one per code, pattern and fate (and arguments, where the catalogue tells them apart).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from evmap.conversion.codes import CATALOGUE, SEVERITIES
from evmap.conversion.counts import LOSSES, OTHERS, Counts, Examples, FindingKey
from evmap.conversion.findings.buckets import regular_code

#: Findings of one code and pattern that are told apart by their arguments; the rest shares one.
MOST_ARGUMENTS = 100


class Finding(msgspec.Struct, eq=False):
    """A group of equal diagnostics, with its first places in the input."""

    code: str
    pattern: str
    fate: str | None
    args: tuple[str, ...]
    occurrences: int = 0
    examples: Examples = msgspec.field(default_factory=Examples)

    @property
    def key(self) -> FindingKey:
        """What it is grouped by."""
        return self.code, self.pattern, self.fate, self.args


def findings_of(counts: Counts, target: str) -> list[Finding]:
    """All findings, with the regular losses and deprecated fields that the ledger counted.

    A loss that other findings explain, value by value, is not told twice. Errors come first;
    within a severity by code, pattern and arguments.
    """
    found = {
        key: Finding(*key, number, _examples(counts.examples.get(key)))
        for key, number in counts.findings.items()
    }
    written = {pattern for (pattern, _), number in counts.origins.items() if number}
    for (pattern, fate), number in counts.fates.items():
        row = counts.rows.get(pattern)
        if row is None or not number:
            continue
        examples = counts.examples.get((pattern, fate))
        if row.deprecated:
            args = (row.replacement or "the other fields",)
            _add(found, ("EV401", pattern, None, args), number, examples)
        left = number - counts.explained[pattern, fate]
        if left > 0 and fate in LOSSES:
            regular = row.targets[target]
            code = regular_code(regular, fate, written)
            _add(found, (code, pattern, fate, (regular.reason,)), left, examples)
    return sorted(_folded(found.values()), key=_order)


def _examples(known: Examples | None) -> Examples:
    return Examples(found=[] if known is None else list(known.found))


def _add(
    found: dict[FindingKey, Finding], key: FindingKey, number: int, examples: Examples | None
) -> None:
    finding = found.setdefault(key, Finding(*key))
    finding.occurrences += number
    for occurrence in examples.found if examples is not None else ():
        finding.examples.add(occurrence)


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
            for occurrence in finding.examples.found:
                rest.examples.add(occurrence)
        found.append(rest)
    return found


def count_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """Occurrences by severity."""
    found = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        found[CATALOGUE[finding.code].severity] += finding.occurrences
    return found


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
