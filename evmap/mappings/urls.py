"""URLs of the mapping pages."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES
from evmap.mappings.views import glossary, home, lookup, lookup_list, note, request, rows
from evmap.mappings.views.pictures import bar_of_target, element_notes, status_picture
from evmap.mappings.views.table import table_urls

app_name = "mappings"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("lookup/", lookup.lookup, name="lookup"),
    re_path(r"^lookup\.(?P<suffix>csv|json|md)$", lookup_list.answer, name="lookup-data"),
    path("opensearch.xml", lookup.opensearch, name="opensearch"),
    path("request/", request.request_page, name="request"),
    path("notes/", note.write, name="write-note"),
    path("glossary/", glossary.glossary, name="glossary"),
    *table_urls(CONNECTORS),
    re_path(r"^connectors/(?P<code>[0-9]+)/$", rows.connector, name="connector"),
    *table_urls(STANDARDS),
    path("standards/<str:code>/", rows.standard, name="standard"),
    *table_urls(STATUSES, status_picture),
    path("statuses/v2/<str:code>/", rows.v2_status, name="v2-status"),
    path("statuses/v3/<str:code>/", rows.v3_status, name="v3-status"),
    *table_urls(ELEMENTS, element_notes),
    *table_urls(FIELDS, bar_of_target),
    path("fields/<str:code>/", rows.field, name="field"),
]
