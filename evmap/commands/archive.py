"""`evmap convert` into a folder: a tree of files in, the same tree of documents out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from evmap.commands.inputs import Found
from evmap.commands.job import Job
from evmap.commands.outputs import in_folder, output_name, spare_inputs
from evmap.commands.progress import State, show_progress
from evmap.commands.say import WrongUse, say
from evmap.conversion.batch.one import STREAM_FROM, local_workers
from evmap.conversion.batch.remote import is_remote, scheme_of
from evmap.conversion.batch.run import FileDone, FileJob, RunResult, run_files
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.state import FOLDER, entry_url, key_of
from evmap.conversion.batch.workers import EngineFailed, Listener, Workers
from evmap.conversion.batch.written import WriteFailed, remove_parts

#: Seconds to wait for the processes of a killed run to end: they notice it at their next piece.
PATIENCE = 5.0


@contextmanager
def make_workers(job: Job, workers: int, setup: Setup, listener: Listener) -> Iterator[Workers]:
    """What does the work: processes of this machine, or a Dask cluster."""
    if job.engine == "dask":
        try:
            from evmap.conversion.batch.cluster import Cluster
        except ModuleNotFoundError as error:
            raise EngineFailed("--engine dask needs Dask; install evmap[bulk].") from error

        with Cluster(workers, setup, job.scheduler, listener) as cluster:
            yield cluster
    else:
        with local_workers(setup, workers, listener) as found:
            yield found


def convert_folder(job: Job, files: Sequence[Found], output: str, setup: Setup) -> RunResult:
    """Convert all files into a folder. Raises WrongUse for what cannot be, WriteFailed.

    Inputs whose documents would have one name are told and left out.
    """
    if not is_remote(output) and Path(output).is_file():
        raise WrongUse(f"-o {output}: give a folder, not a file, for several documents.")
    everything = _jobs(job, files, output, setup)
    jobs = _without_collisions(everything)
    written = [each.output for each in jobs]
    beside = (job.report, job.write_accept)
    spare_inputs([file.url for file in files], [*written, *beside])
    total = sum(file.size for file in files)
    state = State(len(files), total)
    with _locked(output):
        remove_parts(written)
        try:
            workers = _workers(job, files, output, total)
            with make_workers(job, workers, setup, state.hear) as found, show_progress(state):
                outcome = run_files(jobs, found, lambda done: _hear(state, done))
        finally:
            remove_parts(written)
    outcome.files = len(everything)
    outcome.unwritten += len(everything) - len(jobs)
    return outcome


def _without_collisions(jobs: Sequence[FileJob]) -> list[FileJob]:
    """The jobs whose outputs have names of their own; the others are told.

    Raises WrongUse where none is left.
    """
    inputs: dict[str, list[str]] = {}
    for job in jobs:
        inputs.setdefault(job.output, []).append(job.source.url)
    told = [
        f"{' and '.join(names)} would be written to one file, {output}: convert them apart."
        for output, names in inputs.items()
        if len(names) > 1
    ]
    left = [job for job in jobs if len(inputs[job.output]) == 1]
    if not left:
        raise WrongUse(" ".join(told))
    for line in told:
        say(f"evmap: {line}")
    return left


def _jobs(job: Job, files: Sequence[Found], output: str, setup: Setup) -> list[FileJob]:
    key = key_of(setup)
    output = output if is_remote(output) else str(Path(output).absolute())
    found = []
    for file in files:
        name = output_name(file.relative)
        # Workers of a cluster may have another working directory.
        url = file.url if is_remote(file.url) else str(Path(file.url).absolute())
        found.append(
            FileJob(
                source=Source(url),
                name=file.relative.replace(os.sep, "/"),
                size=file.size,
                output=in_folder(output, name),
                entry=entry_url(output, name),
                key=key,
                resume=job.resume,
            )
        )
    return found


def _workers(job: Job, files: Sequence[Found], output: str, total: int) -> int:
    """As many workers as asked for, where there is work for more than one."""
    if job.engine == "dask":
        return job.workers
    in_memory = any(scheme_of(url) == "memory" for url in (output, files[0].url))
    if in_memory or (len(files) == 1 and total < STREAM_FROM):
        return 1
    return job.workers


def _hear(state: State, done: FileDone) -> None:
    state.file_done(done)
    if done.error:
        say(f"evmap: {done.name}: {done.error}")


@contextmanager
def _locked(output: str) -> Iterator[None]:
    """Keep other runs out of the output folder; the lock ends with the process, however it ends."""
    if is_remote(output):
        yield
        return
    folder = Path(output) / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise WriteFailed(output, error.strerror or str(error)) from error
    try:
        _lock(lock, output)
        yield
    finally:
        os.close(lock)


def _lock(descriptor: int, output: str) -> None:
    with suppress(ImportError):
        import fcntl

        for wait in (0.1,) * int(PATIENCE / 0.1) + (0.0,):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(wait)
            else:
                return
        raise WrongUse(f"-o {output}: another evmap is writing there.")
