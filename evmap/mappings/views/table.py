"""The view behind every table page: as a page, as a fragment for htmx, as CSV, JSON, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, re_path, reverse
from django.utils.cache import patch_vary_headers

from evmap.mappings.export import (
    csv_answer,
    json_answer,
    link_header,
    markdown_answer,
    problem_answer,
)
from evmap.mappings.state import PAGE, PER_PAGE
from evmap.mappings.tables.listing import Listing
from evmap.mappings.tables.page_table import PageTable
from evmap.mappings.tables.table import MAX_ROWS, Table
from evmap.origin import site_of

#: How many rows on a page are offered.
PAGE_SIZES = (25, 50, 100, 200, MAX_ROWS)
#: The numbers in an address, and the most they may be.
NUMBERS = {PAGE: 10**6, PER_PAGE: MAX_ROWS}
#: The forms in which the rows are also given: suffix and media type.
FORMATS = {"csv": "text/csv", "json": "application/json", "md": "text/markdown"}

#: What a table's page shows besides its rows.
More = Callable[[Listing], dict[str, Any]]


def table_urls(table: Table, more: More | None = None) -> list[URLPattern]:
    """Return the addresses of a table: its page, and the same rows as data."""

    def view(request: HttpRequest, suffix: str = "") -> HttpResponse:
        shown = TablePage(request, table)
        return shown.data(suffix) if suffix else shown.page(more)

    data = rf"^{table.name}\.(?P<suffix>csv|json|md)$"
    return [
        path(f"{table.name}/", view, name=table.name),
        re_path(data, view, name=f"{table.name}-data"),
    ]


class TablePage:
    """The rows of one request, in any of their forms."""

    def __init__(self, request: HttpRequest, table: Table) -> None:
        self.request = request
        self.table = table
        self.listing = Listing(table, request.GET)
        #: Only parameters and values that mean something.
        self.state = self.listing.state(
            reverse(f"{table.namespace}:{table.name}"),
            **{name: self._number(name) for name in NUMBERS},
        )
        self.rows = self._page_of(self.listing.page_table)

    def _number(self, name: str) -> int | None:
        """Return a number of the address that differs from what is meant without it."""
        text = self.request.GET.get(name, "")
        if not (text.isascii() and text.isdigit()):
            return None
        usual = {PAGE: 1, PER_PAGE: self.table.page_size}
        number = min(max(int(text[:9]), 1), NUMBERS[name])
        return None if number == usual[name] else number

    def _page_of(self, table: PageTable) -> PageTable:
        """Return the table at the page that the address names; the last one for numbers past it."""
        size = int((self.state.get(PER_PAGE) or (self.table.page_size,))[0])
        page = int((self.state.get(PAGE) or (1,))[0])
        table.state = self.state
        last = max(1, ceil(self.listing.found / size))
        table.paginate(per_page=size, page=min(page, last))
        return table

    # --- As data ---

    def data(self, suffix: str) -> HttpResponse:
        """Return the rows as data: one page if the address names one, else all."""
        if self.listing.problems:
            return problem_answer(self.listing.problems)
        part = self.state.get(PAGE) or self.state.get(PER_PAGE)
        rows = self.rows.paginated_rows if part else self.rows.rows
        records = [self.table.record(row.record) for row in rows]
        columns = [column.name for column in self.table.exported]
        if suffix == "csv":
            answer = csv_answer(self.table.name, columns, records)
        elif suffix == "md":
            title = f"{self.table.title}: {self.listing.sentence}"
            here = site_of(self.request) + self.state.url
            answer = markdown_answer(self.table.name, columns, records, title, here)
        else:
            answer = json_answer(records, table=self.table.name, page=self.state.url)
        answer["Link"] = link_header([(self.state.url, "alternate", "text/html")])
        return answer

    # --- As a page ---

    def page(self, more: More | None) -> HttpResponse:
        """Return the page, or for htmx what of it changes; or lead to the one address it has."""
        if not self.listing.problems and not self._is_canonical():
            return HttpResponseRedirect(self.state.url)
        fragment = bool(self.request.htmx)  # type: ignore[attr-defined]
        template = "mappings/_table_rows.html" if fragment else self.table.template
        status = 400 if self.listing.problems else 200
        context = self._context() | (more(self.listing) if more and not fragment else {})
        answer = render(self.request, template, context, status=status)
        if fragment:
            answer["HX-Push-Url"] = self.state.url
        else:
            others = [(url, "alternate", FORMATS[suffix]) for suffix, url in self._formats()]
            answer["Link"] = link_header([(self.state.url, "canonical", ""), *others])
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def _is_canonical(self) -> bool:
        lists = self.request.GET.lists()
        return [(name, text) for name, texts in lists for text in texts] == self.state.pairs

    def _context(self) -> dict[str, Any]:
        but = self.state.but
        return {
            "table": self.table,
            "listing": self.listing,
            "state": self.state,
            "facets": self.listing.selection.links(self.state),
            "active": [(words, but(**{name: None}).url) for name, words in self.listing.clauses],
            "rows": self.rows,
            "pages": self._page_links(),
            "page_sizes": [
                (size, but(per_page=None if size == self.table.page_size else size).url)
                for size in PAGE_SIZES
            ],
            "formats": self._formats(),
            "canonical": site_of(self.request) + self.state.url,
        }

    def _page_links(self) -> list[tuple[str, str, bool]]:
        """Return the pages to offer as (text, address, current); "" where some are left out."""
        here = self.rows.page.number
        numbers = self.rows.paginator.get_elided_page_range(here, on_each_side=2, on_ends=1)
        return [
            (str(number), self._page_url(number), number == here)
            if isinstance(number, int)
            else ("", "", False)
            for number in numbers
        ]

    def _page_url(self, number: int) -> str:
        return self.state.but(**{PAGE: None if number == 1 else number}).url

    def _formats(self) -> list[tuple[str, str]]:
        """Return the other forms of these rows as (suffix, address)."""
        base = self.state.path.rstrip("/")
        return [(suffix, self.state.at(f"{base}.{suffix}")) for suffix in FORMATS]
