"""The look-up box as a combobox, menus and definitions, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.support.axe import problems, too_wide


def type_into_the_box(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()


def test_the_box_is_a_combobox_that_arrow_keys_go_through(page: Page) -> None:
    page.goto("/connectors/36/")
    box = page.get_by_role("combobox", name="Code, name or field")
    expect(box).to_have_attribute("aria-expanded", "false")
    type_into_the_box(page, "type 2")
    expect(box).to_have_attribute("aria-expanded", "true")
    listbox = page.get_by_role("listbox")
    assert box.get_attribute("aria-controls") == listbox.get_attribute("id")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(0)
    for key, place in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)]:
        page.keyboard.press(key)
        option = page.get_by_role("option").nth(place)
        expect(option).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
        expect(chosen).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-lookup-status]")).to_contain_text("suggestions")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("type 2")


def test_a_hit_in_the_list_answers(page: Page) -> None:
    page.goto("/connectors/36/")
    type_into_the_box(page, "type 2")
    current = page.get_by_role("option", name="31 v2 connector type")
    expect(current).to_contain_text("becomes IEC_62196_T2")
    deprecated = page.get_by_role("option", name="54 deprecated v2")
    expect(deprecated).to_contain_text("deprecated")
    expect(deprecated).to_contain_text("has no v3 standard (suggested by evmap: IEC_62196_T2")


def test_enter_without_a_choice_looks_the_text_up(page: Page) -> None:
    page.goto("/connectors/36/")
    type_into_the_box(page, "type 2")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/lookup/?q=type+2")


def test_tab_leaves_the_box_and_closes_its_list(page: Page) -> None:
    page.goto("/connectors/36/")
    type_into_the_box(page, "type 2")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Look up")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_typing_error_is_helped_with_while_typing(page: Page) -> None:
    page.goto("/")
    type_into_the_box(page, "OUTOFODER")
    expect(page.locator("#lookup-live")).to_contain_text("Did you mean")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/statuses/v3/OUTOFORDER/")


@pytest.mark.parametrize("address", ["/", "/connectors/36/", "/lookup/"])
def test_axe_finds_nothing_in_an_open_list(new_page: NewPage, address: str) -> None:
    page = new_page(bypass_csp=True)
    page.goto(address)
    type_into_the_box(page, "type 2")
    page.keyboard.press("ArrowDown")
    assert problems(page) == []


# --- Menus and definitions ---


def test_menus_open_by_keyboard_one_at_a_time_and_close_with_escape(page: Page) -> None:
    page.goto("/connectors/36/")
    nav = page.get_by_role("navigation", name="Main", exact=True)
    tables = nav.get_by_text("Tables", exact=True)
    tables.focus()
    page.keyboard.press("Enter")
    expect(nav.get_by_role("link", name="Fields")).to_be_visible()
    nav.get_by_text("Docs", exact=True).click()
    expect(nav.get_by_role("link", name="Fields")).to_be_hidden()
    expect(nav.get_by_role("link", name="Glossary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(nav.get_by_role("link", name="Glossary")).to_be_hidden()
    tables.click()
    page.get_by_role("heading", level=1).click()
    expect(nav.get_by_role("link", name="Fields")).to_be_hidden()


def test_without_javascript_menus_and_definitions_work(nojs_page: Page) -> None:
    nojs_page.goto("/connectors/25/")
    nav = nojs_page.get_by_role("navigation", name="Main", exact=True)
    nav.get_by_text("Tables", exact=True).click()
    nav.get_by_role("link", name="Statuses").click()
    expect(nojs_page).to_have_url("/statuses/")
    nojs_page.get_by_role("link", name="What “fate” means").last.click()
    expect(nojs_page).to_have_url("/glossary/#fate")
    expect(nojs_page.locator("#fate")).to_be_in_viewport()


def test_a_definition_opens_beside_its_word(page: Page) -> None:
    page.goto("/connectors/25/")
    page.get_by_role("link", name="deprecated", exact=True).click()
    note = page.get_by_role("note")
    expect(note).to_contain_text("HERE advises against this v2 field or id")
    expect(page).to_have_url("/connectors/25/")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.get_by_role("link", name="deprecated", exact=True).click()
    note.get_by_role("link", name="Glossary").click()
    expect(page).to_have_url("/glossary/#deprecated")


@pytest.mark.parametrize(
    "address", ["/", "/connectors/", "/connectors/36/", "/lookup/", "/convert/"]
)
def test_on_a_phone_the_header_is_small_and_everything_is_in_its_menu(
    phone_page: Page, address: str
) -> None:
    phone_page.goto(address)
    header = phone_page.locator(".site-header").bounding_box()
    assert header is not None
    assert header["height"] <= 64
    phone_page.get_by_text("Menu", exact=True).click()
    menu = phone_page.get_by_role("navigation", name="Main, as a menu")
    for name in ("Look up", "Convert", "Requests", "Connectors", "Fields", "Glossary", "API"):
        expect(menu.get_by_role("link", name=name)).to_be_visible()
    assert too_wide(phone_page) == 0
    menu.get_by_role("link", name="Statuses").click()
    expect(phone_page).to_have_url("/statuses/")


def test_no_page_is_wider_than_its_window(new_page: NewPage) -> None:
    page = new_page()
    for address in (
        *("/", "/connectors/", "/connectors/36/", "/connectors/45/", "/standards/SAE_J3400/"),
        *("/statuses/", "/statuses/v3/OUTOFORDER/", "/elements/", "/fields/?per_page=25"),
        *("/fields/connectors-connector-chargecapacity/", "/findings/", "/findings/EV301/"),
        *("/lookup/?q=type+2", "/lookup/?codes=31,36,45,zzz", "/request/", "/glossary/"),
        "/api/v1/",
    ):
        page.goto(address)
        for width in (320, 390, 640, 1280):
            page.set_viewport_size({"width": width, "height": 400})
            assert too_wide(page) == 0, (address, width)
