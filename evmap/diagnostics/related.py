"""What a finding is about: rows of the field map, and other pages of the tables."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from evmap.conversion.codes import Entry
from evmap.mappings.addresses import address
from evmap.mappings.snapshot import Snapshot

#: Area of a finding, or its code, to pages: what they say, name of the address, parameters.
PAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "connectors": (
        ("All v2 connector types", "connectors", ""),
        ("All v3 standards", "standards", ""),
    ),
    "status": (("All statuses", "statuses", ""),),
    "structure": (("What v2 and v3 call pools, stations and EVSEs", "elements", ""),),
    "EV101": (("All v2 fields that evmap knows", "fields", ""),),
    "EV201": (("Connector types without a standard", "connectors", "?state=deprecated"),),
    "EV301": (("Statuses with several candidates", "statuses", "?candidates=several"),),
    "EV401": (("All deprecated v2 fields", "fields", "?deprecated=yes"),),
    "EV402": (("All v2 fields without a place in v3", "fields", "?fate=dropped"),),
    "EV404": (("All v2 fields that another value says", "fields", "?loss=elsewhere"),),
    "EV409": (("All v2 fields about the request", "fields", "?loss=request"),),
    "EV403": (("All v2 fields that lose a part in v3", "fields", "?fate=lossy"),),
    "EV602": (("Standards that OCPI 2.2.1 has", "standards", "?where=ocpi-2.2.1"),),
}


@dataclass(frozen=True)
class Link:
    """A link to another page: a code or words, and what there is to say about it."""

    url: str
    text: str
    about: str = ""


def related_fields(entry: Entry, tables: Snapshot) -> list[Link]:
    """Return the rows of the field map that a finding is about."""
    rows = {row.path: row for row in tables.fields}
    found = (rows[path] for path in entry.fields if path in rows)
    return [Link(address(row), row.path, row.meaning) for row in found]


def related_pages(entry: Entry) -> list[Link]:
    """Return the pages to read on at."""
    pages = (*PAGES.get(entry.code, ()), *PAGES.get(entry.area, ()))
    return [Link(reverse(f"mappings:{name}") + query, text) for text, name, query in pages]
