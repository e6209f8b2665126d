"""The tables of the site, each declared once: `evmap.mappings.tables.table` says how."""

from __future__ import annotations

from evmap.mappings.tables.connectors import CONNECTORS
from evmap.mappings.tables.elements import ELEMENTS
from evmap.mappings.tables.fields import FIELDS
from evmap.mappings.tables.listing import Listing
from evmap.mappings.tables.standards import STANDARDS
from evmap.mappings.tables.statuses import STATUSES
from evmap.mappings.tables.table import Column, Table

__all__ = [
    "CONNECTORS",
    "ELEMENTS",
    "FIELDS",
    "STANDARDS",
    "STATUSES",
    "Column",
    "Listing",
    "Table",
]
