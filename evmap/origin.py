"""Forms without a token: for pages that everybody sees alike, and actions that are nobody's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def from_own_pages(view: View) -> View:
    """Let a view take forms without a token, and refuse what a browser sends from another site.

    Browsers say where a form stands (Origin), and no page can make them say otherwise. Programs
    that say nothing act for nobody but themselves. Not for what an account may do.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not _is_own(request):
            return render(request, "403_csrf.html", status=403)
        return view(request, *args, **kwargs)

    exempt: View = csrf_exempt(guarded)
    return exempt


def site_of(request: HttpRequest) -> str:
    """Return scheme and host that this site was asked by."""
    return f"{request.scheme}://{request.get_host()}"


def _is_own(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return origin == site_of(request) or origin in settings.CSRF_TRUSTED_ORIGINS
