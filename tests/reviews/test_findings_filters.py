"""Filters of the findings on a result page: counts, addresses, and without a script the server."""

from __future__ import annotations

import json

import pytest
from bs4 import Tag

from evmap.samples import SAMPLES
from tests.pages.conftest import See, Seen, text
from tests.reviews.conftest import Convert, again
from tests.reviews.test_accepting import carried


def shown(page: Seen) -> set[str]:
    """Return the ids of the findings that are not hidden."""
    return {str(row["id"]) for row in page.soup.select(".finding") if not row.has_attr("hidden")}


def controls(page: Seen, facet: str) -> dict[str, Tag]:
    return {str(one["data-value"]): one for one in page.soup.select(f'[data-facet="{facet}"]')}


def counts(page: Seen, facet: str) -> dict[str, int]:
    return {
        value: int(text(one.select_one(".count"))) for value, one in controls(page, facet).items()
    }


def of(page: Seen, **values: str) -> set[str]:
    """Return the ids of the findings with these values."""
    rows = page.soup.select(".finding")
    return {
        str(row["id"])
        for row in rows
        if all(row[f"data-{name}"] == value for name, value in values.items())
    }


def test_without_filters_all_are_shown_and_counted(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    rows = page.soup.select(".finding")
    assert shown(page) == {str(row["id"]) for row in rows}
    for facet in ("severity", "area", "code"):
        assert sum(counts(page, facet).values()) == len(rows), facet
    assert sum(counts(page, "fate").values()) == sum(bool(row["data-fate"]) for row in rows)


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("severity=error", {"severity": "error"}),
        ("fate=lossy", {"fate": "lossy"}),
        ("area=status", {"area": "status"}),
        ("code=EV402", {"code": "EV402"}),
        ("severity=warning&fate=dropped", {"severity": "warning", "fate": "dropped"}),
    ],
)
def test_a_filter_shows_just_those(see: See, query: str, values: dict[str, str]) -> None:
    page = see(f"/convert/?sample=deprecated&{query}")
    assert shown(page) == of(page, **values) != set()
    assert f"{len(shown(page))} of " in page.texts("[data-sentence]")[0]


STATIONS = json.dumps(
    [
        {"poolId": "a", "name": "North", "colour": "blue", "brand": "b"},
        {"poolId": "b", "name": "South", "shade": "dark", "brand": "b"},
        {"poolId": "a", "name": "North", "size": 1},
    ]
)


def patterns(page: Seen) -> set[str]:
    rows = page.soup.select(".finding:not([hidden]) .finding-what > .code")
    return {row.get_text() for row in rows}


def test_a_record_shows_what_its_location_has_and_nothing_else(convert: Convert) -> None:
    page = convert(text=STATIONS)
    everything = patterns(page)
    assert {"/*/colour", "/*/shade", "/*/size"} <= everything
    assert [text(c) for c in page.soup.select(".facet-record")] == ["1 North", "2 South"]
    for number, (there, elsewhere) in {
        "1": ({"/*/colour", "/*/size"}, {"/*/shade"}),
        "2": ({"/*/shade"}, {"/*/colour", "/*/size"}),
    }.items():
        after = convert(at=f"/convert/?record={number}", go="filter", **carried(page))
        assert patterns(after) == everything - elsewhere, number
        assert there <= patterns(after)


def test_of_a_large_document_the_record_on_the_page_can_be_chosen(convert: Convert) -> None:
    many = [{"poolId": f"p{n}", "name": f"Site {n}", "brand": "b"} for n in range(1200)]
    many[700]["colour"] = "blue"
    page = convert(**again(convert(text=json.dumps(many))), go="v2:701")
    assert [text(c) for c in page.soup.select(".facet-record")] == ["701 Site 700"]
    other = convert(at="/convert/?record=2", go="filter", **carried(page))
    assert "/*/colour" in patterns(page)
    assert "/*/colour" not in patterns(other)


def test_a_record_that_is_not_there_filters_nothing(convert: Convert) -> None:
    page = convert(text=STATIONS)
    for number in ("9", "0", "-1", "x", "99999999999999999999"):
        after = convert(at=f"/convert/?record={number}", go="filter", **carried(page))
        assert patterns(after) == patterns(page), number


def test_values_of_one_facet_add_up_and_facets_narrow(see: See) -> None:
    page = see("/convert/?sample=deprecated&fate=lossy&fate=unknown&severity=warning")
    assert shown(page) == of(page, fate="lossy", severity="warning") | of(
        page, fate="unknown", severity="warning"
    )


def test_each_count_is_what_its_value_would_show(see: See) -> None:
    page = see("/convert/?sample=deprecated&severity=warning")
    for value, control in controls(page, "area").items():
        after = see(str(control["href"]).partition("#")[0])
        assert len(shown(after)) == counts(page, "area")[value], value


def test_a_chosen_value_is_marked_and_leads_back(see: See) -> None:
    page = see("/convert/?sample=deprecated&severity=error")
    control = controls(page, "severity")["error"]
    assert control["aria-current"] == "true"
    assert control["href"] == "/convert/?sample=deprecated&#findings"


def test_what_means_nothing_is_passed_over(see: See) -> None:
    page = see("/convert/?sample=deprecated&severity=fatal&code=EV999")
    assert shown(page) == {str(row["id"]) for row in page.soup.select(".finding")}


def test_a_choice_that_fits_nothing_says_so(see: See) -> None:
    page = see("/convert/?sample=deprecated&severity=error&fate=lossy")
    assert shown(page) == set()
    assert not page.soup.select_one("[data-none]").has_attr("hidden")  # type: ignore[union-attr]


def test_without_an_address_of_its_own_the_page_sends_its_document_along(convert: Convert) -> None:
    page = convert(file=SAMPLES["deprecated"].read())
    button = controls(page, "fate")["unknown"]
    assert button.name == "button"
    address = str(button["formaction"])
    assert address == "/convert/?fate=unknown#findings"
    after = convert(at=address.partition("#")[0], go="filter", **again(page))
    assert shown(after) == of(after, fate="unknown") != of(after)
    # Another button of that page keeps the filter.
    moved = convert(at="/convert/", go="v2:1", **carried(after))
    assert shown(moved) == shown(after)


def test_every_code_is_explained_on_the_page_and_by_its_own(see: See) -> None:
    page = see("/convert/?sample=deprecated")
    for group in page.soup.select(".code-group"):
        link = group.select_one(".explained a")
        assert link is not None
        told = see(str(link["href"]))
        words = text(group.select_one(".explained p"))
        assert words.removesuffix(text(link)).strip() in told.main
