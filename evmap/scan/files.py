"""The files of a program, and what each of them holds of v2."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from evmap.scan.text import Hit, scan_text

#: Folders of what others wrote, or a program made.
PASSED = {
    *(".git", ".hg", ".svn", ".idea", ".venv", "venv", "site-packages", "node_modules", "vendor"),
    *(".tox", ".nox", ".cache", ".gradle", "__pycache__", "Pods", "dist", "build", "target"),
}
DATA = (".json", ".ndjson", ".jsonl", ".xml")
#: Bytes of a larger file are data, or written by a program.
LARGEST = 4_000_000
#: A file with a NUL among its first bytes is no text.
BEGINNING = 8_192


class NoSuchPath(Exception):
    """A path that leads nowhere."""


class Scanned(msgspec.Struct, frozen=True):
    """A file that speaks v2."""

    path: str
    hits: list[Hit]


class Scan(msgspec.Struct):
    """What was found: the files that speak v2, how many were read, and those that were not."""

    files: list[Scanned] = []
    read: int = 0
    passed: list[tuple[str, str]] = []


def scan(paths: Iterable[str]) -> Scan:
    """Look through files, and folders with all that is below them. Raises NoSuchPath.

    Binary files and folders of others (PASSED) are left out; too large or unreadable ones are
    told in `passed`, with the reason.
    """
    found = Scan()
    for path in dict.fromkeys(file for name in paths for file in _files(Path(name))):
        try:
            text = _text(path)
        except OSError as error:
            found.passed.append((str(path), error.strerror or "it can't be read"))
            continue
        except _TooLarge as error:
            found.passed.append((str(path), str(error)))
            continue
        if text is None:
            continue
        found.read += 1
        hits = scan_text(text, is_data=path.suffix.lower() in DATA)
        if hits:
            found.files.append(Scanned(str(path), hits))
    return found


class _TooLarge(Exception):
    pass


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if name not in PASSED)
            yield from (file for name in sorted(names) if (file := Path(folder, name)).is_file())
    elif path.exists():
        yield path
    else:
        raise NoSuchPath(f"{path}: no such file or folder.")


def _text(path: Path) -> str | None:
    """The text of a file; None where it holds none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
        if b"\0" in beginning:
            return None
        if size > LARGEST:
            raise _TooLarge(f"it has {size:,} bytes; up to {LARGEST:,} are read")
        return (beginning + file.read()).decode("utf-8", "replace")
