"""Nothing of a document stays: not in a cache, not in the database, not in the log."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evmap.plan.models import Decision
from tests.reviews.conftest import Convert, again

SECRET = "Geheimhaus-8d1f"
TEXT = f'{{"poolId": "{SECRET}", "evil": 1}}'


def test_answers_are_kept_out_of_caches(convert: Convert) -> None:
    page = convert(text=TEXT)
    pages = [page, convert(text=f"{SECRET}"), convert(at="/convert/report/", **again(page))]
    assert [one.answer.headers["Cache-Control"] for one in pages] == ["no-store"] * 3


def test_a_conversion_writes_nothing(convert: Convert) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = convert(text=TEXT)
        convert(at="/convert/document/", **again(page))
    written = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert written == []
    assert not Session.objects.exists()


def test_only_kept_reviews_have_tables(convert: Convert) -> None:
    convert(text=TEXT)
    models = list(apps.get_app_config("reviews").get_models())
    assert [model.__name__ for model in models] == ["KeptReview", "KeptDocument"]
    assert not any(model._default_manager.exists() for model in models)


def test_the_log_never_shows_a_document(convert: Convert, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        convert(text=TEXT)
        convert(text=SECRET)
        convert(file=SECRET.encode(), file_name=f"{SECRET}.json")
    said = [r for r in caplog.records if not r.name.startswith("django.db")]
    assert SECRET not in "\n".join(record.getMessage() for record in said)


def test_a_conversion_asks_the_database_little(convert: Convert) -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")
    convert(text=TEXT)
    with CaptureQueriesContext(connection) as queries:
        convert(text=TEXT)
    # The state of the tables; the preferences, for the conversion and for the form; the notes.
    assert len(queries) == 4
