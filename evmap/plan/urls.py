"""URLs of the plan."""

from __future__ import annotations

from django.urls import URLPattern, path

from evmap.mappings.views.table import table_urls
from evmap.plan.table import PLAN
from evmap.plan.views import changes, dashboard, figures, file, subject

app_name = "plan"

urlpatterns: list[URLPattern] = [
    *table_urls(PLAN, dashboard.beside),
    path("plan/shown/", dashboard.decide_shown, name="shown"),
    path("plan/file/", file.download, name="file"),
    path("plan/upload/", file.upload, name="upload"),
    path("plan/figures/", figures.figures, name="figures"),
    path("plan/changes/", changes.page, name="changes"),
    path("plan/changes/back/", changes.back, name="back"),
    path("plan/<path:key>/", subject.subject, name="subject"),
]
