"""A real Chromium for tests. Every page also checks that it breaks no rule of ours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright

from tests.support.require import skip_or_fail

#: The first is a Chromium without windows: the same pages with a third of the work.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Return the path of the browser; without one, skip the test or fail it."""
    chosen = os.environ.get("CHROMIUM", "")
    found = chosen or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        skip_or_fail(
            "Chromium is not installed. Debian: apt-get install chromium; elsewhere set "
            "CHROMIUM to the path of a Chromium or Chrome.",
            "EVMAP_REQUIRE_BROWSER",
        )
    return str(found)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium and stop it afterwards."""
    path = find_chromium()
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


class Watch:
    """Collects what no page may do: break the content security policy, throw, call out."""

    def __init__(self, page: Page, site_url: str) -> None:
        self.site_url = site_url
        self.troubles: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.troubles.append(message.text)

    def _error(self, error: Error) -> None:
        self.troubles.append(f"script error: {error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site_url, "data:", "blob:")):
            self.troubles.append(f"request to another host: {request.url}")
