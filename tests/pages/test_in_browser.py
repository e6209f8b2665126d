"""The pages in a real browser: by keyboard, without JavaScript, on a phone, in print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage


def test_by_keyboard_from_home_to_a_row_and_back(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Code, name or field")).to_be_focused()
    page.keyboard.type("ccs2")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.type("36")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/connectors/36/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HERE EV Charge Points v2")


def test_a_list_is_shown_while_typing(page: Page) -> None:
    page.goto("/statuses/")
    page.keyboard.press("/")
    page.keyboard.type("outof")
    page.get_by_role("option", name="OUTOFORDER v3 status").click()
    expect(page).to_have_url("/statuses/v3/OUTOFORDER/")


def test_a_table_is_searched_while_typing_and_the_address_follows(page: Page) -> None:
    page.goto("/connectors/?fate=converted")
    page.get_by_placeholder("36, CCS2, Mennekes").press_sequentially("mennekes", delay=20)
    expect(page.locator("table.rows tbody tr[id]")).to_have_count(2)
    expect(page).to_have_url("/connectors/?q=mennekes&fate=converted")
    expect(page.locator("#live-count")).to_have_text(
        "2 of 69 v2 connector types: matching “mennekes”, fate converted"
    )
    expect(page.get_by_placeholder("36, CCS2, Mennekes")).to_be_focused()
    page.go_back()
    expect(page.locator("table.rows tbody tr[id]")).to_have_count(41)


def test_facets_and_heads_keep_the_focus(page: Page) -> None:
    page.goto("/connectors/")
    page.locator("#facet-state-deprecated").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url("/connectors/?state=deprecated")
    expect(page.locator("#facet-state-deprecated")).to_be_focused()
    expect(page.locator("#facet-state-deprecated")).to_have_attribute("aria-current", "true")
    page.locator("#sort-v2_name").click()
    expect(page).to_have_url("/connectors/?state=deprecated&sort=v2_name")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("v2 name")
    expect(page.locator("#sort-v2_name")).to_be_focused()
    page.get_by_placeholder("36, CCS2, Mennekes").fill("tesla")
    expect(page).to_have_url("/connectors/?q=tesla&state=deprecated&sort=v2_name")


@pytest.mark.parametrize(
    "table", ["/connectors/", "/standards/", "/fields/", "/findings/", "/plan/"]
)
def test_every_filter_of_a_table_shows_as_many_rows_as_it_says(page: Page, table: str) -> None:
    page.goto(table)
    facets = page.locator(".facet").count()
    for number in range(facets):
        link = page.locator(".facet").nth(number).locator("a").last
        count = link.locator(".count").inner_text()
        link.click()
        expect(page).to_have_url(re.compile(rf"{table}\?"))
        expect(page.locator("#results .sentence strong")).to_contain_text(f"{count} ")
        page.go_back()
        expect(page).to_have_url(table)


def test_without_javascript_everything_is_a_link_or_a_form(nojs_page: Page) -> None:
    nojs_page.goto("/connectors/")
    expect(nojs_page.get_by_role("button", name="Colours")).to_be_hidden()
    nojs_page.get_by_placeholder("36, CCS2, Mennekes").fill("tesla")
    nojs_page.get_by_role("button", name="Search").click()
    expect(nojs_page).to_have_url("/connectors/?q=tesla")
    nojs_page.locator("#facet-fate-dropped").click()
    expect(nojs_page).to_have_url("/connectors/?q=tesla&fate=dropped")
    nojs_page.locator("#sort-v2_name").click()
    nojs_page.get_by_role("link", name="26", exact=True).click()
    expect(nojs_page).to_have_url("/connectors/26/")
    nojs_page.get_by_role("searchbox").fill("OUTOFORDER")
    nojs_page.get_by_role("button", name="Look up").click()
    expect(nojs_page).to_have_url("/statuses/v3/OUTOFORDER/")


def test_the_theme_is_kept_and_goes_round(new_page: NewPage) -> None:
    page = new_page(color_scheme="light")
    page.goto("/")
    switch = page.get_by_role("button", name="Colours")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    switch.click()
    switch.click()
    expect(switch).to_have_text("Colours: dark")
    page.goto("/connectors/")
    assert page.evaluate(paper) != light
    page.get_by_role("button", name="Colours").click()
    expect(page.get_by_role("button", name="Colours")).to_have_text("Colours: as your system")
    assert page.evaluate(paper) == light


def test_on_a_phone_rows_are_cards_and_filters_open(phone_page: Page) -> None:
    phone_page.goto("/standards/?q=mennekes")
    card = phone_page.locator("#row-IEC_62196_T2")
    assert card.evaluate("row => getComputedStyle(row).display") == "block"
    label = "cell => getComputedStyle(cell, '::before').content"
    assert card.locator("td").nth(1).evaluate(label) == '"Description"'
    facets = phone_page.get_by_role("navigation", name="Filters")
    expect(facets).to_be_hidden()
    phone_page.get_by_text("Filters", exact=True).click()
    expect(facets).to_be_visible()
    phone_page.locator("#facet-power-dc").click()
    expect(phone_page).to_have_url("/standards/?q=mennekes&power=dc")
    expect(facets).to_be_visible()


def test_on_paper_controls_are_gone_and_fates_stay_in_words(page: Page) -> None:
    page.goto("/connectors/36/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator(".branch-word").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
