"""Each system check, with what triggers it and with what must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

MEGABYTE = 1024 * 1024


def found(*, deploy: bool = False) -> set[str]:
    ids = {message.id for message in run_checks(include_deployment_checks=deploy)}
    return {one for one in ids if one and one.startswith("evmap.")}


def test_the_settings_of_the_tests_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    assert found() == set()


@pytest.mark.parametrize(
    ("debug", "hosts", "ids"),
    [
        (True, ["evmap.example.org"], {"evmap.E001"}),
        (True, ["*"], {"evmap.E001"}),
        (True, ["localhost", "127.0.0.1"], set()),
        (False, ["evmap.example.org"], set()),
    ],
)
def test_e001_debugging_under_a_name_that_others_reach(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    debug: bool,
    hosts: list[str],
    ids: set[str],
) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, hosts
    assert found() == ids


@pytest.mark.parametrize(
    ("sizes", "ids"),
    [((2, 1, 3), {"evmap.E002"}), ((1, 3, 2), {"evmap.E002"}), ((1, 1, 1), set())],
)
def test_e002_one_review_larger_than_the_room_of_its_client_or_that_than_all(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    sizes: tuple[int, int, int],
    ids: set[str],
) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    settings.EVMAP_KEEP_BYTES, settings.EVMAP_KEEP_CLIENT_BYTES, settings.EVMAP_KEEP_TOTAL_BYTES = (
        sizes
    )
    assert found() == ids


@pytest.mark.parametrize(("threads", "ids"), [("13", {"evmap.E003"}), ("14", set())])
def test_e003_no_thread_left_for_pages(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, threads: str, ids: set[str]
) -> None:
    settings.EVMAP_CONVERSIONS, settings.EVMAP_CONVERSIONS_WAITING = 2, 10
    monkeypatch.setenv("WEB_THREADS", threads)
    assert found() == ids


@pytest.mark.parametrize(
    ("memory", "ids"), [(239 * MEGABYTE, {"evmap.E004"}), (240 * MEGABYTE, set())]
)
def test_e004_the_largest_document_without_the_memory_to_convert_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, memory: int, ids: set[str]
) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    settings.EVMAP_MAX_UPLOAD_BYTES, settings.EVMAP_CONVERSION_MEMORY = 20 * MEGABYTE, memory
    assert found() == ids


@pytest.mark.parametrize(
    ("token", "ids"), [("short", {"evmap.E005"}), ("", set()), ("sixteen-characte", set())]
)
def test_e005_a_token_that_can_be_guessed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, token: str, ids: set[str]
) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    settings.METRICS_TOKEN = token
    assert found() == ids


@pytest.mark.parametrize(
    ("hops", "behind", "ids"),
    [(1, False, {"evmap.W001"}), (0, True, {"evmap.W001"}), (2, True, set()), (0, False, set())],
)
def test_w001_hops_and_proxy_say_different_things(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, hops: int, behind: bool, ids: set[str]
) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    settings.PROXY_HOPS, settings.BEHIND_PROXY = hops, behind
    assert found() == ids


@pytest.mark.parametrize(("mode", "ids"), [(0o644, {"evmap.W002"}), (0o600, set())])
def test_w002_a_database_that_others_may_read(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    mode: int,
    ids: set[str],
) -> None:
    monkeypatch.setenv("WEB_THREADS", "100")
    file = tmp_path / "db.sqlite3"
    file.touch(mode)
    file.chmod(mode)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    monkeypatch.setattr("evmap.operations.checks.settings.DATABASES", {"default": database})
    assert found(deploy=True) == ids
    assert found() == set()
