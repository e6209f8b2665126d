"""How a process that ran tests died: its exit code and where it was, at the end of the run.

pytest-xdist names the test only, and what Python writes at a crash is lost among the progress.
"""

from __future__ import annotations

import faulthandler
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / ".cache" / "deaths"
CODES = pytest.StashKey[dict[str, int]]()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let a crash be written to a file of the process."""
    config.stash[CODES] = {}
    if (worker := os.environ.get("PYTEST_XDIST_WORKER")) is not None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        faulthandler.enable((FOLDER / worker).open("w", encoding="utf-8"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Note how a process ended that was still needed."""
    if error:
        node.config.stash[CODES][node.gateway.id] = node.gateway._io.popen.wait(10)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell of those that died."""
    for worker, code in config.stash[CODES].items():
        terminalreporter.section(f"{worker} died with {code}")
        terminalreporter.write((FOLDER / worker).read_text(encoding="utf-8", errors="replace"))
