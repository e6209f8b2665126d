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
from evmap.reviews.excerpt import excerpt
from evmap.reviews.files import Files, convert_files
from evmap.reviews.forms import ConvertForm
from evmap.reviews.payload import Payload
from evmap.reviews.result import result_of
from evmap.reviews.service import web_limits
from evmap.reviews.texts import pretty
from evmap.samples import SAMPLES

#: A file that cannot be read is put into the box for mending up to this many bytes.
MENDABLE = 2_000_000


@dataclass(frozen=True)
class Done:
    """A conversion that worked, and what it was made of."""

    form: ConvertForm
    payloads: list[Payload]
    files: Files

    @property
    def conversion(self) -> Conversion:
        """Return the conversion of the file that is shown."""
        return self.files.conversion

    @property
    def payload(self) -> Payload:
        """Return the file that is shown."""
        return self.files.shown.payload


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
    done = _convert(_shown_form(request), _view(request))
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
    done = _convert(_shown_form(request), _view(request))
    if isinstance(done, Failed):
        return _private(_failed_page(request, done))
    body = msgspec.json.format(msgspec.json.encode(done.files.report), indent=2)
    return _download(done.conversion, "-report", ("application/json", "json"), body + b"\n")


def _shown_form(request: HttpRequest) -> ConvertForm:
    """The form of a result page, with the options that this page shows.

    What was changed in the options since then counts only for "Convert again".
    """
    data = QueryDict(str(request.POST.get("shown", "")), mutable=True)
    for name in ("packed", "name", "pasted", "sample"):
        data.setlist(name, request.POST.getlist(name))
    return ConvertForm(data)


def _convert(form: ConvertForm, view: Mapping[str, int]) -> Done | Failed:
    """Convert what the form gives, for a `view` (see `_view`)."""
    if not form.is_valid():
        return Failed(form, None, form.first_error())
    payloads: list[Payload] = []
    try:
        payloads = form.payloads(web_limits())
        files = convert_files(
            payloads, form.choices(), wanted=view["file_part"], part=view["v2_part"]
        )
    except ReadError as error:
        return Failed(form, payloads[0] if payloads else None, error)
    return Done(form, payloads, files)


def _page(request: HttpRequest, form: ConvertForm) -> HttpResponse:
    view = _view(request)
    done = _convert(form, view)
    if isinstance(done, Failed):
        return _failed_page(request, done)
    packed = [] if done.payload.sample else [payload.packed() for payload in done.payloads]
    context = {
        "result": result_of(done.files, v2_part=view["v2_part"], v3_part=view["v3_part"]),
        "form": done.form,
        "shown": done.form.query(),
        "packed": list(zip(packed, (payload.name for payload in done.payloads), strict=False)),
        "carried": sum(map(len, packed)) < settings.EVMAP_MAX_UPLOAD_BYTES,
        "permalink": _permalink(done),
    }
    return render(request, "reviews/result.html", context)


def _view(request: HttpRequest) -> dict[str, int]:
    """Which file and which part of each text to show: as it was, and what the button changes."""
    view = {"file_part": 1, "v2_part": 1, "v3_part": 1}
    pressed, _, number = str(request.POST.get("go", "")).partition(":")
    given = {name: str(request.POST.get(name, "")) for name in view}
    if pressed == "file":
        given = {"file_part": number}
    elif pressed:
        given[f"{pressed}_part"] = number
    for name in view:
        text = given.get(name, "")
        if text.isascii() and text.isdigit() and len(text) < 7:
            view[name] = int(text)
    return view


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
        "limit_bytes": settings.EVMAP_MAX_UPLOAD_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
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
