"""What the environment makes of the settings. Each case is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.site import ROOT

KEY = "5ecRe7-and-long-enough-for-the-check-of-its-entropy-0123456789"
PRINT = """
import json, evmap.settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))
"""


def run(code: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with only the given environment."""
    keep = {"PATH": os.environ["PATH"], "SECRET_KEY_FILE": "/nonexistent"}
    return subprocess.run(
        [sys.executable, *code],
        cwd=ROOT,
        env=keep | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(**environment: str) -> dict[str, Any]:
    done = run(["-c", PRINT], **{"SECRET_KEY": KEY} | environment)
    assert done.returncode == 0, done.stderr
    settings: dict[str, Any] = json.loads(done.stdout)
    return settings


def test_there_is_no_default_secret() -> None:
    done = run(["manage.py", "check"])
    assert done.returncode != 0
    last_line = done.stderr.strip().splitlines()[-1]
    assert last_line.startswith("evmap: There is no secret key. Set SECRET_KEY")
    assert "SECRET_KEY_FILE" in last_line
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_secret_is_none(tmp_path: Path, empty: str) -> None:
    (tmp_path / "key").write_text(empty)
    done = run(["manage.py", "check"], SECRET_KEY=empty, SECRET_KEY_FILE=str(tmp_path / "key"))
    assert done.returncode != 0
    assert "There is no secret key" in done.stderr


def test_debugging_needs_no_secret_and_no_https() -> None:
    done = run(["-c", PRINT], DEBUG="on")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["SECURE_SSL_REDIRECT"] is False


def test_the_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    settings = settings_with(SECRET_KEY="", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert settings["SECRET_KEY"] == KEY


def test_the_defaults_are_those_of_production() -> None:
    settings = settings_with()
    assert settings["DEBUG"] is False
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert settings["SESSION_COOKIE_AGE"] == 12 * 3600
    assert settings["CSRF_COOKIE_HTTPONLY"] is True
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert "SECURE_PROXY_SSL_HEADER" not in settings
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


def test_https_can_be_off_on_ones_own_machine() -> None:
    settings = settings_with(HTTPS="off")
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SESSION_COOKIE_NAME"] == "sessionid"


def test_a_proxy_is_trusted_only_on_request() -> None:
    settings = settings_with(BEHIND_PROXY="on")
    assert settings["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_hosts_and_origins_are_lists() -> None:
    settings = settings_with(
        ALLOWED_HOSTS="a.example.org,b.example.org", CSRF_TRUSTED_ORIGINS="https://c.example.org"
    )
    assert settings["ALLOWED_HOSTS"] == ["a.example.org", "b.example.org"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://c.example.org"]


def test_sqlite_is_the_default_and_waits_for_writers() -> None:
    database = settings_with()["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(ROOT / "var" / "db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20


def test_sqlite_has_foreign_keys_and_a_write_ahead_log(tmp_path: Path) -> None:
    code = (
        "from django.db import connection\n"
        "ask = connection.cursor().execute\n"
        "print([ask(f'PRAGMA {p}').fetchone()[0] for p in ('foreign_keys', 'journal_mode')])"
    )
    done = run(
        ["manage.py", "shell", "--no-imports", "--command", code],
        SECRET_KEY=KEY,
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )
    assert done.stdout == "[1, 'wal']\n", done.stderr


def test_postgresql_connections_are_kept_and_checked() -> None:
    database = settings_with(DATABASE_URL="postgres://u:p@db.example.org:5433/evmap")["DATABASES"][
        "default"
    ]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"]) == ("db.example.org", 5433)
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["CONN_MAX_AGE"] == 60


def test_the_upload_limit_moves_the_limits_that_depend_on_it() -> None:
    settings = settings_with(EVMAP_MAX_UPLOAD_BYTES="1000")
    assert settings["EVMAP_MAX_UPLOAD_BYTES"] == 1000
    assert settings["DATA_UPLOAD_MAX_MEMORY_SIZE"] == settings["EVMAP_MAX_REQUEST_BYTES"] == 501_000


def test_djangos_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    done = run(
        ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        SECRET_KEY=KEY,
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
        ALLOWED_HOSTS="evmap.example.org",
    )
    assert done.returncode == 0, done.stderr
