"""A short run of the fuzzer, the same in every run; the long one: `python -m tools.fuzz`."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings

from evmap.conversion.options import Target
from tests.fuzz.checks import check, leaves_of_input, leaves_of_output
from tests.fuzz.mutations import IN_BYTES, IN_VALUES, bases, inputs, mangled

TARGETS: tuple[Target, ...] = get_args(Target)


@pytest.mark.parametrize("target", TARGETS)
@given(data=inputs())
@settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_mangled_input_breaks_a_promise(target: Target, data: bytes) -> None:
    check(data, target)


@pytest.mark.parametrize("base", range(0, len(bases()), 7))
def test_samples_as_they_are_hold_all_promises(base: int) -> None:
    check(bases()[base], "v3")


@pytest.mark.parametrize("name", [*IN_VALUES, *IN_BYTES])
def test_every_mutation_mangles(name: str) -> None:
    base = b'{"poolId": "p", "connectors": {"connector": [{"a": [1]}, {"b": [2, 3]}]}}\n'
    assert any(mangled(base, [(name, n, n + 5)]) != base for n in range(20))
    assert mangled(base, [(name, 3, 4)]) == mangled(base, [(name, 3, 4)])


def test_the_checks_count_repeated_keys_and_broken_lines() -> None:
    assert leaves_of_input(b'{"a": 1, "a": [2, {}], "b": []}', ndjson=False) == 4
    assert leaves_of_input(b'{"a": [1, 2]}\n\n{"b": \n', ndjson=True) == 3
    assert leaves_of_output(b'{"a": [{"b": 1.50}, []]}', ndjson=False) == 2
    with pytest.raises(AssertionError):
        leaves_of_output(b'{"a": 1, "a": 2}', ndjson=False)
    with pytest.raises(AssertionError):
        leaves_of_output(b'{"a": NaN}', ndjson=False)
