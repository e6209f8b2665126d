"""`/healthz` says that the process answers, `/readyz` that it can do its work.

Both are answered by middleware, ahead of the check of the host name: an orchestrator asks by
an address that is in nobody's ALLOWED_HOSTS.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from evmap import __version__
from evmap.middleware import GetResponse

READ_ONLY = "database: it can be read, and not written; see its rights, or whether it is a copy"
#: What the text of an error says of a database, by words of SQLite and PostgreSQL.
TROUBLES = {
    "readonly": READ_ONLY,
    "read-only": READ_ONLY,
    "disk is full": "database: its disk is full",
    "no space left": "database: its disk is full",
    "database is locked": "database: another program holds it",
    "unable to open": "database: its file can't be opened; see its folder and rights",
    "does not exist": "database: there is none of this name",
    "password": "database: it refuses the user or the password",
}
UNREACHABLE = "database: not reachable"
MIGRATIONS = "migrations: run `manage.py prepare`"
TABLES = "mapping tables: run `manage.py prepare`"
OTHER_TABLES = (
    "mapping tables: another version of evmap has loaded its own; start that version everywhere"
)

#: Bytes of a disk below which a database can't be trusted to write.
LITTLE_ROOM = 1024 * 1024

#: Whether this process has ever met the tables of its own version.
_met_own_tables = False


def missing() -> tuple[list[str], list[str]]:
    """Return what this process lacks to do its work, and what an operator should know besides."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return [MIGRATIONS], []
        _write()
        return _tables()
    except DatabaseError as error:
        return [_trouble(error)], []


def _write() -> None:
    """Write: reading works on a full disk and in a database that only reads."""
    # Models can't be imported while middleware is being loaded.
    from evmap.operations.models import Bucket  # noqa: PLC0415

    Bucket.objects.update_or_create(key="readyz", defaults={"full_at": time.time()})
    if connection.vendor == "sqlite" and _room() < LITTLE_ROOM:
        # What is written may find a place in the file for a while, and then none.
        raise OperationalError("disk is full")


def _room() -> int:
    """The bytes that are free on the disk of a SQLite database."""
    folder = Path(str(connection.settings_dict["NAME"])).parent
    return shutil.disk_usage(folder).free if folder.is_dir() else LITTLE_ROOM


def _tables() -> tuple[list[str], list[str]]:
    global _met_own_tables  # noqa: PLW0603 - a memory of the process
    from evmap.mappings.loading import tables_current  # noqa: PLC0415

    if tables_current():
        _met_own_tables = True
        return [], []
    # The site answers by the tables that are loaded, so it can go on; loading its own once more
    # would take theirs from the others.
    return ([], [OTHER_TABLES]) if _met_own_tables else ([TABLES], [])


def _trouble(error: DatabaseError) -> str:
    text = str(error).lower()
    return next((said for words, said in TROUBLES.items() if words in text), UNREACHABLE)


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer without touching anything outside the process."""
    return JsonResponse({"status": "ok", "version": __version__})


def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations and mapping tables are in place, else 503."""
    lacks, notes = missing()
    status = "not ready" if lacks else "ready"
    told = {"status": status, "version": __version__, "missing": lacks}
    return JsonResponse(told | ({"notes": notes} if notes else {}), status=503 if lacks else 200)


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
