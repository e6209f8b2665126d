"""Errors have one form, whoever refuses."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from pytest_django import Settings

from evmap.api.errors import plain_error
from evmap.api.resources import lists
from tests.api.conftest import Ask

REFUSED = {
    "/connectors": ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
    "/lookup": ("PUT", "DELETE"),
    "/convert": ("GET", "PUT", "DELETE"),
    "/revert": ("GET", "PUT", "DELETE"),
    "/docs": ("POST", "DELETE"),
    "/openapi.json": ("POST",),
}


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, ways in REFUSED.items() for method in ways]
)
def test_another_method_is_405_with_those_that_are_taken(
    client: Client, db: None, path: str, method: str
) -> None:
    answer = client.generic(method, f"/api/v1{path}")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "method_not_allowed"
    assert answer["Allow"]


def test_a_host_that_is_not_ours_is_400(client: Client, db: None) -> None:
    answer = client.get("/api/v1/connectors", headers={"Host": "example.org"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_too_many_parameters_are_400(ask: Ask) -> None:
    told = ask("/connectors?" + "&".join("q=x" for _ in range(2_000)))
    assert told.status == 400


def test_a_bug_is_500_and_says_nothing_of_the_code(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the code")

    monkeypatch.setattr(lists, "listed", fail)
    client.raise_request_exception = False
    answer = client.get("/api/v1/connectors")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server_error")
    assert b"secret" not in answer.content
    assert answer["Cache-Control"] == "no-store"


def test_with_debugging_the_trace_is_shown(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(lists, "listed", fail)
    settings.DEBUG = True
    client.raise_request_exception = False
    assert b"a bug" in client.get("/api/v1/connectors").content


def test_errors_beside_the_api_stay_pages(client: Client, db: None) -> None:
    for path in ("/api/v2/connectors", "/api", "/zzz/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("status", [400, 404, 418, 500, 599])
def test_every_status_has_a_sentence(status: int) -> None:
    assert plain_error(status).message.endswith(".")


def test_every_error_has_the_headers_of_the_site(client: Client, db: None) -> None:
    answer = client.get("/api/v1/zzz")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    for name in ("X-Request-ID", "Content-Security-Policy", "X-Content-Type-Options"):
        assert name in answer
    assert list(json.loads(answer.content)) == ["error"]


RUBBISH = [
    "%00",
    "%F0%9F%94%8C",
    "%ED%A0%80",
    "' OR 1=1 --",
    "<b>",
    "9" * 400,
    "%",
    "[]",
    "a" * 3000,
]
PATHS = [
    *("/connectors", "/standards", "/statuses", "/elements", "/fields", "/findings"),
    *("/search", "/lookup"),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("value", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_in_any_parameter_is_answered(ask: Ask, path: str, value: str) -> None:
    for name in (
        "q",
        "fate",
        "state",
        "target",
        "sort",
        "limit",
        "offset",
        "code",
        "system",
        value,
    ):
        assert ask(f"{path}?{name}={value}").status in (200, 400, 422)
    everywhere = "&".join(f"{name}={value}" for name in ("q", "fate", "sort", "code"))
    assert ask(f"{path}?{everywhere}").status in (200, 400, 422)


@pytest.mark.parametrize("path", [*PATHS, "/statuses/v2", "/statuses/v3"])
@pytest.mark.parametrize("value", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_in_a_path_is_answered(ask: Ask, path: str, value: str) -> None:
    assert ask(f"{path}/{value}").status in (404, 422)
