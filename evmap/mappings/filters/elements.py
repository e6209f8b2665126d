"""Filters of data elements."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from evmap.mappings.filters.base import TableFilters
from evmap.mappings.filters.facets import note_facet, with_notes
from evmap.mappings.models import DataElement


class ElementFilters(TableFilters):
    """Filters of the data elements."""

    table = DataElement.note_table
    noun, nouns = "data element", "data elements"

    note = note_facet()

    def rows(self) -> QuerySet[Any]:
        """Return all data elements."""
        return with_notes(DataElement.objects.annotate(key=F("v3_element")), self.table)
