"""The round trip of a review: what comes back, and whether it confirms the figures."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from evmap.conversion import TARGETS, Options
from evmap.conversion.guide import fixture_guide
from evmap.conversion.reports.contract import LedgerLine, make_report
from evmap.revert.roundtrip import Row
from evmap.reviews import roundtrip
from evmap.reviews.roundtrip import overstated, round_trip_of
from evmap.samples import SAMPLES
from tests.conversion import support
from tests.reviews.conftest import Make, Seen
from tests.reviews.support import convert_for_web

pytestmark = pytest.mark.django_db

READABLE = [sample for name, sample in SAMPLES.items() if name != "broken"]


def trip(client: Client, address: str) -> Seen:
    """The page of the round trip."""
    return Seen(client.get(f"{address}roundtrip/"))


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
def test_the_counts_add_up_to_all_values(
    make: Make, client: Client, sample: object, target: str
) -> None:
    page = trip(client, make(sample=sample.name, to=target))  # type: ignore[attr-defined]
    conversion = convert_for_web(
        sample.read(),  # type: ignore[attr-defined]
        Options(target=target),  # type: ignore[arg-type]
    )
    assert sum(counts(page).values()) == make_report(conversion).summary.leaves


def test_what_is_lost_stands_first_with_its_value_and_the_ledgers_word(
    make: Make, client: Client
) -> None:
    page = trip(client, make(sample="pool"))
    groups = page.soup.select("details.trip-group[id]")
    assert [group["id"] for group in groups] == [
        "trip-lost", "trip-different", "trip-form", "trip-same", "trip-choices",
    ]  # fmt: skip
    assert [group.has_attr("open") for group in groups] == [True, True, False, False, False]
    first = " ".join(page.one("#trip-lost tbody tr:first-child").get_text().split())
    assert first == ("connectors.connector[].customerChargeLevel fate: dropped 4 3")
    assert "This confirms the figures" in page.one(".trip").get_text()


def test_patterns_of_which_less_came_back_than_the_ledger_claims_are_named() -> None:
    rows = [
        Row("/a", "same", 2, []),
        Row("/a", "lost", 1, []),
        Row("/b", "form", 3, []),
        Row("/c", "lost", 3, []),
        Row("/d", "lost", 3, []),
    ]
    ledger = [
        LedgerLine("/a", "renamed", False, [], 3),
        LedgerLine("/b", "converted", False, [], 3),
        LedgerLine("/c", "lossy", False, [], 3),
        LedgerLine("/d", "dropped", False, [], 3),
    ]
    assert overstated(rows, ledger) == ["/a"]


@pytest.mark.parametrize("target", TARGETS)
def test_what_comes_back_can_be_downloaded(make: Make, client: Client, target: str) -> None:
    answer = client.get(f"{make(sample='pool', to=target)}download/reverted/")
    assert "-v2.json" in answer["Content-Disposition"]
    assert json.loads(answer.content)["count"] == 1


def test_of_lines_come_lines(make: Make, client: Client) -> None:
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(3)]
    address = make(text="\n".join(support.encode(one).decode() for one in stations))
    assert sum(counts(trip(client, address)).values()) > 20
    answer = client.get(f"{address}download/reverted/")
    assert answer["Content-Type"] == "application/x-ndjson"
    assert len(answer.content.splitlines()) == 3


def test_of_large_documents_the_first_locations_are_compared() -> None:
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(5)]
    conversion = convert_for_web(support.encode(support.answer(*stations)), Options())
    trip = round_trip_of(conversion, make_report(conversion), fixture_guide(), most=2)
    assert trip is not None
    assert (trip.compared, trip.locations, trip.checked) == (2, 5, False)


def test_a_location_that_is_too_large_is_left_to_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roundtrip, "MOST_BYTES", 10)
    conversion = convert_for_web(SAMPLES["pool"].read(), Options())
    assert round_trip_of(conversion, make_report(conversion), fixture_guide()) is None


def test_so_many_values_are_compared_and_no_location_with_more() -> None:
    stations = [support.station(support.group(), poolId=f"pool-{n}") for n in range(5)]
    conversion = convert_for_web(support.encode(support.answer(*stations)), Options())
    report, guide = make_report(conversion), fixture_guide()
    each = len(support.encode(stations[0]).split(b","))
    trip = round_trip_of(conversion, report, guide, values=3 * each)
    assert trip is not None
    assert (trip.compared, trip.locations, trip.checked) == (3, 5, False)
    assert round_trip_of(conversion, report, guide, values=each - 1) is None


def test_an_answer_without_a_location_has_nothing_to_compare(make: Make, client: Client) -> None:
    page = trip(client, make(text='{"stations": [], "id": "p"}'))
    assert page.status == 200
    assert page.one(".trip")


def test_values_that_look_like_html_stay_text(make: Make, client: Client) -> None:
    station = support.station(support.group(), name="<b>x</b>", pvId="<i>y</i>")
    page = trip(client, make(text=support.encode(support.answer(station)).decode()))
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
