"""What every table's filters share: search, facets with counts, and the sentence they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from evmap.mappings import search, snapshot
from evmap.mappings.filters.facets import Choice, Facet, Option
from evmap.mappings.models import Note
from evmap.mappings.search.text import MAX_QUERY
from evmap.mappings.state import State
from evmap.requests import without_keys


@dataclass(frozen=True)
class OptionLink:
    """A value of a facet on a page."""

    option: Option
    name: str
    count: int | None
    active: bool
    url: str


@dataclass(frozen=True)
class FacetLinks:
    """A facet on a page."""

    title: str
    links: list[OptionLink]


class TableFilters(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of one table. Subclasses add facets and say what `rows` starts from."""

    #: The table as notes and search name it, and what its rows are called.
    table: ClassVar[str]
    noun: ClassVar[str]
    nouns: ClassVar[str]

    q = django_filters.CharFilter(method="search", max_length=1000)

    def __init__(self, data: QueryDict) -> None:
        self.given = data
        super().__init__(data, queryset=self._with_note_found(self.rows()))
        self.valid = self.is_valid()

    def rows(self) -> QuerySet[Any]:
        """Return all rows of the table, with the annotations that facets and columns need."""
        raise NotImplementedError

    def search(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep the rows that the search finds."""
        return rows.filter(self.searched)

    # --- What is chosen ---

    @property
    def query(self) -> str:
        """Return the text that is searched for."""
        return searched_text(str(self.form.cleaned_data.get("q") or ""))

    @cached_property
    def searched(self) -> Q:
        """Return what selects the rows that the search finds."""
        if not self.query:
            return Q()
        keys = search.keys(snapshot.current(), self.query, self.table)
        return Q(key__in=keys) | Q(note_found=True)

    def _with_note_found(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows with `note_found`: whether a note on the row holds the text."""
        text = searched_text(self.given.get("q", ""))
        if not text:
            return rows
        notes = Note.objects.filter(table=self.table, key=OuterRef("key"), text__icontains=text)
        annotated: QuerySet[Any] = rows.annotate(note_found=Exists(notes))
        return annotated

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Return the facets by parameter."""
        return {name: facet for name, facet in self.filters.items() if isinstance(facet, Facet)}

    def chosen(self, name: str) -> list[str]:
        """Return the values of a facet, in the facet's order."""
        given = self.form.cleaned_data.get(name) or []
        return [option.value for option in self.facets[name].options if option.value in given]

    def state(self, path: str, **values: Any) -> State:
        """Return the state of a page at a path: these filters and other values."""
        chosen = {name: self.chosen(name) for name in self.facets}
        return State.of(path, ["q", *self.facets], {"q": self.query, **chosen, **values})

    @property
    def problems(self) -> list[str]:
        """Return what is wrong with the parameters, a sentence for each."""
        return [
            f"“{value}” is no value of “{name}”. Values: {', '.join(self._values(name))}."
            for name in self.form.errors
            for value in self._wrong(name)
        ]

    def _wrong(self, name: str) -> list[str]:
        given = self.data.getlist(name)
        return [text[:MAX_QUERY] for text in given if text not in self._values(name)]

    def _values(self, name: str) -> list[str]:
        return [option.value for option in self.facets[name].options] if name in self.facets else []

    # --- Counts, in one query ---

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return `all` rows, the `found` ones, and for `facet:value` what it would select."""
        chosen = {name: self.facets[name].condition(self.chosen(name)) for name in self._counted}
        wanted = {
            "all": Count("pk"),
            "found": Count("pk", filter=_both(self.searched, *chosen.values())),
        }
        for name, facet in self._counted.items():
            others = [condition for other, condition in chosen.items() if other != name]
            for option in facet.options:
                condition = _both(self.searched, option.condition, *others)
                wanted[f"{name}:{option.value}"] = Count("pk", filter=condition)
        names = {f"count_{number}": key for number, key in enumerate(wanted)}
        found = self.queryset.aggregate(**{name: wanted[key] for name, key in names.items()})
        return {key: found[name] for name, key in names.items()}

    @property
    def _counted(self) -> dict[str, Facet]:
        return {name: facet for name, facet in self.facets.items() if not isinstance(facet, Choice)}

    def facet_links(self, state: State) -> list[FacetLinks]:
        """Return the facets for a page; values that select nothing are left without a link."""
        return [
            FacetLinks(facet.title, [self._link(state, name, facet, o) for o in facet.options])
            for name, facet in self.facets.items()
        ]

    def _link(self, state: State, name: str, facet: Facet, option: Option) -> OptionLink:
        if isinstance(facet, Choice):
            active = facet.chosen(self.chosen(name)) == option.value
            value = None if option.value == facet.default else option.value
            return OptionLink(option, name, None, active, state.but(**{name: value}).url)
        count = self.counts[f"{name}:{option.value}"]
        active = option.value in state.get(name)
        url = state.toggled(name, option.value).url if count or active else ""
        return OptionLink(option, name, count, active, url)

    # --- The sentence ---

    @property
    def clauses(self) -> list[tuple[str, str]]:
        """Return the active filters as (parameter, words)."""
        clauses = [("q", f"matching “{self.query}”")] if self.query else []
        return clauses + [
            (name, self.facets[name].clause(values))
            for name in self.facets
            if (values := self.chosen(name))
        ]

    @property
    def sentence(self) -> str:
        """Return what the page shows, as in "3 of 69 data elements: matching “pool”"."""
        found, total = self.counts["found"], self.counts["all"]
        nouns = self.noun if total == 1 else self.nouns
        if not self.clauses:
            return f"All {total} {nouns}"
        words = ", ".join(words for _name, words in self.clauses)
        return f"{found} of {total} {nouns}: {words}"


def searched_text(given: str) -> str:
    """Return what to look for: a text without keys, not too long."""
    return without_keys(given)[:MAX_QUERY].replace("\0", "").strip()


def _both(*conditions: Q) -> Q:
    """Return a condition that all of these hold; never an empty one."""
    result = Q(pk__isnull=False)
    for condition in conditions:
        result &= condition
    return result
