"""What may stand in the address of a list in the admin: its filters, and nothing of the database.

Django would take any lookup on any field, regular expressions among them, which SQLite runs in the
server's own process.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest

#: How the admin's own filters look at a field, dates among them.
SUFFIXES = {"", "exact", "in", "isnull", "gte", "lt", "year", "month", "day"}


class FiltersOnly:
    """Allows the lookups of `list_filter` and of the dates above the list, by any text but NUL,
    which PostgreSQL refuses."""

    list_filter: ClassVar[Any]
    date_hierarchy: ClassVar[Any] = None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Return whether a lookup is one of a filter that the list shows."""
        fields = [*self.list_filter, *([self.date_hierarchy] if self.date_hierarchy else [])]
        named = (getattr(one, "parameter_name", one) for one in fields)
        return "\0" not in value and any(
            lookup == field
            or (lookup.startswith(f"{field}__") and lookup[len(field) + 2 :] in SUFFIXES)
            for field in named
        )
