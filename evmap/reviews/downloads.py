"""What a result page gives to take along: document, reports, checklist, accepted findings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from evmap.conversion.accept import write_accept
from evmap.conversion.checklist import checklist as checklist_of
from evmap.conversion.reports import FORMATS, render
from evmap.reviews.accepting import entries_in
from evmap.reviews.roundtrip import revert_for_web
from evmap.reviews.texts import pretty
from evmap.reviews.views import Done, Failed, convert_shown, failed_page, private
from evmap.reviews.workbench import bench_of

#: Media types, and how the files end.
JSON, NDJSON = ("application/json", ".json"), ("application/x-ndjson", ".ndjson")


@require_POST
@sensitive_post_parameters()
def document(request: HttpRequest) -> HttpResponse:
    """`/convert/document/`: the converted document; `?form=compact` as the converter writes it."""
    done = convert_shown(request)
    if isinstance(done, Failed):
        return private(failed_page(request, done))
    conversion = done.conversion
    ndjson = conversion.root == "/*"
    compact = ndjson or request.GET.get("form") == "compact"
    body = conversion.document if compact else pretty(conversion.document, ndjson=False)
    return _file(done, "", NDJSON if ndjson else JSON, body)


@require_POST
@sensitive_post_parameters()
def report(request: HttpRequest) -> HttpResponse:
    """`/convert/report/?format=sarif`: the report in one of its formats, JSON by default."""
    done = convert_shown(request)
    if isinstance(done, Failed):
        return private(failed_page(request, done))
    name = request.GET.get("format", "json")
    name = name if name in FORMATS else "json"
    suffix, kind = FORMATS[name]
    told = bench_of(request, done.files).files.whole()
    return _file(done, "-report", (kind, suffix), render(told, name, site=_site(request)))


@require_POST
@sensitive_post_parameters()
def checklist(request: HttpRequest) -> HttpResponse:
    """`/convert/checklist/`: what is left to do in the client's code, as Markdown."""
    done = convert_shown(request)
    if isinstance(done, Failed):
        return private(failed_page(request, done))
    told = bench_of(request, done.files).files.whole()
    kind = ("text/markdown; charset=utf-8", ".md")
    return _file(done, "-checklist", kind, checklist_of(told, site=_site(request)))


@require_POST
@sensitive_post_parameters()
def accepted(request: HttpRequest) -> HttpResponse:
    """`/convert/accepted/`: the accepted findings, as `evmap convert --accept` takes them."""
    body = write_accept(entries_in(request).entries)
    return _named("evmap-accept.json", "application/json", body)


@require_POST
@sensitive_post_parameters()
def reverted(request: HttpRequest) -> HttpResponse:
    """`/convert/reverted/`: the converted document, turned back into v2, for the disk."""
    done = convert_shown(request)
    if isinstance(done, Failed):
        return private(failed_page(request, done))
    back = revert_for_web(done.conversion.document)
    body = back.document() if back.ndjson else pretty(back.document(), ndjson=False)
    return _file(done, "-reverted", NDJSON if back.ndjson else JSON, body)


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _file(done: Done, what: str, kind: tuple[str, str], body: bytes) -> HttpResponse:
    content_type, suffix = kind
    conversion = done.conversion
    name = f"evmap-{conversion.target}-{conversion.input.sha256[:8]}{what}{suffix}"
    return _named(name, content_type, body)


def _named(name: str, content_type: str, body: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return private(HttpResponse(body, content_type=content_type, headers=headers))
