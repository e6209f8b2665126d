"""What comes out is what came out before: a change of output is a decision, never an accident."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evmap.conversion import Options
from tests.golden.cases import DIGESTS, digested, digests, files

FROZEN = json.loads(DIGESTS.read_text(encoding="utf-8"))
CASES = {name: (data, options) for name, data, options in digested()}


MADE = dict(files())


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_documents_and_reports_of_the_samples_stay(path: Path) -> None:
    assert MADE[path].decode().splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("group", range(20))
def test_documents_and_reports_of_everything_else_stay(group: int) -> None:
    names = list(FROZEN)[group::20]
    assert {name: digests(*CASES[name]) for name in names} == {name: FROZEN[name] for name in names}


def test_every_case_is_frozen() -> None:
    assert list(FROZEN) == list(CASES)
    assert all(isinstance(options, Options) for _, options in CASES.values())
