"""Long tables on a phone: headings that open their rows, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.support.axe import LOOKS, accessibility_problems, too_wide

#: An address and one of its headings.
LONG = [("/fields/", "Prices"), ("/findings/", "Status")]
#: The most that a page may be high: not three screens.
MOST = 3 * 844


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    return new_page(java_script_enabled=False, **LOOKS["phone"])


@pytest.mark.parametrize(("address", "heading"), LONG)
def test_a_heading_opens_its_rows(phone: Page, address: str, heading: str) -> None:
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollHeight") < MOST
    group = phone.locator("tbody").filter(has=phone.locator(".group", has_text=heading)).first
    row = group.locator("tr:not(.group)").first
    expect(row).to_be_hidden()
    group.locator("label").click()
    expect(row).to_be_visible()
    group.locator("label").click()
    expect(row).to_be_hidden()
    group.get_by_role("checkbox").focus()
    phone.keyboard.press("Space")
    expect(row).to_be_visible()
    assert too_wide(phone) == 0


@pytest.mark.parametrize("address", ["/fields/", "/findings/", "/connectors/"])
def test_open_headings_are_accessible_and_fit(new_page: NewPage, address: str) -> None:
    page = new_page(**LOOKS["phone"])
    page.goto(address)
    for number in (1, 2, -1):
        page.locator(".group-switch").nth(number).check()
    assert too_wide(page) == 0
    assert accessibility_problems(page) == []


def test_connectors_are_lines_that_are_read_without_opening_anything(phone: Page) -> None:
    phone.goto("/connectors/")
    assert phone.evaluate("document.documentElement.scrollHeight") < 8 * 844
    lines = {
        36: "IEC_60309_2_THREE_64",
        29: "JEVS G 105",
        10: "Deprecated",
        26: "suggests SAE_J3400",
    }
    for v2_id, text in lines.items():
        row = phone.locator(f"#row-{v2_id}")
        expect(row).to_be_visible()
        assert text in " ".join(row.inner_text().split())
    # What the name says already is not said again; what it doesn't is.
    assert phone.locator("#row-5").inner_text().count("NEMA 5-15") == 1
    expect(phone.locator("#row-34")).to_contain_text("CCS2")
    switch = phone.get_by_role("checkbox", name="In use")
    switch.focus()
    phone.keyboard.press("Space")
    expect(phone.locator("#row-36")).to_be_hidden()
    expect(phone.locator("#row-10")).to_be_visible()
    phone.goto("/connectors/?sort=v2_name")
    expect(phone.locator("#row-10")).to_contain_text("Deprecated")
    assert too_wide(phone) == 0


def test_a_row_that_the_address_names_is_shown(phone: Page) -> None:
    phone.goto("/findings/#row-EV421")
    expect(phone.locator("#row-EV421")).to_be_visible()
    expect(phone.locator("#row-EV301")).to_be_hidden()


def test_what_is_looked_for_is_open(phone: Page) -> None:
    phone.goto("/fields/?q=timeZone")
    expect(phone.locator("tbody tr:not(.group)").first).to_be_visible()


def test_a_wide_window_shows_all_rows_and_nothing_to_open(new_page: NewPage) -> None:
    page = new_page(**LOOKS["light"])
    page.goto("/findings/")
    expect(page.locator("#row-EV421")).to_be_visible()
    expect(page.locator(".group-switch").first).to_be_hidden()
