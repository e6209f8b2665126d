"""The parts behind the pages: words of search, states of addresses, cells, shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evmap.conversion.counts import FATES
from evmap.conversion.reports.cells import cell
from evmap.conversion.shares import WHOLE, shares
from evmap.lookup.text import normal, pattern, queries, spellings
from evmap.mappings.state import State


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("CCS2", "ccs 2"),
        ("OUT_OF_SERVICE", "out of service"),
        ("IEC 62196-2 type 2 (Type 2)", "iec 62196 2 type 2 type 2"),
        ("connectorDetails.open24x7", "connectordetails open 24 x 7"),
        ("Straße", "strasse"),
        ("--", ""),
    ],
)
def test_words_lose_case_and_separators(text: str, form: str) -> None:
    assert normal(text) == form


@pytest.mark.parametrize(
    ("term", "query", "found"),
    [
        ("outOfOrder", "out of order", True),
        ("outOfOrder", "OUTOFORDER", True),
        ("OUT_OF_SERVICE", "outofservice", True),
        ("SAE J3105-1", "31", False),
        ("SAE J3105-1", "310", True),
        ("SAE J3105-1", "105", False),
        ("SEV 1011 (T13)", "t13", True),
        ("36", "3", False),
        ("Mennekes", "nekes", True),
    ],
)
def test_letters_match_anywhere_and_numbers_as_numbers(term: str, query: str, found: bool) -> None:
    looked_for = pattern(normal(query))
    assert any(looked_for.search(spelling) for spelling in spellings(term)) is found


def test_a_language_before_a_text_may_be_left_out() -> None:
    assert queries("DE: Schuko") == ["de schuko", "schuko"]
    assert queries("  ") == []


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(text: str) -> None:
    for query in queries(text):
        pattern(query).search(query)


def test_a_state_writes_its_parameters_in_one_order() -> None:
    state = State.of("/t/", ["q", "a"], {"page": 3, "a": ["1", "2"], "q": "x y", "z": "?"})
    assert state.url == "/t/?q=x+y&a=1&a=2&page=3"
    assert state.but(sort="n").url == "/t/?q=x+y&a=1&a=2&sort=n"
    assert state.toggled("a", "1").url == "/t/?q=x+y&a=2"
    assert state.toggled("a", "3").url == "/t/?q=x+y&a=1&a=2&a=3"
    assert State.of("/t/", [], {}).url == "/t/"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  ="])
def test_a_formula_becomes_text(start: str) -> None:
    assert cell(f"{start}cmd") == f"'{start}cmd"


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(value) for value in ("a=b", 5, True, None, [], ["x", "y"])] == [
        "a=b",
        5,
        "true",
        "",
        "",
        "x | y",
    ]


@given(st.dictionaries(st.sampled_from(FATES), st.integers(0, 10_000)))
def test_the_parts_of_a_bar_add_up(counts: dict[str, int]) -> None:
    found = shares(counts)
    assert sum(part.count for part in found) == sum(counts.values())
    if found:
        assert sum(part.width for part in found) == WHOLE
        assert [part.start for part in found] == [
            sum(other.width for other in found[:place]) for place in range(len(found))
        ]


def test_the_same_count_of_the_same_whole_always_reads_the_same() -> None:
    found = shares({"same": 1, "renamed": 1, "dropped": 1})
    assert [part.width for part in found] == [334, 333, 333]
    assert {part.percent for part in found} == {"33.3 %"}
