"""The look-up box: one word or code in, the row out."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evmap.lookup import fixture_index, look_up
from evmap.mappings import search, snapshot
from evmap.mappings.search.text import MAX_QUERY
from evmap.mappings.views import lookup_list
from evmap.requests import NotARequest, translate, without_keys

#: Hits under the box while typing, and on the page.
LIVE_HITS, PAGE_HITS = 8, 200
#: What parts a list; words may also be parted by blanks only, if all of them are codes.
SEPARATOR = re.compile(r"[,;|\t\[{]")


@csrf_exempt  # Nothing is changed or stored, so there is nothing to forge.
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """`/lookup/?q=`: what a query finds, best first; a single hit opens its page.

    With `codes`, posted or in the address: the list look-up.
    """
    if request.method == "POST" or "codes" in request.GET:
        return lookup_list.answer(request)
    given = without_keys(request.GET.get("q", ""))
    text = given.replace("\0", "").strip()[: lookup_list.SHORT_LIST]
    query = text[:MAX_QUERY]
    tables = snapshot.current()
    hits = [hit for hit in search.find(tables, query) if hit.entry.what]
    names_no_row = all(hit.rank >= search.Rank.WORDS for hit in hits)
    if names_no_row and (v2_request := _v2_request(text)):
        return _request_answer(request, v2_request)
    listed = _listed(text, bool(hits)) if names_no_row else 0
    hits += search.note_hits(tables, query, hits)
    if request.htmx:  # type: ignore[attr-defined]
        context = _context(query, hits, LIVE_HITS)
        context |= {"listed": listed, "list_url": _list_url(text)}
        answer = render(request, "mappings/_lookup_live.html", context)
    elif listed:
        answer = HttpResponseRedirect(_list_url(text))
    elif hit := search.only_hit(hits):
        answer = HttpResponseRedirect(hit.entry.url)
    else:
        context = _context(query, hits, PAGE_HITS) | lookup_list.form_context()
        answer = render(request, "mappings/lookup.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _listed(text: str, found: bool) -> int:
    """Return how many codes a text holds that names no row as a whole; 0 where it is no list."""
    answers = look_up(text)
    if not SEPARATOR.search(text) and not all(_is_code(one.given) for one in answers.answers):
        return 0
    return answers.recognised if answers.recognised > 1 or not found else 0


def _is_code(text: str) -> bool:
    """Say whether a word is a code to the letter: between others, `type` and `Tesla` are words."""
    return text.isdecimal() or text in fixture_index().exact


def _list_url(text: str) -> str:
    return f"{reverse('mappings:lookup')}?{urlencode({'codes': text})}"


def _v2_request(text: str) -> str:
    """Return the v2 request that was typed into the box, without its keys; empty if there is none.

    A word alone is no request here: `roamings` is looked for.
    """
    if not any(sign in text for sign in "/?"):
        return ""
    try:
        return translate(text).request
    except NotARequest:
        return ""


def _request_answer(request: HttpRequest, v2_request: str) -> HttpResponse:
    """Lead to the request page."""
    live = bool(request.htmx)  # type: ignore[attr-defined]
    template = "mappings/_lookup_request.html" if live else "mappings/lookup.html"
    return render(request, template, {"v2_request": v2_request} | lookup_list.form_context())


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
