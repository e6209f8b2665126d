"""A small archive of v2 dumps, and what a run over it left behind."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from benchmarks.generate import stations

#: (path in the archive, first station, number of stations); a.json and b.ndjson share ten pools.
FILES = (
    ("2023/a.json", 0, 40),
    ("2023/b.ndjson", 30, 40),
    ("2024/c.ndjson.gz", 100, 60),
    ("2024/deep/d.json", 200, 300),
    ("2024/deep/e.ndjson", 600, 2200),
)
BAD = "2024/bad.json"


def make_archive(folder: Path, *, bad: bool = True) -> Path:
    """Write the archive; the largest file is large enough to be shared by workers."""
    found = list(stations(2800, seed=11))
    for name, first, number in FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(name, found[first : first + number]))
    if bad:
        (folder / BAD).write_bytes(b'{"evStations": {"evStation": [')
    return folder


def as_text(name: str, records: list[dict[str, Any]]) -> bytes:
    """Stations in the form that a file's name tells."""
    if ".ndjson" not in name:
        return json.dumps({"hasMore": False, "evStations": {"evStation": records}}).encode()
    text = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    return gzip.compress(text, mtime=0) if name.endswith(".gz") else text


def tree(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of every file in a folder, those whose names begin with a dot among them."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def documents(folder: Path) -> dict[str, bytes]:
    """The same without evmap's own notes in .evmap."""
    return {name: text for name, text in tree(folder).items() if not name.startswith(".evmap/")}
