"""What a review gives to take along: document, reports, checklist, accepted findings."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from evmap.api import work
from evmap.conversion import ReadError
from evmap.conversion.findings.accept import write_accept
from evmap.conversion.reports import FORMATS, render
from evmap.conversion.reports.checklist import checklist as checklist_of
from evmap.mappings.state import whole
from evmap.operations import children
from evmap.operations.problems import problem, refused
from evmap.origin import site_of
from evmap.reviews.converting import reverted as back_in_v2
from evmap.reviews.opening import opened
from evmap.reviews.stored import Review
from evmap.reviews.texts import pretty

#: Media types, and how the files end.
JSON, NDJSON = ("application/json", ".json"), ("application/x-ndjson", ".ndjson")
MARKDOWN = ("text/markdown; charset=utf-8", ".md")


@opened
def document(request: HttpRequest, review: Review) -> HttpResponse:
    """`download/document/`: the converted document; `?form=compact` as the converter writes it."""
    files = review.files(_file_number(request))
    conversion = files.conversion
    ndjson = conversion.root == "/*"
    compact = ndjson or request.GET.get("form") == "compact"
    body = conversion.document if compact else pretty(conversion.document, ndjson=False)
    name = files.shown.payload.name
    return file_of(name, f"-{conversion.target}", NDJSON if ndjson else JSON, body)


@opened
def report(request: HttpRequest, review: Review) -> HttpResponse:
    """`download/report/?format=sarif`: the report in one of its formats, JSON by default."""
    name = request.GET.get("format", "json")
    name = name if name in FORMATS else "json"
    suffix, kind = FORMATS[name]
    return _file(
        review, "-report", (kind, suffix), render(review.whole, name, site=site_of(request))
    )


@opened
def checklist(request: HttpRequest, review: Review) -> HttpResponse:
    """`download/checklist/`: what is left to do in the client's code, as Markdown."""
    body = checklist_of(review.whole, site=site_of(request))
    return _file(review, "-checklist", MARKDOWN, body)


@opened
def accepted(_request: HttpRequest, review: Review) -> HttpResponse:
    """`download/accepted/`: the accepted findings, as `evmap convert --accept` takes them."""
    return _file(review, "-accepted", JSON, write_accept(review.state.entries))


@opened
def reverted(request: HttpRequest, review: Review) -> HttpResponse:
    """`download/reverted/`: the converted document, turned back into v2."""
    files = review.files(_file_number(request))
    document = files.conversion.document
    try:
        kind, body = back_in_v2(request, document, "", "document")
    except ReadError as error:
        return problem(400, error.message, advice=error.advice)
    except children.Refused as error:
        return refused(request, error)
    return v2_file(files.shown.payload.name, kind, body)


def _file_number(request: HttpRequest) -> int:
    return whole(request.GET.get("file", ""), 1)


def v2_file(name: str, kind: str, body: bytes) -> HttpResponse:
    """Return what came back from v3, of a content type as the API gives it."""
    if kind == work.NDJSON:
        return file_of(name, "-v2", NDJSON, body)
    return file_of(name, "-v2", JSON, pretty(body, ndjson=False))


def file_of(name: str, what: str, kind: tuple[str, str], body: bytes) -> HttpResponse:
    """Return a file to take along, called after the one that was sent."""
    content_type, suffix = kind
    headers = {"Content-Disposition": f'attachment; filename="{_stem(name)}{what}{suffix}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)


def _file(review: Review, what: str, kind: tuple[str, str], body: bytes) -> HttpResponse:
    """A file that is about the whole review: called after its first document."""
    return file_of(review.state.files[0].name, what, kind, body)


def _stem(name: str) -> str:
    """The name of the file that was sent, as far as every system takes it in a name."""
    name = name.rpartition("/")[2]
    stem = re.sub(r"(\.(json|ndjson|jsonl|xml|txt|gz))+$", "", name, flags=re.IGNORECASE)
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:80] or "evmap"
