"""The README's commands work as printed, in the folder that a clone is."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.site import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/evmap (.+)$", README, re.MULTILINE)
#: The archives and programs of these lines are the reader's own.
OWN = ("dumps/", "s3://", "client/")
TRIED = [line for line in COMMANDS if not any(name in line for name in OWN)]


def test_the_first_line_under_the_title_says_what_evmap_is() -> None:
    assert README.splitlines()[2].startswith("evmap takes data of the HERE EV Charge Points API")


def test_the_readme_shows_every_command() -> None:
    assert {line.split()[0] for line in COMMANDS} == {
        *("convert", "explain", "lookup", "request", "revert", "scan")
    }


def test_the_commands_of_the_readme_work_as_printed(tmp_path: Path) -> None:
    (tmp_path / "evmap").symlink_to(ROOT / "evmap")
    (tmp_path / "var").mkdir()
    for line in TRIED:
        done = subprocess.run(
            [sys.executable, "-m", "evmap.cli", *shlex.split(line, comments=True)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)


@pytest.mark.parametrize("name", OWN)
def test_lines_that_are_not_tried_name_the_readers_own_files(name: str) -> None:
    assert any(name in line for line in COMMANDS)
