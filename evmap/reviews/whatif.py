"""What is different from before: other options, or an edited document.

A review knows the findings that it had before the last change, and compares its own with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from django.http import QueryDict

from evmap.conversion.findings.compare import Comparison, Told, compare, told
from evmap.conversion.reports.contract import Report

#: Findings of one outcome that a page lists. Counts always count all.
MOST_ROWS = 250

#: Options of the form in words.
OPTIONS = {
    "to": "target",
    "accept_successors": "accepted successors",
    "party": "party",
    "publish": "publish",
    "partner": "partner id",
}


class Base(msgspec.Struct, frozen=True, array_like=True):
    """What a page knew: its options as a query, its documents' digest, its findings."""

    query: str
    sha256: str
    findings: list[Told]


def base_of(report: Report, query: str) -> Base:
    """Return what a later page compares itself with; of several files all findings."""
    return Base(query, report.input["sha256"], told(report.findings))


@dataclass(frozen=True)
class Line:
    """One finding that differs, or does not; how often it was there, and is."""

    told: Told
    before: int
    after: int
    #: Another fate or another choice, in words.
    turned: str = ""


@dataclass(frozen=True)
class Part:
    """The findings with one outcome."""

    name: str
    word: str
    count: int
    lines: list[Line]
    left_out: int


@dataclass(frozen=True)
class Difference:
    """A comparison for the page."""

    #: What was changed, in words; "" where nothing was.
    changes: list[str]
    edited: bool
    balance: list[tuple[str, int]]
    parts: list[Part]
    differs: bool


def difference(before: Base, after: Base) -> Difference | None:
    """Return what is different, with the words for an edited document or for other options.

    None where neither is another one.
    """
    edited = before.sha256 != after.sha256
    if not edited and before.query == after.query:
        return None
    found = compare(before.findings, after.findings)
    words = ("fixed", "new", "changed", "same") if edited else ("gone", "added", "changed", "same")
    return Difference(
        changes=_changes(before.query, after.query),
        edited=edited,
        balance=[(severity, count) for severity, count in found.balance().items() if count],
        parts=_parts(found, words),
        differs=found.differs,
    )


def _parts(found: Comparison, words: Sequence[str]) -> list[Part]:
    changed = [
        _line(c.after, c.before.occurrences, c.after.occurrences, c.before) for c in found.changed
    ]
    lines = (
        [_line(one, one.occurrences, 0) for one in found.gone],
        [_line(one, 0, one.occurrences) for one in found.added],
        changed,
        [_line(one, one.occurrences, one.occurrences) for one in found.same],
    )
    return [
        Part(name, word, len(each), each[:MOST_ROWS], max(len(each) - MOST_ROWS, 0))
        for name, word, each in zip(("gone", "added", "changed", "same"), words, lines, strict=True)
    ]


def _line(one: Told, before: int, after: int, was: Told | None = None) -> Line:
    turned = ""
    if was is not None and was.fate != one.fate:
        turned = f"{was.fate or 'its usual fate'} became {one.fate or 'its usual fate'}"
    elif was is not None and was.message != one.message:
        turned = f"Before: {was.message}"
    return Line(one, before, after, turned)


def _changes(before: str, after: str) -> list[str]:
    """The options that differ, as in "target ocpi-2.2.1 instead of v3"."""
    old, new = QueryDict(before[:2000]), QueryDict(after[:2000])
    return [
        f"{_name(name)} {_value(name, new)} instead of {_value(name, old)}"
        for name in _ordered({*old, *new})
        if _value(name, old) != _value(name, new)
    ]


def _ordered(names: Iterable[str]) -> list[str]:
    known = list(OPTIONS)
    return sorted(names, key=lambda name: (known.index(name) if name in known else 99, name))


def _name(name: str) -> str:
    return OPTIONS.get(name, name.removeprefix("status_"))


def _value(name: str, query: QueryDict) -> str:
    usual = "v3" if name == "to" else "off" if name == "accept_successors" else "as usual"
    return str(query.get(name) or usual)
