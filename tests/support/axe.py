"""Accessibility rules, checked by axe-core in the page itself."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.site import ROOT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another theme can break, and what another width.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
LAYOUT_RULES = ["target-size", "scrollable-region-focusable"]

#: The windows that a page is checked in: `@every_look`, then `new_page(**LOOKS[look])`.
LOOKS: dict[str, Any] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True},
}
every_look = pytest.mark.parametrize("look", LOOKS)


@cache
def _source() -> str:
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def accessibility_problems(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule, with the rule and its impact.

    All rules count in a wide light window; in a dark or a narrow one those that it may change.
    """
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
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        return COLOUR_RULES
    return RULES if page.evaluate("innerWidth > 600") else LAYOUT_RULES


def too_wide(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
