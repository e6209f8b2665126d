from __future__ import annotations

import pytest
from django.db.utils import ConnectionHandler
from django.test import Client, override_settings

from evmap import __version__


def test_healthz_needs_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": __version__}
    assert response["Cache-Control"] == "no-store"


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not met the tables of its version yet."""
    monkeypatch.setattr("evmap.health._met_own_tables", False)


@pytest.mark.django_db
def test_readyz_when_everything_is_in_place(client: Client) -> None:
    response = client.get("/readyz")
    assert response.json() == {"status": "ready", "version": __version__, "missing": []}
    assert response.status_code == 200


@pytest.mark.django_db
def test_readyz_without_the_tables_of_this_version(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evmap.mappings.loading.tables_current", lambda: False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["mapping tables: run `manage.py prepare`"]


@pytest.mark.django_db
def test_readyz_with_a_migration_to_apply(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evmap.health.MigrationExecutor.migration_plan", lambda *_: ["0002"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["migrations: run `manage.py prepare`"]


@pytest.mark.django_db
def test_readyz_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_there = {"HOST": "127.0.0.1", "PORT": 1, "NAME": "evmap", "PASSWORD": "hush"}
    handler = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.postgresql", **nobody_there}}
    )
    monkeypatch.setattr("evmap.health.connection", handler["default"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["database: not reachable"]
    assert "127.0.0.1" not in response.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_any_host_name_and_plain_http_will_do(path: str) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["evmap.example.org"]):
        client = Client(headers={"host": "10.0.0.7:8000"})
        assert client.get(path).status_code == 200
        assert client.get("/").status_code == 400


def test_only_reading_is_answered(client: Client) -> None:
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 404
