"""The project's URLs. `/healthz` and `/readyz` are answered earlier, by `evmap.health`."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("evmap.api.urls")),
    path("", include("evmap.operations.urls")),
    path("", include("evmap.mappings.urls")),
    path("", include("evmap.diagnostics.urls")),
    path("", include("evmap.plan.urls")),
    path("", include("evmap.reviews.urls")),
]

handler500 = "evmap.operations.problems.server_error"
