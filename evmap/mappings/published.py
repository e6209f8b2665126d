"""Public pages are rendered once for each state of the tables, and sent with an ETag.

Who has a session sees pages of their own: those are neither kept here nor by any cache. Everybody
else sees the same page at the same address until the tables, a note or a decision change.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from evmap import __version__
from evmap.mappings.snapshot import DataVersion, data_version, one_version
from evmap.middleware import GetResponse
from evmap.requests import without_keys

#: The first steps of the paths that show the tables, without suffix.
PUBLISHED = frozenset(
    {
        *("", "connectors", "standards", "statuses", "elements", "fields", "findings", "lookup"),
        *("glossary", "api"),
    }
)
#: Headers of htmx that decide what is sent; `true` is all that htmx writes into them.
VARIES = ("HX-Request", "HX-Boosted")

#: What an answer takes beside its content: its key, its headers, its place on the shelf.
BESIDE = 3_000


class Shelf:
    """Rendered answers, the least used thrown out when they take too much room."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, HttpResponse] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: str) -> HttpResponse | None:
        """Return a copy of an answer, or None."""
        with self._lock:
            kept = self._answers.get(key)
            if kept is None:
                return None
            self._answers.move_to_end(key)
        return HttpResponse(kept.content, status=kept.status_code, headers=dict(kept.items()))

    def put(self, key: str, answer: HttpResponse) -> None:
        """Keep an answer, if there is room for it. Keys are digests, all of one length."""
        kept = HttpResponse(answer.content, status=answer.status_code, headers=dict(answer.items()))
        with self._lock:
            before = self._answers.pop(key, None)
            self._answers[key] = kept
            self._size += _room(kept) - (_room(before) if before else 0)
            while self._size > settings.EVMAP_KEPT_PAGES_BYTES and self._answers:
                _, oldest = self._answers.popitem(last=False)
                self._size -= _room(oldest)

    def clear(self) -> None:
        """Throw everything out."""
        with self._lock:
            self._answers.clear()
            self._size = 0


def _room(answer: HttpResponse) -> int:
    return len(answer.content) + BESIDE


shelf = Shelf()


class PublishedMiddleware:
    """Answers from the shelf, or with 304 where the reader has the page already."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a public page, or pass the request on."""
        if request.method not in ("GET", "HEAD") or not _shows_tables(request):
            with one_version():
                return self.get_response(request)
        if _is_somebodys(request) or _holds_a_key(request):
            with one_version():
                return _private(self.get_response(request))
        version = data_version()
        with one_version(version):
            return self._public(request, version)

    def _public(self, request: HttpRequest, version: DataVersion) -> HttpResponseBase:
        key = _key(request, version)
        etag = f'"{key[:32]}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _public_headers(unchanged, etag)
        kept = shelf.get(key)
        if kept is not None:
            return kept
        answer = self.get_response(request)
        if isinstance(answer, HttpResponse) and _is_public(answer):
            _public_headers(answer, etag)
            shelf.put(key, answer)
        return answer


def _shows_tables(request: HttpRequest) -> bool:
    step = request.path_info[1:].partition("/")[0]
    name = step if step.startswith(".") else step.partition(".")[0]
    return name in PUBLISHED and not settings.DEBUG


def _is_somebodys(request: HttpRequest) -> bool:
    """Say whether the request comes with a session, or with messages for one reader."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES


def _holds_a_key(request: HttpRequest) -> bool:
    """Say whether somebody typed a request with its key into a box: no cache keeps the address."""
    query = unquote_plus(request.META.get("QUERY_STRING", ""))
    return without_keys(query) != query


def _key(request: HttpRequest, version: DataVersion) -> str:
    """Return a digest of all that decides what the answer says."""
    decides = (
        *(__version__, version, request.scheme, request.get_host(), request.path),
        request.META.get("QUERY_STRING", ""),
        *(request.headers.get(name) == "true" for name in VARIES),
    )
    return hashlib.sha256(repr(decides).encode()).hexdigest()


def _is_public(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and not answer.cookies and "Cache-Control" not in answer


def _public_headers(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    answer["ETag"] = etag
    patch_vary_headers(answer, ["Cookie", "HX-Request"])
    # Kept by anyone, and asked for each time: a new note is seen at once.
    patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
    return answer


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    patch_vary_headers(answer, ["Cookie", "HX-Request"])
    patch_cache_control(answer, private=True, no_store=True)
    return answer
