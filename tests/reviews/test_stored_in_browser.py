"""A review in real browsers: what one decides another sees, and nothing gets lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from evmap.conversion import convert
from evmap.conversion.findings.accept import DECIDED, entry_for
from evmap.conversion.reports.contract import make_report
from evmap.reviews.accepting import field_name
from evmap.samples import SAMPLES
from tests.conftest import NewPage
from tests.support.axe import problems

ADDRESS = re.compile(r"/reviews/[A-Za-z0-9_-]{43}/$")

#: Fields of the first findings of the sample that somebody has to decide on.
FIELDS = [
    field_name(entry_for(line, ""))
    for line in make_report(convert(SAMPLES["ac"].read())).findings
    if line.severity in DECIDED
]

#: Sends a form as a button of the page does.
SEND = """([address, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.dataset.sent = "";
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    [field.name, field.value] = [name, value];
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def make(page: Page) -> str:
    """Convert a sample as a visitor does, and return the address of the review."""
    page.goto("/convert/")
    page.locator(".samples").get_by_role("button", name=SAMPLES["ac"].title).click()
    expect(page).to_have_url(ADDRESS)
    return page.url


def decide(page: Page, address: str, below: str, **fields: str) -> None:
    """Save a decision from a page of the review."""
    page.evaluate(SEND, [f"{address}{below}/", fields])
    expect(page.locator("form[data-sent]")).to_have_count(0, timeout=30_000)
    page.wait_for_load_state()
    assert page.url == address


def accepted(page: Page, address: str) -> list[str]:
    """The reasons of accepted findings, as the report that is taken along has them."""
    report = page.request.get(f"{address}download/report/").json()
    return sorted(line["accepted"] for line in report["findings"] if line.get("accepted"))


def test_accept_keep_open_elsewhere_decide_there_reload_and_nothing_is_lost(
    page: Page, new_page: NewPage
) -> None:
    address = make(page)
    decide(page, address, "accept", **{FIELDS[0]: "Nobody reads it"})
    decide(page, address, "keep", name="The move of Anna")
    assert "The move of Anna" in page.content()

    colleague = new_page()
    colleague.goto(address)
    assert accepted(colleague, address) == ["Nobody reads it"]
    decide(colleague, address, "accept", **{FIELDS[1]: "Bert knows why"})
    decide(colleague, address, "choose", to="here-v3")

    # The first page is older than that; what is saved there now takes nothing away.
    decide(page, address, "name", name="The move")
    page.reload()
    for reader in (page, colleague):
        reader.goto(address)
        assert "Bert knows why" in accepted(reader, address)
        options = reader.request.get(f"{address}download/report/").json()
        assert options["target"] == "here-v3"


def test_back_forward_and_another_tab_show_the_same(page: Page, new_page: NewPage) -> None:
    address = make(page)
    heading = page.get_by_role("heading", level=1).inner_text()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Convert a v2 response")
    page.go_forward()
    expect(page).to_have_url(address)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_without_javascript_a_sample_a_text_and_delete_work(nojs_page: Page) -> None:
    page = nojs_page
    first = make(page)
    page.goto("/convert/")
    page.get_by_label("Or paste text").fill(SAMPLES["dc"].read().decode())
    page.get_by_role("button", name="Convert", exact=True).first.click()
    expect(page).to_have_url(ADDRESS)
    page.goto("/reviews/")
    expect(page.locator("tbody tr")).to_have_count(2)
    last = page.locator("tbody tr").last
    last.locator("summary").click()
    last.get_by_role("button", name="Yes, delete it").click()
    expect(page.locator("main [role=status]")).to_have_text("The review was deleted.")
    expect(page.locator("tbody tr")).to_have_count(1)
    answer = page.goto(first)
    assert answer is not None
    assert answer.status == 404


def test_who_only_has_the_link_can_not_delete_it(page: Page, new_page: NewPage) -> None:
    address = make(page)
    stranger = new_page()
    stranger.goto(address)
    expect(
        stranger.locator(f"form[action$='{address.rpartition('/reviews')[2]}delete/']")
    ).to_have_count(0)
    stranger.goto("/reviews/")
    expect(stranger.get_by_role("main")).to_contain_text("There are none.")


@pytest.mark.parametrize("path", ["/convert/", "/convert/?sample=ac", "/reviews/"])
def test_everybody_can_read_the_pages_around_a_review(page: Page, path: str) -> None:
    if path == "/reviews/":
        make(page)
    page.goto(path)
    if path == "/reviews/":
        page.locator("tbody summary").click()
    assert problems(page) == []
