"""Search over all tables."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from evmap.api.links import refuse_unknown
from evmap.api.listing import Part
from evmap.api.schemas.calls import SearchAnswer
from evmap.lookup import Hit
from evmap.lookup.text import MAX_QUERY
from evmap.mappings import search, snapshot
from evmap.mappings.addresses import api_address, page_of

router = Router(tags=["Search"])


class Searching(Part):
    """What to look for."""

    q: str = Field(max_length=MAX_QUERY, description="A code, a name or words.", examples=["ccs2"])


@router.get("/search", response=SearchAnswer, operation_id="search", summary="Search all tables")
def search_all(request: HttpRequest, given: Query[Searching]) -> dict[str, Any]:
    """Exact codes first, then names, synonyms, beginnings, parts, and words of notes.

    Where nothing is found, codes that are spelled nearly so.
    """
    refuse_unknown(request, "q", "limit", "offset")
    query = given.q.replace("\0", "").strip()
    hits = search.hits(snapshot.current(), query)
    return {
        "query": query,
        "count": len(hits),
        "limit": given.limit,
        "offset": given.offset,
        "items": [_hit(hit) for hit in hits[given.offset : given.offset + given.limit]],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    meaning = hit.meaning
    return {
        "table": search.what_it_is(hit),
        "code": meaning.code,
        "name": meaning.name,
        "rank": hit.rank.name.lower(),
        "why": hit.why,
        "url": api_address(meaning.table, meaning.slug),
        "page": page_of(meaning.table, meaning.slug),
    }
