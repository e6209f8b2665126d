"""Filters of a review's findings; their state stands in the address."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.http import QueryDict

from evmap.conversion.codes import CATALOGUE, SEVERITIES
from evmap.conversion.counts import FATES
from evmap.conversion.findings.buckets import WORDS
from evmap.conversion.findings.line import FindingLine
from evmap.conversion.findings.score import by_weight
from evmap.conversion.plan.subjects import STATUS
from evmap.conversion.reports.contract import Report
from evmap.mappings.facets import Facet, Selection
from evmap.mappings.tables.table import fate_facet

#: The facets in their order.
NAMES = ("bucket", "severity", "fate", "deprecated", "accepted", "code")

#: Whether somebody answered a finding.
ANSWERED = {"no": "open", "yes": "decided or accepted"}

#: Findings about deprecated ids, where the field itself is not deprecated.
_DEPRECATED = frozenset({"EV201", "EV205", "EV401"})


@dataclass(frozen=True)
class Listed:
    """A finding of a report; `number` is its place in the report's list, from 0."""

    number: int
    line: FindingLine
    is_deprecated: bool

    @property
    def key(self) -> str:
        """Return what names it in addresses."""
        return key_of(self.line)


def key_of(line: FindingLine) -> str:
    """Return what names a finding in addresses; it stays the same whatever else is converted.

    That of a status also stays where another is chosen, which its message would tell.
    """
    is_status = line.subject.startswith(f"{STATUS}/")
    told = line.subject if is_status else line.message
    parts = (line.code, line.pattern, line.fate or "", told)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


class Filter:
    """What an address chooses among the findings of a report; what means nothing is passed over."""

    def __init__(self, data: QueryDict, report: Report) -> None:
        self._data = data
        self.all = listed(report)

    @cached_property
    def selection(self) -> Selection:
        """Return the findings that the filters leave, with what each value would show."""
        return Selection(_facets(self.all), self.all, self._data.getlist)

    @property
    def found(self) -> list[Listed]:
        """Return the findings that are shown, the heaviest first."""
        found: list[Listed] = self.selection.found
        return found

    @property
    def active(self) -> bool:
        """Return whether anything is chosen."""
        return any(self.selection.chosen.values())

    @property
    def words(self) -> str:
        """Return the choice in words, as in "lost, fate dropped"."""
        return ", ".join(words for _, words in self.selection.clauses)


def listed(report: Report) -> list[Listed]:
    """Return the findings of a report in the order to look at them."""
    deprecated = {line.pattern for line in report.ledger if line.deprecated}
    return [
        Listed(number, line, line.code in _DEPRECATED or line.pattern in deprecated)
        for number in by_weight(report.findings)
        for line in [report.findings[number]]
    ]


def _facets(findings: Sequence[Listed]) -> list[Facet]:
    codes = dict.fromkeys(one.line.code for one in findings)
    return [
        Facet("bucket", "What to do", WORDS, lambda one: (one.line.bucket,), says="{}"),
        Facet("severity", "Severity", {name: name for name in SEVERITIES}, _severity, says="{}"),
        fate_facet(FATES, attrgetter("line.fate"), attrgetter("line.loss")),
        Facet("deprecated", "v2 field or id", {"yes": "deprecated"}, _deprecated, says="{}"),
        Facet("accepted", "Decision", ANSWERED, _accepted, says="{}"),
        Facet("code", "Code", {code: f"{code} {CATALOGUE[code].title}" for code in codes}, _code),
    ]


def _severity(one: Listed) -> tuple[str, ...]:
    return (one.line.severity,)


def _deprecated(one: Listed) -> tuple[str, ...]:
    return ("yes",) if one.is_deprecated else ()


def _accepted(one: Listed) -> tuple[str, ...]:
    if one.line.severity == "notice":
        return ()
    return ("yes",) if one.line.accepted else ("no",)


def _code(one: Listed) -> tuple[str, ...]:
    return (one.line.code,)
