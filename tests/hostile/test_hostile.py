"""A part of `make hostile`: what is small, and of what is large, one of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pytest

from tests.hostile.__main__ import killed, problem_of, run
from tests.hostile.editors import Editor, sign_in
from tests.hostile.requests import Request, all_requests
from tests.hostile.strangers import strangers
from tests.support.site import running_site

#: Of the large documents; all others are asked in steps.
LARGE = ("unknown ids: API", "one key: API", "members: page", "XML lines: API", "numbers: back")
STEP, SMALL = 61, 100_000
#: What is no document is quick: so many of those are left out, but one.
OTHERS = 13


pytestmark = pytest.mark.longest


@dataclass(frozen=True)
class Documents:
    """The requests that are asked, and the names of all."""

    chosen: list[Request]
    names: list[str]


@pytest.fixture(scope="module")
def documents() -> Documents:
    """Gone through once: the large ones take seconds to make, and all together a gigabyte."""
    found = Documents([], [])
    for number, one in enumerate(all_requests()):
        found.names.append(one.name)
        if one.name in LARGE or (number % STEP == 0 and len(one.body or b"") < SMALL):
            found.chosen.append(one)
    return found


def test_no_hostile_request_costs_much_or_breaks_the_site(
    documents: Documents, tmp_path: Path
) -> None:
    with running_site(tmp_path) as site:
        editor = Editor(*sign_in(site))
        others = islice(chain(strangers(), editor.requests()), 0, None, OTHERS)
        costs = run(site, chain(documents.chosen, others))
        assert killed(site) == []
    wrong = {cost.name: problem_of(cost) for cost in costs if problem_of(cost)}
    assert wrong == {}


def test_there_are_as_many_as_promised(documents: Documents) -> None:
    others = [one.name for one in (*strangers(), *Editor("", "").requests())]
    names = [*documents.names, *others]
    assert len(documents.names) >= 300
    assert len(others) >= 3_000
    assert len(set(names)) == len(names)
