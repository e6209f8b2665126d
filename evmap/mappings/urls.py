"""URLs of the mapping pages."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from evmap.mappings.views import home, lookup, lookup_list, request, rows, tables
from evmap.mappings.views.table import TableView

app_name = "mappings"


def table_urls(view: type[TableView]) -> list[URLPattern]:
    """Return the addresses of a table: its page, and the same rows as data."""
    return [
        path(f"{view.name}/", view.as_view(), name=view.name),
        re_path(
            rf"^{view.name}\.(?P<suffix>csv|json|md)$", view.as_view(), name=f"{view.name}-data"
        ),
    ]


urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("lookup/", lookup.lookup, name="lookup"),
    re_path(r"^lookup\.(?P<suffix>csv|json|md)$", lookup_list.answer, name="lookup-data"),
    path("opensearch.xml", lookup.opensearch, name="opensearch"),
    path("request/", request.request_page, name="request"),
    *table_urls(tables.Connectors),
    re_path(r"^connectors/(?P<v2_id>[0-9]+)/$", rows.connector, name="connector"),
    *table_urls(tables.Standards),
    path("standards/<str:code>/", rows.standard, name="standard"),
    *table_urls(tables.Statuses),
    path("statuses/v2/<str:code>/", rows.v2_status, name="v2-status"),
    path("statuses/v3/<str:code>/", rows.v3_status, name="v3-status"),
    *table_urls(tables.Elements),
    *table_urls(tables.Fields),
    path("fields/<str:slug>/", rows.field, name="field"),
]
