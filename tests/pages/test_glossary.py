"""`/glossary/`, and that every word of evmap's own has a definition one click away."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from evmap import glossary
from evmap.conversion.codes import DEFINITIONS, SEVERITIES
from evmap.conversion.counts import FATES
from evmap.diagnostics.table import FINDINGS
from evmap.mappings.tables import CONNECTORS, ELEMENTS, FIELDS, STANDARDS, STATUSES
from evmap.mappings.tables.table import FateName, Table
from tests.pages.conftest import See
from tests.support.site import ROOT

TABLES = [CONNECTORS, STANDARDS, STATUSES, ELEMENTS, FIELDS, FINDINGS]
#: Heads and titles that say what they mean to whoever reads English and knows both APIs.
PLAIN = {
    *("v2 id", "v2 name", "v3 standard", "More information", "Description", "Power", "HERE v3"),
    *("OCPI 2.2.1 and 2.3.0", "Data element", "v2", "v3", "OCPI definition", "v2 status"),
    *("v3 status", "v2 field", "Type", "v3 path", "Meaning", "Area", "Title"),
    *("State", "Has the value", "Direction"),
}


def test_every_word_is_there_with_its_definition_and_an_address(see: See) -> None:
    page = see("/glossary/")
    for word in glossary.words():
        entry = page.one(f"[id='{word.slug}']")
        assert entry.dt is not None
        assert entry.dd is not None
        assert (entry.dt.get_text(), entry.dd.get_text()) == (word.word, word.means)


def test_words_are_unique_and_definitions_are_one_sentence() -> None:
    slugs = [word.slug for word in glossary.words()]
    assert len(slugs) == len(set(slugs))
    for word in glossary.words():
        assert word.means.endswith(".")
        assert word.means[0].isupper()
        assert len(word.means) < 160


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_label_of_a_table_is_plain_or_leads_to_its_definition(see: See, table: Table) -> None:
    labels = {column.on.head: column.on.word for column in table.shown if column.on}
    labels |= {facet.title: facet.word for facet in table.facets_with_notes()}
    for label, word in labels.items():
        assert word in glossary.BY_SLUG if word else label in PLAIN, label
    page = see(f"/{table.name}/")
    shown = {link.partition("#")[2] for link in page.links("a.word-help")}
    assert shown >= {word for word in labels.values() if word} - {"note"} or table is ELEMENTS


def test_what_the_converter_calls_things_is_defined() -> None:
    assert tuple(glossary.FATES) == get_args(FateName) == FATES
    assert tuple(DEFINITIONS) == SEVERITIES
    assert DEFINITIONS is glossary.SEVERITIES
    kinds = {"fate": glossary.FATES, "origin": glossary.ORIGINS, "loss": glossary.LOSSES}
    for kind, words in kinds.items():
        assert kind in glossary.BY_SLUG
        for word in words:
            assert glossary.slug_of(word, kind) in glossary.BY_SLUG


TAG = re.compile(r"{% (?:word|help_on|stamp) \"([^\"]+)\"")


def test_templates_name_only_words_that_are_defined() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        for slug in TAG.findall(template.read_text(encoding="utf-8")):
            assert slug in glossary.BY_SLUG or slug == "fate-", template


@pytest.mark.parametrize(
    ("address", "slugs"),
    [
        ("/connectors/25/", {"deprecated", "heres-guide"}),
        ("/connectors/36/", {"origin-assumed", "heres-guide"}),
        ("/connectors/54/", {"suggested-successor", "origin-assumed", "deprecated"}),
        ("/statuses/v2/OUT_OF_SERVICE/", {"preferred", "origin-assumed", "heres-guide"}),
        ("/statuses/v3/UNKNOWN/", {"preferred", "added-by-evmap"}),
        ("/fields/poolid/", {"basis"}),
        ("/", {"fate"}),
    ],
)
def test_words_lead_to_their_definition(see: See, address: str, slugs: set[str]) -> None:
    page = see(address)
    found = {link.partition("#")[2] for link in page.links("a[data-word]")}
    assert slugs <= found
    for link in page.soup.select("a[data-word]"):
        word = glossary.BY_SLUG[str(link["href"]).partition("#")[2]]
        assert str(link["href"]) == f"/glossary/#{word.slug}"
        assert link["title"] == word.means


def test_fates_on_a_line_lead_to_their_definition(see: See) -> None:
    page = see("/connectors/36/")
    assert set(page.links(".branch-word a")) == {"/glossary/#fate-lossy"}
