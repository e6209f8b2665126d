"""The view behind every table page: as a page, as a fragment for htmx, as CSV, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views import View

from evmap.mappings.export import (
    csv_answer,
    json_answer,
    link_header,
    markdown_answer,
    problem_answer,
)
from evmap.mappings.filters.base import FacetLinks
from evmap.mappings.state import PAGE, PER_PAGE, SORT, State
from evmap.mappings.tables import BaseTable, counted_paginator

#: Rows on a page unless the address says otherwise, what it may say, and the most it may say.
PAGE_SIZE, PAGE_SIZES, MAX_PAGE_SIZE = 200, (25, 50, 100, 200, 500), 500
#: The forms in which the rows are also given: suffix and media type.
FORMATS = {"csv": "text/csv", "json": "application/json", "md": "text/markdown"}


class Filters(Protocol):
    """What a table needs of its filters; see `evmap.mappings.filters.TableFilters`."""

    def __init__(self, data: QueryDict) -> None: ...

    @property
    def qs(self) -> Any:
        """The rows that the filters leave."""

    @property
    def problems(self) -> list[str]:
        """What is wrong with the parameters, a sentence for each."""

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows, under `all` and `found` at least."""

    @property
    def sentence(self) -> str:
        """What the page shows, in words."""

    @property
    def clauses(self) -> list[tuple[str, str]]:
        """The active filters as (parameter, words)."""

    def state(self, path: str, **values: Any) -> State:
        """The state of a page at a path."""

    def facet_links(self, state: State) -> list[FacetLinks]:
        """The facets for a page."""


class TableView(View):
    """Filters, sorts and shows one table. The same address with a suffix gives the rows as data."""

    #: The application that the table's address belongs to, and the name of the address in it.
    namespace: ClassVar[str] = "mappings"
    name: ClassVar[str]
    title: ClassVar[str]
    #: What the table is for, in a sentence or two.
    lead: ClassVar[str] = ""
    filters_class: ClassVar[type[Filters]]
    table_class: ClassVar[type[BaseTable]]
    #: Relations that cells and exports read.
    prefetch: ClassVar[Sequence[Any]] = ()
    #: A hint for the search box, with searches that find something.
    search_hint: ClassVar[str] = ""
    template_name = "mappings/table_page.html"

    def get(self, request: HttpRequest, suffix: str = "") -> HttpResponse:
        """Answer with the rows in the form that the suffix of the address names."""
        if suffix:
            return self._data(suffix)
        if not self.filters.problems and not self._is_canonical():
            return HttpResponseRedirect(self.state.url)
        return self._page()

    @cached_property
    def filters(self) -> Filters:
        """The filters of this request."""
        return self.filters_class(self.request.GET)

    @cached_property
    def state(self) -> State:
        """The state of this request: only parameters and values that mean something."""
        return self.filters.state(
            reverse(f"{self.namespace}:{self.name}"),
            **{SORT: self._sort(), PER_PAGE: self._number(PER_PAGE), PAGE: self._number(PAGE)},
        )

    def _sort(self) -> str:
        given = self.request.GET.get(SORT, "")
        column = self.table_class.base_columns.get(given.removeprefix("-"))
        return given if column and column.orderable else ""

    def _number(self, name: str) -> int | None:
        """Return a number of the address that differs from what is meant without it."""
        text = self.request.GET.get(name, "")
        if not (text.isascii() and text.isdigit()):
            return None
        usual, most = {PAGE: (1, 10**6), PER_PAGE: (PAGE_SIZE, MAX_PAGE_SIZE)}[name]
        number = min(max(int(text[:9]), 1), most)
        return None if number == usual else number

    def _is_canonical(self) -> bool:
        lists = self.request.GET.lists()
        return [(name, text) for name, texts in lists for text in texts] == self.state.pairs

    # --- Rows ---

    def rows(self) -> Any:
        """Return the rows that the filters leave, with what cells and exports read."""
        return self.filters.qs.prefetch_related(*self.prefetch)

    @cached_property
    def table(self) -> BaseTable:
        """The sorted table."""
        return self.table_class(self.rows(), self.state, order_by=self.state.get(SORT) or None)

    def _paginate(self) -> None:
        count = self.filters.counts["found"]
        size = int((self.state.get(PER_PAGE) or (PAGE_SIZE,))[0])
        pages = max(-(-count // size), 1)
        page = min(int((self.state.get(PAGE) or (1,))[0]), pages)
        self.table.paginate(counted_paginator, per_page=size, page=page, count=count)

    # --- Answers ---

    def _data(self, suffix: str) -> HttpResponse:
        """Return the rows of this state as data: one page if the address names one, else all."""
        if self.filters.problems:
            return problem_answer(self.filters.problems)
        if self.state.get(PAGE) or self.state.get(PER_PAGE):
            self._paginate()
        records = [self.table.record(row.record) for row in self.table.paginated_rows]
        columns = list(self.table_class.exported)
        if suffix == "csv":
            answer = csv_answer(self.name, columns, records)
        elif suffix == "md":
            title = f"{self.title}: {self.filters.sentence}"
            answer = markdown_answer(self.name, columns, records, title, self._absolute(self.state))
        else:
            answer = json_answer(records, table=self.name, page=self.state.url)
        answer["Link"] = link_header([(self.state.url, "alternate", "text/html")])
        return answer

    def _absolute(self, state: State) -> str:
        return f"{self.request.scheme}://{self.request.get_host()}{state.url}"

    def _page(self) -> HttpResponse:
        self._paginate()
        fragment = bool(self.request.htmx)  # type: ignore[attr-defined]
        template = "mappings/_table_rows.html" if fragment else self.template_name
        status = 400 if self.filters.problems else 200
        answer = render(self.request, template, self.context(), status=status)
        if fragment:
            answer["HX-Push-Url"] = self.state.url
        else:
            others = [(url, "alternate", FORMATS[suffix]) for suffix, url in self._formats()]
            answer["Link"] = link_header([(self.state.url, "canonical", ""), *others])
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def context(self) -> dict[str, Any]:
        """Return what the templates show."""
        return {
            "view": self,
            "filters": self.filters,
            "table": self.table,
            "state": self.state,
            "facets": self.filters.facet_links(self.state),
            "active": [
                (words, self.state.but(**{name: None}).url) for name, words in self.filters.clauses
            ],
            "page_sizes": [
                (size, self.state.but(per_page=None if size == PAGE_SIZE else size).url)
                for size in PAGE_SIZES
            ],
            "formats": self._formats(),
            "canonical": self._absolute(self.state),
        }

    def _formats(self) -> list[tuple[str, str]]:
        """Return the other forms of these rows as (suffix, address)."""
        base = reverse(f"{self.namespace}:{self.name}").rstrip("/")
        return [(suffix, self.state.at(f"{base}.{suffix}")) for suffix in FORMATS]
