"""URLs of the findings."""

from __future__ import annotations

from django.urls import path, re_path

from evmap.diagnostics.views import Findings, finding

app_name = "diagnostics"

urlpatterns = [
    path("findings/", Findings.as_view(), name="findings"),
    re_path(r"^findings\.(?P<suffix>csv|json|md)$", Findings.as_view(), name="findings-data"),
    path("findings/<str:code>/", finding, name="finding"),
]
