"""Reading settings from the environment: what can't be understood is told with its name.

Every function returns the default where the variable is missing or empty, and raises
ImproperlyConfigured, with one sentence that names the variable and what it may be, where it holds
something else. Imports nothing of the project: gunicorn's configuration reads settings here too.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

#: Every variable that was asked for, and its default: what there is to be documented.
ASKED: dict[str, str] = {}

#: How the URL of a database may begin.
DATABASES = ("postgres://", "postgresql://", "sqlite://")

ON, OFF = frozenset({"on", "true", "yes", "1"}), frozenset({"off", "false", "no", "0"})


def text(name: str, default: str = "") -> str:
    """Return a text without blanks around it."""
    ASKED[name] = default
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return whether something is on. A misspelt word is no silent off."""
    word = text(name, "on" if default else "off").lower()
    if word not in ON | OFF:
        raise _refused(name, "on or off")
    return word in ON


def number(name: str, default: int, *, least: int = 0, most: int = 2**50) -> int:
    """Return a whole number between two bounds."""
    given = text(name, str(default))
    wanted = f"a whole number from {least} to {most}"
    if not (given.isascii() and given.isdigit() and len(given) < 20):
        raise _refused(name, wanted)
    if not least <= int(given) <= most:
        raise _refused(name, wanted)
    return int(given)


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Return one of some words, as `choices` spells it."""
    given = text(name, default)
    by_word = {word.lower(): word for word in choices}
    if given.lower() not in by_word:
        raise _refused(name, f"one of {', '.join(choices)}")
    return by_word[given.lower()]


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a list whose parts are separated by commas."""
    given = text(name, ",".join(default))
    return [part.strip() for part in given.split(",") if part.strip()]


def path(name: str, default: Path) -> Path:
    """Return the path of a file or a folder."""
    return Path(text(name, str(default)))


def database(name: str, default: str) -> dict[str, Any]:
    """Return the database of a URL: SQLite or PostgreSQL, as Django's DATABASES wants it."""
    shapes = "postgres://user:password@host/name or sqlite:////folder/file.sqlite3"
    url = text(name, default)
    found: dict[str, Any] = {}
    if url.startswith(DATABASES):
        with suppress(ValueError, KeyError, TypeError, ImproperlyConfigured):
            found = environ.Env.db_url_config(url)
    if not found.get("NAME"):
        # The URL may hold a password: no message repeats it.
        raise ImproperlyConfigured(f"{name} is not understood: write {shapes}.")
    return found


def _refused(name: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{name}={os.environ.get(name, '')} is not understood: write {wanted}."
    )
