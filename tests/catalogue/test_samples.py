"""Each code's sample triggers it, and the near one does not."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from evmap.conversion import Conversion
from evmap.conversion.codes import CATALOGUE
from evmap.conversion.codes.examples import Input, Sample, example, run, sample
from evmap.conversion.counts import GONE
from evmap.conversion.findings.buckets import loss_of

CODES = pytest.mark.parametrize("code", CATALOGUE)

#: A flag beside the fate: what became of the value is another finding's to tell.
FLAGS = {"EV401"}


def codes_of(done: Conversion) -> list[str]:
    return sorted({finding.code for finding in done.findings})


@CODES
def test_the_sample_triggers_just_its_codes(code: str) -> None:
    found = sample(code)
    assert codes_of(run(found.input, found.options)) == (found.codes or [code])
    assert code in (found.codes or [code])


@CODES
def test_the_near_sample_does_not_trigger_the_code(code: str) -> None:
    found = sample(code)
    assert codes_of(run(found.near, found.options)) == found.near_codes
    assert code not in found.near_codes


@CODES
def test_the_near_sample_is_near(code: str) -> None:
    found = sample(code)
    triggering, near = (lines_of(source) for source in (found.input, found.near))
    assert found.input.data() != found.near.data()
    different = len(set(triggering) ^ set(near))
    assert different <= 12, "samples should differ in one place"


def lines_of(source: Input) -> list[str]:
    text = source.data()
    encoding = "utf-16" if text.startswith(b"\xff\xfe") else "utf-8"
    return [line.strip(" ,") for line in text.decode(encoding).splitlines()]


@CODES
def test_information_that_is_lost_is_at_least_a_warning(code: str) -> None:
    found = sample(code)
    for finding in run(found.input, found.options).findings:
        told = loss_of(finding.code, finding.fate) in ("elsewhere", "request")
        if finding.fate in {*GONE, "lossy"} and finding.code not in FLAGS and not told:
            assert CATALOGUE[finding.code].severity != "notice", finding.code


@CODES
def test_the_example_is_short_json_of_both_sides(code: str) -> None:
    shown = example(code)
    for text in (shown.before, shown.after):
        assert 2 < len(text) < 1000
        assert text.count("\n") < 48
    if not sample(code).input.text:
        json.loads(shown.before)
    assert json.loads(shown.after)
    assert shown.before != shown.after


@CODES
def test_the_example_shows_parts_of_what_was_converted(code: str) -> None:
    found = sample(code)
    done = run(found.input, found.options)
    shown = example(code)
    assert shown.target == done.target
    assert leaves(json.loads(shown.after)) <= leaves(json.loads(done.document))
    if not found.input.text:
        assert leaves(json.loads(shown.before)) <= leaves(json.loads(done.text))


def leaves(value: object) -> set[tuple[str, str]]:
    """Return the scalars of a JSON value, each under the name it stands at."""
    found: set[tuple[str, str]] = set()

    def walk(name: str, inner: object) -> None:
        if isinstance(inner, dict):
            for key, member in inner.items():
                walk(key, member)
        elif isinstance(inner, list):
            for member in inner:
                walk(name, member)
        else:
            found.add((name, json.dumps(inner)))

    walk("", value)
    return found


@CODES
def test_the_words_of_the_example_have_no_gaps(code: str) -> None:
    shown = example(code)
    for text in (shown.message, shown.advice):
        assert text
        assert not re.search(r"\{\d\}", text)


def test_a_sample_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(
            b'{"input": {}, "near": {}, "before": [], "after": [], "x": 1}', type=Sample
        )
