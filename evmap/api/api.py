"""The API: its resources, its errors, its OpenAPI document."""

from __future__ import annotations

from ninja import NinjaAPI

from evmap.api.errors import add_handlers
from evmap.api.resources import convert, lists, lookup, request, revert, rows, schemas, search

VERSION = "1"

DESCRIPTION = (
    "Codes, statuses and fields of HERE EV Charge Points API v2 and their counterparts in v3 and "
    "OCPI, and the converter. Nobody signs in, and what is sent here is not stored.\n\n"
    "Addresses under /api/v1/ keep their meaning: fields and values may be added, none is renamed "
    "or taken away. Texts for people may be reworded. Parameters that an address doesn't know are "
    "refused. Reads carry an ETag. All errors have one form, ErrorAnswer."
)

api = NinjaAPI(
    title="evmap",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    servers=[{"url": "/", "description": "The site that serves this document."}],
)
add_handlers(api)

for resource in (lists, rows, search, lookup, request, convert, revert, schemas):
    api.add_router("", resource.router)
