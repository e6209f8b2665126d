"""The look-up box: one word or code in, the row out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evmap.conversion.reports.parts import part_of
from evmap.lookup import Hit, Index, Meaning, Rank, look_up, only_hit
from evmap.lookup.pieces import is_code
from evmap.lookup.text import MAX_QUERY, plain
from evmap.mappings import search, snapshot
from evmap.mappings.addresses import page_of
from evmap.mappings.views import lookup_list
from evmap.origin import site_of
from evmap.requests import NotARequest, translate, without_keys

#: Hits under the box while typing, and on the page.
LIVE_HITS, PAGE_HITS = 8, 200
#: What parts a list; words may also be parted by blanks only, if all of them are codes.
SEPARATOR = re.compile(r"[,;|\t\[{]")
#: Counterparts that a hit names; of more it says how many.
MOST_CODES = 3
#: What leads to the counterparts of a row, and what is said where there are none.
LEADS = {
    "connector": ("becomes", "has no v3 standard"),
    "v2-status": ("becomes", "has no v3 status"),
    "field": ("becomes", "has no place in v3"),
    "standard": ("is v2 id", "has no v2 id"),
    "v3-status": ("is v2 status", "has no v2 status"),
    "element": ("in v2:", ""),
}


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
    answer = _answer(request, text)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    tables, query = snapshot.current(), text[:MAX_QUERY]
    index = search.index_of(tables)
    hits = search.row_hits(tables, query)
    names_a_row = any(hit.rank < Rank.WORDS for hit in hits)
    if not names_a_row and (v2_request := _v2_request(text)):
        return _request_answer(request, v2_request)
    pasted, listed = ([], 0) if names_a_row else _pasted(text, index, found=bool(hits))
    hits = pasted or hits + search.note_hits(tables, query, hits)
    similar = [] if hits or listed else index.similar(query)
    if request.htmx:  # type: ignore[attr-defined]
        context = _context(query, hits, similar, LIVE_HITS)
        context |= {"listed": listed, "list_url": _list_url(text)}
        return render(request, "mappings/_lookup_live.html", context)
    if listed:
        return HttpResponseRedirect(_list_url(text))
    if hit := only_hit(hits):
        return HttpResponseRedirect(page_of(hit.meaning.table, hit.meaning.slug))
    context = _context(query, hits, similar, PAGE_HITS) | lookup_list.form_context()
    return render(request, "mappings/lookup.html", context)


def _pasted(text: str, index: Index, *, found: bool) -> tuple[list[Hit], int]:
    """Return the row of a pasted piece such as `"id": "36"`, or how many codes a list holds."""
    answers = look_up(text, index=index)
    only_codes = all(is_code(one.given, index) for one in answers.answers)
    if not SEPARATOR.search(text) and not only_codes:
        return [], 0
    if len(answers.answers) == answers.recognised == 1:
        return [Hit(answers.answers[0].meaning, Rank.CODE, text)], 0
    return [], answers.recognised if answers.recognised > 1 or not found else 0


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
    context = {"v2_request": v2_request, "live": live} | lookup_list.form_context()
    return render(request, template, context)


def _context(query: str, hits: list[Hit], similar: list[Hit], limit: int) -> dict[str, Any]:
    return {
        "query": query,
        "hits": [_shown(hit, query) for hit in hits[:limit]],
        "similar": [_shown(hit, query) for hit in similar],
        "hits_found": len(hits),
        "rest": len(hits) > limit,
    }


@dataclass(frozen=True)
class ShownHit:
    """A hit, ready to be shown."""

    meaning: Meaning
    url: str
    what: str
    #: "becomes", or a sentence where there is no counterpart.
    lead: str
    codes: tuple[str, ...]
    #: How many counterparts are not named.
    more: int
    #: The text that matched, where neither the row nor the query shows it.
    why: str
    by_note: bool
    #: Its fate, and whether nothing is lost whatever that is.
    part: str


def _shown(hit: Hit, query: str) -> ShownHit:
    """Return what to show of a hit of a query."""
    meaning = hit.meaning
    becomes, none = LEADS.get(meaning.table, ("", ""))
    codes = meaning.becomes
    return ShownHit(
        meaning=meaning,
        url=page_of(meaning.table, meaning.slug),
        what=search.what_it_is(hit),
        lead=becomes if codes else none,
        codes=codes[:MOST_CODES],
        more=max(len(codes) - MOST_CODES, 0),
        why="" if plain(hit.why) == plain(query) else hit.why,
        by_note=hit.rank.name == "NOTE",
        part=part_of(meaning.fate, meaning.loss),
    )


@cache_control(public=True, max_age=86_400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """`/opensearch.xml`: lets a browser ask the look-up box from its own address bar."""
    context = {"site": site_of(request)}
    kind = "application/opensearchdescription+xml"
    return render(request, "mappings/opensearch.xml", context, content_type=kind)
