"""A run over many files: each converted once, one report for all, and what is done stays done."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from operator import not_

import msgspec

from evmap.conversion.batch.one import STREAM_FROM, convert_source
from evmap.conversion.batch.pools import CODE, PoolsSeen, Wanted, show_pool
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.state import Entry, holds, read_entry, write_entry
from evmap.conversion.batch.workers import News, ThisProcess, Workers, tell
from evmap.conversion.batch.written import WriteFailed, digest_of, write_whole
from evmap.conversion.counts import EXAMPLES
from evmap.conversion.findings.finding import Finding
from evmap.conversion.read.errors import ReadError
from evmap.conversion.read.identity import NO_POOL
from evmap.conversion.reports.contract import Report, line_of
from evmap.conversion.reports.merge import Merger

#: A file is shared by the workers where it is more than this part of what each has to do.
LARGE_PART = 4


class FileJob(msgspec.Struct, frozen=True):
    """One file of a run.

    name: of the input, as reports tell it; size in bytes. output, entry: paths or URLs. key: see
    `state.key_of`. resume: whether an output that is there already may stay.
    """

    source: Source
    name: str
    size: int
    output: str
    entry: str
    key: str
    resume: bool


class FileDone(msgspec.Struct):
    """What became of a file; without a report it could not be read, and `error` says why.

    unwritten: it could be read, and its output could not be written.
    """

    name: str
    size: int
    report: Report | None = None
    pools: bytes = b""
    error: str = ""
    skipped: bool = False
    unwritten: bool = False


class RunResult(msgspec.Struct):
    """A run at its end. `report` is None where nothing was converted."""

    report: Report | None
    files: int
    skipped: int = 0
    unreadable: int = 0
    unwritten: int = 0


def run_files(
    jobs: Sequence[FileJob], workers: Workers, on_done: Callable[[FileDone], None]
) -> RunResult:
    """Convert all files with some workers. `on_done` hears of each as it is done."""
    merger, seen = Merger(), PoolsSeen()
    result = RunResult(None, len(jobs))
    last: Report | None = None
    try:
        for done in _convert_all(jobs, workers):
            if done.report is None:
                result.unreadable += not done.unwritten
                result.unwritten += done.unwritten
                merger.add_unreadable(done.name, done.error)
            else:
                result.skipped += done.skipped
                last = done.report
                merger.add(done.report)
                seen.add(done.name, done.pools)
            on_done(done)
        _compare_pools(jobs, workers, seen, merger)
    finally:
        seen.close()
    if last is not None:
        result.report = last if len(jobs) == 1 else merger.report()
    return result


def _convert_all(jobs: Sequence[FileJob], workers: Workers) -> Iterable[FileDone]:
    """Large files one by one, shared by all workers; then the others, one for each worker."""
    fair = sum(job.size for job in jobs) / (LARGE_PART * workers.number)
    large = [workers.number > 1 and job.size >= max(fair, STREAM_FROM) for job in jobs]
    for job in compress(jobs, large):
        yield convert_job(workers, job)
    others = compress(jobs, map(not_, large))
    yield from workers.each(convert_alone, others, ordered=False)


def convert_alone(setup: Setup, job: FileJob) -> FileDone:
    """Convert a file in a worker."""
    return convert_job(ThisProcess(setup), job)


def convert_job(workers: Workers, job: FileJob) -> FileDone:
    """Convert a file with some workers, or find that it is done."""
    try:
        if job.resume:
            entry = read_entry(job.entry)
            if entry and holds(entry, job.key, job.source, job.output):
                return FileDone(job.name, job.size, entry.report, entry.pools, skipped=True)
        return _convert(workers, job)
    except WriteFailed as error:
        return FileDone(job.name, job.size, error=str(error), unwritten=True)
    except (ReadError, OSError) as error:
        return FileDone(job.name, job.size, error=reason_of(error, job.source.url))


def _convert(workers: Workers, job: FileJob) -> FileDone:
    def progress(done: int, total: int) -> None:
        tell(News(job.size * done / total if total else 0.0, done))

    with write_whole(job.output) as out:
        converted = convert_source(job.source, job.name, out, workers, progress)
        written, digest = out.tell(), digest_of(out)
    pools = array("q", sorted(set(converted.pools()) - {NO_POOL})).tobytes()
    report = converted.report
    source = report.input
    entry = Entry(job.key, source["sha256"], source["bytes"], written, report, pools, digest)
    write_entry(job.entry, entry)
    return FileDone(job.name, job.size, report, pools)


def reason_of(error: ReadError | OSError, name: str) -> str:
    """Why a file could not be converted; names another file where that is the reason."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if isinstance(error, OSError) and error.filename not in (None, name):
        return f"{error.filename}: {reason}"
    return reason


def _compare_pools(
    jobs: Sequence[FileJob], workers: Workers, seen: PoolsSeen, merger: Merger
) -> None:
    """Find pools that stand in several files."""
    count, first = seen.again(EXAMPLES)
    if not count:
        return
    sources = {job.name: job.source for job in jobs}
    wanted = [Wanted(sources[name], name, key) for name, key in first]
    shown = [found for found in workers.each(show_pool, wanted) if found is not None]
    if shown:
        finding = Finding(CODE, shown[0][1], None, (), count)
        merger.add_finding(line_of(finding, [example for example, _ in shown]))
