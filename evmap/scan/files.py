"""The files of a program, and what each of them holds of v2."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from evmap.scan.text import Hit, Seen, scan_text

#: Folders of what others wrote, or a program made.
PASSED = {
    *(".git", ".hg", ".svn", ".idea", ".venv", "venv", "site-packages", "node_modules"),
    *(".tox", ".nox", ".cache", ".gradle", "__pycache__"),
}
DATA = (".json", ".ndjson", ".jsonl", ".xml")
#: A larger file, in bytes, is data, or written by a program.
LARGEST = 4_000_000
#: A file with a NUL among its first bytes is no text, unless it begins with the mark of UTF-16.
BEGINNING = 8_192
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Scanned(msgspec.Struct, frozen=True):
    """A file that speaks v2."""

    path: str
    hits: tuple[Hit, ...]


class Scan(msgspec.Struct, frozen=True):
    """The files that speak v2, how many were read, and what was not, with the reason."""

    files: list[Scanned]
    read: int
    passed: list[tuple[str, str]]


class _PassedOver(RuntimeError):
    """A file that is not read; the message says why."""


def scan(paths: Iterable[str]) -> Scan:
    """Look through files, and folders with all that is below them.

    Folders of others (PASSED) and binary files are left out. What can't be read, is too large or
    is not there is told in `passed`. Where one file speaks v2 for sure, so do others of it that
    hold some of its names.
    """
    passed: list[tuple[str, str]] = []
    seen: list[tuple[str, Seen]] = []
    read: set[Path] = set()
    for path in (file for name in paths for file in _files(Path(name), passed)):
        try:
            real = path.resolve()
            if real in read:
                continue
            text = _text(path)
        except (OSError, RuntimeError) as error:  # The latter is that of a link in a circle.
            passed.append((str(path), getattr(error, "strerror", "") or str(error)))
            continue
        if text is not None:
            read.add(real)
            seen.append((str(path), scan_text(text, is_data=path.suffix.lower() in DATA)))
    speaks = any(one.is_sure for _path, one in seen)
    files = [
        Scanned(path, one.hits) for path, one in seen if one.is_sure or (speaks and one.is_likely)
    ]
    return Scan(files, len(read), passed)


def _files(path: Path, passed: list[tuple[str, str]]) -> Iterator[Path]:
    if not _is_folder(path):
        yield path
        return

    def refused(error: OSError) -> None:
        passed.append((str(error.filename), error.strerror or "it can't be read"))

    for folder, inner, names in os.walk(path, onerror=refused):
        inner[:] = sorted(name for name in inner if name not in PASSED)
        yield from (Path(folder, name) for name in sorted(names))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # It is told where it is read.
        return False


def _text(path: Path) -> str | None:
    """The text of a file; None where it holds none. Raises OSError and _PassedOver."""
    size = path.stat().st_size
    if not path.is_file():
        raise _PassedOver("it is no file")
    with path.open("rb") as file:
        beginning = file.read(BEGINNING)
        wide = beginning.startswith(UTF_16)
        if b"\0" in beginning and not wide:
            return None
        if size > LARGEST:
            raise _PassedOver(f"it has {size:,} bytes, and up to {LARGEST:,} are read")
        data = beginning + file.read()
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
