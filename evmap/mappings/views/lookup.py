"""The look-up box: one word or code in, the row out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from evmap.mappings import search, snapshot
from evmap.mappings.search.text import MAX_QUERY

#: Hits under the box while typing, and on the page.
LIVE_HITS, PAGE_HITS = 8, 200


def lookup(request: HttpRequest) -> HttpResponse:
    """`/lookup/?q=`: what a query finds, best first; a single hit opens its page."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:MAX_QUERY]
    hits = [hit for hit in search.find(snapshot.current(), query) if hit.entry.what]
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "mappings/_lookup_live.html", _context(query, hits, LIVE_HITS))
    elif hit := search.only_hit(hits):
        answer = HttpResponseRedirect(hit.entry.url)
    else:
        answer = render(request, "mappings/lookup.html", _context(query, hits, PAGE_HITS))
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _context(query: str, hits: list[search.Hit], limit: int) -> dict[str, object]:
    return {"query": query, "hits": hits[:limit], "found": len(hits), "rest": len(hits) > limit}
