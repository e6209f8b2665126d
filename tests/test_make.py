"""`make run` as its user meets it: one line for a taken port, private files, an end on SIGTERM."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import ROOT
from tools.free_port import trouble

SECONDS = 60


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of all tracked files, with this environment in its .venv."""
    if not (ROOT / ".venv/run.stamp").exists():
        pytest.skip("this environment was not made by make")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.decode().split("\0"):
        if name and not name.startswith("tests/") and (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    os.utime(tmp_path / "requirements.txt", (0, 0))  # nothing is to be installed from here
    (tmp_path / "var").chmod(0o755)
    return tmp_path


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def environment() -> dict[str, str]:
    """Nothing but PATH, and a home that is not there."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until_ready(port: int) -> None:
    end = time.monotonic() + SECONDS
    while not is_ready(port):
        assert time.monotonic() < end
        time.sleep(0.2)


def test_the_site_serves_keeps_its_files_private_and_ends_with_make(
    checkout: Path, port: int
) -> None:
    with subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=checkout,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as make:
        wait_until_ready(port)
        for file in (checkout / "var").iterdir():
            if file.name != ".gitignore":
                assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        make.send_signal(signal.SIGTERM)
        make.wait(SECONDS)
    assert not is_ready(port)


def test_a_taken_port_is_one_line_before_anything_else(checkout: Path, taken: int) -> None:
    done = subprocess.run(
        ["make", "run", f"PORT={taken}"],
        cwd=checkout,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert done.stdout == ""
    first, rest = done.stderr.split("\n", 1)
    assert first == (
        f"Port {taken} of 127.0.0.1 can't be had (address already in use): "
        "choose another, make run PORT=8001."
    )
    assert rest.startswith("make: ***")
    assert rest.count("\n") == 1


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_what_is_no_port_is_told(port: str) -> None:
    assert trouble("127.0.0.1", port) == (
        f"PORT={port} is no port: give a number from 1 to 65535, such as PORT=8001."
    )


def test_a_free_port_is_no_trouble(port: int) -> None:
    assert trouble("127.0.0.1", str(port)) is None


def test_an_environment_that_could_not_be_made_is_removed_again(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (checkout / ".venv").unlink()
    python = tmp_path_factory.mktemp("bin") / "python"
    # As on Debian without python3-venv: a .venv that has a python, but no pip, and an error.
    python.write_text(
        f'#!/bin/sh\nif [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; '
        f'ln -s {sys.executable} "$3/bin/python"; exit 1; fi\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    done = subprocess.run(
        ["make", ".venv/bin/python", f"PYTHON={python}"],
        cwd=checkout,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert f"apt install python3.{sys.version_info.minor}-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_without_any_python_make_says_what_it_looked_for(checkout: Path) -> None:
    (checkout / ".venv").unlink()
    done = subprocess.run(
        ["make", "run", "PYTHON="],
        cwd=checkout,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert done.stderr.startswith("evmap needs Python 3.11 or later: python3.11, python3.12, ")


def test_make_run_prepares_the_database_as_the_container_does() -> None:
    for name in ("Makefile", "docker/entrypoint.sh"):
        assert re.search(r"(?:\$\(MANAGE\)|python manage\.py) prepare\n", read(name))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
