"""Where a row is shown and edited."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from evmap.mappings.models import StatusPair
from evmap.mappings.models.base import MappingRow

#: Tables as models, notes and look-ups name them, to the names of the pages of their rows.
PAGES = {
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


def name_of(row: MappingRow) -> tuple[str, str]:
    """Return the table of a row, and what its addresses end with; a pair is shown by its v2."""
    if isinstance(row, StatusPair):
        row = row.v2
    return row.note_table, str(getattr(row, "slug", None) or row.natural_key()[0])


def address(row: MappingRow) -> str:
    """Return the address of the page that shows a row."""
    return page_of(*name_of(row))


def row_link(table: str, key: str) -> str:
    """Return the address of a row's page; nothing where it has none of its own."""
    return reverse(PAGES[table], args=[key]) if table in PAGES else ""


def page_of(table: str, key: str) -> str:
    """Return the address of the page that shows a row: its own, or that of the data elements."""
    return row_link(table, key) or f"{reverse('mappings:elements')}#row-{key}"


def page_of_other(table: str, key: str) -> str:
    """Return the address of a counterpart of a row of a table; nothing where it has no page."""
    return row_link(OTHERS.get(table, ""), key)


@lru_cache(maxsize=2048)
def api_address(table: str, key: str) -> str:
    """Return where the API gives a row."""
    name = PAGES.get(table, "mappings:element").partition(":")[2].replace("-", "_")
    return reverse(f"api:get_{name}", args=[key])


def note_address(table: str, key: str) -> str:
    """Return the address in the admin of a form for a new note on a row."""
    return f"{reverse('admin:mappings_note_add')}?{urlencode({'table': table, 'key': key})}"
