"""URLs of the API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from evmap.api import pages
from evmap.api.api import api

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("docs", pages.docs, name="docs"),
    path("openapi.json", pages.openapi_json, name="openapi"),
    *api.urls[0],
]
