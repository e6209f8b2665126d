"""`/connectors/`."""

from __future__ import annotations

import pytest

from evmap.mappings.models import Note
from tests.pages.conftest import See

DEPRECATED = [3, 4, 10, *range(14, 20), 21, 24, 25, 26, 27, 28, 37, 38, 39, 40, 41, 44, 45, 46, 47]
DEPRECATED += [54, 60]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("mennekes", [31, 34]),
        ("MENNEKES", [31, 34]),
        ("ccs2", [34]),
        ("CCS 2", [34]),
        ("ccs", [33, 34]),
        ("36", [36]),
        ("SAE_J3400", [43]),
        ("nacs", [43, 68]),
        ("j1772", [30, 33, 45]),
        ("Schuko", [9]),
        ("three_32", [36]),
        ("Unallowed", [2]),
        ("paddle small", [3]),
        ("chademo", [29, 63]),
        ("%", []),
        ("_", []),
        ("no such plug", []),
    ],
)
def test_search_finds_ids_names_standards_synonyms_and_older_names(
    see: See, query: str, ids: list[int]
) -> None:
    page = see(f"/connectors/?q={query.replace('%', '%25')}", follow=True)
    assert [int(number) for number in page.column("v2 id")] == ids


def test_a_number_is_an_id_first_and_a_number_of_a_name_then(see: See) -> None:
    ids = see("/connectors/?q=16").column("v2 id")
    assert sorted(ids) == ["16", "22", "35", "36"]


def test_all_ids_of_the_guide_are_there_in_its_order_of_numbers(see: See) -> None:
    page = see("/connectors/")
    assert page.sentence == "All 69 v2 connector types"
    assert sorted(map(int, page.column("v2 id"))) == list(range(69))


def test_deprecated_ids_are_those_of_the_guide(see: See) -> None:
    page = see("/connectors/?state=deprecated&sort=v2_id")
    assert page.column("v2 id") == [str(number) for number in sorted(DEPRECATED)]
    suggested = [cell for cell in page.column("v3 standard") if cell]
    assert len(suggested) == 19
    assert all(cell.startswith("evmap suggests ") for cell in suggested)
    assert set(page.column("Fate")) == {"dropped"}


def test_36_stands_beside_its_three_standards(see: See) -> None:
    page = see("/connectors/?q=36")
    assert page.texts("table.rows td[data-label='v3 standard'] li") == [
        "IEC_60309_2_THREE_16",
        "IEC_60309_2_THREE_32",
        "IEC_60309_2_THREE_64",
    ]


def test_facets_count_what_they_would_select(see: See) -> None:
    page = see("/connectors/")
    links = page.links(".facets a:not(.word-help)")
    counts = set(zip(links, page.texts(".facets a .count"), strict=True))
    assert ("/connectors/?fate=converted", "41") in counts
    assert ("/connectors/?fate=lossy", "1") in counts
    assert ("/connectors/?fate=dropped", "27") in counts
    assert ("/connectors/?state=deprecated", "26") in counts
    for href, count in counts:
        assert see(href).sentence.startswith(f"{count} of 69 ")


def test_counts_of_one_facet_heed_the_others_and_the_search(see: See) -> None:
    page = see("/connectors/?q=tesla&fate=dropped")
    counts = dict(
        zip(page.texts(".facets a .fate"), page.texts(".facets a:has(.fate) .count"), strict=True)
    )
    assert counts == {"converted": "3", "dropped": "3"}
    assert "lossy 0" in page.texts(".facets li")


def test_an_active_facet_links_to_the_page_without_it(see: See) -> None:
    page = see("/connectors/?fate=dropped")
    assert page.links(".facets a[aria-current]") == ["/connectors/"]


def test_several_values_of_a_facet_select_the_rows_of_either(see: See) -> None:
    page = see("/connectors/?fate=lossy&fate=dropped")
    assert page.sentence == "28 of 69 v2 connector types: fate lossy or dropped"


def test_the_title_says_what_is_shown(see: See) -> None:
    assert see("/connectors/").title == "Connectors · evmap"
    title = see("/connectors/?q=tesla&fate=dropped").title
    assert title == "3 of 69 v2 connector types: matching “tesla”, fate dropped · evmap"


def test_nothing_found_offers_ways_back(see: See) -> None:
    page = see("/connectors/?q=zzz&fate=lossy")
    assert page.sentence.startswith("0 of 69 v2 connector types")
    assert page.soup.select("table.rows") == []
    links = set(page.links(".empty a"))
    assert links == {"/connectors/?fate=lossy", "/connectors/?q=zzz", "/lookup/?q=zzz"}


def test_rows_with_a_note_can_be_picked(see: See) -> None:
    Note.objects.create(table="connector", key="36", text="Ask the operator.", author="Alice")
    Note.objects.create(table="standard", key="9", text="Not a connector.", author="Alice")
    assert see("/connectors/?note=yes").column("v2 id") == ["36"]
    assert len(see("/connectors/?note=no").column("v2 id")) == 68
