"""Run a command beside a throw-away PostgreSQL server.

    python -m tests.support.postgres python -m pytest

The command finds the server in EVMAP_TEST_DATABASE_URL. Where PostgreSQL is not installed,
the command is not run: a line says so, and EVMAP_REQUIRE_POSTGRES=1 makes that a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.require import required

INSTALL = "Debian and Ubuntu: apt-get install postgresql"
# Nothing in it outlives the run, so nothing has to reach the disk.
SERVER_OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)


def find_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl. Debian keeps them off the PATH."""
    by_version = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
    )
    if by_version:
        return by_version[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Server:
    """A server in a folder of its own. `url` leads to its first database."""

    def __init__(self, programs: Path, folder: str) -> None:
        options: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(folder, "postgres", "postgres")
            options |= {"user": "postgres", "group": "postgres", "extra_groups": []}
        self.url = f"postgres://evmap@/postgres?host={folder}"
        self._folder = folder
        self._run = partial(subprocess.run, check=True, **options)
        self._control = [programs / "pg_ctl", "--pgdata", f"{folder}/data", "--wait"]
        self._run(
            [
                *(programs / "initdb", "--pgdata", f"{folder}/data", "--username", "evmap"),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ]
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self._folder} {SERVER_OPTIONS}"
        log = f"{self._folder}/log"
        self._run([*self._control, "--log", log, "--options", options, "start"])

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        self._run([*self._control, "--mode", "immediate", "stop"])


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Start a server in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="evmap-pg-", ignore_cleanup_errors=True) as folder:
        server = Server(programs, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def main(command: list[str]) -> int:
    """Run the command beside a server and return its exit code."""
    programs = find_programs()
    if programs is None:
        print(f"PostgreSQL is not installed, so nothing was tested on it. {INSTALL}")
        return 1 if required("EVMAP_REQUIRE_POSTGRES") else 0
    with running_server(programs) as server:
        environment = {**os.environ, "EVMAP_TEST_DATABASE_URL": server.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
