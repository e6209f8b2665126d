"""`/convert/`: the form."""

from __future__ import annotations

import pytest
from bs4 import Tag

from evmap.plan.models import Decision
from tests.pages.conftest import See, Seen


def options(page: Seen, name: str) -> dict[str, str]:
    """Return the options of a choice by their value, the chosen one marked with *."""
    found = page.soup.select(f"select[name={name}] option")
    return {
        str(option["value"]): option.get_text() + ("*" if option.has_attr("selected") else "")
        for option in found
    }


def test_it_takes_a_file_or_text_and_says_how_much(see: See) -> None:
    page = see("/convert/")
    assert page.status == 200
    assert page.heading == "Convert a v2 response"
    assert page.texts("label[for=id_file]") == ["Files"]
    assert page.texts("label[for=id_text]") == ["Or paste text"]
    assert "At most 20 MB together." in page.texts("#file-about")[0]


def test_the_limit_is_that_of_the_settings(see: See, settings: pytest.FixtureRequest) -> None:
    settings.EVMAP_MAX_UPLOAD_BYTES = 1_572_864  # type: ignore[attr-defined]
    assert "At most 1.5 MB together." in see("/convert/").texts("#file-about")[0]


def test_every_field_has_a_label(see: See) -> None:
    page = see("/convert/")
    fields = page.soup.select("form.convert :is(input, select, textarea):not([type=hidden])")
    labels = {str(label["for"]) for label in page.soup.select("form.convert label")}
    assert {str(field["id"]) for field in fields} == labels


def test_it_offers_the_four_targets(see: See) -> None:
    page = see("/convert/")
    radios = page.soup.select("input[name=to]")
    assert [str(radio["value"]) for radio in radios] == [
        "v3",
        "here-v3",
        "ocpi-2.2.1",
        "ocpi-2.3.0",
    ]
    assert [str(radio["value"]) for radio in radios if radio.has_attr("checked")] == ["v3"]


def test_the_ambiguous_statuses_begin_with_what_the_tables_prefer(see: See) -> None:
    page = see("/convert/")
    assert options(page, "status_OUT_OF_SERVICE") == {
        "": "the preferred one: INOPERATIVE*",
        "INOPERATIVE": "INOPERATIVE",
        "OUTOFORDER": "OUTOFORDER",
        "UNKNOWN": "UNKNOWN",
    }
    assert options(page, "status_OFFLINE") == {
        "": "the preferred one: PLANNED*",
        "PLANNED": "PLANNED",
        "REMOVED": "REMOVED",
        "UNKNOWN": "UNKNOWN",
    }
    assert options(page, "status_OTHER") == {
        "": "the preferred one: UNKNOWN*",
        "UNKNOWN": "UNKNOWN",
        "OPERATIONAL": "OPERATIONAL",
    }


def test_an_editors_preference_shows_in_the_label(see: See) -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")
    assert options(see("/convert/"), "status_OFFLINE")[""] == "the preferred one: REMOVED*"


def test_options_in_the_address_fill_the_form(see: See) -> None:
    page = see("/convert/?to=ocpi-2.3.0&status_OTHER=OPERATIONAL&party=NL*ZUI&accept_successors=on")
    checked = page.soup.select("input[checked]")
    assert [str(field["id"]) for field in checked] == ["to-ocpi-230", "id_accept_successors"]
    assert options(page, "status_OTHER")["OPERATIONAL"] == "OPERATIONAL*"
    party = page.soup.select_one("#id_party")
    assert isinstance(party, Tag)
    assert party["value"] == "NL*ZUI"


NAMES = ["ac", "dc", "deprecated", "counts", "unknown", "broken", "pool"]


def test_each_sample_has_a_button_that_converts_it(see: See) -> None:
    buttons = see("/convert/").soup.select(".samples form[action='/convert/'] button[name=sample]")
    assert [str(button["value"]) for button in buttons] == NAMES


def test_a_sample_in_the_address_is_chosen_and_nothing_is_converted_yet(see: See) -> None:
    page = see("/convert/?sample=pool&to=here-v3")
    assert page.status == 200
    chosen = page.soup.select("form.convert input[name=sample]")
    assert [str(field["value"]) for field in chosen] == ["pool"]
    assert page.soup.select("input[type=file], textarea") == []
    assert [str(field["id"]) for field in page.soup.select("input[checked]")] == ["to-here-v3"]


def test_it_says_what_is_stored_for_how_long_and_who_can_read_it(
    see: See, settings: pytest.FixtureRequest
) -> None:
    said = see("/convert/").texts(".privacy")[0]
    assert "encrypted with a key that is in the link only" in said
    assert "60 minutes after the last change, or 7 days after you choose to keep it" in said
    assert "at once when you delete it" in said
    settings.EVMAP_KEEP_DAYS = 0  # type: ignore[attr-defined]
    settings.EVMAP_REVIEW_MINUTES = 5  # type: ignore[attr-defined]
    said = see("/convert/").texts(".privacy")[0]
    assert "5 minutes after the last change, and at once" in said


def test_an_unknown_sample_is_not_found(see: See) -> None:
    assert see("/convert/?sample=nothing").status == 404


def test_the_navigation_and_the_home_page_lead_here(see: See) -> None:
    page = see("/")
    assert len(page.soup.select('a[href="/convert/"]')) >= 2
