"""The rows of a table as django-tables2 sorts them, parts them into pages and draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

import django_tables2
from django_tables2.data import TableListData
from django_tables2.rows import BoundRow, BoundRows

from evmap.mappings.state import SORT, State
from evmap.mappings.tables.table import Group, Table


class Rows(TableListData):  # type: ignore[misc]
    """Rows in memory; each column knows how it sorts them."""

    data: Sequence[Any]

    def order_by(self, aliases: Sequence[Any]) -> None:
        """Sort the rows by columns, given by their names, with a minus downwards."""
        for alias in aliases:
            column = self.table.columns[alias.bare]
            self.data = column.order(self.data, alias.is_descending)[0]


class Row(BoundRow):  # type: ignore[misc]
    """A row on the page."""

    @property
    def id(self) -> str:
        """Return what a link to the row in its table ends with."""
        return f"row-{self.table.spec.key(self.record)}".replace(" ", "")

    @property
    def noted(self) -> bool:
        """Return whether an editor wrote a note on the row."""
        return self.table.spec.key(self.record) in self.table.noted

    def get_cell(self, name: str) -> Any:
        """Return a cell. Columns draw it from the whole row, so no value is looked up first."""
        return self.table.columns[name].render(self.record)


class PageRows(BoundRows):  # type: ignore[misc]
    """The rows of a page."""

    def __iter__(self) -> Iterator[Row]:
        return (Row(record, self.table) for record in self.data)

    def __getitem__(self, part: slice) -> PageRows:
        return PageRows(self.data[part], self.table)


class PageTable(django_tables2.Table):  # type: ignore[misc]
    """A table on its page. `paginate` chooses the page, `state` is what its address holds.

    is_part: whether search and filters leave something out.
    """

    state: State

    class Meta:
        template_name = "components/table.html"

    def __init__(
        self, spec: Table, rows: list[Any], noted: frozenset[str], sort: str, *, is_part: bool
    ) -> None:
        columns = [(one.on.sort or one.name, one) for one in spec.shown if one.on]
        super().__init__(Rows(rows), order_by=sort, extra_columns=columns)
        self.rows = PageRows(self.data, self)
        self.spec = spec
        self.noted = noted
        self.is_part = is_part

    @cached_property
    def heads(self) -> list[tuple[Any, str]]:
        """Return the columns, each with the address that sorts by it, if one does."""
        return [(one, self._sorting(one) if one.orderable else "") for one in self.columns]

    def _sorting(self, column: Any) -> str:
        """Return the address that sorts by a column: upwards, then downwards, then not."""
        now = column.order_by_alias
        following = None if column.is_ordered and now.is_descending else now.next
        return self.state.but(**{SORT: following}).url

    @property
    def grouped(self) -> bool:
        """Return whether rows stand under headings, as they do until a column sorts them."""
        return self.spec.group is not None and not self.order_by

    @property
    def sections(self) -> list[tuple[Group | None, list[Row]]]:
        """Return the rows of this page under their headings, or all of them without one."""
        group_of = self.spec.group if self.grouped else None
        if group_of is None:
            return [(None, list(self.paginated_rows))]
        groups: dict[Group, list[Row]] = {}
        for row in self.paginated_rows:
            groups.setdefault(group_of(row.record), []).append(row)
        return [(group, groups[group]) for group in sorted(groups, key=attrgetter("order"))]
