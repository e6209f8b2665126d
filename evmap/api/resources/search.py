"""Search over all tables."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from evmap.api.links import api_url, refuse_unknown
from evmap.api.listing import Part
from evmap.api.schemas.calls import SearchAnswer
from evmap.mappings import search, snapshot
from evmap.mappings.models import StatusPair
from evmap.mappings.search import Hit
from evmap.mappings.search.text import MAX_QUERY

router = Router(tags=["Search"])


class Searching(Part):
    """What to look for."""

    q: str = Field(max_length=MAX_QUERY, description="A code, a name or words.", examples=["ccs2"])


@router.get("/search", response=SearchAnswer, operation_id="search", summary="Search all tables")
def search_all(request: HttpRequest, given: Query[Searching]) -> dict[str, Any]:
    """Exact codes first, then names, synonyms, beginnings, parts, and words of notes."""
    refuse_unknown(request, "q", "limit", "offset")
    query = given.q.replace("\0", "").strip()
    tables = snapshot.current()
    hits = [hit for hit in search.find(tables, query) if hit.entry.what]
    hits += search.note_hits(tables, query, hits)
    return {
        "query": query,
        "count": len(hits),
        "limit": given.limit,
        "offset": given.offset,
        "items": [_hit(hit) for hit in hits[given.offset : given.offset + given.limit]],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "table": entry.what,
        "code": entry.code,
        "name": entry.name,
        "rank": hit.rank.name.lower(),
        "why": hit.why,
        "url": _url(hit),
        "page": entry.url,
    }


def _url(hit: Hit) -> str:
    """Return the address of the row in the API; a pair stands in the row of its v2 status."""
    entry = hit.entry
    last = entry.url.rstrip("/").rsplit("/", 1)[-1]
    if entry.table == StatusPair.note_table:
        return api_url("v2-status", last)
    if entry.table == "element":
        return api_url("element", entry.code)
    return api_url(entry.table, last)
