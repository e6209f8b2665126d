"""Tables of the mapping pages: columns, their cells, and their rows for export."""

from __future__ import annotations

from evmap.mappings.tables.base import BaseTable, counted_paginator
from evmap.mappings.tables.connectors import ConnectorTable, StandardTable
from evmap.mappings.tables.elements import ElementTable
from evmap.mappings.tables.fields import FieldTable
from evmap.mappings.tables.statuses import StatusTable

__all__ = [
    "BaseTable",
    "ConnectorTable",
    "ElementTable",
    "FieldTable",
    "StandardTable",
    "StatusTable",
    "counted_paginator",
]
