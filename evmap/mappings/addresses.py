"""Where a row is shown and edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse

from evmap.lookup.rows import Meaning
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

#: Model to the name of its page's address, and the attribute that the address holds.
PAGES: dict[type[MappingRow], tuple[str, str]] = {
    Connector: ("connector", "v2_id"),
    Standard: ("standard", "code"),
    V2Status: ("v2-status", "code"),
    V3Status: ("v3-status", "code"),
    Field: ("field", "slug"),
}


Row = TypeVar("Row", bound=MappingRow)


def found(rows: Mapping[str, Row], code: str) -> Row | None:
    """Return the row of a code, in any case of letters."""
    if code in rows:
        return rows[code]
    spelled = (row for key, row in rows.items() if key.casefold() == code.casefold())
    return next(spelled, None)


def address(row: MappingRow) -> str:
    """Return the address of the page that shows a row."""
    if isinstance(row, StatusPair):
        row = row.v2
    if isinstance(row, DataElement):
        return f"{reverse('mappings:elements')}#row-{row.v3_element}"
    name, key = PAGES[type(row)]
    return reverse(f"mappings:{name}", args=[getattr(row, key)])


#: Tables as look-ups name them, to the names of their pages' addresses.
MEANINGS = {
    "connector": "mappings:connector",
    "standard": "mappings:standard",
    "v2-status": "mappings:v2-status",
    "v3-status": "mappings:v3-status",
    "status": "mappings:v2-status",
    "field": "mappings:field",
    "finding": "diagnostics:finding",
}
#: The table of a row's counterparts; those of other tables have no pages of their own.
OTHERS = {
    "connector": "standard",
    "standard": "connector",
    "v2-status": "v3-status",
    "v3-status": "v2-status",
}


def row_link(table: str, key: str) -> str:
    """Return the address of a row's page; nothing where it has none of its own."""
    return reverse(MEANINGS[table], args=[key]) if table in MEANINGS else ""


def page_of(meaning: Meaning) -> str:
    """Return the address of the page of a row that was looked up."""
    elements = f"{reverse('mappings:elements')}#row-{meaning.slug}"
    return row_link(meaning.table, meaning.slug) or elements


def page_of_other(meaning: Meaning, code: str) -> str:
    """Return the address of a row's counterpart; nothing where it has no page of its own."""
    return row_link(OTHERS.get(meaning.table, ""), code)


def api_address(row: MappingRow) -> str:
    """Return where the API gives a row that has a page of its own."""
    name, key = PAGES[type(row)]
    return reverse(f"api:get_{name.replace('-', '_')}", args=[getattr(row, key)])


def note_address(table: str, key: str) -> str:
    """Return the address in the admin of a form for a new note on a row."""
    return f"{reverse('admin:mappings_note_add')}?{urlencode({'table': table, 'key': key})}"
