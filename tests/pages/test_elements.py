"""`/elements/`."""

from __future__ import annotations

from evmap.mappings.models import Note
from tests.pages.conftest import See


def test_the_three_elements_of_the_guide(see: See) -> None:
    page = see("/elements/")
    assert page.column("v2") == ["Pool Station", "EVSE", "Connector"]
    assert page.column("v3") == ["Location", "EVSE", "Connector"]
    assert "poolId" in page.main


def test_search_finds_other_words_for_an_element(see: See) -> None:
    assert see("/elements/?q=stall").column("v3") == ["EVSE"]
    assert see("/elements/?q=gun").column("v3") == ["Connector"]


def test_rows_can_be_linked_to(see: See) -> None:
    assert see("/elements/").soup.select_one("tr#row-Location")


def test_notes_stand_under_the_table(see: See) -> None:
    Note.objects.create(table="element", key="EVSE", text="Not a station.", author="Alice")
    page = see("/elements/")
    assert page.texts(".note p") == ["Not a station."]
    assert page.texts("section h3") == ["EVSE"]
