"""What only a real browser can show about the ground the pages stand on."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.site import LiveSite

UPLOAD = """
document.body.innerHTML = `
  <form method="post" action="/convert/" enctype="multipart/form-data">
    <input type="file" name="document"><button>Send</button>
  </form>`
"""


def test_the_admin_works_under_the_content_security_policy(page: Page, live_site: LiveSite) -> None:
    live_site.add_superuser("ground", "correct horse battery")
    page.goto("/admin/")
    page.get_by_label("Username").fill("ground")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.goto("/admin/auth/user/add/")
    # The sidebar filter is a script of the admin's.
    page.locator("#nav-filter").fill("group")
    expect(page.locator("#nav-sidebar").get_by_role("link", name="Users")).to_be_hidden()


def test_an_upload_far_over_the_limit_gets_a_page_and_no_broken_connection(
    page: Page, tmp_path: Path
) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 45_000_000)
    page.goto("/")
    page.evaluate(UPLOAD)
    page.locator("input[type=file]").set_input_files(large)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Too large")
