"""Every kind of page in a real browser: without JavaScript, for axe, on a phone, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.support.axe import problems

CODES = "31\n36\nCCS2\nOUT_OF_SERVICE\n45\nconnectors.connector[].chargeCapacity\nzzz"
REQUEST = (
    "https://ev-v2.cc.api.here.com/ev/stations.xml?bbox=52.6,13.2;52.4,13.6&maxresults=500"
    "&offset=50&connectortype=36,45&emsp=1f351b84-cca5-11ed-8155-42010aa40002&apiKey=hush&foo=1"
)
#: Every kind of page that an address leads to, and what its heading says.
PAGES = {
    "/": "HERE EV Charge Points v2",
    "/connectors/?fate=lossy": "Connectors",
    "/connectors/36/": "36",
    "/standards/": "Standards",
    "/standards/MCS/": "MCS",
    "/statuses/": "Statuses",
    "/statuses/v2/OFFLINE/": "OFFLINE",
    "/statuses/v3/UNKNOWN/": "UNKNOWN",
    "/elements/": "Elements",
    "/fields/?per_page=25": "Fields",
    "/fields/connectors-connector-chargecapacity/": "chargeCapacity",
    "/findings/": "Finding codes",
    "/findings/EV301/": "EV301",
    "/lookup/": "Look up",
    "/lookup/?q=type+2": "Look up",
    "/lookup/?codes=31,36,CCS2,45,zzz": "Look up",
    f"/connectors/?q={'x' * 100}": "Connectors",
    "/request/": "A v2 request",
    "/glossary/": "Glossary",
    "/convert/": "Convert",
    "/no/such/page/": "Not found",
}
#: Further states of those pages, for axe and for the width.
MORE_PAGES = (
    "/connectors/?q=mennekes&fate=converted",
    "/connectors/?q=zzz&fate=lossy",
    "/connectors/?fate=zzz",
    "/connectors/45/",
    "/standards/SAE_J3400/",
    "/statuses/v2/OUT_OF_SERVICE/",
    "/fields/?per_page=25&page=2&sort=path",
    "/lookup/?q=zzz",
)


def post_request(page: Page) -> None:
    page.goto("/request/")
    page.get_by_label("v2 request").fill(REQUEST)
    page.get_by_role("button", name="Translate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("stations in v3")


def post_list(page: Page) -> None:
    page.goto("/lookup/")
    page.get_by_label("Codes").fill(CODES)
    page.get_by_role("button", name="Look up the list").click()
    expect(page.locator(".sentence")).to_contain_text("6 codes recognised, 1 not")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(new_page: NewPage) -> None:
    page = new_page(bypass_csp=True)
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(address)
        found[address] = problems(page)
    # Further pages of the same kinds are looked at once.
    for address in MORE_PAGES:
        page.goto(address)
        found[address] = problems(page, ["light"])
    post_request(page)
    found["a request"] = problems(page)
    post_list(page)
    found["a list"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("address", PAGES)
def test_without_javascript_every_page_is_whole(nojs_page: Page, address: str) -> None:
    nojs_page.goto(address)
    expect(nojs_page.get_by_role("heading", level=1)).to_contain_text(PAGES[address])
    expect(nojs_page.locator(".js-only:visible")).to_have_count(0)
    links = nojs_page.locator("main a:visible")
    targets = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert [target for target in targets if target in (None, "", "#")] == []


def test_without_javascript_forms_are_answered(nojs_page: Page) -> None:
    post_request(nojs_page)
    expect(nojs_page.locator(".calls pre")).to_have_count(2)
    assert "hush" not in nojs_page.content()
    post_list(nojs_page)
    expect(nojs_page.locator("table.rows tbody tr")).to_have_count(6)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Page, text: str) -> None:
    for _step in range(80):
        page.keyboard.press("Tab")
        if text in focused(page):
            return
    raise AssertionError(f"{text} is not reached by Tab")


def test_by_keyboard_only_from_home_to_a_row_and_back(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("schuko")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_contain_text("DOMESTIC_F")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/standards/DOMESTIC_F/")
    tab_to(page, "Standards")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/standards/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_placeholder("SAE_J3400")).to_be_focused()


def test_by_keyboard_from_the_box_to_a_list_and_to_a_request(page: Page) -> None:
    page.goto("/statuses/")
    page.keyboard.press("/")
    page.keyboard.type("36, CCS2, chargeCapacity")
    expect(page.get_by_role("option", name="Look up 3 codes as a list")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("table.rows tbody tr")).to_have_count(3)
    page.goto("/statuses/")
    page.keyboard.press("/")
    page.keyboard.type(REQUEST)
    expect(page.get_by_role("option", name="This is a v2 request")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("stations in v3")
    assert "hush" not in page.content()


def test_without_javascript_the_box_takes_lists_and_requests(nojs_page: Page) -> None:
    nojs_page.goto("/")
    nojs_page.locator("[data-lookup]").fill("31; 36")
    nojs_page.get_by_role("button", name="Look up").click()
    expect(nojs_page.locator("table.rows tbody tr")).to_have_count(2)
    nojs_page.goto("/connectors/36/")
    nojs_page.locator("[data-lookup]").fill(REQUEST)
    nojs_page.get_by_role("button", name="Look up").click()
    assert "hush" not in nojs_page.content()
    nojs_page.get_by_role("button", name="Translate it to v3").click()
    expect(nojs_page.get_by_role("heading", level=1)).to_have_text("stations in v3")


def test_by_keyboard_through_the_status_picture(page: Page) -> None:
    page.goto("/statuses/")
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "AVAILABLE"
    tab_to(page, "OUT_OF_SERVICE")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/statuses/v2/OUT_OF_SERVICE/")


#: Headless browsers have no clipboard: one that keeps the text, and one that refuses it.
CLIPBOARD = "navigator.clipboard.writeText = async text => { %s }"


def test_an_example_is_copied(page: Page) -> None:
    page.add_init_script(CLIPBOARD % "window.copied = text;")
    page.goto("/connectors/31/")
    button = page.get_by_role("button", name="Copy v3 JSON")
    button.click()
    expect(page.locator("[data-copy=copy-v3]")).to_contain_text("Copied")
    copied = page.evaluate("window.copied")
    assert copied == page.locator("#copy-v3").text_content()
    assert '"standard": "IEC_62196_T2"' in copied
    expect(button).to_have_text("Copy v3 JSON")


def test_an_example_is_marked_where_it_cannot_be_copied(page: Page) -> None:
    page.add_init_script(CLIPBOARD % "throw new Error('no');")
    page.goto("/connectors/31/")
    page.get_by_role("button", name="Copy v2 JSON").click()
    expect(page.locator("[data-copy=copy-v2]")).to_contain_text("Marked")
    assert '"id": "31"' in page.evaluate("getSelection().toString()")


@pytest.mark.parametrize(
    ("address", "head"),
    [("/statuses/v2/OFFLINE/", "v2 status"), ("/statuses/v3/OUTOFORDER/", "v3 status")],
)
def test_on_a_phone_the_line_begins_with_the_side_of_its_own_code(
    new_page: NewPage, address: str, head: str
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    heads = page.locator(".equivalence-head").filter(visible=True)
    expect(heads).to_have_text([head])


def test_in_the_cards_of_a_phone_every_word_stands_beside_its_label(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/statuses/")
    cells = "[...document.querySelectorAll('.rows td:not(:first-child):not(.blank)')]"
    left = "[...cell.childNodes].map(node => { const range = document.createRange(); "
    left += "range.selectNode(node); return range.getBoundingClientRect(); })"
    left += ".filter(box => box.width).map(box => Math.round(box.left))"
    starts = page.evaluate(f"{cells}.map(cell => Math.min(...{left}))")
    assert len(set(starts)) == 1


def test_nothing_moves_for_those_who_want_it_so(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    for address in ("/", "/statuses/", "/connectors/36/"):
        page.goto(address)
        moving = "[...document.querySelectorAll('*')].filter(one => { const style = "
        moving += "getComputedStyle(one); return style.transitionDuration !== '0s' || "
        moving += "style.animationName !== 'none' }).length"
        assert page.evaluate(moving) == 0, address


def test_a_live_answer_survives_a_reload_from_the_kept_page(page: Page) -> None:
    page.goto("/connectors/")
    page.locator("#facet-fate-lossy").click()
    expect(page).to_have_url("/connectors/?fate=lossy")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connectors")
    expect(page.locator("table.rows tbody tr[id]")).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connectors")
