"""Work in child processes: it ends when it has to, and small work is not held up by large."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from evmap.conversion import ReadError
from evmap.operations import children
from evmap.operations.children import LARGE, Busy, Gone, Queue, Refused, TooMuchWork, run
from tests.support.site import ROOT

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def own_children(settings: Settings) -> Iterator[None]:
    """Children with small limits, for these tests alone."""
    children.stop()
    settings.EVMAP_CONVERSIONS = 2
    settings.EVMAP_CONVERSIONS_WAITING = 2
    settings.EVMAP_CONVERSION_SECONDS = 60
    settings.EVMAP_CONVERSION_MEMORY = 100 * MEGABYTE
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: run(nap, 0.2), range(2)))
    yield
    children.stop()


# --- What is done there ---


def me() -> int:
    return os.getpid()


def take_memory(size: int) -> int:
    return len(bytearray(size))


def nap(seconds: float, started: str = "") -> int:
    if started:
        Path(started).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(seconds)
    return os.getpid()


def spin(started: str) -> None:
    Path(started).write_text(str(os.getpid()), encoding="ascii")
    while True:
        pass


def refuse() -> None:
    raise ReadError("It is odd.", "Even it.", 3, 7)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


def wait_for(path: Path) -> int:
    end = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return int(path.read_text())


def wait_until_ended(pid: int) -> None:
    end = time.monotonic() + 5
    while lives(pid):
        assert time.monotonic() < end
        time.sleep(0.02)


# --- How ---


def test_work_is_done_in_another_process_that_is_used_again() -> None:
    found = {run(me) for _ in range(10)}
    assert os.getpid() not in found
    assert len(found) <= 2


def test_what_the_work_raises_is_raised_here_with_all_that_it_says() -> None:
    with pytest.raises(ReadError) as raised:
        run(refuse)
    error = raised.value
    assert (error.message, error.advice, error.line, error.column) == (
        *("It is odd.", "Even it."),
        *(3, 7),
    )


def test_work_that_takes_too_long_is_ended(tmp_path: Path, settings: Settings) -> None:
    settings.EVMAP_CONVERSION_SECONDS = 2
    began = time.monotonic()
    with pytest.raises(TooMuchWork, match="longer than 2 seconds") as refused:
        run(spin, str(tmp_path / "pid"))
    assert time.monotonic() - began < 20
    assert "evmap convert FILE" in refused.value.advice
    wait_until_ended(wait_for(tmp_path / "pid"))
    assert run(me)


def test_work_that_takes_too_much_memory_is_refused_and_the_next_goes_on() -> None:
    assert run(take_memory, 60 * MEGABYTE) == 60 * MEGABYTE
    with pytest.raises(TooMuchWork, match="more than 100 MB of memory"):
        run(take_memory, 300 * MEGABYTE)
    assert run(take_memory, 60 * MEGABYTE) == 60 * MEGABYTE


def test_a_child_that_is_killed_is_told_and_replaced() -> None:
    with pytest.raises(TooMuchWork, match="more memory than there is"):
        run(die)
    assert run(me)


def test_work_ends_when_its_client_has_gone(tmp_path: Path) -> None:
    gone = threading.Event()
    pid_file = tmp_path / "pid"

    def leave() -> None:
        wait_for(pid_file)
        gone.set()

    threading.Thread(target=leave).start()
    with pytest.raises(Gone):
        run(spin, str(pid_file), gone=gone.is_set)
    wait_until_ended(wait_for(pid_file))


def test_a_client_that_closes_its_connection_has_gone(rf: RequestFactory) -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(60)  # as the server does
    request = rf.get("/")
    assert children.client_gone(request)() is False
    request.META["gunicorn.socket"] = ours
    gone = children.client_gone(request)
    assert gone() is False
    theirs.send(b"next request")
    assert gone() is False
    assert ours.recv(100) == b"next request"
    theirs.close()
    assert gone() is True
    ours.close()
    assert gone() is True


def test_only_so_many_run_and_wait() -> None:
    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(run, nap, 0.7) for _ in range(6)]
        refused = [one for one in asked if isinstance(one.exception(), Busy)]
        done = [one.result() for one in asked if one not in refused]
    assert (len(done), len(refused)) == (4, 2)
    assert len(set(done)) == 2
    assert refused[0].exception().again  # type: ignore[union-attr]


def test_small_work_passes_large_work_by() -> None:
    with ThreadPoolExecutor(3) as threads:
        large = [threads.submit(run, nap, 2.0, size=LARGE) for _ in range(2)]
        time.sleep(0.3)
        run(me)
        # The large ones, one after the other, take twice as long as this may at most.
        assert not any(one.done() for one in large)
        assert len([one.result() for one in large]) == 2


def test_who_waits_longer_than_a_conversion_may_take_is_told(settings: Settings) -> None:
    queue = Queue(1, 1)
    with queue.place(0, time.monotonic() + 9, bool):
        began = time.monotonic()
        with pytest.raises(Busy), queue.place(0, began + 0.3, bool):
            pass
        assert queue.counts().waiting == 0
        with pytest.raises(Gone), queue.place(0, began + 9, lambda: True):
            pass
    with queue.place(0, 0, bool):
        pass


def test_a_child_ends_with_its_server(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = (
        "import django; django.setup()\n"
        "from evmap.operations.children import run\n"
        "from tests.operations.test_children import spin\n"
        f"run(spin, {str(pid_file)!r})"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment) as server:
        child = wait_for(pid_file)
        server.kill()
    wait_until_ended(child)


def test_pages_come_first() -> None:
    assert run(os.nice, 0) >= children.NICE


# --- In the API ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "code", "again"),
    [
        (Busy("Full.", "Later."), 503, "unavailable", "5"),
        (TooMuchWork("Long.", "Less."), 413, "too_large", None),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/convert", "/api/v1/revert"])
def test_the_api_says_why(
    monkeypatch: pytest.MonkeyPatch,
    error: Refused,
    status: int,
    code: str,
    again: str | None,
    path: str,
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("evmap.operations.children.run", refused)
    answer = Client(raise_request_exception=False).post(path, b"[]", content_type="text/json")
    told = answer.json()["error"]
    assert (answer.status_code, told["code"]) == (status, code)
    assert (told["message"], told["advice"]) == (error.message, error.advice)
    assert answer.get("Retry-After") == again
