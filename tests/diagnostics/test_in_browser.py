"""The pages of findings in a browser: accessible, in any width and theme, without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import problems


@pytest.mark.parametrize("address", ["/findings/", "/findings/EV421/", "/findings/EV608/"])
def test_a_page_fits_and_is_accessible(page: Page, address: str) -> None:
    page.goto(address)
    assert problems(page) == []


def test_typing_filters_and_a_facet_keeps_the_search(page: Page) -> None:
    page.goto("/findings/")
    page.get_by_role("searchbox", name="Search finding codes").fill("timestamp")
    expect(page.locator(".sentence strong")).to_contain_text("matching “timestamp”")
    page.locator("#facet-severity-notice").click()
    expect(page.locator(".sentence strong")).to_contain_text("severity notice")
    assert "q=timestamp" in page.url
    assert "severity=notice" in page.url


def test_filters_work_without_javascript(nojs_page: Page) -> None:
    nojs_page.goto("/findings/")
    nojs_page.locator("#facet-severity-error").click()
    expect(nojs_page.locator(".sentence strong")).to_contain_text("severity error")
    nojs_page.locator("table.rows a.code").first.click()
    expect(nojs_page.locator("h1")).to_contain_text("EV108")
