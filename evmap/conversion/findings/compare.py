"""Two lists of findings side by side: what came, what went, what changed.

The same function compares options (what if the target were another one?) and inputs (what did
mending the file bring?).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

import msgspec

from evmap.conversion.codes import CATALOGUE, SEVERITIES
from evmap.conversion.findings.accept import telling_args
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.options import TARGETS


class Told(msgspec.Struct, frozen=True, array_like=True):
    """What a comparison needs of a finding; short enough to travel with a page."""

    code: str
    pattern: str
    fate: str | None
    message: str
    occurrences: int

    @property
    def severity(self) -> str:
        """Return the severity of its code."""
        return CATALOGUE[self.code].severity

    @property
    def title(self) -> str:
        """Return the title of its code."""
        return CATALOGUE[self.code].title


class Change(msgspec.Struct, frozen=True):
    """One finding before and after: another number of values, another fate, another choice."""

    before: Told
    after: Told


class Comparison(msgspec.Struct, frozen=True):
    """Every finding of both sides, in one of four lists."""

    added: list[Told]
    gone: list[Told]
    changed: list[Change]
    same: list[Told]

    @property
    def differs(self) -> bool:
        """Return whether anything is different."""
        return bool(self.added or self.gone or self.changed)

    def balance(self) -> dict[str, int]:
        """Return by severity how many occurrences there are more (or, below zero, less)."""
        found = dict.fromkeys(SEVERITIES, 0)
        for one in self.added:
            found[one.severity] += one.occurrences
        for one in self.gone:
            found[one.severity] -= one.occurrences
        for change in self.changed:
            found[change.after.severity] += change.after.occurrences - change.before.occurrences
        return found


def told(findings: Iterable[FindingLine]) -> list[Told]:
    """Return the findings of a report as comparisons take them."""
    return [Told(f.code, f.pattern, f.fate, f.message, f.occurrences) for f in findings]


def compare(before: Sequence[Told], after: Sequence[Told]) -> Comparison:
    """Return what is different between two lists of findings.

    A finding is the same thing on both sides where code, place and the first thing that it names
    are the same; it has changed where its number, its fate or another thing that it names differs.
    Its words alone may differ: targets have words of their own for the same loss.
    """
    pairs, gone, added = _paired(before, after, lambda one: (_about(one), one.fate))
    more, gone, added = _paired(gone, added, _about)
    changed, same = [], []
    for old, new in [*pairs, *more]:
        if _state(old) == _state(new):
            same.append(new)
        else:
            changed.append(Change(old, new))
    return Comparison(_sorted(added), _sorted(gone), changed, _sorted(same))


_Key = Callable[[Told], Hashable]


def _about(one: Told) -> Hashable:
    """What a finding is about: code, place, and the first thing it names."""
    return one.code, one.pattern, telling_args(one.code, one.message)[:1]


def _state(one: Told) -> Hashable:
    """What may change of a finding; the name of the target in its message does not count."""
    named = [text for text in telling_args(one.code, one.message) if text not in TARGETS]
    return one.occurrences, one.fate, tuple(named)


def _paired(
    before: Sequence[Told], after: Sequence[Told], key: _Key
) -> tuple[list[tuple[Told, Told]], list[Told], list[Told]]:
    """The pairs of equal key, in order, and what is left of both."""
    waiting: dict[Hashable, list[Told]] = defaultdict(list)
    for one in reversed(before):
        waiting[key(one)].append(one)
    pairs, added = [], []
    for one in after:
        found = waiting[key(one)]
        if found:
            pairs.append((found.pop(), one))
        else:
            added.append(one)
    return pairs, [one for group in waiting.values() for one in reversed(group)], added


def _sorted(findings: Iterable[Told]) -> list[Told]:
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.code, f.pattern))
