"""Round trip and kept reviews in a real browser: by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.support.axe import LOOKS, accessibility_problems, every_look, too_wide

SAMPLE = "/convert/?sample=pool"


def keep(page: Page) -> str:
    """Keep the review of a result page and return its address."""
    page.get_by_role("button", name="Keep this review for 7 days").click()
    expect(page).to_have_url(re.compile(r"/reviews/[A-Za-z0-9_-]{43}/#kept$"))
    return page.url.partition("#")[0]


def test_keep_share_and_delete_by_keyboard(page: Page, new_page: NewPage) -> None:
    page.goto(SAMPLE)
    page.get_by_role("button", name="Keep this review for 7 days").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kept until")).to_be_visible()
    address = page.url.partition("#")[0]

    reader = new_page()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("values do not arrive whole")
    expect(reader.get_by_role("button", name="Delete it now")).to_have_count(0)
    reader.get_by_role("button", name="Download the v2 that comes back").wait_for()

    page.get_by_role("link", name="Your kept reviews").click()
    page.get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("There are none.")
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_it_works_without_javascript(nojs_page: Page) -> None:
    nojs_page.goto(SAMPLE)
    address = keep(nojs_page)
    nojs_page.locator("#trip-form summary").click()
    expect(nojs_page.locator("#trip-form table")).to_be_visible()
    nojs_page.get_by_role("button", name="Delete it now").click()
    expect(nojs_page.get_by_role("heading", level=1)).to_have_text("Your kept reviews")
    answer = nojs_page.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_the_v2_that_comes_back_can_be_taken_along(page: Page) -> None:
    page.goto(SAMPLE)
    keep(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the v2 that comes back").click()
    found = json.loads(Path(waiting.value.path()).read_bytes())
    assert found["count"] == 1


def test_a_part_of_the_bar_leads_to_its_fields(page: Page) -> None:
    page.goto(SAMPLE)
    page.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Round trip"
    ).click()
    expect(page.get_by_role("heading", name="Round trip")).to_be_in_viewport()
    page.get_by_role("list", name="Values by what came back").get_by_role(
        "link", name="different"
    ).click()
    expect(page.locator("#trip-different")).to_be_in_viewport()


@every_look
def test_accessible_in_both_themes_and_never_wider_than_the_window(
    new_page: NewPage, look: str
) -> None:
    page = new_page(**LOOKS[look])
    page.goto(SAMPLE)
    for name in ("form", "same", "choices"):
        page.locator(f"#trip-{name} > summary").click()
    assert accessibility_problems(page) == []
    keep(page)
    assert accessibility_problems(page) == []
    assert too_wide(page) == 0
    page.goto("/reviews/")
    assert accessibility_problems(page) == []
    assert too_wide(page) == 0
