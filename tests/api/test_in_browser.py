"""The pages about the API in a real browser: under the strict policy, on a phone, for axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.conftest import NewPage
from tests.support.axe import problems

PAGES = ["/api/v1/", "/api/v1/docs"]


def test_the_policy_is_kept_and_style_sheets_load(page: Page) -> None:
    # Breaches of the policy are found by the fixture.
    page.goto("/api/v1/docs")
    border = "section => getComputedStyle(section).borderTopStyle"
    assert page.locator("section.operation").first.evaluate(border) == "solid"


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    new_page: NewPage, address: str
) -> None:
    page = new_page(bypass_csp=True)
    page.goto(address)
    assert problems(page) == []


def test_a_script_can_read_and_convert(page: Page) -> None:
    page.goto("/api/v1/")
    count = page.evaluate("fetch('/api/v1/connectors').then(r => r.json()).then(d => d.count)")
    assert count == 69
    convert = "fetch('/api/v1/convert', {method: 'POST', body: '{'}).then(answer => answer.status)"
    assert page.evaluate(convert) == 400
