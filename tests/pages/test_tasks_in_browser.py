"""What people come for, done in a real browser with every click and key counted.

Typing a text counts as nothing, Enter and each arrow key as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from evmap.mappings.models import Note
from evmap.plan.models import Decision
from tests.support.site import LiveSite

PASSWORD = "only-for-these-tasks"


class Hand:
    """Uses a page and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, place: Locator) -> None:
        self.count += 1
        place.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def look_up(self, text: str) -> None:
        """Type into the box of the home page."""
        self.page.goto("/")
        self.page.get_by_role("combobox").fill(text)


@pytest.fixture
def hand(page: Page) -> Hand:
    return Hand(page)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("36", "/connectors/36/"),
        ("connectorType.id 36", "/connectors/36/"),
        ('"id": "36"', "/connectors/36/"),
        ("OUT_OF_SERVICE", "/statuses/v2/OUT_OF_SERVICE/"),
        ("OUTOFORDER", "/statuses/v3/OUTOFORDER/"),
        ("INOPERATIVE", "/statuses/v3/INOPERATIVE/"),
        ("SAE_J3400", "/standards/SAE_J3400/"),
        ("open24x7", "/fields/connectors-connector-connectordetails-open24x7/"),
        (
            "connectorDetails.open24x7",
            "/fields/connectors-connector-connectordetails-open24x7/",
        ),
        ("Type 2 Mennekes", "/connectors/31/"),
    ],
)
def test_1a_to_1c_a_code_is_one_enter_away(hand: Hand, given: str, address: str) -> None:
    hand.look_up(given)
    hand.press("Enter")
    expect(hand.page).to_have_url(address)
    assert hand.count == 1


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("CCS", "becomes IEC_62196_T2_COMBO"),
        ("Schuko", "is v2 id 9"),
        ("NACS", "is v2 id 43"),
        ("Tesla", "becomes SAE_J3400"),
        ("OUTOFODER", "is v2 status OUT_OF_SERVICE"),
    ],
)
def test_1d_a_name_is_answered_without_a_click(hand: Hand, given: str, answer: str) -> None:
    hand.page.goto("/")
    hand.page.get_by_role("combobox").press_sequentially(given)
    expect(hand.page.get_by_role("listbox")).to_contain_text(answer)
    assert hand.count == 0


CODES = [
    *("36", "CCS2", "OUT_OF_SERVICE", "OUTOFORDER", "INOPERATIVE", "SAE_J3400", "open24x7"),
    *("connectorDetails.open24x7", "Type 2 Mennekes", "Schuko"),
]


def test_1e_a_list_is_one_click_and_no_name_is_torn(hand: Hand) -> None:
    hand.page.goto("/lookup/")
    hand.page.get_by_label("Codes").fill("\n".join(CODES))
    hand.click(hand.page.get_by_role("button", name="Look up the list"))
    given = hand.page.locator("td[data-label=Given] .code")
    expect(given).to_have_text(CODES)
    expect(hand.page.locator(".sentence")).to_have_text("10 codes recognised")
    assert hand.count == 1


@pytest.fixture
def signed_in(live_site: LiveSite, page: Page) -> Callable[[str], None]:
    def sign_in(name: str) -> None:
        live_site.add_superuser(name, PASSWORD)
        page.goto("/connectors/36/")
        page.get_by_role("link", name="Sign in").click()
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url("/connectors/36/")

    return sign_in


def test_3a_the_admin_is_found(hand: Hand, signed_in: Callable[[str], None]) -> None:
    signed_in("task-a")
    hand.click(hand.page.locator(".account summary"))
    hand.click(hand.page.get_by_role("link", name="Admin", exact=True))
    expect(hand.page).to_have_url("/admin/")
    assert hand.count == 2


def test_3b_a_note_is_written_and_edited(hand: Hand, signed_in: Callable[[str], None]) -> None:
    signed_in("task-b")
    page = hand.page
    page.goto("/connectors/29/")
    page.get_by_label("Write a note").fill("Counted.")
    hand.click(page.get_by_role("button", name="Save the note"))
    assert hand.count == 1
    expect(page).to_have_url(re.compile("/connectors/29/#note-"))
    expect(page.locator(".note")).to_contain_text("Counted.")
    page.locator(".note").get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Text")).to_have_value("Counted.")
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Yes").click()


def test_3c_the_team_decides_on_the_row_and_stays_there(
    hand: Hand, signed_in: Callable[[str], None], live_site: LiveSite
) -> None:
    signed_in("task-c")
    page = hand.page
    page.goto("/statuses/v2/OFFLINE/")
    hand.click(page.get_by_label("REMOVED"))
    page.get_by_label("Why").fill("They are taken down.")
    hand.click(page.get_by_role("button", name="Decide for the team"))
    assert hand.count == 2
    expect(page).to_have_url(re.compile("/statuses/v2/OFFLINE/"))
    expect(page.locator(".todo")).to_contain_text("REMOVED is preferred: chosen by task-c")
    live_site.manage(
        "shell",
        "--command",
        f"from {Decision.__module__} import Decision; Decision.objects.all().delete()",
    )


def test_3d_history_is_two_clicks_from_the_note(
    hand: Hand, signed_in: Callable[[str], None], live_site: LiveSite
) -> None:
    signed_in("task-d")
    live_site.manage(
        "shell",
        "--command",
        f"from {Note.__module__} import Note; "
        "Note.objects.create(table='connector', key='30', text='One', author='Ada')",
    )
    page = hand.page
    page.goto("/connectors/30/")
    hand.click(page.locator(".note").get_by_role("link", name="Edit"))
    hand.click(page.get_by_role("link", name="History"))
    expect(page.locator("#change-history")).to_contain_text("One")
    assert hand.count == 2
    page.go_back()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Yes").click()
