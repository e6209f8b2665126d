"""Other file systems, through fsspec; it is loaded only when a URL asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
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


class Reached:
    """A file system of fsspec, or a file in it. All that goes wrong there is an OSError.

    Below fsspec each library has errors of its own: for credentials that are missing, for names
    that can't be, for a line that breaks.
    """

    def __init__(self, inner: Any, url: str) -> None:
        self._inner, self._url = inner, url

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return partial(self._call, found) if callable(found) else found

    def _call(self, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        try:
            done = work(*given, **named)
        except OSError:
            raise
        except Exception as error:
            raise _told(self._url, error) from error
        return Reached(done, self._url) if hasattr(done, "readinto") else done


def _told(url: str, error: Exception) -> OSError:
    words = " ".join(str(error).split())[:300]
    # What is no sentence says too little alone.
    return OSError(f"{url}: {words if ' ' in words else f'{type(error).__name__} {words}'}")


def connect(url: str) -> tuple[Any, str]:
    """(fsspec file system, path in it) of a URL. Credentials are those of the environment.

    Raises NoSuchSystem where something is not installed, OSError where something else is wrong.
    """
    try:
        import fsspec  # noqa: PLC0415 - needed for URLs only
    except ImportError as error:
        raise NoSuchSystem(f"{url}: URLs need fsspec; install evmap[bulk].") from error
    try:
        files, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise NoSuchSystem(f"{url}: {error}") from error
    except Exception as error:
        raise _told(url, error) from error
    return Reached(files, url), path
