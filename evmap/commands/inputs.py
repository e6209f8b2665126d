"""The inputs of the command: files, folders, globs, a pipe."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import has_magic
from pathlib import Path

#: Suffixes of files that are taken from a folder.
SUFFIXES = (".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz")

PIPE = "-"
PIPE_NAME = "standard input"


class NoInput(Exception):
    """An input that leads to no file."""


def find_files(inputs: list[str]) -> list[tuple[Path, Path]]:
    """(file, its path relative to the folder that was asked for), each file once, sorted by input.

    Raises NoInput for an input without files.
    """
    found: dict[Path, Path] = {}
    for name in inputs:
        for path, relative in _files_of(name):
            found.setdefault(path, relative)
    return list(found.items())


def _files_of(name: str) -> list[tuple[Path, Path]]:
    path = Path(name)
    if path.is_dir():
        files = [f for f in sorted(path.rglob("*")) if f.is_file() and f.name.endswith(SUFFIXES)]
        if not files:
            raise NoInput(f"{name}: no file in this folder ends with {', '.join(SUFFIXES)}.")
        return [(file, file.relative_to(path)) for file in files]
    if path.exists():
        return [(path, Path(path.name))]
    if has_magic(name):
        return _matching(path)
    raise NoInput(f"{name}: no such file or folder.")


def _matching(path: Path) -> list[tuple[Path, Path]]:
    """The files that a glob matches, relative to the last folder without a wildcard."""
    plain = 0
    while not has_magic(path.parts[plain]):
        plain += 1
    root = Path(*path.parts[:plain])
    pattern = str(Path(*path.parts[plain:]))
    files = [file for file in sorted(root.glob(pattern)) if file.is_file()]
    if not files:
        raise NoInput(f"{path}: no file matches.")
    return [(file, file.relative_to(root)) for file in files]


@contextmanager
def pipe_as_file() -> Iterator[Path]:
    """Standard input as a temporary file, so that pools that come back can be found."""
    with tempfile.TemporaryDirectory(prefix="evmap-") as folder:
        path = Path(folder) / PIPE_NAME
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path
