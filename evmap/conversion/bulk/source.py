"""Where text is read from: a file of this machine, or a URL that fsspec knows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

import msgspec

BUFFER = 1 << 20


class Source(msgspec.Struct, frozen=True):
    """A file that any worker can open, by path."""

    url: str

    def open(self) -> BinaryIO:
        """The bytes as a seekable file."""
        return Path(self.url).open("rb", buffering=BUFFER)

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to `stop`."""
        with Path(self.url).open("rb", buffering=0) as file:
            file.seek(start)
            found = file.read(stop - start)
        if len(found) < stop - start:
            raise OSError(f"{self.url}: the file became shorter while it was read")
        return found

    def digest(self) -> str:
        """SHA-256 of all bytes."""
        with Path(self.url).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
