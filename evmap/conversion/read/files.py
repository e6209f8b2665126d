"""Files as UTF-8 text: as they are, or unpacked and re-encoded into a temporary file."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from evmap.conversion.limits import LOCAL
from evmap.conversion.read.encoding import GZIP_MAGIC, to_utf8
from evmap.conversion.read.errors import ReadError

BUFFER = 1 << 20


def starts_plain(head: bytes) -> bool:
    """Whether a file is read as it is: neither packed nor with a byte order mark or UTF-16.

    `head` are its first four bytes.
    """
    return not head.startswith(GZIP_MAGIC) and _is_utf8(head)


def _is_utf8(head: bytes) -> bool:
    return not head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and 0 not in head[:4]


@contextmanager
def open_plain(path: Path) -> Iterator[BinaryIO]:
    """Open a file as UTF-8 text without a byte order mark, seekable and in little memory.

    Raises ReadError for a damaged gzip file and for text in no Unicode encoding.
    """
    with path.open("rb", buffering=BUFFER) as file:
        head = file.read(4)
        file.seek(0)
        if head.startswith(GZIP_MAGIC):
            with tempfile.NamedTemporaryFile(prefix="evmap-") as unpacked:
                _unpack(file, unpacked)
                with open_plain(Path(unpacked.name)) as text:
                    yield text
        elif _is_utf8(head):
            yield file
        else:
            yield io.BytesIO(to_utf8(file.read(), LOCAL)[0])


def _unpack(file: BinaryIO, out: tempfile._TemporaryFileWrapper[bytes]) -> None:
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            shutil.copyfileobj(packed, out, BUFFER)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(
            "The gzip file is damaged or ends too early.", "Fetch or pack it again."
        ) from error
    out.flush()
