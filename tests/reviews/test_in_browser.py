"""Upload and result in a real browser: by mouse, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from evmap.samples import FOLDER
from tests.conftest import NewPage
from tests.support.axe import accessibility_problems

POOL = FOLDER / "pool.json"


def download(page: Page, button: str) -> tuple[str, dict[str, Any]]:
    """Press a button and return the name and the content of the file that comes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    found = waiting.value
    return found.suggested_filename, json.loads(Path(found.path()).read_bytes())


def test_from_a_question_to_the_converted_file(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="Code, name or field").fill("36")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("36")
    expect(page.get_by_role("main")).to_contain_text("IEC_60309_2_THREE_64")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Convert").click()
    page.get_by_label("Files", exact=True).set_input_files(POOL)
    page.get_by_role("button", name="Convert", exact=True).click()

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Converted; 31 of 118 values do not arrive whole")
    expect(heading).to_be_focused()
    expect(page.locator(".ledger-key a")).to_contain_text(["same", "renamed", "converted"])
    v2 = page.get_by_role("region", name="v2 text")
    expect(v2.locator(".fate-lossy")).to_have_count(4)
    expect(v2.locator(".is-assumed")).to_have_text('"OUT_OF_SERVICE"')

    # A finding leads to its value, a part of the bar to its fields.
    ambiguous = page.locator(".code-group", has_text="EV301")
    ambiguous.locator(".finding-places").get_by_role("link").click()
    expect(v2.locator(".is-assumed")).to_be_in_viewport()
    page.locator(".ledger-key").get_by_role("link", name="dropped").click()
    expect(page.locator("#fate-dropped")).to_be_in_viewport()

    name, document = download(page, "Download the v3 JSON")
    assert name.startswith("evmap-v3-")
    assert name.endswith(".json")
    (location,) = document["items"]
    evses = {
        evse["evse_id"]: (
            evse["status"],
            sorted((c["standard"], c["max_electric_power"]) for c in evse["connectors"]),
        )
        for evse in location["evses"]
    }
    assert evses == {
        "DE*NWL*E041701": (
            "AVAILABLE",
            [("IEC_62196_T2", 22080), ("IEC_62196_T2_COMBO", 150000)],
        ),
        "DE*NWL*E041702": ("CHARGING", [("IEC_62196_T2_COMBO", 150000)]),
        "DE*NWL*E041703": ("INOPERATIVE", [("IEC_62196_T2", 11040)]),
        "DE*NWL*E041704": ("RESERVED", [("IEC_62196_T2", 11040)]),
    }


def test_it_works_without_javascript(nojs_page: Page) -> None:
    page = nojs_page
    page.goto("/convert/")
    page.get_by_label("Or pasted text").fill(POOL.read_text(encoding="utf-8"))
    page.get_by_role("radio", name="ocpi-2.2.1").check()
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    name, document = download(page, "Download the ocpi-2.2.1 JSON")
    assert name.startswith("evmap-ocpi-2.2.1-")
    assert [location["party_id"] for location in document["data"]] == ["NWL"]

    page.get_by_role("radio", name="here-v3").check()
    page.get_by_label("OUT_OF_SERVICE").select_option("OUTOFORDER")
    page.get_by_role("button", name="Convert again").click()
    expect(page.get_by_role("region", name="Converted document")).to_contain_text("outOfOrder")
    _, document = download(page, "Download the here-v3 JSON")
    assert "outOfOrder" in json.dumps(document)


def test_the_form_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Or pasted text")).to_be_focused()
    page.keyboard.insert_text('{"poolId": "p", "colour": "blue",}')
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Convert", exact=True)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Nothing was converted")).to_be_focused()
    expect(page.locator(".excerpt mark")).to_have_text("}")
    box = page.get_by_label("Or pasted text")
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_be_focused()
    v2 = page.get_by_role("region", name="v2 text")
    for _ in range(60):
        page.keyboard.press("Tab")
        if v2.evaluate("pane => pane === document.activeElement"):
            break
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    mark = v2.get_by_role("link", name='"blue"')
    expect(mark).to_be_focused()
    expect(mark).to_have_accessible_description("unknown")
    page.keyboard.press("Enter")
    why = page.locator(".why.is-open")
    expect(why).to_contain_text("/colour")
    why.get_by_role("link", name="EV101").press("Enter")
    expect(page.locator(".finding:target")).to_contain_text("/colour")


def test_nothing_is_wider_than_a_phone(phone_page: Page) -> None:
    for address in ("/convert/", "/convert/?sample=deprecated", "/convert/?sample=broken"):
        phone_page.goto(address)
        width = phone_page.evaluate("document.documentElement.scrollWidth")
        assert (address, width) == (address, 390)
    phone_page.goto("/convert/?sample=pool")
    tops = [
        phone_page.get_by_role("region", name=name).evaluate("e => e.getBoundingClientRect().top")
        for name in ("v2 text", "Converted document")
    ]
    assert tops[0] < tops[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sample", ["", "?sample=pool", "?sample=deprecated", "?sample=broken"])
def test_everybody_can_read_and_use_it(new_page: NewPage, scheme: str, sample: str) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto(f"/convert/{sample}")
    for details in page.locator("details").all():
        details.evaluate("details => details.open = true")
    assert accessibility_problems(page) == []
