"""Settings from the environment: what can't be understood is told, with its name."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from evmap.operations import environment
from tests.support.site import ROOT
from tests.test_settings import KEY, run, settings_with

ONES_OWN = {"SECRET_KEY": KEY}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HTTPS", "enabled", "HTTPS=enabled is not understood: write on or off."),
        ("HTTPS", '"on"', 'HTTPS="on" is not understood: write on or off.'),
        ("BEHIND_PROXY", "enabled", "BEHIND_PROXY=enabled is not understood: write on or off."),
        ("DEBUG", "2", "DEBUG=2 is not understood: write on or off."),
        (
            "EVMAP_KEEP_DAYS",
            "abc",
            "EVMAP_KEEP_DAYS=abc is not understood: write a whole number from 0 to 3650.",
        ),
        (
            "EVMAP_RATE_CONVERT",
            "-1",
            "EVMAP_RATE_CONVERT=-1 is not understood: write a whole number from 0 to ",
        ),
        ("EVMAP_CONVERSIONS", "0", "EVMAP_CONVERSIONS=0 is not understood: write a whole number"),
        ("EVMAP_MAX_DEPTH", "1e3", "EVMAP_MAX_DEPTH=1e3 is not understood: write a whole number"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL=loud is not understood: write one of DEBUG, INFO, "),
        ("LOG_FORMAT", "xml", "LOG_FORMAT=xml is not understood: write one of line, json."),
        ("DATABASE_URL", "nonsense", "DATABASE_URL is not understood: write postgres://user:"),
        ("DATABASE_URL", "mysql://u:hush@h/n", "DATABASE_URL is not understood: write postgres://"),
        ("DATABASE_URL", "postgres://u:hush@h:port/n", "DATABASE_URL is not understood: write "),
        ("SECRET_KEY", "x", "SECRET_KEY has 1 characters; it needs 32 at least. `make run` writes"),
    ],
)
def test_a_setting_that_is_not_understood_ends_the_start_with_one_sentence(
    name: str, value: str, told: str
) -> None:
    done = run(["manage.py", "check"], **ONES_OWN | {name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"evmap: {told}")
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr


@pytest.mark.parametrize(("name", "value"), [("HTTPS", "enabled"), ("WEB_THREADS", "many")])
def test_the_server_says_the_same(name: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
        cwd=ROOT,
        env={"PATH": "", **ONES_OWN, name: value},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode
    assert done.stderr.startswith(f"evmap: {name}={value} is not understood: write ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("word", ["on", "ON", "true", "yes", "1", " on "])
def test_words_for_on(word: str) -> None:
    assert settings_with(BEHIND_PROXY=word)["BEHIND_PROXY"] is True


@pytest.mark.parametrize("word", ["off", "No", "false", "0"])
def test_words_for_off(word: str) -> None:
    assert settings_with(HTTPS=word)["SECURE_SSL_REDIRECT"] is False


@pytest.mark.parametrize("empty", ["", "  "])
def test_what_is_empty_has_its_default(empty: str) -> None:
    settings = settings_with(HTTPS=empty, EVMAP_KEEP_DAYS=empty, ALLOWED_HOSTS=empty)
    assert settings["HTTPS"] is True
    assert settings["EVMAP_KEEP_DAYS"] == 7
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


def test_a_level_may_be_written_in_small_letters() -> None:
    assert settings_with(LOG_LEVEL="info")["LOG_LEVEL"] == "INFO"


@pytest.mark.parametrize("number", ["٣", "1_000", "0x10", "9" * 30, "1.0"])
def test_what_is_no_plain_number_is_refused(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setenv("EVMAP_TEST_NUMBER", number)
    with pytest.raises(ImproperlyConfigured, match="EVMAP_TEST_NUMBER"):
        environment.number("EVMAP_TEST_NUMBER", 1)
    environment.ASKED.pop("EVMAP_TEST_NUMBER")


def test_a_proxy_adds_one_hop_unless_another_number_is_given() -> None:
    assert settings_with()["PROXY_HOPS"] == 0
    assert settings_with(BEHIND_PROXY="on")["PROXY_HOPS"] == 1
    assert settings_with(BEHIND_PROXY="on", PROXY_HOPS="2")["PROXY_HOPS"] == 2
