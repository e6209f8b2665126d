"""URLs of the findings."""

from __future__ import annotations

from django.urls import path

from evmap.conversion.codes import DEFINITIONS
from evmap.diagnostics.table import FINDINGS
from evmap.diagnostics.views import finding
from evmap.mappings.views.table import table_urls

app_name = "diagnostics"

urlpatterns = [
    *table_urls(FINDINGS, lambda _listing: {"definitions": DEFINITIONS}),
    path("findings/<str:code>/", finding, name="finding"),
]
