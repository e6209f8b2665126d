"""The round trip on the result page: what comes back, and whether the ledger agrees."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse

from evmap.conversion import TARGETS, Options
from evmap.conversion.guide import fixture_guide
from evmap.conversion.reports.contract import make_report
from evmap.reviews import roundtrip
from evmap.reviews.roundtrip import round_trip_of
from evmap.reviews.service import convert_for_web
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.reviews.conftest import Convert, Seen, again

pytestmark = pytest.mark.django_db

READABLE = [sample for name, sample in SAMPLES.items() if name != "broken"]


def counts(page: Seen) -> dict[str, int]:
    """The numbers of the bar's key."""
    keys = page.soup.select(".trip-bar .ledger-key li")
    return {
        str(key.select_one(".fate").get_text(strip=True)): int(  # type: ignore[union-attr]
            key.select("a > span")[-1].get_text(strip=True).replace(",", "")
        )
        for key in keys
    }


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("sample", READABLE, ids=lambda sample: sample.name)
def test_the_counts_add_up_to_all_values(convert: Convert, sample: object, target: str) -> None:
    page = convert(sample=sample.name, to=target)  # type: ignore[attr-defined]
    conversion = convert_for_web(
        sample.read(),  # type: ignore[attr-defined]
        Options(target=target),  # type: ignore[arg-type]
    )
    assert sum(counts(page).values()) == make_report(conversion).summary.leaves


def test_what_is_lost_stands_first_with_its_value_and_the_ledgers_word(convert: Convert) -> None:
    page = convert(sample="pool")
    groups = page.soup.select("details.trip-group[id]")
    assert [group["id"] for group in groups] == [
        "trip-lost", "trip-different", "trip-form", "trip-same", "trip-choices",
    ]  # fmt: skip
    assert [group.has_attr("open") for group in groups] == [True, True, False, False, False]
    first = " ".join(page.one("#trip-lost tbody tr:first-child").get_text().split())
    assert first == (
        "/evStations/evStation/*/connectors/connector/*/customerChargeLevel ledger: dropped 4 3"
    )
    assert "The ledger agrees" in page.one(".trip").get_text()


def test_where_the_ledger_claims_too_much_the_page_says_so(convert: Convert) -> None:
    evses = [{"id": "A", "connectors": [{"id": "1", "typeId": each}]} for each in ("34", "31")]
    pool = {"id": "P", "stations": [{"id": "S", "evses": evses}]}
    page = convert(file=support.encode({"pools": [pool]}))
    claimed = "/pools/*/stations/*/evses/*/connectors/*/typeId"
    assert page.one(".trip-check li").get_text() == claimed
    assert "The ledger agrees" not in page.one(".trip").get_text()


@pytest.mark.parametrize("target", TARGETS)
def test_what_comes_back_can_be_downloaded(convert: Convert, target: str) -> None:
    page = convert(sample="pool", to=target)
    answer = convert(at="/convert/reverted/", **again(page)).answer
    assert isinstance(answer, HttpResponse)
    assert answer["Cache-Control"] == "no-store"
    assert "-reverted.json" in answer["Content-Disposition"]
    assert json.loads(answer.content)["count"] == 1


def test_of_lines_come_lines(convert: Convert) -> None:
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(3)]
    page = convert(file=b"\n".join(map(support.encode, stations)), file_name="a.ndjson")
    assert sum(counts(page).values()) > 20
    answer = convert(at="/convert/reverted/", **again(page)).answer
    assert isinstance(answer, HttpResponse)
    assert answer["Content-Type"] == "application/x-ndjson"
    assert len(answer.content.splitlines()) == 3


def test_of_large_documents_the_first_locations_are_compared(
    convert: Convert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roundtrip, "MOST_LOCATIONS", 2)
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(5)]
    page = convert(text=support.encode(support.answer(*stations)).decode())
    text = page.one(".trip").get_text()
    assert "Compared are the first 2 of 5 locations" in text
    assert "The ledger" not in text


def test_a_location_that_is_too_large_is_left_to_the_command(
    convert: Convert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roundtrip, "MOST_BYTES", 10)
    page = convert(sample="pool")
    assert "too large for this page" in page.one(".trip").get_text()


def test_an_answer_without_a_location_has_nothing_to_compare(convert: Convert) -> None:
    page = convert(text='{"stations": [], "id": "p"}')
    assert page.status == 200
    assert page.one(".trip")


def test_values_that_look_like_html_stay_text(convert: Convert) -> None:
    station = support.station(support.group(), name="<b>x</b>", pvId="<i>y</i>")
    page = convert(text=support.encode(support.answer(station)).decode())
    assert page.soup.select(".trip b:not(:is(strong)), .trip i") == []


def test_a_page_shows_so_many_patterns_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundtrip, "MOST_ROWS", 2)
    conversion = convert_for_web(SAMPLES["pool"].read(), Options())
    trip = round_trip_of(conversion, make_report(conversion), fixture_guide())
    assert trip is not None
    lost = trip.groups[0]
    assert len(lost.lines) == 2
    assert lost.left_out > 5
    assert lost.count > 5
