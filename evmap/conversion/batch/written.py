"""Outputs that are whole or not there: written to the side, and renamed at the end."""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from evmap.conversion.batch.remote import OBJECT_STORES, connect, is_remote, scheme_of

#: The name of an output under way: .<name>.<random>.part
_PART = re.compile(r"\.(.+)\.[0-9a-f]{12}\.part")


def part_name(name: str) -> str:
    """A name for an output under way that no other process uses."""
    return f".{name}.{secrets.token_hex(6)}.part"


class WriteFailed(Exception):
    """An output that could not be written. No error of reading: it may be met while reading."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} could not be written: {self.reason}"


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Turn what goes wrong in writing an output into WriteFailed."""
    try:
        yield
    except FileExistsError as error:
        raise WriteFailed(name, f"{error.filename} is not a folder") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise WriteFailed(name, reason) from error


class _Raw(io.FileIO):
    """A file whose writing fails with the name of the output."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, "wb")
        self._told = name

    def write(self, data: Any, /) -> int:
        with writing(self._told):
            return super().write(data)


@contextmanager
def write_whole(url: str, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """Open an output by path or URL; it gets its name only when it is whole, and on the disk.

    lasting: whether it has to be there after a power cut. Raises WriteFailed, in writing too.
    """
    if is_remote(url):
        with _upload(url) as file:
            yield file
        return
    path = Path(url)
    with writing(url):
        if path.is_symlink():
            path = path.resolve()
        special = path.exists() and not path.is_file() and not path.is_dir()
    if special:
        with _copied_to(path, url) as file:  # a device or a pipe: it has to stay what it is
            yield file
        return
    part = path.with_name(part_name(path.name))
    with writing(url):
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = _Raw(part, url)
    try:
        with io.BufferedWriter(raw) as out:
            yield cast(BinaryIO, out)
            out.flush()
            if lasting:
                with writing(url):
                    os.fsync(out.fileno())
        with writing(url):
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _copied_to(path: Path, name: str) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile(prefix="evmap-") as copy:
        yield cast(BinaryIO, copy)
        copy.seek(0)
        with writing(name), path.open("wb") as file:
            shutil.copyfileobj(copy, file)


@contextmanager
def _upload(url: str) -> Iterator[BinaryIO]:
    with tempfile.NamedTemporaryFile(prefix="evmap-") as copy:
        yield cast(BinaryIO, copy)
        copy.flush()
        with writing(url):
            _put(copy.name, url)


def _put(copy: str, url: str) -> None:
    """Send a file to a URL, where it is whole or not there."""
    files, path = connect(url)
    if scheme_of(url) in OBJECT_STORES:
        files.put_file(copy, path)
        return
    folder, _, name = path.rpartition("/")
    files.makedirs(folder, exist_ok=True)
    part = f"{folder}/{part_name(name)}"
    try:
        files.put_file(copy, part)
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


def digest_of(out: BinaryIO) -> str:
    """SHA-256 of what was written so far to a file with a name; of any other, an empty text."""
    out.flush()
    name = getattr(getattr(out, "raw", None), "name", None) or getattr(out, "name", None)
    if not isinstance(name, (str, Path)):
        return ""
    with Path(name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(url: str) -> int | None:
    """The size of an output; None where there is none."""
    try:
        if is_remote(url):
            files, path = connect(url)
            return int(files.size(path))
        return Path(url).stat().st_size
    except FileNotFoundError:
        return None
