"""What one client may ask for, on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from evmap.operations import rates
from evmap.operations.models import Bucket

pytestmark = pytest.mark.django_db

#: A minute gives six: one in ten seconds.
RATES = dict.fromkeys(("convert", "review", "lookup", "api", "login", "account"), (6, 3))


@pytest.fixture(autouse=True)
def clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Limits that are quickly reached, and a clock that stands still until it is set."""
    settings.EVMAP_RATES = RATES
    now = [1_800_000_000.0]
    monkeypatch.setattr("evmap.operations.rates.time.time", lambda: now[0])
    return now


def test_a_client_may_ask_several_times_at_once_and_then_as_often_as_the_rate(
    clock: list[float],
) -> None:
    assert [rates.take("convert", "a") for _ in range(5)] == [0, 0, 0, 10, 10]
    clock[0] += 9
    assert rates.take("convert", "a") == 1
    clock[0] += 1
    assert [rates.take("convert", "a") for _ in range(2)] == [0, 10]
    clock[0] += 3600
    assert [rates.take("convert", "a") for _ in range(4)] == [0, 0, 0, 10]


def test_clients_and_kinds_have_buckets_of_their_own() -> None:
    assert [rates.take("convert", "a") for _ in range(4)] == [0, 0, 0, 10]
    assert rates.take("convert", "b") == 0
    assert rates.take("lookup", "a") == 0


def test_no_address_is_in_the_table() -> None:
    rates.take("convert", "203.0.113.9")
    (bucket,) = Bucket.objects.all()
    assert len(bucket.key) == 64
    assert "203" not in bucket.key or "203.0.113.9" not in bucket.key


@pytest.mark.parametrize("hours", [-24, -1, -0.01, 24])
def test_a_clock_that_jumps_locks_nobody_out(clock: list[float], hours: float) -> None:
    for _ in range(4):
        rates.take("convert", "a")
    clock[0] += hours * 3600
    assert rates.take("convert", "a") <= 60


def test_zero_is_no_limit(settings: Settings) -> None:
    settings.EVMAP_RATES = RATES | {"convert": (0, 3)}
    assert {rates.take("convert", "a") for _ in range(20)} == {0}
    assert not Bucket.objects.exists()


def test_a_database_that_cannot_write_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("evmap.operations.rates.connection.cursor", fail)
    assert rates.take("convert", "a") == 0


def test_full_buckets_are_forgotten(clock: list[float]) -> None:
    rates.take("convert", "a")
    clock[0] += 5
    rates.take("convert", "b")
    clock[0] += 6
    assert rates.forget() == 1
    assert Bucket.objects.count() == 1


# --- Pages and API ---


def statuses(client: Client, path: str, times: int = 4, **data: str) -> list[int]:
    return [client.post(path, data or {"text": "36"}).status_code for _ in range(times)]


@pytest.mark.parametrize("path", ["/lookup/", "/request/", "/convert/", "/reviews/x/accept/"])
def test_a_page_says_when_to_come_back(client: Client, path: str) -> None:
    assert statuses(client, path)[3] == 429
    answer = client.post(path, {"text": "36"})
    assert answer["Retry-After"] == "10"
    assert b"Try again in 10 seconds." in answer.content
    assert b"<h1>Too many requests</h1>" in answer.content


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/connectors"),
        ("GET", "/api/v1/lookup?code=36"),
        ("POST", "/api/v1/lookup"),
        ("POST", "/api/v1/request"),
        ("POST", "/api/v1/convert"),
        ("POST", "/api/v1/revert"),
    ],
)
def test_the_api_says_it_in_its_own_form(client: Client, method: str, path: str) -> None:
    for _ in range(3):
        assert client.generic(method, path).status_code != 429
    answer = client.generic(method, path)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "10"
    error = answer.json()["error"]
    assert (error["code"], error["advice"]) == ("too_many_requests", "Try again in 10 seconds.")


def test_reading_pages_is_not_limited(client: Client) -> None:
    assert {client.get("/connectors/36/").status_code for _ in range(8)} == {200}
    assert not Bucket.objects.exists()


def test_looking_at_reviews_has_a_limit_of_its_own(client: Client) -> None:
    assert [client.get("/reviews/no-such/").status_code for _ in range(4)] == [404] * 3 + [429]


def test_a_client_is_known_behind_a_proxy(client: Client, settings: Settings) -> None:
    settings.PROXY_HOPS = 1
    for _ in range(3):
        client.post("/lookup/", {"text": "36"}, headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})
    told = [
        client.post("/lookup/", headers={"X-Forwarded-For": forwarded}).status_code
        for forwarded in ("7.7.7.7, 203.0.113.9", "203.0.113.9, 203.0.113.10")
    ]
    assert told == [429, 200]


# --- Log-ins ---


def log_in(client: Client, name: str, address: str, word: str = "wrong") -> int:
    data = {"username": name, "password": word}
    return client.post("/admin/login/", data, REMOTE_ADDR=address).status_code


def test_an_address_may_try_to_log_in_a_few_times_whatever_the_account(client: Client) -> None:
    tries = [log_in(client, f"user{number}", "203.0.113.9") for number in range(4)]
    assert tries == [200, 200, 200, 429]


def test_an_account_may_be_tried_a_few_times_from_wherever(client: Client) -> None:
    tries = [log_in(client, name, f"203.0.113.{n}") for n, name in enumerate(["Ada"] * 3 + ["aDA"])]
    assert tries == [200, 200, 200, 429]
    assert log_in(client, "Grace", "203.0.113.77") == 200


def test_the_right_password_does_not_help_either(client: Client, admin_user: object) -> None:
    for _ in range(3):
        log_in(client, "admin", "203.0.113.9")
    assert log_in(client, "admin", "203.0.113.9", "password") == 429


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_get_the_same_token() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in the memory of one connection; see tests/faults")
    start = threading.Barrier(8)

    def ask(_number: int) -> int:
        start.wait()
        try:
            return rates.take("convert", "a")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))).count(0) == 3
