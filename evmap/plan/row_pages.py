"""From a subject to the page of its row."""

from __future__ import annotations

from django.urls import reverse

#: Table of a subject's row -> name of the address of its pages.
PAGES = {
    "v2-status": "mappings:v2-status",
    "v3-status": "mappings:v3-status",
    "connector": "mappings:connector",
    "standard": "mappings:standard",
    "field": "mappings:field",
}


def row_link(table: str, key: str) -> str:
    """Return the address of a row's page; nothing where a subject has no row."""
    return reverse(PAGES[table], args=[key]) if table in PAGES else ""
