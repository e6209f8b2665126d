"""Opening a review: what every page below `/reviews/` has in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evmap.reviews.keeping import what_was
from evmap.reviews.owners import own_tokens
from evmap.reviews.stored import Review, open_review

View = Callable[..., HttpResponse]


def secluded(view: View) -> View:
    """Mark the responses of a view: for this reader only, in no index, in no referrer.

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


def opened(view: View) -> View:
    """Give a view the review of the token in its address; it may only be looked at.

    Where there is none the response is 404, or 410 where there was one. One that another version
    of evmap stored can be converted again.
    """

    @require_safe
    @secluded
    @wraps(view)
    def wrapper(request: HttpRequest, token: str, **kwargs: object) -> HttpResponse:
        review = open_review(token)
        if review is None:
            return gone(request, token)
        if review.is_stale:
            return render(request, "reviews/stale.html", facts(request, review), status=409)
        return view(request, review, **kwargs)

    return wrapper


def gone(request: HttpRequest, token: str) -> HttpResponse:
    """Return what there is to say where a review can't be opened. Raise Http404 for nothing."""
    row = what_was(token)
    if row is None:
        raise Http404("This review was deleted, has expired, or never was.")
    # What an earlier version kept could be read in the database, and went with the upgrade.
    context = {"row": row, "upgraded": row.stored_bytes == 0, **times()}
    return render(request, "reviews/gone.html", context, status=410)


def facts(request: HttpRequest, review: Review) -> dict[str, object]:
    """Return what every page of a review shows of it: name, link, how long, whose."""
    return {
        "review": review,
        "link": request.build_absolute_uri(reverse("reviews:review", args=[review.token])),
        "is_own": review.token in own_tokens(request),
        **times(),
    }


def times() -> dict[str, object]:
    """Return how long reviews live, for pages."""
    return {"minutes": settings.EVMAP_REVIEW_MINUTES, "keep_days": settings.EVMAP_KEEP_DAYS}
