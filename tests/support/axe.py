"""Accessibility rules, checked by axe-core in the page itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.support.site import ROOT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another theme can break, and what another width.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
LAYOUT_RULES = ["target-size", "scrollable-region-focusable"]

#: The windows that a page is checked in: `new_page(**LOOKS["phone"])`, or all with `problems`.
LOOKS: dict[str, Any] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}},
    "phone": {
        "color_scheme": "dark",
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
    },
}


@cache
def _source() -> str:
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def problems(page: Page, looks: Iterable[str] = LOOKS) -> list[str]:
    """Return what is wrong with a page in each of the windows, without loading it again."""
    found = []
    # Only the browser itself can turn a page that is there into that of a phone, until it is left.
    browser = page.context.new_cdp_session(page)
    for look in looks:
        options = LOOKS[look]
        window = {"deviceScaleFactor": 1, "mobile": options.get("is_mobile", False)}
        browser.send("Emulation.setDeviceMetricsOverride", options["viewport"] | window)
        # Half-way through a change of colours there would be too little contrast.
        page.emulate_media(color_scheme=options["color_scheme"], reduced_motion="reduce")
        if width := too_wide(page):
            found.append(f"{look}: {width} px too wide")
        found += [f"{look}: {problem}" for problem in accessibility_problems(page)]
    browser.detach()
    return found


def accessibility_problems(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule, with the rule and its impact.

    All rules count in a wide light window; in another those that it may change.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    # To describe what keeps a rule takes most of the time: it is not asked for.
    options = {"runOnly": _rules_for(page), "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(options)", options)
    return [
        f"{problem['impact']}: {problem['id']}: {' '.join(map(str, node['target']))}"
        for problem in result["violations"]
        for node in problem["nodes"]
    ]


def _rules_for(page: Page) -> list[str]:
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    narrow = page.evaluate("document.documentElement.clientWidth <= 600")
    return COLOUR_RULES * dark + LAYOUT_RULES * narrow or RULES


def too_wide(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    # Not `innerWidth`: a phone shows the whole width of a page that is too wide.
    width = "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.documentElement)"
    return int(page.evaluate(width))
