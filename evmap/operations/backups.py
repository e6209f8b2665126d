"""Copies of the database, and the way back: SQLite by its own copying, PostgreSQL by its programs.

Everything that can be lost is in the database: notes, preferences, their history, accounts, kept
reviews, the team's plan.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.db import connection, connections

INSTALL = (
    "pg_dump, pg_restore and psql are not installed here (Debian: postgresql-client). Under "
    "compose they are in the database's container: make backup COMPOSE=on."
)


class BackupError(Exception):
    """A backup that can't be made or restored; the message says why and what to do."""


def backup(file: Path) -> int:
    """Write a copy of the database, readable for its owner only; return its bytes.

    The site may run meanwhile: the copy is of one moment. A file that is there is not replaced, and
    nothing half-written stays. Raise BackupError.
    """
    if file.exists():
        raise BackupError(f"{file} is there already: choose another name.")
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
        _copy_sqlite(part) if connection.vendor == "sqlite" else _dump(part)
        part.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The backup can't be written: {error}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return file.stat().st_size


def restore(file: Path) -> None:
    """Put a copy in the place of all that the database holds. Stop the site before.

    Raise BackupError where the file is no copy of such a database; then nothing was changed.
    """
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    try:
        _restore_sqlite(file) if connection.vendor == "sqlite" else _restore_dump(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{file} can't be restored: {error}") from error


# --- SQLite ---


def _copy_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def _restore_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(f"file:{file.resolve()}?mode=ro", uri=True)) as copy:
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
        if "django_migrations" not in tables:
            raise BackupError(f"{file} is no copy of a database of evmap.")
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise BackupError(f"{file} is damaged.")
        connection.ensure_connection()
        copy.backup(connection.connection)
    connections.close_all()


# --- PostgreSQL ---


def _dump(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _restore_dump(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(5) != b"PGDMP":
            raise BackupError(f"{file} is no copy that pg_dump made (--format=custom).")
    connections.close_all()
    with tempfile.NamedTemporaryFile(prefix="evmap-restore-", suffix=".sql") as statements:
        _run("pg_restore", "--no-owner", "--no-acl", f"--file={statements.name}", str(file))
        # All of it or nothing; and tables that the copy does not know go, too.
        _run(
            *("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"),
            *("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"),
            f"--file={statements.name}",
        )


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on our database. The password travels by the environment."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(INSTALL)
    given: dict[str, Any] = connection.get_connection_params()
    named = {
        "PGHOST": given.get("host"),
        "PGPORT": given.get("port"),
        "PGUSER": given.get("user"),
        "PGPASSWORD": given.get("password"),
        "PGDATABASE": given.get("dbname"),
    }
    environment = {name: str(value) for name, value in named.items() if value}
    done = subprocess.run(  # noqa: S603 - arguments of ours
        [found, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise BackupError(f"{program}: {reason[-1]}")
