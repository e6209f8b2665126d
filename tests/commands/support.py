"""The real command, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from evmap import samples

#: Two stations of one pool, CCS2 and Type 2, with statuses.
POOL = Path(samples.__file__).with_name("pool.json")
BROKEN = Path(samples.__file__).with_name("broken.json")


def evmap(
    *arguments: str | Path, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `evmap` with arguments and standard input; no error of Python's may be seen."""
    done = subprocess.run(
        [sys.executable, "-m", "evmap.cli", *map(str, arguments)],
        input=given,
        env=os.environ | environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done
