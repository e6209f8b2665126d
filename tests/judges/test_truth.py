"""What evmap says of a payload is true: the first statements, and their relatives."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.judges import truths
from tests.judges.relatives import (
    access,
    back,
    ids,
    ledger,
    missing,
    phones,
    place,
    plausible,
    plugs,
    shapes,
    statuses,
    times,
    twice,
    volts,
)
from tests.judges.statements import Statement

MODULES = (
    *(truths, twice, ids, access, volts, plausible, plugs, missing, place, times, phones),
    *(ledger, statuses, shapes, back),
)
STATEMENTS: list[Statement] = [one for module in MODULES for one in module.STATEMENTS]

CASES = [pytest.param(one, id=one.name) for one in STATEMENTS]


@pytest.mark.parametrize("statement", CASES)
def test_a_statement_holds(statement: Statement) -> None:
    assert statement.is_true(), f"{statement.name}\n{statement.outcome().printed}"


def test_no_two_statements_have_one_name() -> None:
    assert [name for name, n in Counter(one.name for one in STATEMENTS).items() if n > 1] == []


def test_each_kind_of_fault_has_three_relatives_at_least() -> None:
    kinds = Counter(one.kind for one in STATEMENTS if one not in truths.STATEMENTS)
    assert {f"T{n}" for n in range(1, 32) if kinds[f"T{n}"] < 3} == set()
