"""The facet engine, on rows that are no mapping rows; and that a column is one line."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from django.http import QueryDict

from evmap.api.listing import item_schema, parameters
from evmap.api.schemas.common import Linked
from evmap.mappings.facets import Facet, OptionLink, Selection
from evmap.mappings.state import State
from evmap.mappings.tables import FIELDS, Listing
from evmap.mappings.tables.table import Column, On
from tests.pages.conftest import See

FRUITS = [
    {"name": "apple", "colour": "red", "of": ["tree"]},
    {"name": "cherry", "colour": "red", "of": ["tree", "summer"]},
    {"name": "strawberry", "colour": "red", "of": ["summer"]},
    {"name": "plum", "colour": "blue", "of": ["tree"]},
]
COLOUR = Facet(
    "colour",
    "Colour",
    {"red": "red", "blue": "blue", "green": "green"},
    lambda fruit: (fruit["colour"],),
)
OF = Facet("of", "Of", {"tree": "trees", "summer": "summer"}, lambda fruit: fruit["of"], "of {}")


def chosen(query: str) -> Selection:
    return Selection([COLOUR, OF], FRUITS, QueryDict(query).getlist)


def names(query: str) -> list[str]:
    return [fruit["name"] for fruit in chosen(query).found]


def links(query: str, name: str) -> list[OptionLink]:
    state = State.of("/f/", ["colour", "of"], dict(QueryDict(query).lists()))
    (found,) = (one for one in chosen(query).links(state) if one.facet.name == name)
    return found.links


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["apple", "cherry", "strawberry", "plum"]),
        ("colour=red", ["apple", "cherry", "strawberry"]),
        ("colour=red&colour=blue", ["apple", "cherry", "strawberry", "plum"]),
        ("colour=red&of=tree", ["apple", "cherry"]),
        ("of=summer&of=tree&colour=blue", ["plum"]),
        ("colour=green", []),
        ("colour=pink", ["apple", "cherry", "strawberry", "plum"]),
    ],
)
def test_values_of_one_facet_add_up_and_facets_narrow_each_other(
    query: str, found: list[str]
) -> None:
    assert names(query) == found


@pytest.mark.parametrize(
    "query", ["", "colour=red", "of=tree", "colour=red&of=tree", "colour=blue"]
)
def test_a_count_is_what_the_value_would_show(query: str) -> None:
    for name in ("colour", "of"):
        others = QueryDict(query, mutable=True)
        others.pop(name, None)
        for link in links(query, name):
            alone = others.copy()
            alone[name] = link.value
            assert link.count == len(names(alone.urlencode()))


def test_addresses_turn_values_on_and_off_and_empty_values_have_none() -> None:
    red, blue, green = links("colour=red&of=tree", "colour")
    assert (red.active, red.url) == (True, "/f/?of=tree")
    assert (blue.active, blue.url) == (False, "/f/?colour=red&colour=blue&of=tree")
    assert (green.count, green.url) == (0, "")
    assert links("colour=green", "colour")[2].url == "/f/", "what is on can be turned off"


def test_a_value_says_for_how_many_of_its_rows_something_else_is_true() -> None:
    colour = replace(
        COLOUR,
        apart=lambda fruit: "cherry" in fruit["name"] or fruit["colour"] == "blue",
        apart_is="small stones",
        mark=lambda value, all_apart: value.upper() if all_apart else value,
    )
    (found,) = Selection([colour], FRUITS, QueryDict("").getlist).links(State.of("/f/", [], {}))
    assert [(one.label, one.count, one.apart) for one in found.links] == [
        ("red", 3, "1 with small stones"),
        ("BLUE", 1, "small stones"),
        ("green", 0, ""),
    ]


@pytest.mark.django_db
def test_the_filter_of_a_fate_counts_its_rows_and_says_with_how_many_nothing_is_lost(
    see: See,
) -> None:
    found = {
        loss: Listing(FIELDS, QueryDict(f"fate=dropped{loss}")).found
        for loss in ("", "&loss=information")
    }
    spared = found[""] - found["&loss=information"]
    (dropped,) = see("/fields/").soup.select("#facet-fate-dropped")
    words = dropped.get_text(" ", strip=True)
    assert words == f"dropped {found['']} {spared} with nothing lost"
    (only,) = see("/fields/?loss=request").soup.select("#facet-fate-dropped")
    assert only.get_text(" ", strip=True).endswith(" nothing lost")
    assert ["is-spared" in mark["class"] for mark in only.select(".fate")] == [True]


def test_the_choice_is_told_in_words_and_what_is_wrong_too() -> None:
    selection = chosen("colour=blue&colour=red&of=tree&colour=pink")
    assert selection.clauses == [("colour", "colour red or blue"), ("of", "of trees")]
    assert selection.problems == ["“pink” is no value of “colour”. Values: red, blue, green."]


def test_a_facet_with_a_default_leaves_out_nothing() -> None:
    size = replace(COLOUR, name="size", options={"s": "S", "m": "M"}, default="s")
    selection = Selection([size], FRUITS, QueryDict("size=m").getlist)
    assert selection.found == FRUITS
    (found,) = selection.links(State.of("/f/", ["size"], {"size": "m"}))
    assert [(one.active, one.count, one.url) for one in found.links] == [
        (False, None, "/f/"),
        (True, None, "/f/?size=m"),
    ]


def test_the_engine_knows_no_model() -> None:
    code = "import evmap.mappings.facets, sys; print(*(m for m in sys.modules if 'models' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.django_db
def test_a_column_and_its_filter_are_a_line_each() -> None:
    column = Column("unit", On(7, "Unit", sort="unit"), "field.unit", about="The unit.")
    facet = Facet("unit", "Unit", {"": "none", "kW": "kilowatts"}, lambda row: (row.field.unit,))
    table = replace(FIELDS, columns=(*FIELDS.columns, column), facets=(*FIELDS.facets, facet))
    listing = Listing(table, QueryDict("unit=kW&sort=-unit"))
    assert listing.sentence.endswith("v2 fields: unit kilowatts")
    assert {table.record(row)["unit"] for row in listing.rows} == {"kW"}
    assert listing.rows
    assert table.shown[-1].render(listing.rows[0]) == "kW"
    names = [one["name"] for one in parameters(table)["parameters"]]
    assert names[-3:] == ["unit", "note", "sort"]
    assert "-unit" in parameters(table)["parameters"][-1]["schema"]["enum"]
    schema = item_schema(table, "Item", "A field.", Linked).model_json_schema()
    assert schema["properties"]["unit"]["description"] == "The unit."
