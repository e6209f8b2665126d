"""Where text is read from: a file of this machine, or a URL that fsspec knows."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from evmap.conversion.batch.remote import connect, is_remote
from evmap.conversion.limits import LOCAL
from evmap.conversion.read.encoding import GZIP_MAGIC, unpack

BUFFER = 1 << 20


class Source(msgspec.Struct, frozen=True):
    """A file that any worker can open, by path or URL."""

    url: str

    @property
    def is_remote(self) -> bool:
        """Whether it is somewhere else than in the file system."""
        return is_remote(self.url)

    def open(self) -> BinaryIO:
        """The bytes as a seekable file."""
        if self.is_remote:
            files, path = connect(self.url)
            return cast(BinaryIO, io.BufferedReader(files.open(path, "rb"), BUFFER))
        return Path(self.url).open("rb", buffering=BUFFER)

    def size(self) -> int:
        """The number of bytes."""
        if self.is_remote:
            files, path = connect(self.url)
            return int(files.size(path))
        return Path(self.url).stat().st_size

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to `stop`."""
        if self.is_remote:
            files, path = connect(self.url)
            found: bytes = files.cat_file(path, start=start, end=stop)
        else:
            with Path(self.url).open("rb", buffering=0) as file:
                file.seek(start)
                found = file.read(stop - start)
        if len(found) < stop - start:
            raise OSError(f"{self.url}: the file became shorter while it was read")
        return found

    def digest(self) -> str:
        """SHA-256 of all bytes."""
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]

    @contextmanager
    def as_file(self) -> Iterator[Path]:
        """A file of this machine with the bytes: itself, or a copy for the time being."""
        if not self.is_remote:
            yield Path(self.url)
            return
        with tempfile.NamedTemporaryFile(prefix="evmap-") as copy:
            with self.open() as file:
                shutil.copyfileobj(file, copy, BUFFER)
            copy.flush()
            yield Path(copy.name)

    def is_packed(self) -> bool:
        """Whether it is a gzip file."""
        return self.read(0, min(self.size(), len(GZIP_MAGIC))) == GZIP_MAGIC

    @contextmanager
    def unpacked(self) -> Iterator[Source]:
        """The same bytes without gzip: this source, or a temporary file.

        Raises ReadError for a damaged gzip file.
        """
        if not self.is_packed():
            yield self
            return
        with tempfile.NamedTemporaryFile(prefix="evmap-") as plain:
            with self.open() as file:
                plain.writelines(unpack(file, LOCAL))
            plain.flush()
            yield Source(plain.name)
