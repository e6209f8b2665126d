"""Filters, decisions, what-if and downloads in a real browser: mouse, keyboard, no JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from evmap.conversion.accept import read_accept
from evmap.samples import FOLDER
from tests.conftest import NewPage
from tests.support.axe import accessibility_problems

DOCUMENT = '{"poolId": "p", "colour": "blue", "shade": "dark"}'


def paste(page: Page, text: str) -> None:
    page.goto("/convert/")
    page.get_by_label("Or pasted text").fill(text)
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def findings(page: Page) -> Locator:
    return page.locator(".finding:visible")


def facet(page: Page, name: str, value: str) -> Locator:
    return page.locator(f'[data-facet="{name}"][data-value="{value}"]')


def saved(page: Page, button: Locator) -> bytes:
    with page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()


def test_findings_are_filtered_in_place_and_the_address_says_so(page: Page) -> None:
    page.goto("/convert/?sample=deprecated")
    total = findings(page).count()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    facet(page, "severity", "error").click()
    expect(findings(page)).to_have_count(3)
    expect(page.locator("[data-sentence]")).to_have_text(f"3 of {total} kinds: severity error")
    assert page.url.endswith("/convert/?sample=deprecated&severity=error")
    assert [url for url in asked if "/convert/" in url] == []
    expect(facet(page, "fate", "dropped").locator(".count")).to_have_text("3")
    facet(page, "severity", "notice").click()
    expect(page.locator("[data-sentence]")).to_contain_text("severity error or notice")
    here = findings(page).count()
    page.reload()
    expect(findings(page)).to_have_count(here)
    page.get_by_role("link", name="Show all").click()
    expect(findings(page)).to_have_count(total)
    expect(page.get_by_role("heading", name="Findings", exact=True)).to_be_focused()


def test_a_link_to_a_hidden_finding_shows_it(page: Page) -> None:
    page.goto("/convert/?sample=deprecated&severity=notice")
    page.locator(".first a").first.click()
    expect(page.locator(".finding:target")).to_be_in_viewport()


def test_filters_work_without_javascript(nojs_page: Page) -> None:
    page = nojs_page
    paste(page, (FOLDER / "deprecated.json").read_text(encoding="utf-8"))
    facet(page, "severity", "error").click()
    expect(findings(page)).to_have_count(3)
    expect(facet(page, "severity", "error")).to_have_attribute("aria-current", "true")
    assert "?severity=error" in page.url
    facet(page, "code", "EV202").click()
    expect(findings(page)).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    total = page.locator("[data-findings]").get_attribute("data-kinds")
    expect(findings(page)).to_have_count(int(total or 0))


def test_a_finding_is_accepted_by_keyboard_alone(page: Page) -> None:
    paste(page, DOCUMENT)
    accept = page.locator(".decision summary").first
    for _ in range(80):
        page.keyboard.press("Tab")
        if accept.evaluate("summary => summary === document.activeElement"):
            break
    expect(accept).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why it can stay as it is").first).to_be_focused()
    page.keyboard.insert_text("Nobody reads it.")
    page.keyboard.press("Enter")
    expect(page.locator(".finding.is-accepted")).to_have_count(1)
    expect(page.locator(".finding.is-accepted summary")).to_have_text("Accepted: Nobody reads it.")
    expect(page.locator(".finding:target")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_accepted_findings_go_to_a_file_and_back(
    new_page: NewPage, tmp_path: Path, *, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    paste(page, DOCUMENT)
    page.get_by_label("One reason for the 2 shown").fill("Known since spring.")
    page.get_by_role("button", name="Accept all shown").click()
    expect(page.locator(".finding.is-accepted")).to_have_count(2)
    expect(page.locator(".grade")).to_have_text("A")
    data = saved(page, page.get_by_role("button", name="Download accept.json"))
    assert [entry.pattern for entry in read_accept(data)] == ["/colour", "/shade"]

    kept = tmp_path / "accept.json"
    kept.write_bytes(data)
    paste(page, DOCUMENT.replace("shade", "size"))
    page.get_by_label("From a file").set_input_files(kept)
    page.get_by_role("button", name="Use the file").click()
    expect(page.locator(".finding.is-accepted")).to_have_count(1)
    expect(page.locator(".unused summary")).to_have_text("1 entry fits no finding")


def test_enter_in_an_option_never_downloads(nojs_page: Page) -> None:
    page = nojs_page
    paste(page, DOCUMENT)
    page.get_by_label("Country and party").fill("DE*ABC")
    page.get_by_label("Country and party").press("Enter")
    expect(page.locator(".compared")).to_contain_text("party DE*ABC instead of as usual")


def test_other_options_say_at_once_what_they_would_change(page: Page) -> None:
    page.goto("/convert/?sample=pool")
    page.get_by_role("radio", name="here-v3").check()
    answer = page.locator("[data-what-if-answer]")
    expect(answer).to_contain_text("With target here-v3 instead of v3: 5 gone, 4 added")
    page.locator("#to-v3").check()
    page.get_by_label("OUT_OF_SERVICE").select_option("OUTOFORDER")
    expect(answer).to_contain_text("OUT_OF_SERVICE OUTOFORDER instead of as usual")
    expect(answer).to_contain_text("1 changed")
    # The page itself stays as it was until it is converted again.
    expect(page.get_by_role("region", name="Converted document")).to_contain_text("INOPERATIVE")
    page.get_by_role("button", name="Convert again", exact=True).click()
    expect(page.locator(".compared")).to_contain_text("1 changed")
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_in_viewport()


def test_an_edited_document_is_compared_without_javascript(nojs_page: Page) -> None:
    page = nojs_page
    paste(page, DOCUMENT)
    page.get_by_role("textbox", name="The v2 text").fill(DOCUMENT.replace('"colour"', '"name"'))
    page.get_by_role("button", name="Convert the edited document").click()
    expect(page.locator(".compared")).to_contain_text("1 fixed, 0 new, 0 changed, 1 same")


def test_reports_and_checklist_can_be_taken_along(page: Page) -> None:
    page.goto("/convert/?sample=pool")
    button = page.get_by_role("button", name="Download the report as SARIF")
    assert json.loads(saved(page, button))["version"] == "2.1.0"
    told = saved(page, page.get_by_role("button", name="Download as Markdown")).decode()
    assert told.startswith("# Checklist: ")
    assert "/findings/EV301/)" in told
    compact = saved(page, page.get_by_role("button", name="Compact"))
    assert len(compact.splitlines()) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_workbench(new_page: NewPage, scheme: str) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    paste(page, (FOLDER / "deprecated.json").read_text(encoding="utf-8"))
    facet(page, "fate", "dropped").click()
    page.get_by_label("One reason for the").fill("Known.")
    page.get_by_role("button", name="Accept all shown").click()
    page.get_by_role("radio", name="ocpi-2.2.1").check()
    expect(page.locator("[data-what-if-answer] .difference")).to_be_visible()
    page.get_by_role("button", name="Convert again", exact=True).click()
    expect(page.locator(".compared")).to_be_visible()
    for details in page.locator("details").all():
        details.evaluate("details => details.open = true")
    assert accessibility_problems(page) == []


def test_nothing_is_wider_than_a_phone(phone_page: Page) -> None:
    page = phone_page
    page.goto("/convert/?sample=deprecated&fate=dropped")
    page.get_by_text("Filters", exact=True).click()
    for details in page.locator("details").all():
        details.evaluate("details => details.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
