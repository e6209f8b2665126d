"""Kept reviews: keep one, open it, delete it, list one's own.

All answers stay out of caches and search engines, and their addresses out of referrers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from evmap.reviews import keeping, views
from evmap.reviews.forms import ConvertForm
from evmap.reviews.owners import own_tokens, remember

View = Callable[..., HttpResponse]


def secluded(view: View) -> View:
    """Mark the answers of a view: for this reader only, in no index, in no referrer.

    With `no-referrer` browsers would send forms of these pages without their origin, and the
    protection against forged requests would refuse them. `strict-origin` tells other sites, and
    our own log, the host and never the address.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return wrapper


@require_POST
@sensitive_post_parameters()
@secluded
def keep(request: HttpRequest) -> HttpResponse:
    """`/convert/keep/`: keep the review of a result page, and go to its own address."""
    done = views.convert_shown(request)
    if isinstance(done, views.Failed):
        return views.failed_page(request, done)
    try:
        token = keeping.keep(done.payloads, done.form.query())
    except keeping.NotKept as reason:
        return render(request, "reviews/not_kept.html", {"reason": reason}, status=413)
    response = HttpResponseRedirect(f"{reverse('reviews:kept', args=[token])}#kept")
    response.status_code = 303
    remember(response, [token, *own_tokens(request)])
    return response


@require_safe
@secluded
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """`/reviews/<token>/`: a kept review, drawn as its upload was."""
    found = keeping.find(token)
    if found is None:
        if keeping.was_kept(token):
            return _gone(request)
        raise Http404("This review was deleted, has expired, or never was.")
    context = {
        "kept": found.review,
        "kept_link": request.build_absolute_uri(reverse("reviews:kept", args=[token])),
        "kept_token": token,
        "is_own": token in own_tokens(request),
        "tables_changed": not found.is_current,
    }
    return views.page_of(request, ConvertForm(found.form_data()), context)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/gone.html", {"days": settings.EVMAP_KEEP_DAYS}, status=410)


@require_POST
@secluded
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """`/reviews/<token>/delete/`: delete one's own review at once."""
    tokens = own_tokens(request)
    if token not in tokens:
        raise Http404("Only the browser that kept a review can delete it.")
    keeping.let_go(token)
    response = HttpResponseRedirect(reverse("reviews:own"))
    response.status_code = 303
    remember(response, [one for one in tokens if one != token])
    return response


@require_safe
@secluded
def own(request: HttpRequest) -> HttpResponse:
    """`/reviews/`: the reviews that this browser keeps."""
    tokens = own_tokens(request)
    found = keeping.reviews_of(tokens) if tokens else []
    context = {"reviews": found, "days": settings.EVMAP_KEEP_DAYS, "keeps": keeping.may_keep()}
    return render(request, "reviews/own.html", context)
