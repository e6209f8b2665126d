"""Where converted documents go: standard output, a file, or a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def output_path(output: Path | None, relative: Path, *, several: bool) -> Path | None:
    """The file for one input; None for standard output.

    In a folder, an output has the name of its input, without .gz.
    """
    if output is None:
        return None
    if several or output.is_dir():
        name = relative.with_suffix("") if relative.suffix == ".gz" else relative
        return output / name
    return output


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """Open an output; a file gets its name only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
