"""Tests in a Python process of their own.

What forks processes or kills them starts from a clean one, as the command does: a process that runs
tests has a browser, servers' threads and whatever other tests left in it. If it dies, its test
fails and says by which signal and where.
"""

from __future__ import annotations

import functools
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

Given = ParamSpec("Given")

ROOT = Path(__file__).parents[2]
RUN = """
import importlib, pickle, sys
module, name = sys.argv[1:]
getattr(importlib.import_module(module), name).__wrapped__(**pickle.load(sys.stdin.buffer))
"""


def alone(test: Callable[Given, None]) -> Callable[Given, None]:
    """Run a test, which stands at the top of its module, in a new process."""

    @functools.wraps(test)
    def run(*_none: Given.args, **given: Given.kwargs) -> None:
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", RUN, test.__module__, test.__name__],
            input=pickle.dumps(given),
            cwd=ROOT,
            capture_output=True,
            check=False,
            timeout=120,
        )
        said = (done.stdout + done.stderr).decode(errors="replace")
        assert done.returncode == 0, f"{test.__name__} ended with {done.returncode}:\n{said}"

    return run
