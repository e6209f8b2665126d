"""Facets: filters with a few values, each shown with the number of rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from evmap.mappings.models import Note
from evmap.mappings.models.base import Fate


@dataclass(frozen=True)
class Option:
    """One value of a facet: as the address has it, as people read it, and what it selects."""

    value: str
    label: str
    condition: Q
    #: The value is a fate and shown with its line.
    is_fate: bool = False


class Facet(django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """A filter by any of a few values; several values select the rows of either."""

    def __init__(self, title: str, options: Iterable[Option], says: str = "") -> None:
        self.title = title
        self.options = tuple(options)
        #: How the sentence over the table says it, with the values in place of {}.
        self.says = says or f"{title.lower()} {{}}"
        choices = [(option.value, option.label) for option in self.options]
        super().__init__(choices=choices, label=title)

    def condition(self, values: Sequence[str]) -> Q:
        """Return what selects the rows of these values; everything where there are none."""
        return reduce(or_, (o.condition for o in self.options if o.value in values), Q())

    def filter(self, qs: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        """Keep the rows of the chosen values."""
        return qs.filter(self.condition(value))

    def clause(self, values: Sequence[str]) -> str:
        """Return the facet's part of the sentence."""
        labels = [option.label for option in self.options if option.value in values]
        return self.says.format(" or ".join(labels))


class Choice(Facet):
    """One value that decides what the page shows, such as a target; selects no rows."""

    def __init__(self, title: str, options: Iterable[Option], says: str, default: str) -> None:
        super().__init__(title, options, says)
        self.default = default

    def filter(self, qs: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        """Keep all rows."""
        return qs

    def chosen(self, values: Sequence[str]) -> str:
        """Return the value to use."""
        return values[0] if values else self.default


def fate_facet(fates: Iterable[Fate], lookup: str = "fate") -> Facet:
    """Return the facet of a fate that a lookup gives."""
    return Facet(
        "Fate",
        [Option(fate.value, fate.label, Q(**{lookup: fate.value}), is_fate=True) for fate in fates],
    )


def flag_facet(title: str, yes: tuple[str, str], no: tuple[str, str], condition: Q) -> Facet:
    """Return a facet with two values, given as (value in the address, label)."""
    return Facet(title, [Option(*yes, condition), Option(*no, ~condition)], says="{}")


def note_facet() -> Facet:
    """Return the facet of rows that an editor has written a note on; see `with_notes`."""
    return flag_facet("Notes", ("yes", "with a note"), ("no", "without a note"), Q(has_note=True))


def with_notes(rows: QuerySet[Any], table: str) -> QuerySet[Any]:
    """Return the rows with `has_note`; they must have their natural key as `key`."""
    notes = Note.objects.filter(table=table, key=OuterRef("key"))
    annotated: QuerySet[Any] = rows.annotate(has_note=Exists(notes))
    return annotated
