"""URLs that programs ask for. `/healthz` and `/readyz` are answered earlier, by `evmap.health`."""

from __future__ import annotations

from django.urls import path

from evmap.operations import files, metrics

app_name = "operations"

urlpatterns = [
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", files.robots, name="robots"),
    path("favicon.ico", files.favicon, name="favicon"),
    path(".well-known/security.txt", files.security, name="security"),
]
