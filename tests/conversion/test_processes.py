"""Work shared by processes: results in order, errors raised here, dead processes replaced."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evmap.conversion.processes import Alone, Forked, WorkerLost, tell


def doubled(setup: int, job: int) -> int:
    time.sleep(0.02 if job % 3 == 0 else 0)
    return setup * job


def test_results_come_in_the_order_of_the_jobs() -> None:
    with Forked(3, 2) as pool:
        assert list(pool.each(doubled, range(20))) == [2 * job for job in range(20)]
        assert list(pool.each(doubled, range(5))) == [2 * job for job in range(5)]
    assert list(Alone(2).each(doubled, range(20))) == [2 * job for job in range(20)]


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = []

    def jobs() -> Iterator[int]:
        for job in range(1000):
            taken.append(job)
            yield job

    with Forked(2, 2) as pool:
        results = pool.each(doubled, jobs())
        assert next(results) == 0
        assert len(taken) < 20


def failing(_setup: None, job: int) -> int:
    raise ValueError(f"job {job}")


def test_an_error_is_raised_where_the_jobs_come_from() -> None:
    with Forked(2, None) as pool, pytest.raises(ValueError, match="job 1"):
        list(pool.each(failing, [1]))


def dying_once(setup: Path, job: int) -> tuple[int, bytes]:
    """Die in the middle of job 5, the first time."""
    mark = setup / "died"
    if job == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    kept.append(job)
    return job, bytes(100_000)


kept: list[int] = []


def hand_over(_setup: Path, _nothing: None) -> list[int]:
    return kept


def test_a_killed_process_is_replaced_and_its_job_done_again(tmp_path: Path) -> None:
    with Forked(2, tmp_path) as pool:
        assert [job for job, _ in pool.each(dying_once, range(10))] == list(range(10))


def test_what_a_killed_process_kept_is_made_again(tmp_path: Path) -> None:
    with Forked(2, tmp_path) as pool:
        assert [job for job, _ in pool.each_kept(dying_once, range(20))] == list(range(20))
        gathered = list(pool.gather(hand_over))
    assert all(result == history for result, history in gathered)
    assert sorted(job for result, _ in gathered for job in result) == list(range(20))


def dying(_setup: None, job: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_job_that_kills_every_process_is_given_up() -> None:
    with Forked(2, None) as pool, pytest.raises(WorkerLost):
        list(pool.each(dying, [1]))


def talking(_setup: None, job: int) -> int:
    tell(f"at {job}")
    return job


def test_jobs_can_tell_how_far_they_are() -> None:
    heard: list[str] = []
    with Forked(2, None, heard.append) as pool:
        assert list(pool.each(talking, range(4))) == [0, 1, 2, 3]
    assert sorted(heard) == ["at 0", "at 1", "at 2", "at 3"]


def test_processes_end_with_the_pool() -> None:
    with Forked(2, None) as pool:
        pids = [worker.pid for worker in pool._all]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def answers_the_parent(_setup: None, _job: int) -> int:
    return os.getppid()


def test_processes_end_when_the_one_who_started_them_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    child = os.fork()
    if not child:
        with Forked(2, None) as pool:
            list(pool.each(answers_the_parent, [1, 2]))
            note.write_text(" ".join(str(worker.pid) for worker in pool._all))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    pids = [int(pid) for pid in note.read_text().split()]
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in pids)


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
