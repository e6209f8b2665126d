"""The pages about the API, and its OpenAPI document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evmap.api import openapi, reference
from evmap.api.api import VERSION
from evmap.origin import site_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/api/v1/`: what there is, and what is stable."""
    context = {"version": VERSION, "groups": reference.groups(openapi.document(), site_of(request))}
    return render(request, "api/home.html", context)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """`/api/v1/docs`: every operation and every schema, without a script."""
    document = openapi.document()
    context = {
        "version": VERSION,
        "groups": reference.groups(document, site_of(request)),
        "models": reference.models(document),
    }
    return render(request, "api/docs.html", context)


@require_safe
def openapi_json(_request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`: the OpenAPI document."""
    return HttpResponse(openapi.encoded(), content_type="application/json; charset=utf-8")
