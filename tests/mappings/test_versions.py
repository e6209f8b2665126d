"""Tables that change under a running site: one answer is of one version, and readiness says so."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client

from evmap import health
from evmap.mappings.guide import current_guide
from evmap.mappings.models import Note, StatusPair, TablesVersion
from evmap.mappings.preferences import preferred_statuses, status_candidates
from evmap.mappings.snapshot import data_version
from evmap.plan.models import Decision

pytestmark = pytest.mark.django_db

DOCUMENT = json.dumps({"evStations": {"evStation": [{"poolId": "a"}]}})


def load_another_version() -> None:
    """What another version of evmap does that knows OFFLINE only as REMOVED."""
    StatusPair.objects.filter(v2__code="OFFLINE", v3__code="PLANNED").delete()
    TablesVersion.objects.update(digest="another")


def test_choices_are_those_of_the_tables_that_are_loaded(client: Client) -> None:
    assert status_candidates()["OFFLINE"] == ("PLANNED", "REMOVED")
    load_another_version()
    assert status_candidates()["OFFLINE"] == ("REMOVED",)
    assert preferred_statuses()["OFFLINE"] == "REMOVED"
    assert preferred_statuses().keys() == current_guide().statuses.keys()
    answer = client.post("/api/v1/convert", DOCUMENT, content_type="application/json")
    assert answer.status_code == 200
    assert client.get("/convert/").status_code == 200


def test_a_choice_that_was_a_candidate_once_is_refused_and_no_error(client: Client) -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="PLANNED", reason="Ours.")
    load_another_version()
    path = "/api/v1/convert?status=OFFLINE=PLANNED"
    answer = client.post(path, DOCUMENT, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == "OFFLINE can be REMOVED or UNKNOWN."
    answer = client.post("/api/v1/convert", DOCUMENT, content_type="application/json")
    assert answer.status_code == 200


def test_readiness_tells_who_loaded_other_tables_from_who_loaded_none(client: Client) -> None:
    health._met_own_tables = False
    TablesVersion.objects.update(digest="older")
    told = client.get("/readyz")
    assert (told.status_code, told.json()["missing"]) == (503, [health.TABLES])
    TablesVersion.objects.update(digest=_own_digest())
    assert client.get("/readyz").json()["missing"] == []
    load_another_version()
    told = client.get("/readyz")
    assert (told.status_code, told.json()["missing"]) == (200, [])
    assert told.json()["notes"] == [health.OTHER_TABLES]


def _own_digest() -> str:
    from evmap.mappings.files import fixtures_digest  # noqa: PLC0415

    return fixtures_digest()


def test_a_note_that_ends_later_than_it_began_changes_the_version() -> None:
    """Two editors on PostgreSQL: the one who began first may be the one who commits last."""
    Note.objects.create(table="connector", key="36", text="late", author="Ada")
    late = Note.history.latest("history_id")
    Note.objects.create(table="connector", key="36", text="early", author="Eva")
    table = Note.history.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE history_id = %s", [late.history_id])  # noqa: S608
    without = data_version()
    late.save()
    assert data_version() != without
