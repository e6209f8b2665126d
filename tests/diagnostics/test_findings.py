"""`/findings/` and the pages of single findings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evmap.catalogue import ALL, example
from evmap.conversion.codes import AREAS, CATALOGUE, DEFINITIONS, DIRECTIONS, SEVERITIES
from evmap.conversion.codes.entry import COMMAND
from evmap.mappings import snapshot
from tests.pages.conftest import See, Seen, see

__all__ = ["see"]

CODES = list(ALL)


def codes(*, severity: str = "", area: str = "") -> list[str]:
    return [
        entry.code
        for entry in ALL.values()
        if severity in ("", entry.severity) and area in ("", entry.area)
    ]


def in_groups(codes: list[str]) -> list[str]:
    """Codes as the page has them: under headings, in the order in which these come first."""
    groups = [(ALL[code].direction, ALL[code].area) for code in codes]
    return [codes[n] for n in sorted(range(len(codes)), key=lambda n: groups.index(groups[n]))]


GROUPED = in_groups(CODES)


def test_headings_part_the_table_by_area_and_direction(see: See) -> None:
    page = see("/findings/")
    assert page.texts("tr.group")[:2] == ["Reading 12", "Connectors 13"]
    assert any(text.startswith("Fields, on the way back") for text in page.texts("tr.group"))
    assert see("/findings/?sort=-title").texts("tr.group") == []


def test_on_a_phone_headings_are_closed_until_something_is_looked_for(see: See) -> None:
    assert see("/findings/").soup.select(".group-switch[checked]") == []
    for query in ("q=pool", "area=status"):
        page = see(f"/findings/?{query}")
        switches = page.soup.select(".group-switch")
        assert switches == page.soup.select(".group-switch[checked]") != []


def test_the_table_lists_every_code_with_severity_area_and_title(see: See) -> None:
    page = see("/findings/")
    assert page.status == 200
    assert page.heading == "Finding codes"
    assert page.sentence == f"All {len(CODES)} findings"
    assert page.column("Code") == GROUPED
    entries = [ALL[code] for code in GROUPED]
    assert page.column("Severity") == [entry.severity for entry in entries]
    assert page.column("Area") == [entry.area for entry in entries]
    assert page.texts('td[data-label="Title"] strong') == [entry.title for entry in entries]


def test_the_table_says_what_severities_mean(see: See) -> None:
    page = see("/findings/")
    assert {name: page.fact(name)[0] for name in SEVERITIES} == DEFINITIONS


@pytest.mark.parametrize("severity", SEVERITIES)
def test_severities_filter(see: See, severity: str) -> None:
    page = see(f"/findings/?severity={severity}")
    assert page.column("Code") == in_groups(codes(severity=severity))
    assert page.sentence == (
        f"{len(codes(severity=severity))} of {len(CODES)} findings: severity {severity}"
    )


@pytest.mark.parametrize("area", AREAS.values())
def test_areas_filter_and_facets_count_what_they_would_show(see: See, area: str) -> None:
    page = see(f"/findings/?area={area}")
    assert page.column("Code") == codes(area=area)
    counts = dict(zip(page.texts(".facet:first-child li"), SEVERITIES, strict=True))
    assert list(counts) == [
        f"{severity} {len(codes(severity=severity, area=area))}" for severity in SEVERITIES
    ]


@pytest.mark.parametrize("first", DIRECTIONS)
def test_directions_filter(see: See, first: str) -> None:
    page = see(f"/findings/?direction={DIRECTIONS[first].replace(' ', '+')}")
    assert page.column("Code") == in_groups([code for code in CODES if code.startswith(first)])
    assert page.sentence.endswith(f"of {len(CODES)} findings: direction {DIRECTIONS[first]}")


def test_filters_combine_and_several_values_of_one_add_up(see: See) -> None:
    page = see("/findings/?severity=error&severity=notice&area=status")
    assert page.column("Code") == [
        code for code in codes(area="status") if ALL[code].severity != "warning"
    ]
    assert page.sentence.endswith("findings: severity error or notice, area status")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("EV301", ["EV301"]),
        ("ev 301", ["EV301"]),
        ("301", ["EV301", "RV301"]),
        ("half of a surrogate", ["EV109"]),
        ("numberOfReserved", ["EV305", "EV306", "EV307", "EV308"]),
        ("zzz", []),
    ],
)
def test_search_looks_at_code_title_words_and_fields(
    see: See, query: str, first: list[str]
) -> None:
    assert see(f"/findings/?q={query}").column("Code") == first


def test_nothing_found_offers_a_way_out(see: See) -> None:
    page = see("/findings/?q=zzz&area=status")
    assert "No finding fits." in page.main
    assert page.texts(".empty a") == [
        *("Leave out: matching “zzz”", "Leave out: area status"),
        "Look “zzz” up in all tables",
    ]


@pytest.mark.parametrize("column", ["code", "severity", "area", "title"])
def test_sorting_both_ways_keeps_every_row_once(client: Client, db: None, column: str) -> None:
    for sort in (column, f"-{column}"):
        document = client.get(f"/findings.json?sort={sort}").json()
        assert sorted(item["code"] for item in document["items"]) == CODES


def test_severities_sort_by_gravity(client: Client, db: None) -> None:
    items = client.get("/findings.json?sort=severity").json()["items"]
    severities = [item["severity"] for item in items]
    assert severities == sorted(severities, key=SEVERITIES.index)


@pytest.mark.parametrize(
    "query", ["", "q=pool", "severity=error&sort=-title", "area=fields&per_page=25&page=2", "q=zz"]
)
def test_page_csv_and_json_give_the_same_rows(see: See, client: Client, query: str) -> None:
    document = json.loads(client.get(f"/findings.json?{query}").content)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/findings.csv?{query}").content.decode())))
    found = [item["code"] for item in document["items"]]
    assert [row["code"] for row in rows] == found
    shown = see(f"/findings/?{query}", follow=True).column("Code")
    assert shown == (found if "sort" in query else in_groups(found))
    for item in document["items"]:
        entry = ALL[item["code"]]
        assert item["explanation"] == entry.explanation
        assert item["fields"] == list(entry.fields)


def test_the_same_rows_are_offered_as_data(see: See, client: Client) -> None:
    links = [str(link["href"]) for link in see("/findings/?q=pool").soup.select(".formats a")]
    assert {"/findings.csv?q=pool", "/findings.json?q=pool"} <= set(links)
    for link in links:
        assert client.get(link).status_code == 200, link


def test_typing_changes_the_rows_alone(see: See) -> None:
    page = see("/findings/?q=EV301", htmx=True)
    assert page.column("Code") == ["EV301"]
    assert page.soup.html is None


def test_a_value_that_a_filter_lacks_is_an_error_everywhere(see: See, client: Client) -> None:
    message = "“fatal” is no value of “severity”. Values: error, warning, notice."
    page = see("/findings/?severity=fatal")
    assert page.status == 400
    assert page.texts(".message-error") == [f"{message} This filter is left out."]
    for suffix in ("csv", "json"):
        answer = client.get(f"/findings.{suffix}?severity=fatal")
        assert answer.status_code == 400
        assert answer.json()["error"]["messages"] == [message]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/findings/?q=", "/findings/"),
        ("/findings/?area=status&severity=error", "/findings/?severity=error&area=status"),
        ("/findings/?utm_source=mail&q=EV301", "/findings/?q=EV301"),
    ],
)
def test_addresses_have_one_form(see: See, given: str, canonical: str) -> None:
    page = see(given)
    assert (page.status, page.answer["Location"]) == (302, canonical)


@pytest.mark.parametrize("value", ["%00", "' OR 1=1", "<b>", "9" * 400, "a" * 3000, "%ED%A0%80"])
@pytest.mark.parametrize("name", ["q", "severity", "area", "sort", "page", "per_page"])
def test_rubbish_in_any_parameter_is_answered(see: See, name: str, value: str) -> None:
    for address in (f"/findings/?{name}={value}", f"/findings.csv?{name}={value}"):
        assert see(address, follow=True).status in (200, 400)


# --- The page of one finding ---


@pytest.fixture(scope="module")
def kept() -> dict[str, Seen]:
    """Pages of findings by code that a test has seen."""
    return {}


@pytest.fixture
def page_of(see: See, kept: dict[str, Seen]) -> Callable[[str], Seen]:
    """The page of a finding, which is asked for once: it only follows from the code."""

    def page(code: str) -> Seen:
        if code not in kept:
            kept[code] = see(f"/findings/{code}/")
        return kept[code]

    return page


@pytest.mark.parametrize("code", CODES)
def test_a_finding_has_a_page_with_all_its_words(page_of: Callable[[str], Seen], code: str) -> None:
    entry, shown = ALL[code], example(code)
    page = page_of(code)
    assert page.status == 200
    assert page.title == f"{code} {entry.title} · evmap"
    assert page.heading == f"{code} {entry.title}"
    assert page.texts(".severity-tag") == [entry.severity]
    advice = shown.advice.split(COMMAND)
    for words in (DEFINITIONS[entry.severity], entry.explanation, shown.message, *advice):
        assert " ".join(words.split()) in page.main
    before, after = (code_.get_text() for code_ in page.soup.select(".snippets code"))
    assert (before, after) == (shown.before, shown.after)
    assert page.texts(".snippets figcaption") == [shown.source, shown.target]


@pytest.fixture(scope="module")
def followed() -> set[str]:
    """Links that were followed by now: many findings have the same."""
    return set()


@pytest.mark.parametrize("code", CODES)
def test_links_of_a_finding_lead_somewhere(
    page_of: Callable[[str], Seen], client: Client, followed: set[str], code: str
) -> None:
    page = page_of(code)
    links = {str(link["href"]) for link in page.soup.select("main a[href]")}
    assert len(page.soup.select(".facts dt a")) == len(ALL[code].fields)
    for link in links - followed:
        assert client.get(link).status_code == 200, link
    followed |= links


def test_neighbours_lead_from_the_first_to_the_last(page_of: Callable[[str], Seen]) -> None:
    code, seen = CODES[0], []
    while code:
        seen.append(code)
        following = page_of(code).soup.select_one('.steps a[rel="next"]')
        code = str(following["href"]).split("/")[2] if following else ""
    assert seen == CODES
    back = page_of(CODES[-1]).soup.select_one('.steps a[rel="prev"]')
    assert back is not None
    assert back["href"] == f"/findings/{CODES[-2]}/"


@pytest.mark.parametrize("code", ["ev301", "Ev301", "eV301"])
def test_another_case_leads_to_the_code(see: See, code: str) -> None:
    page = see(f"/findings/{code}/")
    assert (page.status, page.answer["Location"]) == (302, "/findings/EV301/")


@pytest.mark.parametrize("code", ["EV999", "RV999", "301", "x" * 500, "<b>", "EV301 ", "..", "%00"])
def test_no_such_code_is_404(see: See, code: str) -> None:
    assert see(f"/findings/{code}/").status == 404


def test_404_says_which_codes_there_are(see: See) -> None:
    page = see("/findings/EV999/")
    forth, back = list(CATALOGUE), list(CODES[len(CATALOGUE) :])
    runs = f"from {forth[0]} to {forth[-1]}, and from {back[0]} to {back[-1]}"
    assert f"There is no finding EV999. Codes run {runs}." in page.main


def test_the_navigation_marks_findings(see: See) -> None:
    assert see("/findings/EV301/").texts('.site-nav a[aria-current="true"]') == ["Finding codes"]


@pytest.mark.parametrize("query", ["EV301", "ev301", "ev 301"])
def test_the_look_up_box_finds_a_code(see: See, query: str) -> None:
    page = see(f"/lookup/?q={query}")
    assert (page.status, page.answer["Location"]) == (302, "/findings/EV301/")


@pytest.mark.parametrize("address", ["/findings/", "/findings/?q=pool", "/findings.csv"])
def test_the_table_asks_only_for_the_version_of_the_tables(
    see: See, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    see(address)  # What it reads of the tables then stays in memory.
    with django_assert_num_queries(1):
        assert see(address).status == 200


def test_a_page_needs_few_queries(
    see: See, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    snapshot.current()
    with django_assert_num_queries(1):
        see("/findings/EV301/")
