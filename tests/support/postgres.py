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


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """Start a server in a temporary folder and give the URL of its first database."""
    with tempfile.TemporaryDirectory(prefix="evmap-pg-", ignore_cleanup_errors=True) as folder:
        options: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(folder, "postgres", "postgres")
            options |= {"user": "postgres", "group": "postgres", "extra_groups": []}
        run = partial(subprocess.run, check=True, **options)
        data, log = f"{folder}/data", f"{folder}/log"
        run(
            [
                *(programs / "initdb", "--pgdata", data, "--username", "evmap"),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ]
        )
        control = [programs / "pg_ctl", "--pgdata", data, "--wait"]
        start = ["--log", log, "--options", f"-k {folder} {SERVER_OPTIONS}", "start"]
        run([*control, *start])
        try:
            yield f"postgres://evmap@/postgres?host={folder}"
        finally:
            run([*control, "--mode", "immediate", "stop"])


def main(command: list[str]) -> int:
    """Run the command beside a server and return its exit code."""
    programs = find_programs()
    if programs is None:
        print(f"PostgreSQL is not installed, so nothing was tested on it. {INSTALL}")
        return 1 if required("EVMAP_REQUIRE_POSTGRES") else 0
    with running_server(programs) as url:
        environment = {**os.environ, "EVMAP_TEST_DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
