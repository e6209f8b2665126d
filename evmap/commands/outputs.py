"""Where converted documents go: standard output, a file, or a folder; each a path or a URL."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from evmap.commands.inputs import PIPE
from evmap.commands.say import WrongUse
from evmap.conversion.batch.remote import is_remote, local_path
from evmap.conversion.batch.written import write_whole, writing

STANDARD_OUTPUT = "standard output"


def output_name(relative: str) -> str:
    """The name of an output in a folder: that of its input, without .gz; of XML, with .json."""
    name = relative.removesuffix(".gz")
    return f"{name}.json" if name.endswith(".xml") else name


def in_folder(folder: str, name: str) -> str:
    """The path or URL of a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else str(Path(folder) / name)


def is_output_folder(output: str) -> bool:
    """Whether an output is said to be a folder, or is one."""
    return output.endswith("/") or (not is_remote(output) and Path(output).is_dir())


@contextmanager
def open_output(output: str | None) -> Iterator[BinaryIO]:
    """Open an output; a file gets its name only when it is whole. Raises WriteFailed."""
    if output is not None:
        with write_whole(output) as file:
            yield file
        return
    yield cast(BinaryIO, _StandardOutput())
    with writing(STANDARD_OUTPUT):
        _stdout().flush()


class _StandardOutput:
    """Standard output, whose writing fails with its name."""

    def write(self, data: bytes) -> int:
        with writing(STANDARD_OUTPUT):
            return _stdout().write(data)


def _stdout() -> BinaryIO:
    if sys.stdout is None:  # closed before the command began
        raise ValueError("it is closed")
    return sys.stdout.buffer


def leave_standard_output() -> None:
    """Keep Python from writing the rest at its end, where nobody reads it any more."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def output_of(given: str | None) -> str | None:
    """The path or URL that `-o` names; None for standard output."""
    return None if given in (None, PIPE) else local_path(given)


def spare_inputs(
    inputs: Iterable[str | Path | None],
    outputs: Iterable[str | Path | None],
    what: str = "Document, report and accept file",
) -> None:
    """Raise WrongUse for an output that would overwrite an input or another output.

    what: the outputs that there may be, in words.
    """
    read = {_resolved(str(name)) for name in inputs if name is not None}
    written = [_resolved(str(name)) for name in outputs if name is not None]
    for name in written:
        if name in read:
            raise WrongUse(f"{name} is an input: write the document or report elsewhere.")
    if len(set(written)) < len(written):
        raise WrongUse(f"{what} would be written to the same file.")


def _resolved(name: str) -> str:
    return name if is_remote(name) else str(Path(name).resolve())
