"""Fixtures of archives: one is made for all tests, and converted once without any disturbance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archives.support import make_archive
from tests.commands.support import evmap


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the output, `out`, and the report, `r.json`, of one process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    done = evmap("convert", archive, "-o", folder / "out", "--report", folder / "r.json")
    assert done.returncode == 0, done.stderr
    return folder
