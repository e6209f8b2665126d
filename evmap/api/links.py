"""What rows of all tables give: their addresses, and where they come from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from evmap.api.errors import invalid
from evmap.mappings.addresses import address, api_address, name_of
from evmap.mappings.models.base import MappingRow


def of_row(row: MappingRow) -> dict[str, str]:
    """Return the addresses of a row: `url` in the API, and its `page`."""
    return {"url": api_address(*name_of(row)), "page": address(row)}


def source_of(row: MappingRow) -> dict[str, Any]:
    """Return the source of a row, and where in it the fact stands."""
    names = ("code", "title", "publisher", "address", "retrieved", "remark")
    return {**{name: getattr(row.source, name) for name in names}, "section": row.section}


def refuse_unknown(request: HttpRequest, *known: str) -> None:
    """Raise an error for parameters that mean nothing here: a typing error must not go unseen."""
    for name in request.GET:
        if name not in known:
            names = ", ".join(known) or "none"
            raise invalid(
                f"query.{name[:60]}", f"There is no such parameter. This address takes: {names}."
            )
