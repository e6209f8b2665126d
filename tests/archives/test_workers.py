"""Work shared by processes: results in order, errors raised here, dead processes replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from evmap.conversion.batch.workers import News, Processes, ThisProcess, WorkerLost, tell
from tests.support.alone import alone


def setup(value: object) -> Any:
    """What these jobs need is less than a converter."""
    return value


def doubled(setup: Any, job: int) -> int:
    time.sleep(0.02 if job % 3 == 0 else 0)
    return int(setup) * job


@alone
def test_results_come_in_the_order_of_the_jobs() -> None:
    with Processes(3, setup(2)) as pool:
        assert list(pool.each(doubled, range(20))) == [2 * job for job in range(20)]
        assert list(pool.each(doubled, range(5))) == [2 * job for job in range(5)]
    assert list(ThisProcess(setup(2)).each(doubled, range(20))) == [2 * job for job in range(20)]


@alone
def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = []

    def jobs() -> Iterator[int]:
        for job in range(1000):
            taken.append(job)
            yield job

    with Processes(2, setup(2)) as pool:
        results = pool.each(doubled, jobs())
        assert next(results) == 0
        assert len(taken) < 20


def failing(_setup: Any, job: int) -> int:
    raise ValueError(f"job {job}")


@alone
def test_an_error_is_raised_where_the_jobs_come_from() -> None:
    with Processes(2, setup(None)) as pool, pytest.raises(ValueError, match="job 1"):
        list(pool.each(failing, [1]))


def dying_once(setup: Any, job: int) -> tuple[int, bytes]:
    """Die in the middle of job 5, the first time."""
    mark = setup / "died"
    if job == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return job, bytes(100_000)


@pytest.mark.parametrize("ordered", [True, False])
@alone
def test_what_a_killed_process_had_to_do_is_done_again(tmp_path: Path, ordered: bool) -> None:
    with Processes(2, setup(tmp_path)) as pool:
        found = [job for job, _ in pool.each(dying_once, range(20), ordered=ordered)]
    assert (found if ordered else sorted(found)) == list(range(20))


@alone
def test_processes_that_died_while_they_had_nothing_to_do_are_replaced() -> None:
    with Processes(2, setup(2)) as pool:
        pids = set(pool.each(own_pid, range(10)))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)  # the pool notices, and takes no more jobs
        assert list(pool.each(doubled, range(5))) == [2 * job for job in range(5)]
        assert pids.isdisjoint(pool.each(own_pid, range(10)))


def dying(_setup: Any, job: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@alone
def test_a_job_that_kills_every_process_is_given_up() -> None:
    with Processes(2, setup(None)) as pool, pytest.raises(WorkerLost):
        list(pool.each(dying, [1]))


def talking(_setup: Any, job: int) -> int:
    tell(News(0.5, job + 1))
    return job


@alone
def test_jobs_can_tell_how_far_they_are() -> None:
    heard: list[News] = []
    with Processes(2, setup(None), heard.append) as pool:
        assert list(pool.each(talking, range(4))) == [0, 1, 2, 3]
    assert sorted(news.records for news in heard) == [1, 2, 3, 4]


def own_pid(_setup: Any, _job: int) -> int:
    return os.getpid()


@alone
def test_processes_end_with_the_pool() -> None:
    with Processes(2, setup(None)) as pool:
        pids = set(pool.each(own_pid, range(10)))
    assert not any(map(_alive, pids))


@alone
def test_processes_end_at_once_where_an_error_ends_the_run() -> None:
    pids = set[int]()

    def run() -> None:
        with Processes(2, setup(None)) as pool:
            pids.update(pool.each(own_pid, range(10)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert pids
    assert not any(map(_alive, pids))


@alone
def test_processes_end_when_the_one_who_started_them_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    child = os.fork()
    if not child:
        with Processes(2, setup(None)) as pool:
            found = set(pool.each(own_pid, range(10)))
            note.write_text(" ".join(map(str, found)))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    pids = [int(pid) for pid in note.read_text().split()]
    deadline = time.monotonic() + 10
    while any(map(_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_alive, pids))


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def sleeping(_setup: Any, _job: int) -> None:
    time.sleep(30)


@alone
def test_an_interrupt_while_processes_are_made_waits_until_they_are_known() -> None:
    made = ProcessPoolExecutor.submit

    def submit(pool: Any, *given: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return made(pool, *given)

    before = time.monotonic()
    with (
        patch.object(ProcessPoolExecutor, "submit", submit),
        pytest.raises(KeyboardInterrupt),
        Processes(2, setup(None)) as pool,
    ):
        list(pool.each(sleeping, [1]))
    assert time.monotonic() - before < 20
    assert not multiprocessing.active_children()
