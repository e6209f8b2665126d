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


def test_a_value_whose_rows_are_drawn_apart_has_a_count_for_each_part() -> None:
    apart = replace(
        COLOUR,
        part=lambda fruit, colour: "dark red" if "cherry" in fruit["name"] else colour,
        mark=str.upper,
    )
    (found,) = Selection([apart], FRUITS, QueryDict("").getlist).links(State.of("/f/", [], {}))
    assert [(one.parts, one.count, one.label) for one in found.links] == [
        ([("DARK RED", 1), ("RED", 2)], 3, "DARK RED"),
        ([("BLUE", 1)], 1, "BLUE"),
        ([("GREEN", 0)], 0, "GREEN"),
    ]


@pytest.mark.django_db
def test_what_is_dropped_with_nothing_lost_does_not_look_lost_among_the_filters(see: See) -> None:
    dropped = see("/fields/").soup.select_one("#facet-fate-dropped")
    assert dropped is not None
    lost, spared = dropped.select(".fate")
    assert ("is-spared" in lost["class"], "is-spared" in spared["class"]) == (False, True)
    assert lost.parent is dropped
    assert spared.parent.get_text(" ", strip=True) == "dropped nothing lost"  # type: ignore[union-attr]
    counts = [int(count.get_text()) for count in dropped.select(".count")]
    bar = see("/fields/").texts(".ledger-key .fate-dropped + span")
    assert counts[0] == int(bar[0])
    assert sum(counts) == Listing(FIELDS, QueryDict("fate=dropped")).found
    only = see("/fields/?loss=request").soup.select("#facet-fate-dropped .fate")
    assert ["is-spared" in mark["class"] for mark in only] == [True]


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
