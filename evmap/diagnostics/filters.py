"""Filters of the catalogue of findings: search, severity, area.

The catalogue is no table of the database, so these do on a list what `TableFilters` do on queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from evmap.conversion.codes import AREAS, CATALOGUE, SEVERITIES, Entry
from evmap.mappings.filters.base import FacetLinks, OptionLink, searched_text
from evmap.mappings.filters.facets import Option
from evmap.mappings.search.text import MAX_QUERY, pattern, queries, spellings
from evmap.mappings.state import State

#: Attribute of an entry to the title and the values of its facet.
FACETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "severity": ("Severity", SEVERITIES),
    "area": ("Area", tuple(AREAS.values())),
}


class FindingFilters:
    """Filters of findings, from the parameters of an address."""

    noun, nouns = "finding", "findings"

    def __init__(self, data: QueryDict) -> None:
        self.data = data

    @property
    def query(self) -> str:
        """Return the text that is searched for."""
        return searched_text(self.data.get("q", ""))

    def chosen(self, name: str) -> list[str]:
        """Return the values of a facet, in the facet's order."""
        given = self.data.getlist(name)
        return [value for value in FACETS[name][1] if value in given]

    @cached_property
    def qs(self) -> list[Entry]:
        """Return the entries that the filters leave."""
        return self._selected(self._found)

    @cached_property
    def _found(self) -> list[Entry]:
        entries = list(CATALOGUE.values())
        if not self.query:
            return entries
        for words in queries(self.query):
            found = [entry for entry in entries if _matches(entry, words)]
            if found:
                return found
        return []

    def _selected(self, entries: Sequence[Entry], but: str = "") -> list[Entry]:
        """Return the entries of the chosen values, of all facets but one."""
        chosen = {name: self.chosen(name) for name in FACETS if name != but}
        return [
            entry
            for entry in entries
            if all(getattr(entry, name) in values for name, values in chosen.items() if values)
        ]

    def state(self, path: str, **values: Any) -> State:
        """Return the state of a page at a path: these filters and other values."""
        chosen = {name: self.chosen(name) for name in FACETS}
        return State.of(path, ["q", *FACETS], {"q": self.query, **chosen, **values})

    @cached_property
    def problems(self) -> list[str]:
        """Return what is wrong with the parameters, a sentence for each."""
        return [
            f"“{value[:MAX_QUERY]}” is no value of “{name}”. Values: {', '.join(values)}."
            for name, (_, values) in FACETS.items()
            for value in self.data.getlist(name)
            if value not in values
        ]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return `all` entries, the `found` ones, and for `facet:value` what it would select."""
        counts = {"all": len(CATALOGUE), "found": len(self.qs)}
        for name, (_, values) in FACETS.items():
            others = self._selected(self._found, but=name)
            for value in values:
                counts[f"{name}:{value}"] = sum(getattr(e, name) == value for e in others)
        return counts

    def facet_links(self, state: State) -> list[FacetLinks]:
        """Return the facets for a page; values that select nothing are left without a link."""
        return [
            FacetLinks(title, [self._link(state, name, value) for value in values])
            for name, (title, values) in FACETS.items()
        ]

    def _link(self, state: State, name: str, value: str) -> OptionLink:
        count = self.counts[f"{name}:{value}"]
        active = value in self.chosen(name)
        url = state.toggled(name, value).url if count or active else ""
        return OptionLink(Option(value, value, Q()), name, count, active, url)

    @cached_property
    def clauses(self) -> list[tuple[str, str]]:
        """Return the active filters as (parameter, words)."""
        clauses = [("q", f"matching “{self.query}”")] if self.query else []
        return clauses + [
            (name, f"{FACETS[name][0].lower()} {' or '.join(values)}")
            for name in FACETS
            if (values := self.chosen(name))
        ]

    @property
    def sentence(self) -> str:
        """Return what the page shows, as in "3 of 96 findings: severity error"."""
        found, total = self.counts["found"], self.counts["all"]
        if not self.clauses:
            return f"All {total} {self.nouns}"
        words = ", ".join(words for _name, words in self.clauses)
        return f"{found} of {total} {self.nouns}: {words}"


def _matches(entry: Entry, words: str) -> bool:
    looked_for = pattern(words)
    texts = (entry.code, entry.title, entry.message, entry.explanation, *entry.fields)
    return any(looked_for.search(spelling) for text in texts for spelling in spellings(text))
