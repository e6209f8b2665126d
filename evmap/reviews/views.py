"""The form, and what it makes: a review with an address of its own. Documents are never logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from evmap.conversion import IsV3, ReadError
from evmap.operations.children import Refused
from evmap.operations.problems import refused
from evmap.origin import from_own_pages
from evmap.reviews import keeping
from evmap.reviews.back import offer
from evmap.reviews.converting import make_review
from evmap.reviews.desk import EDITABLE
from evmap.reviews.excerpt import excerpt
from evmap.reviews.forms import ConvertForm, mark_of
from evmap.reviews.opening import secluded, times
from evmap.reviews.owners import own_tokens, remember
from evmap.reviews.payload import Payload
from evmap.reviews.service import web_limits
from evmap.samples import SAMPLES


@from_own_pages
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def convert_page(request: HttpRequest) -> HttpResponse:
    """`/convert/`: the form; POST converts and leads to the review that it made."""
    if request.method == "POST":
        return _convert(request)
    sample = request.GET.get("sample", "")
    if sample and sample not in SAMPLES:
        raise Http404("There is no such sample.")
    context = {"sample": SAMPLES[sample]} if sample else {}
    return _form_page(request, ConvertForm(initial=request.GET.dict()), context)


@secluded
def _convert(request: HttpRequest) -> HttpResponse:
    form = ConvertForm(request.POST, request.FILES)
    if not form.is_valid():
        return _failed_page(request, form, form.first_error())
    payloads: list[Payload] = []
    try:
        payloads = form.payloads(web_limits())
        token = make_review(request, payloads, form)
    except ReadError as error:
        return _failed_page(request, form, error, payloads)
    except Refused as error:
        return refused(request, error, _form_page(request, form, {"error": error}))
    response = HttpResponseRedirect(reverse("reviews:review", args=[token]), status=303)
    remember(response, [token, *own_tokens(request)])
    return response


@require_safe
@secluded
def own(request: HttpRequest) -> HttpResponse:
    """`/reviews/`: the reviews that this browser made."""
    tokens = own_tokens(request)
    found = keeping.reviews_of(tokens) if tokens else []
    return render(request, "reviews/own.html", {"reviews": found, **times()})


def _failed_page(
    request: HttpRequest,
    form: ConvertForm,
    error: ReadError | None,
    payloads: Sequence[Payload] = (),
) -> HttpResponse:
    """Return the form with what went wrong, and the text for mending or for the way back."""
    payload = payloads[0] if payloads else None
    status = error.status if error is not None else 400
    text = payload.text(web_limits()) if payload is not None else ""
    shown = text if len(text) <= EDITABLE and "\x00" not in text else ""
    is_v3 = len(payloads) == 1 and isinstance(error, IsV3)
    back = offer(request, payloads[0], shown) if is_v3 else None
    mendable = payload is not None and not payload.pasted and back is None
    mend = shown if mendable else ""
    context = {
        "back": back,
        "error": error,
        "excerpt": excerpt(text, error.line, error.column) if error is not None else [],
        "payload": payload,
        "mend": mend,
        "filled": mark_of(mend) if mend else "",
    }
    return _form_page(request, form, context, status=status)


def _form_page(
    request: HttpRequest,
    form: ConvertForm,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    shared = {
        "form": form,
        "samples": SAMPLES.values(),
        "limit_bytes": settings.EVMAP_MAX_UPLOAD_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "limit": f"{settings.EVMAP_MAX_UPLOAD_BYTES / 1024 / 1024:.4g} MB",
        **times(),
    }
    return render(request, "reviews/convert.html", {**shared, **context}, status=status)
