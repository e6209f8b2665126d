"""A real Dask cluster over loopback: the bytes and the report of one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from distributed import Client

from benchmarks import sparse
from evmap.conversion import convert
from evmap.conversion.batch.one import STREAM_FROM
from evmap.conversion.reports import render
from evmap.conversion.reports.contract import make_report
from tests.archives.support import tree
from tests.commands.support import evmap

#: Hides an evmap that is installed: the converter has to come with the work.
WITHOUT_EVMAP = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name == "evmap" and not any("evmap-" in entry for entry in sys.path):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Hidden())
"""


#: Ctrl-C while the cluster's own loop is busy, before it has begun what it was asked for.
INTERRUPTED = """
import os, signal, time
from evmap.conversion.batch.cluster import Cluster

def busy():
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.5)

if __name__ == "__main__":
    try:
        with Cluster(1, None, None) as cluster:
            cluster._client.loop.add_callback(busy)
            cluster._client.nthreads()
    except KeyboardInterrupt:
        print("interrupted")
"""


@contextmanager
def dask(folder: Path, role: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a scheduler or a worker, in a folder of its own and without evmap."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(WITHOUT_EVMAP)
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{role}", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two worker processes, and these."""
    with ExitStack() as stack:
        note = tmp_path / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        stack.enter_context(
            dask(tmp_path / "s", "scheduler", *options, "--scheduler-file", str(note))
        )
        workers = [
            stack.enter_context(
                dask(
                    tmp_path / f"w{number}",
                    "worker",
                    *("--scheduler-file", str(note), "--nthreads", "1", "--no-nanny"),
                    *("--no-dashboard", "--host", "127.0.0.1"),
                )
            )
            for number in range(2)
        ]
        deadline = time.monotonic() + 60
        while not note.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        with Client(scheduler_file=str(note), timeout=60) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, workers


def test_a_cluster_that_has_no_evmap_gives_the_bytes_and_the_report_of_one_process(
    archive: Path, undisturbed: Path, tmp_path: Path, cluster: tuple[str, object]
) -> None:
    out, report = tmp_path / "out", tmp_path / "r.json"
    done = evmap(
        *("convert", archive, "-o", out, "--report", report),
        *("--engine", "dask", "--scheduler", cluster[0]),
    )
    assert done.returncode == 0, done.stderr.decode()
    assert tree(out) == tree(undisturbed / "out")
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()


def test_a_worker_killed_in_the_middle_changes_nothing(
    archive: Path,
    undisturbed: Path,
    tmp_path: Path,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    out, report = tmp_path / "out", tmp_path / "r.json"
    address, workers = cluster
    killed = threading.Event()

    def kill_one() -> None:
        """Wait until a worker writes an output, then kill one."""
        deadline = time.monotonic() + 60
        while not any(out.rglob(".*.part")) and time.monotonic() < deadline:
            time.sleep(0.005)
        workers[0].kill()
        killed.set()

    killer = threading.Thread(target=kill_one)
    killer.start()
    done = evmap(
        *("convert", archive, "-o", out, "--report", report),
        *("--engine", "dask", "--scheduler", address),
    )
    killer.join()
    assert killed.is_set()
    assert done.returncode == 0, done.stderr.decode()
    assert tree(out) == tree(undisturbed / "out")
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()


def test_without_an_address_a_cluster_is_made(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "large.ndjson"
    source = archive / "2024/deep/e.ndjson"
    done = evmap("convert", source, "-o", out, "--engine", "dask", "--workers", "2")
    assert done.returncode == 0, done.stderr.decode()
    assert out.read_bytes() == (undisturbed / "out/2024/deep/e.ndjson").read_bytes()


def test_a_large_response_of_evses_bulk_is_shared_by_a_cluster(tmp_path: Path) -> None:
    source = tmp_path / "pools.json"
    sparse.write("evses", 10_500, source)
    assert source.stat().st_size > STREAM_FROM
    out, report = tmp_path / "o.json", tmp_path / "r.json"
    engine = ("--engine", "dask", "--workers", "2", "--report", report)
    done = evmap("convert", source, "-o", out, *engine)
    assert done.returncode == 0, done.stderr.decode()
    whole = convert(source.read_bytes(), name=source.name)
    assert out.read_bytes() == whole.document
    assert report.read_bytes() == render(make_report(whole), "json")


def test_ctrl_c_ends_the_cluster_without_noise_and_resume_goes_on(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "evmap.cli", "convert", archive, "-o", out),
            *("--engine", "dask", "--workers", "2"),
        ],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not any(out.rglob(".*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate(timeout=60)[1].decode()
    if process.returncode != 0:  # 0: it was faster than the signal
        assert process.returncode == 130
        assert "--resume goes on" in told
    assert "Traceback" not in told
    assert not any(out.rglob(".*.part"))
    assert evmap("convert", archive, "-o", out, "--resume").returncode == 0
    assert tree(out) == tree(undisturbed / "out")


def test_ctrl_c_before_dask_has_begun_makes_no_noise(tmp_path: Path) -> None:
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


def test_a_scheduler_that_is_not_there_is_said(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    address = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    done = evmap("convert", archive / "2023/a.json", "-o", tmp_path / "o.json", *address)
    assert done.returncode == 2
    assert b"tcp://127.0.0.1:1 cannot be used" in done.stderr
