"""No regular expression of the code takes long on a text that a stranger made for it."""

from __future__ import annotations

import re

import pytest

from evmap.conversion.read.stream import HEADS
from tests.support.patterns import patterns, slow_text

#: Patterns that are only made while the code runs, and what keeps them quick.
MADE_WHILE_RUNNING = {
    "evmap.lookup.text.compile": "an escaped query between two look-arounds",
    "evmap.mappings.tables.fields.search": "one of AREAS, on a path of the field map",
    "evmap.conversion.read.stream.compile": "one of HEADS, see below",
    "evmap.conversion.plan.subjects.fullmatch": "one of SUPPLIED, without a star or a plus",
}


def test_no_pattern_takes_long_on_any_text() -> None:
    slow = {
        found.place: text
        for found in patterns()
        if found.pattern is not None
        and (text := slow_text(found.pattern, everywhere=found.everywhere))
    }
    assert slow == {}


def test_patterns_that_are_made_while_the_code_runs_are_known() -> None:
    made = {found.place for found in patterns() if found.pattern is None}
    assert made <= MADE_WHILE_RUNNING.keys()


def test_how_a_file_begins_is_seen_quickly_on_any_text() -> None:
    assert [head for head in HEADS.values() if slow_text(head, everywhere=False)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(?:a|a)*b",
        r"\d*$",
        r"\S*\b(?:pools)\b\S*",
        r"x.*?y.*?z",
        r"(\w+\s?)*:",
        r"\s+=\s*",
    ],
)
def test_patterns_that_backtrack_are_found(pattern: str) -> None:
    assert slow_text(re.compile(pattern, re.DOTALL), everywhere=True)


@pytest.mark.parametrize(
    "pattern", [r"[a-z]+:", r"\d{1,6}(?:\.\d{1,3})?", r"\bpools\b", r'"[^"]*"']
)
def test_plain_patterns_are_left_alone(pattern: str) -> None:
    assert slow_text(re.compile(pattern), everywhere=False) is None


def test_a_pattern_held_against_the_beginning_only_may_have_a_long_tail() -> None:
    assert slow_text(re.compile(r"\s+="), everywhere=False) is None
    assert slow_text(re.compile(r"\s+="), everywhere=True)
