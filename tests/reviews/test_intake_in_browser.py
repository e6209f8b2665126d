"""The upload form in a real browser: dropping, several files, the bar, the limit."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from evmap.conversion import Options, convert
from evmap.samples import FOLDER, SAMPLES
from tests.support.axe import problems, too_wide

ADDRESS = re.compile(r"/reviews/[A-Za-z0-9_-]{43}/$")
AC, COUNTS = FOLDER / "ac.json", FOLDER / "counts.json"

DROP = """(form, [kind, files]) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  const target = form.querySelector("textarea");
  const options = {bubbles: true, cancelable: true, dataTransfer: transfer};
  target.dispatchEvent(new DragEvent(kind, options));
}"""


def drop(page: Page, kind: str, *files: Path) -> None:
    """Drag files over the panel, or drop them there."""
    given = [[path.name, path.read_text(encoding="utf-8")] for path in files]
    page.locator("[data-intake]").evaluate(DROP, [kind, given])


def test_files_can_be_dropped_anywhere_on_the_panel(page: Page) -> None:
    page.goto("/convert/")
    drop(page, "dragover", AC)
    form = page.locator("[data-intake]")
    assert "is-over" in (form.get_attribute("class") or "")
    drop(page, "drop", AC, COUNTS)
    assert "is-over" not in (form.get_attribute("class") or "")
    chosen = page.locator("[data-chosen]")
    expect(chosen).to_contain_text("ac.json 4 KB")
    expect(chosen).to_contain_text("2 files, 7 KB: one review.")
    expect(page.get_by_label("Files", exact=True)).to_be_focused()
    page.get_by_role("button", name="Convert", exact=True).click()
    page.wait_for_url("**/reviews/**")
    expect(page.locator(".files li")).to_have_count(2)


def test_several_files_work_without_javascript(nojs_page: Page) -> None:
    page = nojs_page
    page.goto("/convert/")
    expect(page.locator(".drop-hint")).to_be_hidden()
    page.get_by_label("Files", exact=True).set_input_files([AC, COUNTS])
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ac.json")
    page.locator(".files summary").click()
    page.get_by_role("link", name="counts.json").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("counts.json")
    page.get_by_role("link", name="Document", exact=True).click()
    expect(page.locator("#v2")).to_contain_text("Zuiderstroom")


def test_the_bar_shows_the_upload_and_then_the_browser_is_at_the_review(page: Page) -> None:
    steps: list[str] = []
    page.expose_function("told", lambda text: steps.append(text))  # noqa: PLW0108
    page.goto("/convert/")
    page.locator("[data-sending-text]").evaluate(
        "(status) => new MutationObserver(() => told(status.textContent))"
        ".observe(status, {childList: true})"
    )
    page.get_by_label("Files", exact=True).set_input_files(AC)
    page.get_by_role("button", name="Convert", exact=True).first.click()
    page.wait_for_url(ADDRESS)
    assert steps == ["Sending 4 KB", "Converting"]
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Convert a v2 response")


def test_an_upload_can_be_stopped_by_keyboard(page: Page) -> None:
    waiting: list[Route] = []
    page.route(
        "**/convert/", lambda route: waiting.append(route) if posts(route) else route.continue_()
    )
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(AC)
    page.get_by_role("button", name="Convert", exact=True).press("Enter")
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    stop.press("Enter")
    expect(stop).to_be_hidden()
    expect(page.get_by_role("button", name="Convert", exact=True)).to_be_focused()


def posts(route: Route) -> bool:
    return route.request.method == "POST"


def test_an_upload_that_breaks_off_says_so(page: Page) -> None:
    page.route("**/convert/", lambda route: route.abort() if posts(route) else route.continue_())
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(AC)
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("The upload broke off. Try again.")


def test_what_is_too_large_is_said_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (21 * 1024 * 1024))
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(large)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("These are 21 MB; this site takes 20 MB at most.")
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(alert).to_be_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "Convert a v2 response"


def test_a_broken_file_shows_the_error_in_place(page: Page) -> None:
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(FOLDER / "broken.json")
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing was converted")).to_be_focused()
    box = page.get_by_role("textbox", name="Or paste text")
    assert '"Küstenlader Hafen"' in box.input_value()
    # The form that came with the error works as the first one did.
    page.get_by_label("Files", exact=True).set_input_files(AC)
    expect(page.locator("[data-chosen]")).to_contain_text("ac.json 4 KB")
    box.fill("")
    page.get_by_role("button", name="Convert", exact=True).first.click()
    page.wait_for_url(ADDRESS)


def test_everybody_can_read_the_form_and_the_files(page: Page) -> None:
    page.goto("/convert/")
    drop(page, "drop", AC, COUNTS)
    assert problems(page) == []
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.locator(".files")).to_be_visible()
    assert problems(page) == []


def test_two_files_fit_a_phone(phone_page: Page) -> None:
    page = phone_page
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files([AC, COUNTS])
    page.get_by_role("button", name="Convert", exact=True).first.click()
    expect(page.locator(".files")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_result_of_lines_is_lines(page: Page, tmp_path: Path) -> None:
    station = json.loads(AC.read_bytes())["evStations"]["evStation"][0]
    lines = tmp_path / "lines.ndjson"
    lines.write_text(f"{json.dumps(station)}\n{json.dumps({**station, 'poolId': 'b'})}\n", "utf-8")
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(lines)
    page.get_by_role("button", name="Convert", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("2 stations became 2 locations")


V3 = convert(SAMPLES["pool"].read(), Options(target="here-v3")).document


def test_v3_is_offered_as_v2_where_it_was_sent(page: Page, tmp_path: Path) -> None:
    send_v3(page, tmp_path)
    assert problems(page) == []
    take_v2(page)


def test_v3_is_offered_as_v2_without_javascript(nojs_page: Page, tmp_path: Path) -> None:
    send_v3(nojs_page, tmp_path)
    for width in (1440, 390):
        nojs_page.set_viewport_size({"width": width, "height": 844})
        assert too_wide(nojs_page) == 0
    take_v2(nojs_page)


def send_v3(page: Page, folder: Path) -> None:
    """Ask the form for the conversion of a v3 document."""
    given = folder / "stations.json"
    given.write_bytes(V3)
    page.goto("/convert/")
    page.get_by_label("Files", exact=True).set_input_files(given)
    page.get_by_role("button", name="Convert", exact=True).first.click()
    expect(page.get_by_role("heading", name="The way back to v2")).to_be_visible()


def take_v2(page: Page) -> None:
    """Take what the answer offers, and look into it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the v2 response").click()
    assert download.value.suggested_filename == "stations-v2.json"
    assert "evStations" in json.loads(Path(download.value.path()).read_bytes())
