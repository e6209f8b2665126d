"""Other file systems, through fsspec; it is loaded only when a URL asks for it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

#: file:// is the file system; everything else with a scheme is fsspec's.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_FILE = "file://"

#: Where an object appears at once and whole, when its upload ends: no renaming is needed there.
OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "memory"})


class NoSuchSystem(OSError):
    """A URL whose file system is not installed, or that fsspec doesn't know."""


def is_url(name: str) -> bool:
    """Whether a name is a URL, file:// among them."""
    return _SCHEME.match(name) is not None


def is_remote(name: str) -> bool:
    """Whether a name is a URL that needs fsspec."""
    return is_url(name) and not name.startswith(_FILE)


def local_path(name: str) -> str:
    """The path of a file:// URL; any other name as it is."""
    if not name.startswith(_FILE):
        return name
    path = name.removeprefix(_FILE)
    return unquote(path.removeprefix("localhost") if path.startswith("localhost/") else path)


def scheme_of(url: str) -> str:
    """The scheme of a URL, in small letters."""
    return url.partition("://")[0].lower()


def connect(url: str) -> tuple[Any, str]:
    """(fsspec file system, path in it) of a URL. Credentials are those of the environment.

    Raises NoSuchSystem where something is not installed.
    """
    try:
        import fsspec  # noqa: PLC0415 - needed for URLs only
    except ImportError as error:
        raise NoSuchSystem(f"{url}: URLs need fsspec; install evmap[bulk].") from error
    try:
        files, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise NoSuchSystem(f"{url}: {error}") from error
    return files, path
