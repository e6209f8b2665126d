"""URLs of the findings."""

from __future__ import annotations

from django.urls import path

from evmap.diagnostics.views import Findings, finding
from evmap.mappings.urls import table_urls

app_name = "diagnostics"

urlpatterns = [
    *table_urls(Findings),
    path("findings/<str:code>/", finding, name="finding"),
]
