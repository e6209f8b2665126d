"""Filters of the table pages: what the parameters of an address select."""

from __future__ import annotations

from evmap.mappings.filters.base import TableFilters
from evmap.mappings.filters.connectors import ConnectorFilters, StandardFilters
from evmap.mappings.filters.elements import ElementFilters
from evmap.mappings.filters.fields import FieldFilters
from evmap.mappings.filters.statuses import StatusFilters

__all__ = [
    "ConnectorFilters",
    "ElementFilters",
    "FieldFilters",
    "StandardFilters",
    "StatusFilters",
    "TableFilters",
]
