"""`/healthz` says that the process answers, `/readyz` that it can do its work.

Both are answered by middleware, ahead of the check of the host name: an orchestrator asks by
an address that is in nobody's ALLOWED_HOSTS.
"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from evmap import __version__
from evmap.middleware import GetResponse


def missing() -> list[str]:
    """Return what this process lacks to do its work, in the order to repair it."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations: run `manage.py migrate`"]
        # Imported here because models can't be imported while middleware is being loaded.
        from evmap.mappings.loading import tables_current  # noqa: PLC0415

        return [] if tables_current() else ["mapping tables: run `manage.py load_mappings`"]
    except DatabaseError:
        return ["database: not reachable"]


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer without touching anything outside the process."""
    return JsonResponse({"status": "ok", "version": __version__})


def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations and mapping tables are in place, else 503."""
    lacks = missing()
    status = "not ready" if lacks else "ready"
    return JsonResponse(
        {"status": status, "version": __version__, "missing": lacks}, status=503 if lacks else 200
    )


class HealthMiddleware:
    """Answers the two health paths and passes everything else on."""

    views = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a health path, or pass the request on."""
        view = self.views.get(request.path_info)
        if view is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = view(request)
        response["Cache-Control"] = "no-store"
        response["Content-Length"] = str(len(response.content))
        return response
