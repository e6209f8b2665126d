"""Upload, result, downloads. Payloads are neither stored nor logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evmap.conversion import Conversion, ReadError, TooLarge
from evmap.conversion.reports.contract import make_report
from evmap.reviews.excerpt import excerpt
from evmap.reviews.forms import ConvertForm
from evmap.reviews.parts import Parts
from evmap.reviews.payload import Payload
from evmap.reviews.result import result_of
from evmap.reviews.service import convert_for_web, web_limits
from evmap.reviews.texts import pretty
from evmap.samples import SAMPLES

#: A file that cannot be read is put into the box for mending up to this many bytes.
MENDABLE = 2_000_000


@dataclass(frozen=True)
class Done:
    """A conversion that worked, and what it was made of."""

    form: ConvertForm
    payload: Payload
    conversion: Conversion


@dataclass(frozen=True)
class Failed:
    """A conversion that did not work, and why."""

    form: ConvertForm
    payload: Payload | None
    error: ReadError | None


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def convert_page(request: HttpRequest) -> HttpResponse:
    """`/convert/`: the form; with a sample in the address, or after POST, the result."""
    if request.method == "POST":
        moved = "go" in request.POST
        form = _shown_form(request) if moved else ConvertForm(request.POST, request.FILES)
        return _private(_page(request, form))
    if "sample" in request.GET:
        if request.GET["sample"] not in SAMPLES:
            raise Http404("There is no such sample.")
        return _page(request, ConvertForm(request.GET))
    return _form_page(request, ConvertForm(initial=request.GET.dict()))


@require_POST
@sensitive_post_parameters()
def document(request: HttpRequest) -> HttpResponse:
    """`/convert/document/`: the converted document, for the disk."""
    done = _convert(_shown_form(request))
    if isinstance(done, Failed):
        return _private(_failed_page(request, done))
    conversion = done.conversion
    ndjson = conversion.root == "/*"
    body = conversion.document if ndjson else pretty(conversion.document, ndjson=False)
    kind = ("application/x-ndjson", "ndjson") if ndjson else ("application/json", "json")
    return _download(conversion, "", kind, body)


@require_POST
@sensitive_post_parameters()
def report(request: HttpRequest) -> HttpResponse:
    """`/convert/report/`: the report of the conversion as JSON, for the disk."""
    done = _convert(_shown_form(request))
    if isinstance(done, Failed):
        return _private(_failed_page(request, done))
    body = msgspec.json.format(msgspec.json.encode(make_report(done.conversion)), indent=2)
    return _download(done.conversion, "-report", ("application/json", "json"), body + b"\n")


def _shown_form(request: HttpRequest) -> ConvertForm:
    """The form of a result page, with the options that this page shows.

    What was changed in the options since then counts only for "Convert again".
    """
    data = QueryDict(str(request.POST.get("shown", "")), mutable=True)
    for name in ("packed", "name", "pasted", "sample"):
        data[name] = str(request.POST.get(name, ""))
    return ConvertForm(data)


def _convert(form: ConvertForm, *, shown_part: int = 0) -> Done | Failed:
    """Convert what the form gives; keep the fates of the values in one part of the text."""
    payload = None
    if not form.is_valid():
        return Failed(form, None, form.first_error())
    try:
        limits = web_limits()
        payload = form.payload(limits)
        marks = Parts(payload.utf8(limits)).part(shown_part).bytes if shown_part else False
        conversion = convert_for_web(payload.data, form.choices(), name=payload.name, marks=marks)
    except ReadError as error:
        return Failed(form, payload, error)
    return Done(form, payload, conversion)


def _page(request: HttpRequest, form: ConvertForm) -> HttpResponse:
    parts = _parts(request)
    done = _convert(form, shown_part=parts["v2_part"])
    if isinstance(done, Failed):
        return _failed_page(request, done)
    packed = "" if done.payload.sample else done.payload.packed()
    context = {
        "result": result_of(done.conversion, done.payload, **parts),
        "form": done.form,
        "shown": done.form.query(),
        "packed": packed,
        "carried": len(packed) < settings.EVMAP_MAX_UPLOAD_BYTES,
        "permalink": _permalink(done),
    }
    return render(request, "reviews/result.html", context)


def _parts(request: HttpRequest) -> dict[str, int]:
    """Which part of each text to show: as it was, and what the pressed button changes."""
    parts = {"v2_part": 1, "v3_part": 1}
    pressed, _, number = str(request.POST.get("go", "")).partition(":")
    given = {name: str(request.POST.get(name, "")) for name in parts} | {f"{pressed}_part": number}
    for name in parts:
        text = given[name]
        if text.isascii() and text.isdigit() and len(text) < 7:
            parts[name] = int(text)
    return parts


def _permalink(done: Done) -> str:
    """The address of this result; only samples have one."""
    if done.payload.sample is None:
        return ""
    options = done.form.query()
    address = f"{reverse('reviews:convert')}?sample={done.payload.sample.name}"
    return f"{address}&{options}" if options else address


def _failed_page(request: HttpRequest, failed: Failed) -> HttpResponse:
    error, payload = failed.error, failed.payload
    status = 413 if isinstance(error, TooLarge) else 400
    text = payload.text(web_limits()) if payload is not None else ""
    kept = "" if payload is None or payload.pasted or len(payload.data) > MENDABLE else text
    context = {
        "error": error,
        "excerpt": excerpt(text, error.line, error.column) if error is not None else [],
        "payload": payload,
        "kept": kept if "\x00" not in kept else "",
    }
    return _form_page(request, failed.form, context, status=status)


def _form_page(
    request: HttpRequest,
    form: ConvertForm,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    shared = {
        "form": form,
        "samples": SAMPLES.values(),
        "limit": f"{settings.EVMAP_MAX_UPLOAD_BYTES / 1024 / 1024:.4g} MB",
    }
    return render(request, "reviews/convert.html", {**shared, **(context or {})}, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of every cache."""
    response["Cache-Control"] = "no-store"
    return response


def _download(
    conversion: Conversion, suffix: str, kind: tuple[str, str], body: bytes
) -> HttpResponse:
    content_type, ending = kind
    name = f"evmap-{conversion.target}-{conversion.input.sha256[:8]}{suffix}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _private(HttpResponse(body, content_type=content_type, headers=headers))
