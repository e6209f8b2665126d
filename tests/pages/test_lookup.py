"""`/lookup/?q=`."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from defusedxml import ElementTree
from django.test import Client
from pytest_django import Settings

from evmap.mappings.published import shelf
from tests.pages.conftest import See


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("36", "/connectors/36/"),
        (" 36 ", "/connectors/36/"),
        ("SAE_J3400", "/standards/SAE_J3400/"),
        ("sae j3400", "/standards/SAE_J3400/"),
        ("OUTOFORDER", "/statuses/v3/OUTOFORDER/"),
        ("out of service", "/statuses/v2/OUT_OF_SERVICE/"),
        ("avcon", "/connectors/25/"),
    ],
)
def test_an_exact_code_or_a_single_hit_opens_its_page(see: See, query: str, address: str) -> None:
    answer = see(f"/lookup/?q={query}").answer
    assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ccs2", "IEC_62196_T2_COMBO"),
        ("type 2", "IEC_62196_T2"),
        ("DE: Schuko", "DOMESTIC_F"),
        ("chargeCapacity", "connectors.connector[].chargeCapacity"),
    ],
)
def test_several_hits_are_ranked(see: See, query: str, first: str) -> None:
    page = see(f"/lookup/?q={query}", follow=True)
    hits = page.texts(".hits a") or [page.heading]
    assert hits[0].replace(" ", "").startswith(first)


def test_a_hit_answers_at_once(see: See) -> None:
    page = see("/lookup/?q=ccs")
    answers = dict(zip(page.texts(".hits a"), page.texts(".hit-answer"), strict=True))
    assert answers["34"] == "becomes IEC_62196_T2_COMBO"
    assert answers["IEC_62196_T2_COMBO"] == "is v2 id 34"
    page = see("/lookup/?q=type+2")
    answers = dict(zip(page.texts(".hits a"), page.texts(".hit-answer"), strict=True))
    assert answers["31"] == "becomes IEC_62196_T2"
    assert answers["54"].startswith("has no v3 standard (suggested by evmap: IEC_62196_T2")
    deprecated = page.texts(".hits li:has(.stamp-deprecated) a")
    assert "54" in deprecated
    assert "31" not in deprecated


def test_a_hit_with_many_counterparts_names_some_and_counts_the_rest(see: See) -> None:
    page = see("/lookup/?q=industrial+3P")
    assert "becomes IEC_60309_2_THREE_16 , IEC_60309_2_THREE_32 , IEC_60309_2_THREE_64" in page.main
    page = see("/lookup/?q=restricted", htmx=True)
    assert all(len(one.select(".code")) <= 3 for one in page.soup.select(".hit-answer"))


def test_another_name_is_told_only_where_it_is_not_the_query(see: See) -> None:
    assert "also called" not in see("/lookup/?q=ccs2").main
    assert "also called “Mennekes”" in see("/lookup/?q=mennek").main


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("connectorType.id 36", "/connectors/36/"),
        ('"id": "36"', "/connectors/36/"),
        ('{"id": "36", "name": "IEC 60309"}', "/connectors/36/"),
        ("36.0", "/connectors/36/"),
        (" 31 ", "/connectors/31/"),
        ("my typeId: 45 there", "/connectors/45/"),
        ("Type 2 Mennekes", "/connectors/31/"),
    ],
)
def test_a_pasted_piece_opens_its_row(see: See, query: str, address: str) -> None:
    answer = see(f"/lookup/?{urlencode({'q': query})}").answer
    assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("OUTOFODER", "OUTOFORDER"),
        ("chargeCapcity", "connectors.connector[].chargeCapacity"),
        ("menekes", "IEC_62196_T2"),
        ("INOPERTIVE", "INOPERATIVE"),
    ],
)
def test_a_typing_error_is_told_with_what_may_be_meant(see: See, query: str, meant: str) -> None:
    page = see(f"/lookup/?q={query}")
    assert page.status == 200
    assert f"Nothing found for “{query}”" in page.main
    assert "Did you mean:" in page.main
    assert meant in page.texts(".hits a")
    live = see(f"/lookup/?q={query}", htmx=True)
    assert meant in live.texts("[role=option] .hit-head > .code")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("max_voltage", "connectors.connector[].chargingPoint.voltsRange"),
        ("opening_times", "connectors.connector[].connectorDetails.open24x7"),
        ("connectorGroups", "connectors.connector[].connectorType.id"),
        ("type 3", "IEC_62196_T3A"),
        ("Supercharger", "TESLA_S"),
        ("CEE rot", "IEC_60309_2_THREE_32"),
    ],
)
def test_names_of_v3_and_words_of_the_trade_are_found(see: See, query: str, code: str) -> None:
    assert code in see(f"/lookup/?q={query}").texts(".hits a")


def test_nothing_found_says_so_and_offers_the_tables(see: See) -> None:
    page = see("/lookup/?q=zzz")
    assert page.status == 200
    assert "Nothing found for “zzz”" in page.main
    assert "Did you mean" not in page.main
    assert "/connectors/" in page.links("main a")


def test_without_a_query_it_explains_itself(see: See) -> None:
    page = see("/lookup/")
    assert page.status == 200
    assert "Type or paste a v2 connector id" in page.main


def test_while_typing_a_short_list_is_sent(see: See) -> None:
    page = see("/lookup/?q=domestic", htmx=True)
    assert page.soup.html is None
    assert len(page.soup.select("[role=listbox] [role=option]")) == 8 + 1, "and all of them"
    assert "HX-Request" in page.answer["Vary"]


@pytest.mark.parametrize(
    "query", ["%00", "%F0%9F%94%8C", "%ED%A0%80", "a" * 5000, "<script>", "(((", "\\"]
)
def test_rubbish_is_answered(see: See, query: str) -> None:
    page = see(f"/lookup/?q={query}", follow=True)
    assert page.status == 200
    assert page.soup.select("main script") == []


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("36, CCS2, chargeCapacity", ["36", "CCS2", "chargeCapacity"]),
        ("31 36", ["31", "36"]),
        ("36 CCS2", ["36", "CCS2"]),
        ("type 2; Schuko; zzz", ["type 2", "Schuko"]),
        ('{"connectorTypeIds": ["31", "36"]}', ["31", "36"]),
    ],
)
def test_a_list_leads_to_the_list_look_up(see: See, query: str, codes: list[str]) -> None:
    page = see(f"/lookup/?{urlencode({'q': query})}", follow=True)
    assert page.column("Given") == codes
    live = see(f"/lookup/?{urlencode({'q': query})}", htmx=True)
    assert "as a list" in live.soup.get_text()
    assert see(live.links("#hit-list")[0]).column("Given") == codes


@pytest.mark.parametrize("query", ["type 2", "tesla type 2", "IEC 62196-2 type 2", "zzz, yyy"])
def test_words_are_no_list(see: See, query: str) -> None:
    assert see(f"/lookup/?q={query}").column("Given") == []
    assert "as a list" not in see(f"/lookup/?q={query}", htmx=True).soup.get_text()


@pytest.mark.parametrize("htmx", [False, True])
def test_a_request_leads_to_the_request_page_and_its_key_is_not_kept(see: See, htmx: bool) -> None:
    request = "https://ev-v2.cc.api.here.com/ev/stations.json?prox=1,2,3&apiKey=hush"
    page = see(f"/lookup/?{urlencode({'q': request})}", htmx=htmx)
    button = page.one("button[name=url]")
    assert button["value"] == "https://ev-v2.cc.api.here.com/ev/stations.json?prox=1,2,3"
    assert "hush" not in str(page.soup)
    assert "no-store" in page.answer["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["/lookup/?q", "/lookup/?codes", "/connectors/?q", "/findings/?q"]
)
def test_a_key_in_any_text_is_neither_shown_nor_kept(
    see: See, settings: Settings, address: str
) -> None:
    settings.EVMAP_KEPT_PAGES_BYTES = 1_000_000
    given = "http://[x/stations?apiKey=hush1&APP_CODE=hush2 api_key=hush3"
    page = see(f"{address}={quote(given)}", follow=True)
    assert page.status == 200
    assert "hush" not in str(page.soup)
    assert "apiKey=" in page.main
    kept = [key for key in shelf._answers if "hush" in str(key)]
    shelf.clear()
    assert kept == []


def test_a_browser_can_ask_from_its_address_bar(see: See, client: Client) -> None:
    assert see("/").links("link[rel=search]") == ["/opensearch.xml"]
    answer = client.get("/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    document = ElementTree.fromstring(answer.content)
    address = document.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert address is not None
    assert address.get("template") == "http://testserver/lookup/?q={searchTerms}"
