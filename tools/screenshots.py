"""Takes the pictures in docs/screenshots/ of a site that really runs: `make screenshots`.

Needs a Chromium on the PATH, or its path in CHROMIUM. The site has a database of its own, with
a note in it; nothing of your data is touched or shown.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.support.browser import running_browser
from tests.support.site import ROOT, LiveSite, running_site

FOLDER = ROOT / "docs" / "screenshots"
#: A README loads its pictures at once.
MAX_BYTES = 250_000
DESKTOP, PHONE = (1440, 900), (390, 844)

REQUEST = "https://ev-v2.cc.api.here.com/ev/stations.json?prox=52.5167,13.3833,5000&connectortype="


def nothing(_page: Page) -> None:
    """Leave the page as it opens."""


def translate(page: Page) -> None:
    """Translate a request."""
    page.get_by_label("v2 request").fill(f"{REQUEST}31,36&maxresults=500&apiKey=a-key")
    page.get_by_role("button", name="Translate").click()
    page.get_by_role("heading", name="Call instead").wait_for()


def look_up(page: Page) -> None:
    """Type into the look-up box and choose the second hit."""
    page.get_by_role("combobox").press_sequentially("type 2")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")


def tab(name: str) -> Callable[[Page], None]:
    """Go to another page of the review."""

    def go(page: Page) -> None:
        link = page.get_by_role("link", name=name, exact=True)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")

    return go


def at_the_status(page: Page) -> None:
    """Choose the finding about the ambiguous status."""
    page.get_by_role("link", name="Ambiguous status").click()
    page.get_by_role("heading", name="Ambiguous status").wait_for()
    page.evaluate("scrollTo(0, 0)")


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the page, how it looks, and what to do there first."""

    name: str
    path: str
    theme: str = "light"
    size: tuple[int, int] = DESKTOP
    first: Callable[[Page], None] = nothing


SAMPLE = "/convert/?sample=pool"

SHOTS = (
    Shot("home", "/"),
    Shot("connector", "/connectors/36/"),
    Shot("connectors-dark", "/connectors/?fate=lossy&fate=dropped&sort=-fate", theme="dark"),
    Shot("look-up", "/connectors/31/", first=look_up),
    Shot("fields", "/fields/"),
    Shot("statuses", "/statuses/"),
    Shot("request", "/request/", first=translate),
    Shot("plan", "/plan/"),
    Shot("desk", SAMPLE, first=at_the_status),
    Shot("desk-dark", SAMPLE, theme="dark", first=at_the_status),
    Shot("desk-phone", SAMPLE, size=PHONE, first=at_the_status),
    Shot("findings-phone-dark", SAMPLE, theme="dark", size=PHONE, first=tab("All findings")),
    Shot("document-dark", SAMPLE, theme="dark", first=tab("Document")),
    Shot("round-trip-dark", SAMPLE, theme="dark", first=tab("Round trip")),
    Shot("connector-phone", "/connectors/36/", size=PHONE),
    Shot("statuses-phone-dark", "/statuses/", theme="dark", size=PHONE),
)


def main() -> int:
    """Take all pictures, or those whose names are given."""
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="evmap-screenshots-") as folder,
        running_site(Path(folder)) as site,
        running_browser() as browser,
    ):
        write_notes(site)
        sizes = {
            shot.name: take(browser, site, shot)
            for shot in SHOTS
            if not wanted or shot.name in wanted
        }
    for name, size in sizes.items():
        print(f"{size:8,} bytes  {name}.png")
    return max(sizes.values(), default=0) > MAX_BYTES


def write_notes(site: LiveSite) -> None:
    """Write what an editor might have written, so that the pages show notes."""
    site.manage(
        "shell",
        "--command",
        "from evmap.mappings.models import Note; Note.objects.create(table='connector', key='36', "
        "author='Ada', changed_by='Ada', text='Our sites in Spain send 64 A as 63A. "
        "The converter reads both.')",
    )


def take(browser: Browser, site: LiveSite, shot: Shot) -> int:
    """Take one picture and return its size in bytes."""
    width, height = shot.size
    context = browser.new_context(
        base_url=site.url,
        color_scheme="dark" if shot.theme == "dark" else "light",
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shot.size == PHONE else 1,
        is_mobile=shot.size == PHONE,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(shot.path)
    if shot.path == SAMPLE:
        page.get_by_role("button", name="Convert", exact=True).first.click()
    shot.first(page)
    page.evaluate("document.fonts.ready")
    path = FOLDER / f"{shot.name}.png"
    page.screenshot(path=path, caret="hide")
    context.close()
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
