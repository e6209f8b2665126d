"""What is answered and logged when the database is away, and what when the code is wrong."""

from __future__ import annotations

import logging

import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client
from pytest_django import Settings

from evmap.operations.problems import is_away

AWAY = "connection to server at '10.0.0.5' failed: refused\n\tIs the server running?"


pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.support.failing_urls"
    return Client(raise_request_exception=False)


def records(caplog: pytest.LogCaptureFixture) -> list[tuple[str, int, bool]]:
    return [
        (one.name, one.levelno, bool(one.exc_info))
        for one in caplog.records
        if one.levelno >= logging.WARNING
    ]


@pytest.mark.parametrize("path", ["/failing/503/", "/api/v1/failing/503/"])
def test_a_database_that_is_away_is_503_with_one_line(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"The database of this site can&#x27;t be used" in answer.content or (
        answer.json()["error"]["message"].startswith("The database of this site can't be used")
    )
    assert records(caplog) == [("evmap.problems", logging.ERROR, False)]
    assert b"secret" not in answer.content


@pytest.mark.parametrize("path", ["/failing/500/", "/api/v1/failing/500/"])
def test_a_mistake_of_the_code_is_500_with_one_traceback(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 500
    assert records(caplog) == [("django.request", logging.ERROR, True)]


def test_the_page_of_a_mistake_has_the_number_of_the_request(client: Client) -> None:
    answer = client.get("/failing/500/", headers={"X-Request-ID": "abcdef-0123456789"})
    assert b"<code>abcdef-0123456789</code>" in answer.content
    assert answer["X-Request-ID"] == "abcdef-0123456789"


def with_state(error: Exception, state: str) -> Exception:
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": state})()
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError(AWAY), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError("no such table: mappings_note"), True),
        (InterfaceError("connection already closed"), True),
        (with_state(ProgrammingError("relation does not exist"), "42P01"), True),
        (with_state(ProgrammingError("syntax error"), "42601"), False),
        (DataError("value too long"), False),
        (RuntimeError("a bug"), False),
        (None, False),
    ],
)
def test_only_what_an_operator_mends_is_a_matter_of_the_database(
    error: BaseException | None, away: bool
) -> None:
    assert is_away(error) is away
