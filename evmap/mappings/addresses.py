"""Where a row is shown and edited."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from evmap.mappings.models import (
    Connector,
    DataElement,
    Field,
    Standard,
    StatusPair,
    V2Status,
    V3Status,
)
from evmap.mappings.models.base import MappingRow


def address(row: MappingRow) -> str:
    """Return the address of the page that shows a row."""
    match row:
        case Connector():
            return reverse("mappings:connector", args=[row.v2_id])
        case Standard():
            return reverse("mappings:standard", args=[row.code])
        case V2Status():
            return reverse("mappings:v2-status", args=[row.code])
        case V3Status():
            return reverse("mappings:v3-status", args=[row.code])
        case StatusPair():
            return address(row.v2)
        case Field():
            return reverse("mappings:field", args=[row.slug])
        case DataElement():
            return f"{reverse('mappings:elements')}#row-{row.v3_element}"
    raise TypeError(f"{type(row).__name__} has no page")


def note_address(table: str, key: str) -> str:
    """Return the address in the admin of a form for a new note on a row."""
    return f"{reverse('admin:mappings_note_add')}?{urlencode({'table': table, 'key': key})}"


def history_address(note_id: int) -> str:
    """Return the address in the admin of a note's history."""
    return reverse("admin:mappings_note_history", args=[note_id])
