"""The catalogue: every code has all its words, and nothing else is in use."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from evmap.conversion.codes import AREAS, CATALOGUE, DEFINITIONS, SEVERITIES, Entry
from evmap.conversion.codes.entry import on_page, read_codes
from evmap.conversion.codes.examples import SAMPLES
from evmap.conversion.guide import fixture_guide
from evmap.revert.codes import CODES
from tests.support.site import ROOT

CONVERTER = ROOT / "evmap" / "conversion"
CODE = re.compile(r'"(EV\d{3})"')
ARGUMENT = re.compile(r"\{(\d)\}")
SENTENCE_END = re.compile(r"[.?](?:\s|$)")

ENTRIES = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=CATALOGUE)


def codes_in(folder: Path, *but: str) -> set[str]:
    """Return the codes that the modules of a folder name."""
    files = (file for file in folder.rglob("*.py") if not set(file.parts) & set(but))
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_code_in_the_source_is_in_the_catalogue_and_the_other_way_round() -> None:
    assert codes_in(CONVERTER, "codes", "score.py") == set(CATALOGUE)


def test_every_code_has_a_sample_and_every_sample_a_code() -> None:
    assert {file.stem for file in SAMPLES.glob("*.json")} == set(CATALOGUE)


@pytest.mark.parametrize(
    ("file", "codes"),
    [(CONVERTER / "codes" / "codes.json", CATALOGUE), (ROOT / "evmap/revert/codes.json", CODES)],
    ids=["conversion", "revert"],
)
def test_the_file_of_codes_is_in_order_and_in_one_form(file: Path, codes: dict[str, Entry]) -> None:
    """Two spaces a level, members as Entry has them, and none that says nothing."""
    entries = [codes[code] for code in sorted(codes)]
    wanted = msgspec.json.format(msgspec.json.encode(entries), indent=2).decode() + "\n"
    assert file.read_text(encoding="utf-8").splitlines() == wanted.splitlines()


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"severity": "waring"}, r"Invalid enum value 'waring' - at `\$\[1\].severity`"),
        ({"sevrity": "warning"}, r"unknown field `sevrity` - at `\$\[1\]`"),
        ({"advice": None}, r"Expected `str`, got `null` - at `\$\[1\].advice`"),
    ],
)
def test_a_wrong_member_is_told_with_its_place(
    wrong: dict[str, str | None], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = msgspec.to_builtins([*CATALOGUE.values()][:2])
    entries[1] |= wrong
    (tmp_path / "codes.json").write_bytes(msgspec.json.encode(entries))
    monkeypatch.setattr("evmap.conversion.codes.entry.resources.files", lambda package: tmp_path)
    with pytest.raises(msgspec.ValidationError, match=place):
        read_codes("any")


def test_every_severity_has_a_definition() -> None:
    assert tuple(DEFINITIONS) == SEVERITIES


@ENTRIES
def test_an_entry_has_all_its_words(entry: Entry) -> None:
    assert re.fullmatch(r"EV[1-6]\d{2}", entry.code)
    assert entry.severity in SEVERITIES
    assert entry.area in AREAS.values()
    assert entry.title
    assert not entry.title.endswith(".")
    for text in (entry.explanation, entry.message, entry.advice):
        assert re.search(r"(\.|\{\d\})$", text), text
        assert text == text.strip()
        assert "  " not in text


@ENTRIES
def test_what_is_lost_or_chosen_is_never_nothing_to_do(entry: Entry) -> None:
    assert entry.severity == "notice" or not entry.advice.startswith("Nothing to do")


@ENTRIES
def test_pages_leave_out_the_options_of_the_command(entry: Entry) -> None:
    told = on_page(entry.advice)
    assert "--" not in told
    assert told.endswith((".", "}"))


@ENTRIES
def test_an_explanation_has_one_to_four_sentences(entry: Entry) -> None:
    assert 1 <= len(SENTENCE_END.findall(entry.explanation)) <= 4


@ENTRIES
def test_only_findings_told_apart_by_arguments_show_them(entry: Entry) -> None:
    shown = ARGUMENT.findall(entry.message + entry.advice)
    assert bool(shown) == entry.by_argument
    assert sorted({*map(int, shown)}) == list(range(len({*shown})))


@ENTRIES
def test_an_entry_names_fields_of_the_field_map(entry: Entry) -> None:
    known = {row.path for row in fixture_guide().fields}
    assert [path for path in entry.fields if path not in known] == []
    assert len(set(entry.fields)) == len(entry.fields)


def test_titles_are_told_apart() -> None:
    titles = [entry.title for entry in CATALOGUE.values()]
    assert sorted(titles) == sorted(set(titles))
