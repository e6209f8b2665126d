"""What holds for every payload, valid or mangled, and every target.

EVMAP_HYPOTHESIS_EXAMPLES sets the number of examples of a longer run.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evmap.conversion import TARGETS, ReadError
from tests.conversion import support
from tests.conversion.strategies import PAYLOADS, mangled, shuffled

EXAMPLES = int(os.environ.get("EVMAP_HYPOTHESIS_EXAMPLES", "0"))

SETTINGS = settings(
    max_examples=EXAMPLES or 15,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

targets = pytest.mark.parametrize("target", TARGETS)


def _check(value: Any, target: str, **options: Any) -> None:
    data = support.encode(value)
    with contextlib.suppress(ReadError):  # nothing else may escape
        conversion = support.check_both_ways(data, target, **options)
        support.check_ledger(conversion, json.loads(data))


@targets
@given(payload=PAYLOADS)
@SETTINGS
def test_the_ledger_of_a_valid_payload_adds_up_on_both_sides(target: str, payload: Any) -> None:
    _check(payload, target)


@targets
@given(payload=mangled(), accept=st.booleans())
@SETTINGS
def test_the_ledger_of_a_mangled_payload_adds_up_on_both_sides(
    target: str, payload: Any, accept: bool
) -> None:
    _check(payload, target, accept_successors=accept, **support.COMPLETE)


@targets
@given(payload=PAYLOADS | mangled(), turn=st.integers(0, 9))
@SETTINGS
def test_the_order_of_keys_changes_nothing(target: str, payload: Any, turn: int) -> None:
    try:
        straight = support.run(payload, target)
    except ReadError:
        with pytest.raises(ReadError):
            support.run(shuffled(payload, turn), target)
        return
    other = support.run(shuffled(payload, turn), target)
    assert support.document(other) == support.document(straight)
    assert support.fates(other) == support.fates(straight)
    assert support.findings_of(other) == support.findings_of(straight)


@targets
@given(payload=PAYLOADS)
@SETTINGS
def test_twice_the_same_bytes_give_twice_the_same(target: str, payload: Any) -> None:
    first, second = support.run(payload, target), support.run(payload, target)
    assert first.document == second.document
    assert support.report(first) == support.report(second)
