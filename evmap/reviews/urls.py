"""Addresses of the form and of reviews."""

from __future__ import annotations

from django.urls import include, path

from evmap.reviews import back, desk, downloads, figures, saving, views

app_name = "reviews"

SHOWN = [
    path("", desk.review, name="review"),
    path("findings/", desk.findings, name="findings"),
    path("fields/", desk.fields, name="fields"),
    path("document/", desk.document, name="document"),
    path("roundtrip/", desk.roundtrip, name="roundtrip"),
    path("checklist/", desk.checklist, name="checklist"),
    path("options/", desk.options, name="options"),
    path("download/document/", downloads.document, name="download_document"),
    path("download/report/", downloads.report, name="download_report"),
    path("download/checklist/", downloads.checklist, name="download_checklist"),
    path("download/accepted/", downloads.accepted, name="download_accepted"),
    path("download/reverted/", downloads.reverted, name="download_reverted"),
]
SAVED = [
    path("choose/", saving.choose, name="choose"),
    path("accept/", saving.accept, name="accept"),
    path("edit/", saving.edit, name="edit"),
    path("what-if/", saving.what_if, name="what_if"),
    path("keep/", saving.keep, name="keep"),
    path("name/", saving.name, name="name"),
    path("figures/", figures.figures, name="figures"),
    path("delete/", saving.delete, name="delete"),
]

urlpatterns = [
    path("convert/", views.convert_page, name="convert"),
    path("convert/back/", back.turn_back, name="back"),
    path("reviews/", views.own, name="own"),
    path("reviews/<str:token>/", include([*SHOWN, *SAVED])),
]
