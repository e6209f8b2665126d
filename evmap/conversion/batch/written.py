"""Outputs that are whole or not there: written to the side, and renamed at the end."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from evmap.conversion.batch.remote import OBJECT_STORES, connect, is_remote, scheme_of

#: The name of an output under way: .<name>.<random>.part
_PART = re.compile(r"\.(.+)\.[0-9a-f]{12}\.part")


def part_name(name: str) -> str:
    """A name for an output under way that no other process uses."""
    return f".{name}.{secrets.token_hex(6)}.part"


@contextmanager
def write_whole(url: str) -> Iterator[BinaryIO]:
    """Open an output by path or URL; it gets its name only when it is whole."""
    if is_remote(url):
        with _upload(url) as file:
            yield file
        return
    path = Path(url)
    if path.is_symlink():
        path = path.resolve()
    if path.exists() and not path.is_file() and not path.is_dir():
        with _copied_to(path) as file:  # a device or a pipe: it has to stay what it is
            yield file
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(part_name(path.name))
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _copied_to(path: Path) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile(prefix="evmap-") as copy:
        yield cast(BinaryIO, copy)
        copy.seek(0)
        with path.open("wb") as file:
            shutil.copyfileobj(copy, file)


@contextmanager
def _upload(url: str) -> Iterator[BinaryIO]:
    with tempfile.NamedTemporaryFile(prefix="evmap-") as copy:
        yield cast(BinaryIO, copy)
        copy.flush()
        files, path = connect(url)
        if scheme_of(url) in OBJECT_STORES:
            files.put_file(copy.name, path)
            return
        folder, _, name = path.rpartition("/")
        files.makedirs(folder, exist_ok=True)
        part = f"{folder}/{part_name(name)}"
        try:
            files.put_file(copy.name, part)
            with suppress(FileNotFoundError):
                files.rm_file(path)  # not every system renames over a file
            files.mv(part, path)
        except BaseException:
            with suppress(Exception):
                files.rm_file(part)
            raise


def remove_parts(outputs: Iterable[str]) -> int:
    """Remove what killed runs left beside these outputs; return how many files."""
    names: dict[Path, set[str]] = {}
    for url in outputs:
        if not is_remote(url):
            path = Path(url)
            names.setdefault(path.parent, set()).add(path.name)
    removed = 0
    for folder, known in names.items():
        if not folder.is_dir():
            continue
        for part in folder.glob(".*.part"):
            match = _PART.fullmatch(part.name)
            if match is not None and match[1] in known:
                part.unlink(missing_ok=True)
                removed += 1
    return removed


def size_of(url: str) -> int | None:
    """The size of an output; None where there is none."""
    try:
        if is_remote(url):
            files, path = connect(url)
            return int(files.size(path))
        return Path(url).stat().st_size
    except FileNotFoundError:
        return None
