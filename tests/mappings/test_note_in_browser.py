"""A note, from the admin to the public page, in a real browser and past another loading."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.site import LiveSite

PASSWORD = "only-for-this-test"


def test_a_note_written_in_the_admin_stays_on_the_page(live_site: LiveSite, page: Page) -> None:
    live_site.add_superuser("noter", PASSWORD)
    page.goto("/admin/mappings/connector/?q=IEC_60309_2_THREE_64")
    page.get_by_label("Username").fill("noter")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="36", exact=True).click()
    page.get_by_role("link", name="Write a note").click()
    expect(page.get_by_label("Row")).to_have_value("36")
    page.get_by_label("Text").fill("In Norway mostly 32 A.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/connectors/36/#notes$"))
    expect(page.get_by_text("was added successfully")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("In Norway mostly 32 A.")

    page.goto("/admin/mappings/note/?q=Norway")
    page.get_by_role("link", name="connector 36").click()
    page.get_by_label("Text").fill("In Norway mostly 16 A.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="connector 36").first.click()
    page.get_by_role("link", name="History").click()
    changes = page.get_by_role("row").filter(has_text="Changed")
    expect(changes).to_contain_text(
        re.compile(r"Text: In Norway mostly 32 A\. → In Norway mostly 16 A\.")
    )

    assert "0 added, 0 changed, 0 removed" in live_site.manage("load_mappings")
    page.goto("/connectors/36/")
    expect(page.get_by_role("main")).to_contain_text("In Norway mostly 16 A.")
