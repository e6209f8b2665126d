"""Requests of htmx that fail, in a real browser: the reader is told, and keeps what was typed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from evmap.samples import FOLDER
from tests.reviews.test_desk_in_browser import upload
from tests.support.axe import problems

NOT_SENT = "Not sent: the server can't be reached. Try again."
DELETED = "This review was deleted, has expired, or never was."


def told(page: Page) -> Locator:
    """What is told of the request that failed."""
    return page.locator("#main > [role=alert] p")


def delete(page: Page, address: str) -> None:
    """Delete a review in another tab of the browser that made it."""
    other = page.context.new_page()
    other.goto(address)
    other.get_by_text("Share", exact=True).click()
    other.get_by_text("Delete this review").click()
    other.get_by_role("button", name="Yes, delete it").click()
    other.wait_for_url("**/reviews/")
    other.close()


def accept(page: Page, reason: str) -> None:
    page.locator("#accept-reason").fill(reason)
    page.get_by_role("button", name="Accept", exact=True).click()


def test_a_link_to_a_review_that_is_gone_leads_to_the_page_that_says_so(page: Page) -> None:
    for link in ("Next", "Document"):
        delete(page, upload(page))
        page.get_by_role("link", name=link, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
        expect(page.get_by_role("main")).to_contain_text(DELETED)


def test_an_answer_to_a_review_that_is_gone_is_told_and_stays_in_its_field(page: Page) -> None:
    address = upload(page, FOLDER / "dc.json")
    page.goto(f"{address}?bucket=lost")
    delete(page, address)
    accept(page, "Nobody reads it")
    expect(told(page)).to_have_text(f"Not saved: {DELETED}")
    expect(told(page)).to_be_in_viewport()
    expect(page.locator("#accept-reason")).to_have_value("Nobody reads it")
    assert problems(page) == []
    page.get_by_role("button", name="Close").click()
    expect(told(page)).to_have_count(0)


def test_a_typed_answer_that_can_not_be_is_asked_for_again(page: Page) -> None:
    page.goto(f"{upload(page, FOLDER / 'counts.json')}options/")
    page.locator('input[name="to"][value="ocpi-2.3.0"]').check()
    page.get_by_role("button", name="Convert again").click()
    page.get_by_role("link", name="Review", exact=True).click()
    for _ in range(20):
        if page.get_by_role("button", name="Use this party").count():
            break
        steps = page.locator(".finding-steps span").inner_text()
        page.get_by_role("link", name="Next", exact=True).click()
        expect(page.locator(".finding-steps span")).not_to_have_text(steps)
    page.locator("#answer-party").fill("Germany")
    page.get_by_role("button", name="Use this party").click()
    expect(page.get_by_text("Write country and party as in DE*ICT.")).to_be_visible()
    expect(page.get_by_label("Country and party", exact=True)).to_have_value("Germany")


def test_a_server_out_of_reach_is_told_until_a_request_gets_through(page: Page) -> None:
    page.goto(f"{upload(page, FOLDER / 'dc.json')}?bucket=lost")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.context.set_offline(True)
    page.keyboard.press("j")
    expect(told(page)).to_have_text(NOT_SENT)
    expect(told(page)).to_be_in_viewport()
    accept(page, "Nobody reads it")
    expect(told(page)).to_have_text(NOT_SENT)
    expect(page.locator("#accept-reason")).to_have_value("Nobody reads it")
    page.context.set_offline(False)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator(".undo")).to_contain_text("Accepted:")
    expect(told(page)).to_have_count(0)


def test_what_was_saved_leads_on_though_the_next_page_fails(page: Page) -> None:
    address = upload(page, FOLDER / "dc.json")
    page.goto(f"{address}?bucket=lost")
    next_page = page.locator("form:has(#accept-reason) [name=next]")
    next_page.evaluate("(field, to) => { field.value = to; }", f"{urlsplit(address).path}nowhere/")
    accept(page, "Nobody reads it")
    page.wait_for_url("**/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    page.goto(f"{address}?accepted=yes")
    expect(page.get_by_text("Accepted: Nobody reads it")).to_be_visible()


def test_a_server_that_does_not_answer_is_told(page: Page) -> None:
    upload(page)
    page.evaluate("htmx.config.timeout = 200")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/document/", hold)
    page.get_by_role("link", name="Document", exact=True).click()
    expect(told(page)).to_have_text("The server has not answered. Try again.")
    held[0].abort()


@pytest.mark.parametrize(
    ("path", "box"), [("/connectors/", "#table-q"), ("/findings/EV301/", "[data-lookup]")]
)
def test_a_search_that_fails_while_somebody_types_is_told(page: Page, path: str, box: str) -> None:
    page.goto(path)
    page.route(re.compile(r"\?.*q="), lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.locator(box).first.press_sequentially("ccs")
    expect(told(page)).to_have_text("Not loaded: the server answered 502. Load the page again.")
    expect(page.locator(box).first).to_be_focused()
