"""Files streamed in the tests: their indexes, and what comes out beside the whole text."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from evmap.conversion import Options, convert
from evmap.conversion.batch.setup import Setup
from evmap.conversion.limits import LOCAL
from evmap.conversion.read import ranges, stream
from evmap.conversion.read.ranges import index_records
from evmap.conversion.read.stream import RecordIndex
from evmap.conversion.reports.contract import Report, make_report
from tests.conversion.support import convert_file


def index_of(text: bytes) -> RecordIndex | None:
    """The index of a file, found in one walk."""
    return index_records(BytesIO(text), LOCAL)


def joined(text: bytes, number: int) -> RecordIndex | None:
    """The index of a file, joined from so many ranges."""
    file = BytesIO(text)
    opening = stream.opening_of(file)
    assert opening is not None
    given = ranges.cut_ranges(opening, len(text), number)
    assert len(given) == number
    parts = [ranges.list_range(file, each, LOCAL) for each in given]
    return ranges.join_ranges(file, opening, parts, LOCAL)


def streamed(path: Path, target: Any, workers: int) -> tuple[bytes, Report]:
    """Document and report of a file that is converted as the command does."""
    out = io.BytesIO()
    done = convert_file(path, out, Options(target=target), workers)
    return out.getvalue(), done.report


def read_as_whole(path: Path, workers: int) -> Report:
    """The report of a streamed file, after a look that it gives what the whole text gives."""
    whole = convert(path.read_bytes(), name=path.name)
    document, report = streamed(path, "v3", workers)
    assert document == whole.document
    assert msgspec.to_builtins(report) == msgspec.to_builtins(make_report(whole))
    return report


def sent(value: Any) -> Any:
    """A value after a journey between processes."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


class Elsewhere:
    """A pool whose jobs and results travel, as in a cluster, and are left in a folder if asked."""

    number = 3
    shares_memory = False
    jobs = 0

    def __init__(self, setup: Setup, spool: str = "") -> None:
        self.setup = setup
        self.spool = spool

    def each(self, work: Any, jobs: Iterable[Any], *, ordered: bool = True) -> Iterator[Any]:
        """What the work makes of each job."""
        for job in jobs:
            self.jobs += 1
            yield sent(work(sent(self.setup), sent(job)))
