"""Accessibility rules, checked by axe-core in the page itself."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from tests.support.site import ROOT

#: The results of rules that are kept are not asked for: to describe them takes most of the time.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@cache
def _source() -> str:
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def accessibility_problems(page: Page) -> list[str]:
    """Return one line for each element that breaks a rule, with the rule and its impact."""
    page.evaluate(_source())
    result = page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"{problem['impact']}: {problem['id']}: {' '.join(map(str, node['target']))}"
        for problem in result["violations"]
        for node in problem["nodes"]
    ]
