"""The codes of the way back: all their words, and a sample that triggers each and a near one."""

from __future__ import annotations

import json
import re

import pytest

from evmap.catalogue import ALL, example
from evmap.commands.explain import explain
from evmap.conversion.codes import CATALOGUE, DEFINITIONS, SEVERITIES, Entry
from evmap.conversion.codes.entry import AREAS_BACK
from evmap.conversion.guide import fixture_guide
from evmap.revert import Reverted
from evmap.revert.codes import CODES
from evmap.revert.examples import SAMPLES, run, sample
from tests.catalogue.test_entries import ARGUMENT, SENTENCE_END
from tests.support.site import ROOT

EACH = pytest.mark.parametrize("code", CODES)
EACH_ENTRY = pytest.mark.parametrize("entry", CODES.values(), ids=CODES)

PACKAGE = ROOT / "evmap" / "revert"


def codes_of(done: Reverted) -> list[str]:
    return sorted({finding.code for finding in done.findings})


def test_every_code_in_the_source_has_an_entry_and_a_sample_and_the_other_way_round() -> None:
    named = {
        code
        for file in PACKAGE.glob("*.py")
        for code in re.findall(r'"(RV\d{3})"', file.read_text())
    }
    assert named == set(CODES) == {file.stem for file in SAMPLES.glob("*.json")}


def test_the_catalogue_of_all_codes_holds_those_of_both_ways() -> None:
    assert list(ALL) == [*CATALOGUE, *CODES]
    titles = [entry.title for entry in ALL.values()]
    assert sorted(titles) == sorted(set(titles))


@EACH_ENTRY
def test_an_entry_has_all_its_words(entry: Entry) -> None:
    assert re.fullmatch(r"RV[1-5]\d{2}", entry.code)
    assert entry.severity in SEVERITIES
    assert entry.area == AREAS_BACK[entry.code[:3]]
    assert entry.direction == "v3 to v2"
    assert not entry.title.endswith(".")
    assert 1 <= len(SENTENCE_END.findall(entry.explanation)) <= 4
    for text in (entry.explanation, entry.message, entry.advice):
        assert re.search(r"(\.|\{\d\})$", text), text
        assert "  " not in text


@EACH_ENTRY
def test_only_findings_told_apart_by_arguments_show_them(entry: Entry) -> None:
    shown = ARGUMENT.findall(entry.message + entry.advice)
    assert bool(shown) == entry.by_argument
    assert sorted({*map(int, shown)}) == list(range(len({*shown})))


@EACH_ENTRY
def test_an_entry_names_fields_of_the_field_map(entry: Entry) -> None:
    known = {row.path for row in fixture_guide().fields}
    assert [path for path in entry.fields if path not in known] == []


@EACH
def test_the_sample_triggers_just_its_codes(code: str) -> None:
    found = sample(code)
    assert codes_of(run(found.input)) == (found.codes or [code])


@EACH
def test_the_near_sample_does_not_trigger_the_code(code: str) -> None:
    found = sample(code)
    assert codes_of(run(found.near)) == found.near_codes
    assert code not in found.near_codes


@EACH
def test_the_example_shows_parts_of_both_sides(code: str) -> None:
    shown = example(code)
    assert (shown.source, shown.target) == (sample(code).options.target, "v2")
    assert json.loads(shown.before)
    assert json.loads(shown.after)
    assert max(shown.before.count("\n"), shown.after.count("\n")) < 24
    assert not re.search(r"\{\d\}", shown.message + shown.advice)


@EACH
def test_a_code_is_explained_in_full(code: str) -> None:
    entry, words = CODES[code], " ".join(explain(code).split())
    assert words.startswith(f"{code} {entry.title} ")
    assert f"{entry.severity}: {DEFINITIONS[entry.severity]} {entry.explanation}" in words
    assert f" {sample(code).options.target} " in words
    assert words.endswith(f"What to do: {entry.advice}")


def test_a_finding_of_the_way_back_refers_to_its_page() -> None:
    (finding,) = run(sample("RV301").input).findings
    assert finding.reference == "/findings/RV301/"
