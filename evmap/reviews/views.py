"""Upload, result, downloads. Payloads are neither stored nor logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evmap.conversion import Conversion, ReadError, TooLarge
from evmap.origin import from_own_pages
from evmap.reviews.excerpt import excerpt
from evmap.reviews.files import Files, convert_files
from evmap.reviews.forms import ConvertForm
from evmap.reviews.payload import Payload
from evmap.reviews.records import records_of
from evmap.reviews.result import result_of
from evmap.reviews.roundtrip import round_trip_of
from evmap.reviews.service import tables_for_web, web_limits
from evmap.reviews.sides import sides_of
from evmap.reviews.view import View, view_of
from evmap.reviews.workbench import bench_of, context_of
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


@from_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def convert_page(request: HttpRequest) -> HttpResponse:
    """`/convert/`: the form; with a sample in the address, or after POST, the result."""
    if request.method == "POST":
        moved = "go" in request.POST
        form = _shown_form(request) if moved else ConvertForm(request.POST, request.FILES)
        return private(page_of(request, form))
    if "sample" in request.GET:
        if request.GET["sample"] not in SAMPLES:
            raise Http404("There is no such sample.")
        return page_of(request, ConvertForm(request.GET))
    return _form_page(request, ConvertForm(initial=request.GET.dict()))


@require_POST
@sensitive_post_parameters()
def what_if(request: HttpRequest) -> HttpResponse:
    """`/convert/what-if/`: what other options would change, for the script of a result page."""
    done = _convert(ConvertForm(request.POST), view_of(request.POST))
    if isinstance(done, Failed):
        return private(HttpResponse(status=400))
    bench = bench_of(request, done.files)
    context = context_of(request, bench, done.form.query(), "")
    return private(render(request, "reviews/_difference.html", context))


def convert_shown(request: HttpRequest) -> Done | Failed:
    """Convert what a result page shows, with the options that it shows."""
    return _convert(_shown_form(request), view_of(request.POST))


@require_POST
@sensitive_post_parameters()
def record(request: HttpRequest) -> HttpResponse:
    """`/convert/record/`: a record of a result page closely, for its script.

    Only this record is converted, so that going from record to record takes no longer in a large
    document.
    """
    form, view = _shown_form(request), view_of(request.POST)
    if not form.is_valid():
        return private(HttpResponse(status=400))
    try:
        payloads = form.payloads(web_limits())
        tables = tables_for_web(form.chosen())
        text = payloads[min(max(view.file, 1), len(payloads)) - 1].utf8(web_limits())
        records = records_of(text, tables.guide, web_limits())
    except ReadError:
        return private(HttpResponse(status=400))
    shown = view.shown
    if shown.byte is not None:
        shown = replace(shown, record=records.at(shown.byte))
    context = {
        "sides": sides_of(records, shown, tables, {}),
        "target": tables.options.target,
        "again_action": reverse("reviews:convert"),
    }
    return private(render(request, "reviews/_sides.html", context))


def _shown_form(request: HttpRequest) -> ConvertForm:
    """The form of a result page, with the options that this page shows.

    What was changed in the options since then counts only for "Convert again".
    """
    data = QueryDict(str(request.POST.get("shown", "")), mutable=True)
    for name in ("packed", "name", "pasted", "sample"):
        data.setlist(name, request.POST.getlist(name))
    return ConvertForm(data)


def _convert(form: ConvertForm, view: View) -> Done | Failed:
    """Convert what the form gives."""
    if not form.is_valid():
        return Failed(form, None, form.first_error())
    payloads: list[Payload] = []
    try:
        payloads = form.payloads(web_limits())
        files = convert_files(payloads, form.chosen(), wanted=view.file)
    except ReadError as error:
        return Failed(form, payloads[0] if payloads else None, error)
    return Done(form, payloads, files)


def page_of(
    request: HttpRequest, form: ConvertForm, more: Mapping[str, object] | None = None
) -> HttpResponse:
    """Return the result page of what a form gives; `more` goes to the template."""
    view = view_of(request.POST)
    done = _convert(form, view)
    if isinstance(done, Failed):
        return failed_page(request, done)
    packed = [] if done.payload.sample else [payload.packed() for payload in done.payloads]
    bench = bench_of(request, done.files)
    context = {
        "result": result_of(bench, view.shown, find=view.find, order=view.order),
        **context_of(request, bench, done.form.query(), _permalink(done)),
        "trip": round_trip_of(done.conversion, done.files.report, done.files.tables.guide),
        "again_action": reverse("reviews:convert"),
        "form": done.form,
        "shown": done.form.query(),
        "packed": list(zip(packed, (payload.name for payload in done.payloads), strict=False)),
        "carried": sum(map(len, packed)) < settings.EVMAP_MAX_UPLOAD_BYTES,
        "permalink": _permalink(done),
    }
    context |= {"keep_days": settings.EVMAP_KEEP_DAYS, **(more or {})}
    return render(request, "reviews/result.html", context)


def _permalink(done: Done) -> str:
    """The address of this result; only samples have one."""
    if done.payload.sample is None:
        return ""
    options = done.form.query()
    address = f"{reverse('reviews:convert')}?sample={done.payload.sample.name}"
    return f"{address}&{options}" if options else address


def failed_page(request: HttpRequest, failed: Failed) -> HttpResponse:
    """Return the form with what went wrong, and the text for mending."""
    error, payload = failed.error, failed.payload
    status = 413 if isinstance(error, TooLarge) else 400
    text = payload.text(web_limits()) if payload is not None else ""
    kept = "" if payload is None or payload.pasted or len(text) > MENDABLE else text
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


def private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of every cache."""
    response["Cache-Control"] = "no-store"
    return response
