"""A run goes on where it was ended: nothing half-written, nothing done twice, the same report."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.archives.support import BAD, documents, tree
from tests.commands.support import evmap

KILLS = 20


def test_the_report_has_a_line_for_each_file_and_names_what_could_not_be_read(
    undisturbed: Path,
) -> None:
    report = json.loads((undisturbed / "r.json").read_bytes())
    names = [file["name"] for file in report["input"]["files"]]
    assert names == [
        "2023/a.json",
        "2023/b.ndjson",
        "2024/c.ndjson.gz",
        "2024/deep/d.json",
        "2024/deep/e.ndjson",
    ]
    assert [file["name"] for file in report["input"]["unreadable"]] == [BAD]
    assert report["input"]["records"] == 2640


def test_two_workers_give_the_tree_and_report_of_one(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    report = tmp_path / "r.json"
    done = evmap("convert", archive, "-o", tmp_path / "out", "--report", report, "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "out") == tree(undisturbed / "out")
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()


def test_resume_skips_what_is_done_and_reports_all(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out, report = tmp_path / "out", tmp_path / "r.json"
    assert evmap("convert", archive, "-o", out).returncode == 0
    (out / "2023/a.json").unlink()
    before = {name: (out / name).stat().st_mtime_ns for name in documents(out)}
    done = evmap("convert", archive, "-o", out, "--resume", "--report", report)
    assert "4 of 6 inputs were done before" in done.stderr.decode()
    assert {name: (out / name).stat().st_mtime_ns for name in before} == before
    assert tree(out) == tree(undisturbed / "out")
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()


@pytest.mark.parametrize(
    ("change", "skipped"),
    [("input", 1), ("target", 0), ("status", 0), ("output", 1), ("entry", 1), ("nothing", 2)],
)
def test_resume_does_again_what_would_come_out_otherwise(
    tmp_path: Path, change: str, skipped: int
) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in "ab":
        (source / f"{name}.json").write_text(f'{{"poolId": "P{name}", "id": "S"}}')
    assert evmap("convert", source, "-o", out).returncode == 0
    options: list[str] = []
    if change == "input":
        (source / "a.json").write_text('{"poolId": "PX", "id": "S"}')
    elif change == "target":
        options = ["--to", "here-v3"]
    elif change == "status":
        options = ["--status", "OFFLINE=REMOVED"]
    elif change == "output":
        (out / "a.json").write_bytes((out / "a.json").read_bytes()[:-9])
    elif change == "entry":
        next((out / ".evmap").iterdir()).write_bytes(b"damaged")
    done = evmap("convert", source, "-o", out, "--resume", *options)
    assert (f"{skipped} of 2 inputs were done before" in done.stderr.decode()) == bool(skipped)
    fresh = tmp_path / "fresh"
    assert evmap("convert", source, "-o", fresh, *options).returncode == 0
    assert tree(out) == tree(fresh)


def test_resume_needs_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"poolId": "P", "id": "S"}')
    done = evmap("convert", path, "-o", tmp_path / "out.json", "--resume")
    assert done.returncode == 2
    assert b"-o FOLDER" in done.stderr


def test_a_second_run_into_the_folder_is_refused_while_the_first_is_at_work(tmp_path: Path) -> None:
    import fcntl  # noqa: PLC0415

    path, out = tmp_path / "a.json", tmp_path / "out"
    path.write_text('{"poolId": "P", "id": "S"}')
    (out / ".evmap").mkdir(parents=True)
    lock = os.open(out / ".evmap", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    done = evmap("convert", path, "-o", out)
    os.close(lock)
    assert done.returncode == 2
    assert b"another evmap" in done.stderr
    assert evmap("convert", path, "-o", out).returncode == 0


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "evmap.cli", "convert", *map(str, arguments)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def end_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        process.poll()


def wait_for_group(process: subprocess.Popen[bytes]) -> None:
    """Wait until the workers of a killed process are gone as well."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)


def test_killed_at_any_moment_it_leaves_nothing_half_written_and_goes_on(
    archive: Path, undisturbed: Path, tmp_path: Path
) -> None:
    wanted = documents(undisturbed / "out")
    random_ = random.Random(5)  # noqa: S311 - the same moments in every run
    out, killed, longest = tmp_path / "out0", 0, 4.0
    for number in range(200):
        begin = time.monotonic()
        process = start(archive, "-o", out, "--resume", "--workers", "2")
        try:
            process.wait(random_.uniform(0.05, longest))
        except subprocess.TimeoutExpired:
            killed += 1
            if number % 2:
                process.kill()
            else:
                end_group(process, signal.SIGKILL)
        process.communicate()
        if process.returncode == 0:
            out = tmp_path / f"out{number + 1}"
            longest = time.monotonic() - begin
            continue
        found = documents(out) if out.exists() else {}
        whole = {name: text for name, text in found.items() if not name.endswith(".part")}
        assert whole.items() <= wanted.items()
        if killed >= KILLS:
            break
    assert killed >= KILLS
    report = tmp_path / "r.json"
    wait_for_group(process)
    done = evmap("convert", archive, "-o", out, "--resume", "--report", report, "--workers", "2")
    assert done.returncode == 0
    assert tree(out) == tree(undisturbed / "out")
    assert report.read_bytes() == (undisturbed / "r.json").read_bytes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ended_by_ctrl_c_it_cleans_up_and_goes_on(
    archive: Path, undisturbed: Path, tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = start(archive, "-o", out, "--workers", "2")
    deadline = time.monotonic() + 60
    while not any(out.rglob(".*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    if number is signal.SIGINT:
        end_group(process, number)
    else:
        process.terminate()
    told = process.communicate(timeout=30)[1].decode()
    if process.returncode != 0:  # 0: it was faster than the signal
        assert process.returncode == 130
        assert "--resume goes on" in told
        assert "Traceback" not in told
    assert not any(out.rglob(".*.part"))
    assert evmap("convert", archive, "-o", out, "--resume").returncode == 0
    assert tree(out) == tree(undisturbed / "out")
