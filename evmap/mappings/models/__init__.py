"""Mapping tables (loaded from fixtures), and what editors write beside them.

Everything but :mod:`evmap.mappings.models.editorial` belongs to the fixtures: `load_mappings`
brings those tables to the fixtures' state. The editorial tables are keyed by natural keys and are
never touched by loading.
"""

from __future__ import annotations

from evmap.mappings.models.base import Loss, Source
from evmap.mappings.models.connectors import (
    Connector,
    ConnectorStandard,
    Limit,
    OlderName,
    Standard,
    Successor,
    Synonym,
)
from evmap.mappings.models.editorial import Note
from evmap.mappings.models.elements import DataElement
from evmap.mappings.models.fields import Field, FieldTarget
from evmap.mappings.models.statuses import RetiredState, StatusPair, V2Status, V3Status
from evmap.mappings.models.version import TablesVersion

__all__ = [
    "Connector",
    "ConnectorStandard",
    "DataElement",
    "Field",
    "FieldTarget",
    "Limit",
    "Loss",
    "Note",
    "OlderName",
    "RetiredState",
    "Source",
    "Standard",
    "StatusPair",
    "Successor",
    "Synonym",
    "TablesVersion",
    "V2Status",
    "V3Status",
]
