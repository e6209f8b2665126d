"""URLs whose views fail, to see what a visitor gets then."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from evmap.urls import urlpatterns as project_urls


def fail(_request: HttpRequest) -> HttpResponse:
    """Fail the way a bug does."""
    raise RuntimeError("a secret of the code")


def forbid(_request: HttpRequest) -> HttpResponse:
    """Refuse."""
    raise PermissionDenied


def suspect(_request: HttpRequest) -> HttpResponse:
    """Refuse a request that no browser makes."""
    raise SuspiciousOperation


urlpatterns = [
    path("fail/", fail),
    path("forbid/", forbid),
    path("suspect/", suspect),
    *project_urls,
]
