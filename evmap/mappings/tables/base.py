"""What every table shares: sorting by address, a stable order, and rows for export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from evmap.mappings.state import PAGE, SORT, State

Record = dict[str, Any]

ARIA_SORT = {"": None, "up": "ascending", "down": "descending"}


@dataclass(frozen=True)
class Head:
    """The head of a column, with the address that sorts by it."""

    column: Any
    url: str
    direction: str

    @property
    def aria_sort(self) -> str | None:
        """Return the value of the attribute of that name."""
        return ARIA_SORT[self.direction]


def counted_paginator(rows: Sequence[Any], per_page: int, *, count: int) -> Paginator[Any]:
    """Return a paginator that is told the number of rows instead of asking the database."""
    paginator = Paginator(rows, per_page)
    paginator.count = count
    return paginator


class BaseTable(django_tables2.Table):  # type: ignore[misc]
    """A table of mapping rows. Subclasses give columns, a caption and what is exported.

    Every column that sorts ends its order with the row's own place, so that no page skips or
    repeats a row.
    """

    caption: ClassVar[str]
    #: Columns of CSV and JSON: an attribute of the row, or a function of it.
    exported: ClassVar[Mapping[str, str | Callable[[Any], Any]]]

    def __init__(self, data: Any, state: State, **options: Any) -> None:
        super().__init__(data, row_attrs={"id": _row_id}, **options)
        self.state = state

    @classmethod
    def record(cls, row: Any) -> Record:
        """Return a row as CSV and JSON give it: plain values and lists."""
        return {
            name: getattr(row, source) if isinstance(source, str) else source(row)
            for name, source in cls.exported.items()
        }

    @cached_property
    def heads(self) -> list[Head]:
        """Return the heads of the visible columns."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Any) -> Head:
        if not column.orderable:
            return Head(column, "", "")
        sorted_by = (self.state.get(SORT) or ("",))[0]
        direction = {column.name: "up", f"-{column.name}": "down"}.get(sorted_by, "")
        following = {"": column.name, "up": f"-{column.name}", "down": None}[direction]
        return Head(column, self.state.but(**{SORT: following}).url, direction)

    def page_links(self) -> list[tuple[str, str, bool]]:
        """Return the pages to offer as (text, address, current); "" where some are left out."""
        pages = self.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [
            (str(page), self.page_url(page), page == self.page.number)
            if isinstance(page, int)
            else ("", "", False)
            for page in pages
        ]

    def page_url(self, page: int) -> str:
        """Return the address of a page of this table."""
        state = self.state
        values = {**state.values, PAGE: None if page == 1 else page}
        return State.of(state.path, state.order[:-3], values).url


def _row_id(record: Any) -> str:
    """Return what a link to a row in its table ends with."""
    return f"row-{record.key}".replace(" ", "")


def column(header: str, *, order: Iterable[str] = (), css: str = "", **options: Any) -> Any:
    """Return a column; with `order`, the lookups that sort it, it can be sorted by."""
    attributes = {"td": {"class": css}, "th": {"class": css}} if css else {}
    order_by = tuple(order)
    if order_by:
        options["order_by"] = order_by
    return django_tables2.Column(
        verbose_name=header,
        orderable=bool(order_by),
        attrs=attributes,
        empty_values=(),
        **options,
    )
