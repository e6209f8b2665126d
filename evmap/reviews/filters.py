"""Filters of the findings on a result page; their state stands in the address.

Every row is on the page, hidden where the filters leave it out, so that the script can filter in
place; without the script the server does the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.http import QueryDict

from evmap.conversion.codes import AREAS, CATALOGUE, SEVERITIES
from evmap.conversion.counts import FATES
from evmap.conversion.reports.contract import FindingLine

#: Facets with their titles and, where they are fixed, their values in order.
FACETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "severity": ("Severity", SEVERITIES),
    "decision": ("Decision", ("open", "accepted")),
    "fate": ("Fate", FATES),
    "area": ("Area", tuple(AREAS.values())),
    "code": ("Code", tuple(CATALOGUE)),
    "record": ("Record", ()),
}

#: Codes shown at once; the others fold.
MOST_CODES = 8


class RecordOf(Protocol):
    """A record that findings can be filtered by."""

    @property
    def number(self) -> str:
        """Its number, from 1."""

    @property
    def title(self) -> str:
        """What it is called."""

    def has(self, line: FindingLine) -> bool:
        """Whether a finding occurs in it."""


@dataclass(frozen=True)
class Option:
    """One value of a facet: how many kinds of findings it would show, and its address."""

    value: str
    title: str
    count: int
    active: bool
    #: The parameters of the address that turns the value on, or off again.
    query: str


@dataclass(frozen=True)
class Facet:
    """A facet with the values that occur; the rare ones of many stand apart."""

    name: str
    title: str
    options: list[Option]
    more: list[Option]


class Filter:
    """What is chosen, from the parameters of an address; what means nothing is passed over."""

    def __init__(self, data: QueryDict) -> None:
        self.known = {name: known for name, (_title, known) in FACETS.items()}
        self.chosen = {
            name: tuple(value for value in known if value in data.getlist(name))
            for name, known in self.known.items()
        }
        numbers = (text for text in data.getlist("record") if text.isascii() and text.isdigit())
        self.chosen["record"] = tuple(dict.fromkeys(text[:9] for text in numbers))
        self._records: dict[str, RecordOf] = {}

    def know(self, records: Iterable[RecordOf]) -> None:
        """Take the records that there are; others are no longer chosen."""
        self._records = {record.number: record for record in records}
        self.known["record"] = tuple(self._records)
        chosen = self.chosen["record"]
        self.chosen["record"] = tuple(number for number in self._records if number in chosen)

    def values_of(self, line: FindingLine) -> dict[str, tuple[str, ...]]:
        """Return the values of a finding in each facet."""
        return {
            "severity": (line.severity,),
            "decision": ("accepted" if line.accepted else "open",),
            "fate": (line.fate,) if line.fate else (),
            "area": (CATALOGUE[line.code].area,),
            "code": (line.code,),
            "record": tuple(n for n, record in self._records.items() if record.has(line)),
        }

    @property
    def active(self) -> bool:
        """Return whether anything is chosen."""
        return any(self.chosen.values())

    def takes(self, line: FindingLine, but: str = "") -> bool:
        """Return whether a finding is shown, whatever is chosen in the facet `but`."""
        values = self.values_of(line)
        return all(
            not {*values[name]}.isdisjoint(chosen)
            for name, chosen in self.chosen.items()
            if chosen and name != but
        )

    @property
    def query(self) -> str:
        """Return the choice as parameters of an address."""
        return _query(self.chosen)

    def facets(self, lines: Sequence[FindingLine]) -> list[Facet]:
        """Return the facets with what their values would show, leaving out useless ones."""
        found = [self._facet(name, lines) for name in FACETS]
        return [facet for facet in found if len(facet.options) > (facet.name != "record")]

    def _facet(self, name: str, lines: Sequence[FindingLine]) -> Facet:
        there = Counter(value for line in lines for value in self.values_of(line)[name])
        left = [line for line in lines if self.takes(line, but=name)]
        counts = Counter(value for line in left for value in self.values_of(line)[name])
        values = [value for value in self.known[name] if there[value]]
        if name == "code":
            values.sort(key=lambda code: (-counts[code], code))
        options = [self._option(name, value, counts[value]) for value in values]
        first = [o for n, o in enumerate(options) if n < MOST_CODES or o.active]
        if name not in ("code", "record") or len(options) <= MOST_CODES + 2:
            first = options
        return Facet(
            name, FACETS[name][0], first, [option for option in options if option not in first]
        )

    def _option(self, name: str, value: str, count: int) -> Option:
        chosen = self.chosen[name]
        active = value in chosen
        toggled = tuple(v for v in self.known[name] if (v in chosen) != (v == value))
        title = CATALOGUE[value].title if name == "code" else ""
        if name == "record":
            title = self._records[value].title
        return Option(value, title, count, active, _query({**self.chosen, name: toggled}))

    @property
    def words(self) -> str:
        """Return the choice in words, as in "severity error, fate dropped or lossy"."""
        return ", ".join(
            f"{FACETS[name][0].lower()} {' or '.join(values)}"
            for name, values in self.chosen.items()
            if values
        )


def _query(chosen: Mapping[str, Sequence[str]]) -> str:
    return urlencode([(name, value) for name in FACETS for value in chosen[name]])
