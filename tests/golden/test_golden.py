"""What comes out is what came out before: a change of output is a decision, never an accident."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from evmap.conversion import Options
from tests.golden.cases import DIGESTS, FILES, digested, digests, files

FROZEN = json.loads(DIGESTS.read_text(encoding="utf-8"))


# Made where a test asks for them: every process that runs tests reads this module.
@cache
def cases() -> dict[str, tuple[bytes, Options]]:
    return {name: (data, options) for name, data, options in digested()}


@cache
def made() -> dict[str, bytes]:
    return {path.name: content for path, content in files()}


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_documents_and_reports_of_the_samples_stay(path: Path) -> None:
    assert made()[path.name].decode().splitlines() == path.read_text("utf-8").splitlines()


def test_every_sample_has_its_files() -> None:
    assert made().keys() == {path.name for path in FILES.iterdir()}


@pytest.mark.parametrize("group", range(20))
def test_documents_and_reports_of_everything_else_stay(group: int) -> None:
    names = list(FROZEN)[group::20]
    assert {name: digests(*cases()[name]) for name in names} == {
        name: FROZEN[name] for name in names
    }


def test_every_case_is_frozen() -> None:
    assert list(FROZEN) == list(cases())
    assert all(isinstance(options, Options) for _, options in cases().values())
