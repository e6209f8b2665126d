"""The inputs of the command: files, folders, globs, URLs of each, a pipe."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from glob import has_magic
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from evmap.commands.say import say
from evmap.conversion.batch.remote import connect, is_remote, local_path

#: Suffixes of files that are taken from a folder.
SUFFIXES = tuple(
    suffix + packed for packed in ("", ".gz") for suffix in (".json", ".ndjson", ".jsonl", ".xml")
)

PIPE = "-"
PIPE_NAME = "standard input"


class NoInput(Exception):
    """An input that leads to no file."""


class Found(NamedTuple):
    """A file to convert: path or URL, its path relative to what was asked for, bytes."""

    url: str
    relative: str
    size: int


def find_files(inputs: list[str], output: str | None) -> list[Found]:
    """The files that the inputs name, each once, sorted by input.

    A folder's files in the output folder, where that is inside, are results and no inputs.
    Raises NoInput for an input without files, or where a file system cannot be reached.
    """
    found: dict[str, Found] = {}
    for name in inputs:
        try:
            files = _remote(name) if is_remote(name) else _local(local_path(name), output)
        except OSError as error:
            raise NoInput(str(error)) from error
        if not files:
            raise NoInput(f"{name}: no file here ends with {', '.join(SUFFIXES)}.")
        for file in files:
            found.setdefault(file.url, file)
    return list(found.values())


def is_folder(name: str) -> bool:
    """Whether an input is a folder of this machine, or a URL that ends with /."""
    return name.endswith("/") if is_remote(name) else Path(local_path(name)).is_dir()


def _local(name: str, output: str | None) -> list[Found]:
    path = Path(name)
    if path.is_dir():
        results = None if output is None or is_remote(output) else Path(output).resolve()
        files = [file for file in sorted(path.rglob("*")) if file.name.endswith(SUFFIXES)]
        if results is not None and results != path.resolve():
            files = [file for file in files if results not in file.resolve().parents]
        return _regular(files, path)
    if path.exists():
        return [_file(path, Path(path.name))]
    if has_magic(name):
        return _matching(path)
    raise NoInput(f"{name}: no such file or folder.")


def _regular(files: Iterable[Path], root: Path) -> list[Found]:
    """The files among what was found. What is neither that nor a folder is told.

    A link that leads nowhere stays among them, as an input that cannot be read.
    """
    found = []
    for file in files:
        if file.is_file() or (file.is_symlink() and not file.exists()):
            found.append(_file(file, file.relative_to(root)))
        elif not file.is_dir():
            say(f"evmap: {file}: this is a pipe or a device, not a file; it was passed over.")
    return found


def _matching(path: Path) -> list[Found]:
    """The files that a glob matches, relative to the last folder without a wildcard."""
    plain = 0
    while not has_magic(path.parts[plain]):
        plain += 1
    root = Path(*path.parts[:plain])
    pattern = str(Path(*path.parts[plain:]))
    files = _regular(sorted(root.glob(pattern)), root)
    if not files:
        raise NoInput(f"{path}: no file matches.")
    return files


def _file(path: Path, relative: Path) -> Found:
    size = path.stat().st_size if path.exists() else 0
    return Found(str(path), str(relative), size)


def _remote(url: str) -> list[Found]:
    """The files that a URL names: one, those of a folder, or those that match a glob."""
    files, path = connect(url)
    if has_magic(path):
        known = files.glob(path, detail=True)
        wanted = {name: info for name, info in known.items() if info["type"] == "file"}
        root = _plain_part(path)
    else:
        wanted = files.find(path, detail=True)
        if set(wanted) == {path.rstrip("/")}:
            root = path.rpartition("/")[0]
        else:
            wanted = {name: i for name, i in wanted.items() if name.endswith(SUFFIXES)}
            root = path
    root = root.rstrip("/")
    return [
        Found(files.unstrip_protocol(name), _inside(name, root), _size(files, name, info))
        for name, info in sorted(wanted.items())
    ]


def _inside(name: str, root: str) -> str:
    """The name below a folder. Raises NoInput for one that would leave the output folder."""
    relative = name.removeprefix(root).lstrip("/")
    if ".." in PurePosixPath(relative).parts:
        raise NoInput(f"{name}: a name with .. leads out of its folder; convert it by itself.")
    return relative


def _size(files: Any, name: str, info: dict[str, Any]) -> int:
    """The bytes of a file. Raises NoInput where its server tells none: http has no folders."""
    size = info.get("size")
    if size is None:
        size = files.info(name).get("size")
    if size is None:
        raise NoInput(f"{name}: the server does not say how large it is; download it first.")
    return int(size)


def _plain_part(path: str) -> str:
    """The folders of a glob before the first wildcard."""
    parts = PurePosixPath(path).parts
    plain = parts[: next(i for i, part in enumerate(parts) if has_magic(part))]
    return str(PurePosixPath(*plain)) if plain else ""


def is_pipe(name: str) -> bool:
    """Whether an input is a pipe: `-`, or the path of one (`<(...)` of a shell)."""
    return name == PIPE or (not is_remote(name) and Path(local_path(name)).is_fifo())


@contextmanager
def pipe_as_file(name: str) -> Iterator[Path]:
    """A pipe as a temporary file, so that pools that come back can be found."""
    with tempfile.TemporaryDirectory(prefix="evmap-") as folder:
        path = Path(folder) / PIPE_NAME
        with ExitStack() as stack, path.open("wb") as file:
            pipe = sys.stdin.buffer
            if name != PIPE:
                pipe = stack.enter_context(Path(local_path(name)).open("rb"))
            shutil.copyfileobj(pipe, file)
        yield path
