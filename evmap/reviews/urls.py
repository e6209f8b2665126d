"""URLs of upload and result."""

from __future__ import annotations

from django.urls import path

from evmap.reviews import downloads, kept_views, views

app_name = "reviews"

urlpatterns = [
    path("convert/", views.convert_page, name="convert"),
    path("convert/record/", views.record, name="record"),
    path("convert/what-if/", views.what_if, name="what_if"),
    path("convert/document/", downloads.document, name="document"),
    path("convert/report/", downloads.report, name="report"),
    path("convert/checklist/", downloads.checklist, name="checklist"),
    path("convert/accepted/", downloads.accepted, name="accepted"),
    path("convert/reverted/", downloads.reverted, name="reverted"),
    path("convert/keep/", kept_views.keep, name="keep"),
    path("reviews/", kept_views.own, name="own"),
    path("reviews/<str:token>/", kept_views.kept, name="kept"),
    path("reviews/<str:token>/delete/", kept_views.delete, name="delete"),
]
