"""Side by side in a real browser: partners by mouse, by keyboard, without JavaScript; records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from evmap.samples import FOLDER
from tests.conftest import NewPage
from tests.support.axe import accessibility_problems


def pane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name={"v2": "v2 text", "v3": "Converted document"}[name])


def value(page: Page, side: str, text: str, nth: int = 0) -> Locator:
    return pane(page, side).locator("a.v", has_text=text).nth(nth)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A hundred pools on one line; the 91st has an unknown field, the 41st a deprecated plug."""
    pool = json.loads((FOLDER / "pool.json").read_bytes())
    station = pool["evStations"]["evStation"][1]
    stations: list[dict[str, Any]] = [
        {**station, "id": str(n), "poolId": f"pool-{n}", "name": f"Hafen {n}"} for n in range(100)
    ]
    stations[90]["colour"] = "blue"
    (group,) = station["connectors"]["connector"]
    stations[40]["connectors"] = {"connector": [{**group, "connectorType": {"id": "25"}}]}
    path = tmp_path / "many.json"
    answer = {"hasMore": False, "evStations": {"evStation": stations}}
    path.write_text(json.dumps(answer, separators=(",", ":")), encoding="utf-8")
    return path


def upload(page: Page, path: Path) -> None:
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(path)
    page.get_by_role("button", name="Convert", exact=True).first.click()
    expect(page.locator(".verdict")).to_be_visible()


def test_a_chosen_v2_value_shows_its_partners_rule_and_mapping_row(page: Page) -> None:
    page.goto("/convert/?sample=dc")
    value(page, "v2", '"OUT_OF_SERVICE"').click()
    partners = pane(page, "v3").locator(".is-partner")
    expect(partners).to_have_text('"CHARGING"')
    expect(partners).to_be_in_viewport()
    why = page.locator(".why.is-open")
    expect(why).to_contain_text("EV301")
    expect(why).to_contain_text("that of its busiest plug is written")
    expect(why.get_by_role("link", name="connectors.connector[]")).to_have_attribute(
        "href", "/fields/connectors-connector-connectorstatuses-connectorstatus-state/"
    )
    expect(why.locator(".why-places li:visible")).to_have_count(1)
    why.get_by_role("link", name="Close").click()
    expect(page.locator(".why.is-open")).to_have_count(0)
    expect(value(page, "v2", '"OUT_OF_SERVICE"')).to_be_focused()


def test_a_value_of_a_group_has_a_partner_in_each_evse(page: Page) -> None:
    page.goto("/convert/?sample=dc")
    value(page, "v2", "62.5").click()
    expect(pane(page, "v3").locator(".is-partner")).to_have_text(["62500", "62500"])
    value(page, "v2", '"Visa"').click()
    expect(page.locator(".is-partner")).to_have_count(0)


def test_a_chosen_v3_value_shows_what_it_was_made_of(page: Page) -> None:
    page.goto("/convert/?sample=dc")
    value(page, "v3", '"Trebleu Aire de Verneuil"').click()
    expect(pane(page, "v2").locator(".is-partner")).to_have_text('"Trebleu Aire de Verneuil"')
    expect(page.locator(".why.is-open")).to_contain_text("copied")


def test_values_are_gone_through_by_arrow_keys(page: Page) -> None:
    page.goto("/convert/?sample=dc")
    pane(page, "v2").focus()
    page.keyboard.press("Tab")
    expect(value(page, "v2", "false")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(pane(page, "v2").locator(".is-chosen")).to_have_text("1")
    page.keyboard.press("End")
    expect(pane(page, "v2").locator(".is-chosen")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".why.is-open")).to_have_count(0)
    # One step of the Tab key leaves the text, whatever its length.
    page.keyboard.press("Tab")
    expect(pane(page, "v3")).to_be_focused()


def test_without_javascript_anchors_do_the_same(nojs_page: Page) -> None:
    page = nojs_page
    page.goto("/convert/?sample=dc")
    value(page, "v2", '"OUT_OF_SERVICE"').click()
    why = page.locator(".why:target")
    expect(why).to_contain_text("EV301")
    line = why.locator(".why-places li").get_by_role("link").nth(1)
    line.click()
    expect(pane(page, "v3").locator(".v:target")).to_have_text('"CHARGING"')
    expect(pane(page, "v3").locator(".v:target")).to_be_in_viewport()
    pane(page, "v3").locator(".v:target").click()
    expect(page.locator(".why:target")).to_contain_text("/items/*/evses/*/status")


def test_line_numbers_are_links_and_a_link_to_a_value_chooses_it(page: Page) -> None:
    page.goto("/convert/?sample=dc")
    pane(page, "v2").locator("#v2-7 .n").click()
    assert page.url.endswith("#v2-7")
    value(page, "v2", '"Trebleu"').first.click()
    page.goto(page.url.replace("?", "?again&"))
    expect(pane(page, "v2").locator(".is-chosen")).to_have_text('"Trebleu"')


def test_records_of_a_large_input_are_searched_sorted_and_shown(page: Page, many: Path) -> None:
    upload(page, many)
    expect(page.locator("#record")).to_contain_text("Hafen 40 record 41 of 101")
    lines = page.locator("[data-record-lines] tbody tr")
    expect(lines.first).to_contain_text("Hafen 40")
    expect(lines.nth(1)).to_contain_text("Hafen 90")
    page.get_by_label("Name or id").fill("pool-9")
    expect(page.locator("[data-record-count]")).to_have_text("11 found.")
    page.get_by_label("Sorted by").select_option("place")
    expect(lines.first).to_contain_text("Hafen 9")
    page.get_by_label("Name or id").fill("no such pool")
    expect(page.locator("[data-record-count]")).to_have_text("0 found.")
    page.get_by_label("Name or id").fill("pool-90")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url))
    page.get_by_role("button", name="Hafen 90").click()
    expect(page.locator("#record")).to_be_focused()
    expect(page.locator("#record")).to_contain_text("record 91 of 101")
    assert [url.rpartition("/convert/")[2] for url in posts if "/static/" not in url] == ["record/"]
    value(page, "v2", '"blue"').click()
    expect(page.locator(".why.is-open")).to_contain_text("/colour")
    # A long line is cut for reading; its numbers are line and column.
    text = many.read_text(encoding="utf-8")
    row = pane(page, "v2").locator(".l", has_text='"colour"')
    column = text.index('"colour"') + 1
    expect(row.locator(".n")).to_have_attribute("data-n", f"1:{column}")
    page.get_by_role("button", name="Next record").click()
    expect(page.locator("#record")).to_contain_text("Hafen 91 record 92 of 101")


def test_records_without_javascript(nojs_page: Page, many: Path) -> None:
    page = nojs_page
    upload(page, many)
    page.get_by_label("Name or id").fill("pool-9")
    page.get_by_label("Sorted by").select_option("name")
    page.get_by_role("button", name="List").click()
    expect(page.locator("[data-record-count]")).to_have_text("11 found.")
    page.get_by_role("button", name="Hafen 91").click()
    expect(page.locator("#record")).to_contain_text("record 92 of 101")
    expect(page.get_by_label("Name or id")).to_have_value("pool-9")
    page.get_by_role("button", name="Record before").click()
    expect(page.locator("#record")).to_contain_text("Hafen 90 record 91 of 101")
    # What is around the records is a record too.
    page.get_by_label("Name or id").fill("around")
    page.get_by_role("button", name="List").click()
    page.get_by_role("button", name="Around the records").click()
    expect(pane(page, "v2")).to_contain_text('"hasMore":false')


def test_a_finding_leads_into_its_record(nojs_page: Page, many: Path) -> None:
    page = nojs_page
    upload(page, many)
    page.locator(".code-group", has_text="EV101").locator(".finding-places button").click()
    expect(page.locator("#record")).to_contain_text("Hafen 90")
    expect(value(page, "v2", '"blue"')).to_be_in_viewport()


def test_on_a_phone_both_texts_are_one(phone_page: Page) -> None:
    page = phone_page
    page.goto("/convert/?sample=dc")
    line = pane(page, "v2").locator(".l", has_text='"timeZone"')
    below = line.evaluate("line => getComputedStyle(line, '::after').content")
    assert "time_zone" in below
    value(page, "v2", '"Europe/Paris"').click()
    expect(page.locator(".why.is-open")).to_be_in_viewport()
    expect(value(page, "v2", '"Europe/Paris"')).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_a_chosen_value_and_the_records(
    new_page: NewPage, many: Path, scheme: str
) -> None:
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": 1280, "height": 900}}
    page = new_page(**options)
    upload(page, many)
    value(page, "v2", '"OFFLINE"').or_(value(page, "v2", "false")).first.click()
    expect(page.locator(".why.is-open")).to_be_visible()
    assert accessibility_problems(page) == []
