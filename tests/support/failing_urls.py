"""URLs whose views fail, to see what a visitor gets then."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from evmap.operations.problems import problem
from evmap.urls import handler500
from evmap.urls import urlpatterns as project_urls

RAISED = {400: BadRequest, 403: PermissionDenied, 404: Http404, 503: OperationalError}


def fail(_request: HttpRequest) -> HttpResponse:
    """Fail the way a bug does."""
    raise RuntimeError("a secret of the code")


def forbid(_request: HttpRequest) -> HttpResponse:
    """Refuse."""
    raise PermissionDenied


def suspect(_request: HttpRequest) -> HttpResponse:
    """Refuse a request that no browser makes."""
    raise SuspiciousOperation


def failing(request: HttpRequest, status: int) -> HttpResponse:
    """Answer with a status, the way that the code comes to it."""
    if status == 500:
        return fail(request)
    if status in RAISED:
        raise RAISED[status]("a secret of the code")
    return problem(status, "It is so.")


__all__ = ["handler500", "urlpatterns"]

urlpatterns = [
    path("fail/", fail),
    path("forbid/", forbid),
    path("suspect/", suspect),
    path("failing/<int:status>/", failing),
    path("api/v1/failing/<int:status>/", failing),
    *project_urls,
]
