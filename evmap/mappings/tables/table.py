"""What one table is: columns, filters, search and order, for pages, data and API alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

import django_tables2
from django_tables2.utils import AttributeDict

from evmap.conversion.reports.parts import is_spared_part, part_of, spared_part
from evmap.mappings import search
from evmap.mappings.facets import Facet, Given
from evmap.mappings.marks import fate_mark
from evmap.mappings.snapshot import Snapshot

#: The most rows of one page, and of one answer of the API.
MAX_ROWS = 500

Record = dict[str, Any]
Value = Callable[[Any], Any]

#: The fates, as the API's document lists them.
FateName = Literal[
    "same", "renamed", "converted", "restructured", "lossy", "dropped", "unknown", "invalid"
]


@dataclass(frozen=True)
class On:
    """How the page shows a column."""

    #: Its place from 1, what its head says, and the classes of its cells.
    at: int
    head: str
    css: str = ""
    #: Its name in `?sort=`; empty where it doesn't sort.
    sort: str = ""
    #: The word of the glossary that the head is, by its slug.
    word: str = ""
    #: What a cell says of a row, and what rows are sorted by; the value unless they are given.
    cell: Value | None = None
    by: Value | None = None


def _aria_sort(bound_column: Any) -> str | None:
    """Return how a column sorts the rows, as its head says it; None where it doesn't."""
    if not bound_column.is_ordered:
        return None
    return "descending" if bound_column.order_by_alias.is_descending else "ascending"


class Column(django_tables2.Column):  # type: ignore[misc]
    """A column: a member of the data and the API, and with `on` one of the page.

    value: an attribute of the row, or a function of it; the attribute `name` by default.
    kind, about, example: for the API's document. Without a kind it is only on the page.
    """

    def __init__(
        self,
        name: str,
        on: On | None = None,
        value: str | Value = "",
        *,
        kind: Any = str,
        about: str = "",
        example: Any = None,
    ) -> None:
        self.name, self.on = name, on
        self.kind, self.about, self.example = kind, about, example
        #: The value of a row: plain, or a list of plain values.
        self.value: Value = value if callable(value) else attrgetter(value or name)
        #: The cell of a row on the page, and what rows are sorted by.
        self.render: Value = (on and on.cell) or self.value
        self.sort_key: Value = (on and on.by) or self.value
        head, css, sort = (on.head, on.css or None, on.sort) if on else (name, None, "")
        super().__init__(
            verbose_name=head,
            orderable=bool(sort),
            attrs={
                "th": {"scope": "col", "class": css, "aria-sort": _aria_sort},
                "td": {"data-label": head, "class": css},
            },
        )
        #: The attributes of its cells are the same in each row, so they are written once.
        self.td = AttributeDict(self.attrs["td"]).as_html()

    def order(self, rows: Sequence[Any], is_descending: bool) -> tuple[list[Any], bool]:
        """Return the rows sorted by this column, and that they are; equal rows stay in order."""
        ordered = sorted(rows, key=self.sort_key)
        return ordered[::-1] if is_descending else ordered, True


@dataclass(frozen=True)
class Group:
    """Rows that the page shows under one heading, as long as no column sorts them."""

    title: str
    #: What their codes begin with; the rows show the rest.
    prefix: str = ""
    order: int = 0


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the site. `name` is its address, and what the API and its files are called."""

    name: str
    title: str
    noun: str
    nouns: str
    caption: str
    #: What it is for, in a sentence or two, and searches that find something.
    lead: str
    hint: str = ""
    columns: tuple[Column, ...]
    facets: tuple[Facet, ...] = ()
    #: All rows. The parameters are given, where they decide what a row says.
    rows: Callable[[Snapshot, Given], Sequence[Any]]
    key: Callable[[Any], str] = attrgetter("note_key")
    #: The table as notes and search name it; empty where there are no notes.
    note_table: str = ""
    search: Callable[[Snapshot, str, str], set[str]] = search.keys
    group: Callable[[Any], Group] | None = None
    #: On a phone headings open and close their rows; how they stand at first. Empty: they don't.
    folds: Literal["", "open", "closed"] = ""
    #: Rows on a page unless the address says otherwise.
    page_size: int = 200
    #: The few rows are shown whole, and the filters fold.
    small: bool = False

    # --- The page ---
    namespace: str = "mappings"
    template: str = "mappings/table_page.html"

    @property
    def shown(self) -> list[Column]:
        """Return the columns of the page, in their order there."""
        shown = (column for column in self.columns if column.on)
        return sorted(shown, key=attrgetter("on.at"))

    @property
    def exported(self) -> list[Column]:
        """Return the columns of the data."""
        return [column for column in self.columns if column.kind is not None]

    @property
    def sorts(self) -> dict[str, Column]:
        """Return the columns that sort, by their names in the address."""
        return {one.on.sort: one for one in self.shown if one.on and one.on.sort}

    def record(self, row: Any) -> Record:
        """Return a row as CSV, JSON and the API give it."""
        return {column.name: column.value(row) for column in self.exported}

    def facets_with_notes(self, noted: frozenset[str] = frozenset()) -> list[Facet]:
        """Return the facets; with the keys of the rows that have notes, that facet knows them."""
        if not self.note_table:
            return list(self.facets)
        note = flag("note", "Notes", NOTED, lambda row: self.key(row) in noted, "note")
        return [*self.facets, note]


NOTED = {"yes": "with a note", "no": "without a note"}


def flag(
    name: str,
    title: str,
    options: Mapping[str, str],
    holds: Callable[[Any], bool],
    word: str = "",
) -> Facet:
    """Return a facet with two values: the first for rows of which something holds."""
    yes, no = options
    return Facet(
        name, title, options, lambda row: (yes if holds(row) else no,), says="{}", word=word
    )


def fate_facet(fates: Iterable[str], fate: Value, loss: Value = lambda _row: "") -> Facet:
    """Return the facet of a fate; it says with how many rows nothing is lost."""
    return Facet(
        "fate",
        "Fate",
        {one: one for one in fates},
        lambda row: filter(None, (fate(row),)),
        word="fate",
        mark=lambda value, is_spared: fate_mark(spared_part(value) if is_spared else value),
        apart=lambda row: is_spared_part(part_of(fate(row), loss(row))),
        apart_is="nothing lost",
    )
