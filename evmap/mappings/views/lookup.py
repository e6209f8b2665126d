"""The look-up box: one word or code in, the row out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evmap.mappings import search, snapshot
from evmap.mappings.search.text import MAX_QUERY
from evmap.mappings.views import lookup_list

#: Hits under the box while typing, and on the page.
LIVE_HITS, PAGE_HITS = 8, 200


@csrf_exempt  # Nothing is changed or stored, so there is nothing to forge.
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """`/lookup/?q=`: what a query finds, best first; a single hit opens its page.

    With `codes`, posted or in the address: the list look-up.
    """
    if request.method == "POST" or "codes" in request.GET:
        return lookup_list.answer(request)
    query = request.GET.get("q", "").replace("\0", "").strip()[:MAX_QUERY]
    tables = snapshot.current()
    hits = [hit for hit in search.find(tables, query) if hit.entry.what]
    hits += search.note_hits(tables, query, hits)
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "mappings/_lookup_live.html", _context(query, hits, LIVE_HITS))
    elif hit := search.only_hit(hits):
        answer = HttpResponseRedirect(hit.entry.url)
    else:
        context = _context(query, hits, PAGE_HITS) | lookup_list.form_context()
        answer = render(request, "mappings/lookup.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _context(query: str, hits: list[search.Hit], limit: int) -> dict[str, object]:
    return {
        "query": query,
        "hits": hits[:limit],
        "hits_found": len(hits),
        "rest": len(hits) > limit,
    }


@cache_control(public=True, max_age=86_400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """`/opensearch.xml`: lets a browser ask the look-up box from its own address bar."""
    context = {"site": f"{request.scheme}://{request.get_host()}"}
    kind = "application/opensearchdescription+xml"
    return render(request, "mappings/opensearch.xml", context, content_type=kind)
