"""`/statuses/v2/<S>/` and `/statuses/v3/<S>/`."""

from __future__ import annotations

import pytest

from evmap.mappings.models import Note, V2Status, V3Status
from evmap.plan.models import Decision
from tests.pages.conftest import See


def test_out_of_service_shows_both_candidates_and_the_guides_first_as_preferred(see: See) -> None:
    page = see("/statuses/v2/OUT_OF_SERVICE/")
    assert page.branches() == [("lossy", "INOPERATIVE"), ("lossy", "OUTOFORDER")]
    assert page.texts(".branch:has(.stamp) .term-code") == ["INOPERATIVE"]
    assert "INOPERATIVE is preferred : it is the first in the guide's order." in page.main
    assert "marks it as assumed , with the warning EV301" in page.main
    assert "--status OUT_OF_SERVICE=OUTOFORDER" in page.main


def test_an_editors_choice_is_shown_with_its_author(see: See) -> None:
    Decision.objects.create(
        subject="status/OUT_OF_SERVICE", choice="OUTOFORDER", reason="Ours.", author="Alice"
    )
    page = see("/statuses/v2/OUT_OF_SERVICE/")
    assert page.texts(".branch:has(.stamp) .term-code") == ["OUTOFORDER"]
    assert "OUTOFORDER is preferred : chosen by Alice" in page.main
    assert "marks it as assumed , and the decision answers the warning EV301" in page.main
    assert "--status OUT_OF_SERVICE=INOPERATIVE" in page.main


def test_a_status_with_one_candidate_needs_no_choice(see: See) -> None:
    page = see("/statuses/v2/OCCUPIED/")
    assert page.branches() == [("converted", "CHARGING")]
    assert "Which status to write" not in page.texts("h2")
    assert "CHARGING comes back as OCCUPIED. Nothing is lost." in page.main


def test_outoforder_leads_back_to_out_of_service(see: See) -> None:
    page = see("/statuses/v3/OUTOFORDER/")
    assert page.branches() == [("lossy", "OUT_OF_SERVICE")]
    assert page.texts(".branch .stamp") == ["only on request"]
    assert "so the converter writes OUTOFORDER only where you ask for it" in page.main
    assert "--status OUT_OF_SERVICE=OUTOFORDER" in page.main
    after = page.soup.select("#copy-v3")[0].get_text()
    assert '"status": "OUTOFORDER"' in after
    assert page.fact("outOfOrder") == ["HERE v3"]
    assert "OUTOFORDER comes back as OUT_OF_SERVICE, as INOPERATIVE does." in page.main


def test_unknown_tells_the_guides_row_from_ours(see: See) -> None:
    page = see("/statuses/v3/UNKNOWN/")
    assert page.branches() == [("lossy", "OTHER"), ("converted", "UNKNOWN")]
    assert page.column("OCPI definition")[1].startswith("added by evmap ")


def test_operational_is_no_ocpi_status(see: See) -> None:
    assert see("/statuses/v3/OPERATIONAL/").fact("no such value") == ["OCPI"]


def test_notes_on_a_pair_show_on_both_of_its_pages(see: See) -> None:
    Note.objects.create(
        table="status", key="OUT_OF_SERVICE = OUTOFORDER", text="Ask first.", author="Alice"
    )
    for address in ("/statuses/v2/OUT_OF_SERVICE/", "/statuses/v3/OUTOFORDER/"):
        assert see(address).texts(".note p") == ["Ask first."]
    assert see("/statuses/v3/INOPERATIVE/").texts(".note p") == []


def test_every_status_has_a_page(see: See) -> None:
    assert {see(f"/statuses/v2/{row.code}/").status for row in V2Status.objects.all()} == {200}
    assert {see(f"/statuses/v3/{row.code}/").status for row in V3Status.objects.all()} == {200}


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/statuses/v2/out_of_service/", "/statuses/v2/OUT_OF_SERVICE/"),
        ("/statuses/v3/outOfOrder/", "/statuses/v3/OUTOFORDER/"),
    ],
)
def test_another_case_leads_to_the_row(see: See, given: str, canonical: str) -> None:
    answer = see(given).answer
    assert (answer.status_code, answer["Location"]) == (302, canonical)


@pytest.mark.parametrize("address", ["/statuses/v2/BROKEN/", "/statuses/v3/BROKEN/"])
def test_an_unknown_status_is_not_found(see: See, address: str) -> None:
    page = see(address)
    assert page.status == 404
    assert "status BROKEN." in page.main
