"""What an address selects of a table. Pages, data files and the API all start from here."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import QueryDict

from evmap.mappings import snapshot
from evmap.mappings.facets import Selection
from evmap.mappings.models import Note
from evmap.mappings.search import searched_text
from evmap.mappings.state import SORT, State
from evmap.mappings.tables.page_table import PageTable
from evmap.mappings.tables.table import Table


class Listing:
    """The rows of a table that search and filters leave, sorted; two queries at most."""

    def __init__(self, table: Table, given: QueryDict) -> None:
        self.table = table
        self.query = searched_text(given.get("q", ""))
        tables = snapshot.current()
        self.noted, by_note = self._notes()
        #: Every row of the table, whatever is searched for.
        self.all = rows = table.rows(tables, given.getlist)
        if self.query:
            keys = table.search(tables, self.query, table.note_table) | by_note
            rows = [row for row in rows if table.key(row) in keys]
        facets = table.facets_with_notes(self.noted)
        self.selection = Selection(facets, rows, given.getlist)
        #: What is wrong with the parameters, a sentence for each.
        self.problems = self.selection.problems
        #: How many rows the table has.
        self.total = len(self.all)
        sort = given.get(SORT, "")
        self.sort = sort if sort.removeprefix("-") in table.sorts else ""

    def _notes(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the keys of rows with notes, and of those whose notes hold the query."""
        if not self.table.note_table:
            return frozenset(), frozenset()
        notes = Note.objects.filter(table=self.table.note_table)
        if not self.query:
            return frozenset(notes.values_list("key", flat=True)), frozenset()
        texts = notes.values_list("key", "text")
        words = self.query.casefold()
        found = frozenset(key for key, text in texts if words in text.casefold())
        return frozenset(key for key, _text in texts), found

    @property
    def found(self) -> int:
        """Return how many rows search and filters leave."""
        return len(self.selection.found)

    @cached_property
    def page_table(self) -> PageTable:
        """Return these rows, sorted, as the page shows them."""
        is_part = self.found < self.total
        return PageTable(self.table, self.selection.found, self.noted, self.sort, is_part=is_part)

    @property
    def rows(self) -> list[Any]:
        """Return these rows, sorted."""
        return list(self.page_table.data)

    def state(self, path: str, **values: Any) -> State:
        """Return the state of a page at a path: this selection, and other values."""
        names = ["q", *self.selection.facets]
        chosen = {"q": self.query, **self.selection.chosen, SORT: self.sort}
        return State.of(path, names, {**chosen, **values})

    @property
    def clauses(self) -> list[tuple[str, str]]:
        """Return what is chosen as (parameter, words)."""
        searched = [("q", f"matching “{self.query}”")] if self.query else []
        return searched + self.selection.clauses

    @property
    def sentence(self) -> str:
        """Return what is shown, as in "3 of 69 v2 connector types: fate lossy"."""
        nouns = self.table.noun if self.total == 1 else self.table.nouns
        if not self.clauses:
            return f"All {self.total} {nouns}"
        words = ", ".join(words for _name, words in self.clauses)
        return f"{self.found} of {self.total} {nouns}: {words}"
