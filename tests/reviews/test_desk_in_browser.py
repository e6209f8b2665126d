"""The desk in a real browser: by keyboard, by mouse, without a script, on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page, expect

from evmap.samples import FOLDER
from tests.conftest import NewPage
from tests.support.axe import problems

STATIONS = FOLDER / "ac.json"
#: What the page says of what was done just now.
SAID = "main > div > [role=status]"
TABS = ["", "findings/", "fields/", "document/", "roundtrip/", "checklist/", "options/"]


def upload(page: Page, file: Path = STATIONS) -> str:
    """Convert a file and return the address of its review."""
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(file)
    page.get_by_role("button", name="Convert", exact=True).locator("visible=true").first.click()
    page.wait_for_url("**/reviews/**")
    return page.url


def box(page: Page, selector: str) -> FloatRect:
    """Where the first element of a selector is in the window."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return found


def number(page: Page, bucket: str) -> int:
    return int(page.locator(f".counts .bucket-{bucket} strong").inner_text())


def test_keys_go_through_the_queue_accept_and_take_back(page: Page) -> None:
    page.goto(f"{upload(page, FOLDER / 'dc.json')}?bucket=lost")
    title = page.locator(".finding-what .code").first
    first = title.inner_text()
    page.keyboard.press("j")
    expect(title).not_to_have_text(first)
    page.keyboard.press("k")
    expect(title).to_have_text(first)
    lost = number(page, "lost")
    page.keyboard.press("Enter")
    expect(page.locator(".text .is-chosen")).to_be_focused()
    lost_now = page.locator(".counts .bucket-lost strong")
    for taken_back in (True, False):
        page.keyboard.press("a")
        page.keyboard.type("Nobody reads it")
        page.keyboard.press("Enter")
        expect(lost_now).to_have_text(str(lost - 1))
        expect(page.locator("#finding-title")).to_be_focused()
        if taken_back:
            page.keyboard.press("u")
            expect(lost_now).to_have_text(str(lost))
            expect(title).to_have_text(first)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.goto(f"{page.url.partition('?')[0]}?accepted=yes")
    expect(page.get_by_text("Accepted: Nobody reads it")).to_be_visible()
    page.locator("body").press("u")
    expect(page.locator(".counts .bucket-lost strong")).to_have_text(str(lost))
    page.locator("body").press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_a_status_is_chosen_and_taken_back_by_keyboard(page: Page) -> None:
    upload(page, FOLDER / "pool.json")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Keep INOPERATIVE")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Use OUTOFORDER")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("Decided: Ambiguous status, OUTOFORDER")
    expect(page.locator(".counts .bucket-decide strong")).to_have_text("0")
    page.keyboard.press("c")  # a loss has no choices
    expect(page.locator("#finding-title")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(".counts .bucket-decide strong")).to_have_text("1")


def test_who_types_at_once_loses_no_letter(page: Page) -> None:
    page.goto(f"{upload(page, FOLDER / 'dc.json')}?bucket=lost")
    page.evaluate("htmx.config.defaultSettleDelay = 300")  # as on a slow machine
    title = page.locator(".finding-what .code").first
    first = title.inner_text()
    page.keyboard.press("j")
    expect(title).not_to_have_text(first)
    page.keyboard.press("a")
    page.keyboard.type("Nobody reads it", delay=50)
    expect(page.locator("#desk [data-key=a]")).to_have_value("Nobody reads it")


def test_a_blank_reason_leads_back_to_its_field(page: Page) -> None:
    page.goto(f"{upload(page, FOLDER / 'dc.json')}?bucket=lost")
    steps = page.locator(".finding-steps span").inner_text()
    page.keyboard.press("a")
    page.keyboard.type("  ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say why this finding is accepted")
    expect(page.locator(".finding-steps span")).to_have_text(steps)
    expect(page.locator("#accept-reason")).to_be_focused()
    assert problems(page) == []
    page.keyboard.type("Nobody reads it")
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("Accepted:")
    expect(page.locator("#finding-title")).to_be_focused()


def test_an_address_says_what_is_looked_at(page: Page) -> None:
    upload(page)
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"\?finding="))
    steps = page.locator(".finding-steps span")
    expect(steps).to_have_text(re.compile("^2 of "))
    page.reload()
    expect(steps).to_have_text(re.compile("^2 of "))
    page.go_back()
    expect(steps).to_have_text(re.compile("^1 of "))


#: Goes through the queue as its link does, and tells how high each page was.
HEIGHTS = """async () => {
  const heights = [];
  for (;;) {
    heights.push(document.documentElement.scrollHeight);
    const next = document.querySelector('a[rel="next"]');
    if (!next) return heights;
    await new Promise((settled, failed) => {
      document.addEventListener("htmx:afterSettle", settled, {once: true});
      setTimeout(failed, 30_000, new Error("The next finding did not come"));
      next.click();
    });
  }
}"""


@pytest.mark.parametrize("name", ["ac", "dc", "unknown"])
def test_one_station_takes_at_most_two_screens(new_page: NewPage, name: str) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    upload(page, FOLDER / f"{name}.json")
    heights = page.evaluate(HEIGHTS)
    expect(page.locator(".finding-steps span")).to_have_text(f"{len(heights)} of {len(heights)}")
    assert max(heights) <= 1600


def test_the_head_that_stays_hides_nothing_that_was_gone_to_and_lets_nothing_stick_out(
    new_page: NewPage,
) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    address = upload(page, FOLDER / "pool.json")
    page.goto(f"{address}options/")
    page.locator('input[name="to"][value="ocpi-2.2.1"]').check()
    page.get_by_role("button", name="Convert again").click()
    heading = page.get_by_role("heading", name="What the last change did")
    expect(heading).to_be_in_viewport()
    assert box(page, "#changed")["y"] >= box(page, ".desk-head")["height"]
    page.goto(f"{address}findings/?bucket=lost")
    assert box(page, ".facet [aria-current]")["x"] >= box(page, ".desk-head")["x"]
    assert box(page, ".desk-share")["height"] == box(page, ".desk-tools > a")["height"]


def test_an_open_list_of_files_goes_with_the_page(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files([FOLDER / "pool.json", broken])
    page.get_by_role("button", name="Convert", exact=True).locator("visible=true").first.click()
    page.wait_for_url("**/reviews/**")
    for is_open in (True, False):
        page.evaluate("scrollTo(0, 300)")
        assert page.locator(".files").evaluate("one => one.open") is is_open
        assert (box(page, ".desk-head")["y"] < 0) is is_open
        page.evaluate("scrollTo(0, 0)")
        page.locator(".files summary").click()


def test_every_page_is_accessible_and_fits(page: Page) -> None:
    address = upload(page, FOLDER / "deprecated.json")
    for tab in TABS:
        page.goto(address + tab)
        assert problems(page) == [], tab


def test_on_a_phone_a_chosen_finding_comes_into_sight(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    upload(page, FOLDER / "pool.json")
    page.locator(".queue-part.bucket-lost li a").nth(5).click()
    expect(page.locator(".finding-steps")).to_contain_text("7 of ")
    expect(page.locator("#finding-title")).to_be_in_viewport()


def test_on_a_phone_findings_are_filtered_too(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(upload(page, FOLDER / "pool.json") + "findings/")
    lossy = page.get_by_role("link", name=re.compile("^lossy"))
    expect(lossy).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    lossy.click()
    expect(page.get_by_role("status").filter(has_text="fate lossy")).to_be_visible()


def test_without_a_script_the_desk_is_pages(nojs_page: Page) -> None:
    page = nojs_page
    upload(page, FOLDER / "pool.json")
    page.get_by_role("link", name="Ambiguous status").click()
    page.get_by_role("button", name="Use OUTOFORDER").click()
    page.get_by_role("link", name="Document", exact=True).click()
    expect(page.locator("#v3")).to_contain_text("OUTOFORDER")
    page.get_by_role("link", name="Review", exact=True).click()
    page.locator(".queue-part.bucket-lost li a").first.click()
    lost = number(page, "lost")
    page.locator("#accept-reason").fill("Known")
    page.get_by_role("button", name="Accept", exact=True).click()
    assert number(page, "lost") == lost - 1
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Converted document").click()
    assert waiting.value.suggested_filename == "pool-v3.json"


def test_share_keep_and_decide_from_another_browser(page: Page, new_page: NewPage) -> None:
    address = upload(page, FOLDER / "dc.json")
    page.get_by_text("Share", exact=True).click()
    expect(page.locator("#share-link")).to_have_text(address)
    page.get_by_label("Name", exact=True).fill("Winter dump")
    page.get_by_role("button", name="Keep for 7 days").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Winter dump")
    expect(page.locator(SAID)).to_have_text("The review is kept for 7 days.")

    reader = new_page()
    reader.goto(f"{address}?bucket=lost")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Winter dump")
    lost = number(reader, "lost")
    reader.locator("#accept-reason").fill("Decided by a colleague")
    reader.get_by_role("button", name="Accept", exact=True).click()
    expect(reader.locator(".counts .bucket-lost strong")).to_have_text(str(lost - 1))
    reader.get_by_text("Share", exact=True).click()
    expect(reader.get_by_text("Delete this review")).to_have_count(0)

    page.goto(f"{address}?accepted=yes")
    expect(page.get_by_text("Accepted: Decided by a colleague")).to_be_visible()
    page.get_by_text("Share", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Summer dump")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator(SAID)).to_have_text("The review was renamed.")
    page.get_by_text("Share", exact=True).click()
    page.get_by_text("Delete this review").click()
    page.get_by_role("button", name="Yes, delete it").click()
    page.wait_for_url("**/reviews/")
    expect(page.locator(SAID)).to_have_text("The review was deleted.")
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_the_round_trip_opens_and_can_be_taken_along(page: Page) -> None:
    page.goto(f"{upload(page)}roundtrip/")
    page.locator("#trip-form summary").click()
    expect(page.locator("#trip-form table")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the v2 that comes back").click()
    assert waiting.value.suggested_filename == "ac-v2.json"
