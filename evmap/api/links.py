"""Addresses of rows: in the API, and their pages."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest

from evmap.api.errors import invalid
from evmap.api.middleware import PREFIX
from evmap.mappings.addresses import address
from evmap.mappings.models import StatusPair
from evmap.mappings.models.base import MappingRow

#: Tables as look-ups and models name them, to where their rows stand under the API's address.
FOLDERS = {
    "connector": "connectors",
    "standard": "standards",
    "v2-status": "statuses/v2",
    "v2status": "statuses/v2",
    "v3-status": "statuses/v3",
    "v3status": "statuses/v3",
    "status": "statuses/v2",
    "element": "elements",
    "field": "fields",
    "finding": "findings",
}


def api_url(table: str, key: object) -> str:
    """Return the address of a row in the API; `key` is what its address ends with."""
    return f"{PREFIX}{FOLDERS[table]}/{quote(str(key), safe='')}"


def of_row(row: MappingRow) -> dict[str, str]:
    """Return the addresses of a row: `url` in the API, and its `page`."""
    if isinstance(row, StatusPair):
        row = row.v2
    key = getattr(row, "slug", None) or row.natural_key()[0]
    return {"url": api_url(row.note_table, key), "page": address(row)}


def refuse_unknown(request: HttpRequest, *known: str) -> None:
    """Raise an error for parameters that mean nothing here: a typing error must not go unseen."""
    for name in request.GET:
        if name not in known:
            names = ", ".join(known) or "none"
            raise invalid(
                f"query.{name[:60]}", f"There is no such parameter. This address takes: {names}."
            )
