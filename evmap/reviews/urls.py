"""URLs of upload and result."""

from __future__ import annotations

from django.urls import path

from evmap.reviews import views

app_name = "reviews"

urlpatterns = [
    path("convert/", views.convert_page, name="convert"),
    path("convert/record/", views.record, name="record"),
    path("convert/document/", views.document, name="document"),
    path("convert/report/", views.report, name="report"),
    path("convert/reverted/", views.reverted, name="reverted"),
]
