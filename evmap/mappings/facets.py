"""Facets: filters with a few values, each with the number of rows behind it.

Rows in, facets with counts and addresses out. What a row is, only the facets' `values` know: rows
of the mapping tables, findings of the catalogue, findings of a review.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evmap.mappings.state import State

#: The values of a parameter, as `QueryDict.getlist` gives them.
Given = Callable[[str], Sequence[str]]

#: Wrong values are repeated up to this length.
SHOWN = 100


@dataclass(frozen=True)
class Facet:
    """A filter by any of a few values; several values select the rows of either."""

    #: The parameter in the address, and what people read.
    name: str
    title: str
    #: Values as the address has them, to their labels.
    options: Mapping[str, str]
    #: The values of a row.
    values: Callable[[Any], Iterable[str]] = lambda _row: ()
    #: How the sentence over the rows says it, with the labels in place of {}.
    says: str = ""
    #: The word of the glossary that the title is, by its slug.
    word: str = ""
    #: Draws a value, where its label is not enough; the flag says that all its rows are told apart.
    mark: Callable[[str, bool], str] | None = None
    #: Whether a row is told apart from others with its values, and what such rows are.
    apart: Callable[[Any], bool] = lambda _row: False
    apart_is: str = ""
    #: One value always counts, this one unless the address has another. It leaves out no rows.
    default: str = ""

    def clause(self, values: Sequence[str]) -> str:
        """Return the facet's part of the sentence."""
        labels = " or ".join(self.options[value] for value in values)
        return (self.says or f"{self.title.lower()} {{}}").format(labels)


@dataclass(frozen=True)
class OptionLink:
    """A value of a facet on a page: what it would show, and the address that turns it on or off."""

    name: str
    value: str
    label: str
    #: None where the value leaves out no rows.
    count: int | None
    active: bool
    #: Empty where no row has the value.
    url: str
    #: Of how many rows something else is true, and what.
    apart: str = ""


@dataclass(frozen=True)
class FacetLinks:
    """A facet on a page."""

    facet: Facet
    links: list[OptionLink]


class Selection:
    """What an address chooses among rows. Values that a facet lacks are `problems`."""

    def __init__(self, facets: Sequence[Facet], rows: Iterable[Any], given: Given) -> None:
        self.facets = {facet.name: facet for facet in facets}
        self.chosen = {
            facet.name: tuple(value for value in facet.options if value in given(facet.name))
            for facet in facets
        }
        self.problems = [
            f"“{value[:SHOWN]}” is no value of “{facet.name}”. Values: {', '.join(facet.options)}."
            for facet in facets
            for value in given(facet.name)
            if value not in facet.options
        ]
        self._rows = rows

    @cached_property
    def found(self) -> list[Any]:
        """Return the rows that all facets leave, in their order."""
        return self._counted[0]

    @cached_property
    def _counted(self) -> tuple[list[Any], Counter[tuple[str, str, bool]]]:
        """The rows that are left; and for each facet and value how many rows it would show beside
        the other facets, those that are told apart by themselves.
        """
        filters = [facet for facet in self.facets.values() if not facet.default]
        found: list[Any] = []
        counts: Counter[tuple[str, str, bool]] = Counter()
        for row in self._rows:
            values = {facet.name: set(facet.values(row)) for facet in filters}
            missed = [name for name, own in values.items() if self._misses(name, own)]
            if not missed:
                found.append(row)
            # A row that one facet leaves out is what this facet's other values would show.
            of = missed if len(missed) == 1 else () if missed else values
            counts.update(
                (name, value, self.facets[name].apart(row)) for name in of for value in values[name]
            )
        return found, counts

    def _misses(self, name: str, values: set[str]) -> bool:
        chosen = self.chosen[name]
        return bool(chosen) and values.isdisjoint(chosen)

    def links(self, state: State) -> list[FacetLinks]:
        """Return the facets for the page of a state."""
        return [
            FacetLinks(facet, [self._link(state, facet, value) for value in facet.options])
            for facet in self.facets.values()
        ]

    def _link(self, state: State, facet: Facet, value: str) -> OptionLink:
        name = facet.name
        if facet.default:
            current = (self.chosen[name] or (facet.default,))[0]
            url = state.but(**{name: None if value == facet.default else value}).url
            return OptionLink(name, value, facet.options[value], None, current == value, url)
        counts = self._counted[1]
        apart = counts[name, value, True]
        count = counts[name, value, False] + apart
        is_all = apart == count > 0
        label = facet.mark(value, is_all) if facet.mark else facet.options[value]
        words = facet.apart_is if is_all else f"{apart} with {facet.apart_is}" if apart else ""
        active = value in self.chosen[name]
        url = state.toggled(name, value).url if count or active else ""
        return OptionLink(name, value, label, count, active, url, words)

    @property
    def clauses(self) -> list[tuple[str, str]]:
        """Return what is chosen as (parameter, words)."""
        return [
            (name, self.facets[name].clause(values))
            for name, values in self.chosen.items()
            if values
        ]
