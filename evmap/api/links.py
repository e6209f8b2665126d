"""Addresses of rows: in the API, and their pages."""

from __future__ import annotations

from django.http import HttpRequest

from evmap.api.errors import invalid
from evmap.mappings.addresses import address, api_address, name_of
from evmap.mappings.models.base import MappingRow


def of_row(row: MappingRow) -> dict[str, str]:
    """Return the addresses of a row: `url` in the API, and its `page`."""
    return {"url": api_address(*name_of(row)), "page": address(row)}


def refuse_unknown(request: HttpRequest, *known: str) -> None:
    """Raise an error for parameters that mean nothing here: a typing error must not go unseen."""
    for name in request.GET:
        if name not in known:
            names = ", ".join(known) or "none"
            raise invalid(
                f"query.{name[:60]}", f"There is no such parameter. This address takes: {names}."
            )
