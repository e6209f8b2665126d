"""What one table is: columns, filters, search and order, for pages, data and API alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from evmap.mappings import search
from evmap.mappings.facets import Facet, Given
from evmap.mappings.marks import fate_mark
from evmap.mappings.models.base import Fate
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


@dataclass(frozen=True)
class Column:
    """A column: a member of the data and the API, and with `on` one of the page."""

    name: str
    on: On | None = None
    #: Its value: an attribute of the row, or a function of it. The attribute `name` by default.
    value: str | Value = ""
    #: For the API's document: type, meaning and example. Without a type it is only on the page.
    kind: Any = str
    about: str = ""
    example: Any = None

    def of(self, row: Any) -> Any:
        """Return the value of a row: plain, or a list of plain values."""
        if callable(self.value):
            return self.value(row)
        return attrgetter(self.value or self.name)(row)

    def shown(self, row: Any) -> str:
        """Return the cell of a row."""
        cell = self.on and self.on.cell
        return str(cell(row) if cell else self.of(row))

    def sort_key(self, row: Any) -> Any:
        """Return what a row is sorted by."""
        by = self.on and self.on.by
        return by(row) if by else self.of(row)


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
        return {column.name: column.of(row) for column in self.exported}

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


def fate_facet(fates: Sequence[Fate], fate: str = "fate") -> Facet:
    """Return the facet of a fate that an attribute gives."""
    options = {one.value: one.label for one in fates}
    values = attrgetter(fate)
    return Facet("fate", "Fate", options, lambda row: (values(row),), word="fate", mark=fate_mark)
