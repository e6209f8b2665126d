"""What the documents say of the code is there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from evmap.conversion.diagnostics import Notes
from tests.support.site import ROOT
from tools import glossary

#: For whoever works on evmap.
PAGES = sorted(
    [
        ROOT / "CONTRIBUTING.md",
        ROOT / "benchmarks" / "README.md",
        ROOT / "docs" / "architecture.md",
        ROOT / "docs" / "mutations.md",
        *(ROOT / "docs" / "decisions").glob("*.md"),
        *(ROOT / "docs" / "how-to").glob("*.md"),
    ]
)
#: Paths in such pages may begin in one of these.
BASES = (
    "",
    "benchmarks/",
    "docs/",
    "evmap/",
    "evmap/conversion/",
    "evmap/conversion/rules/",
    "evmap/conversion/targets/",
    "tests/conversion/",
)

PATH = re.compile(r"`((?:\w[\w.-]*/)*[\w.-]+\.(?:py|md|jq)|(?:\w[\w.-]*/)+)(?::\w+)?`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")

EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@EACH
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = set(PATH.findall(page.read_text(encoding="utf-8")))
    assert [
        path for path in sorted(named) if not any((ROOT / base / path).exists() for base in BASES)
    ] == []


@EACH
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_glossary_is_the_one_that_the_site_shows() -> None:
    assert glossary.FILE.read_text(encoding="utf-8") == glossary.text()


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == [file.name for file in sorted(folder.glob("0*.md"))]


def test_every_module_of_the_picture_is_in_its_place() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    named = set(re.findall(r"\b(\w+\.py)\b", picture))
    there = {file.name for file in (ROOT / "evmap" / "conversion").rglob("*.py")}
    assert len(named) > 12
    assert named <= there


@EACH
def test_what_a_page_says_of_notes_can_be_said(page: Path) -> None:
    named = set(re.findall(r"\bnotes\.(\w+)", page.read_text(encoding="utf-8")))
    assert named <= set(dir(Notes))


def test_a_target_is_named_only_where_the_how_to_says() -> None:
    code = [file for file in (ROOT / "evmap").rglob("*.py") if file.parent.name != "migrations"]
    named = {
        str(file.relative_to(ROOT / "evmap"))
        for file in code
        if re.search(r'"ocpi-2\.\d\.\d"', file.read_text(encoding="utf-8"))
    }
    assert named == {
        "options.py",
        "conversion/targets/ocpi_fit.py",  # which of OCPI's versions it is
        "mappings/tables/standards.py",  # spellings, which have names of their own
    }


NAMED = re.compile(r"\b(evmap(?:\.[a-z_]+)+)\.([A-Z]\w+)")


def test_what_templates_are_said_to_be_given_is_there() -> None:
    named = {
        match
        for file in (ROOT / "templates").rglob("*.html")
        for match in NAMED.findall(file.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert [each for each in sorted(named) if not hasattr(import_module(each[0]), each[1])] == []
