"""The HTML report: one file that loads nothing, runs nothing and reads well everywhere."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from evmap.conversion.findings.buckets import is_spared
from evmap.conversion.reports import Report, render
from evmap.conversion.reports.parts import counts_of, fate_of, is_spared_part
from tests.reports.conftest import everything, report_of_code, soup_of_html
from tests.support.axe import problems

LOADING = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "base", "form"}


def soup_of(report: Report) -> BeautifulSoup:
    return soup_of_html(render(report, "html"))


def test_the_file_is_self_contained(report: Report) -> None:
    soup = soup_of(report)
    assert soup.find_all(LOADING) == []
    assert len(soup.find_all("style")) == 1
    assert "url(" not in soup.style.get_text().replace("url(#", "")  # type: ignore[union-attr]
    assert "@import" not in soup.style.get_text()  # type: ignore[union-attr]
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")]
        assert "style" not in element.attrs
        for name in ("href", "src", "xlink:href"):
            assert str(element.get(name, "#")).startswith("#")


def test_the_file_forbids_what_it_does_not_need(report: Report) -> None:
    policy = soup_of(report).select_one('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'unsafe-inline';")


def test_names_are_unique_and_links_lead_somewhere(report: Report) -> None:
    soup = soup_of(report)
    names = [element["id"] for element in soup.select("[id]")]
    assert len(names) == len(set(names))
    for element in soup.select('[href^="#"]'):
        assert str(element["href"])[1:] in names


def test_the_bar_adds_up(report: Report) -> None:
    parts = soup_of(report).select(".bar .part")
    assert sum(int(str(part["width"])) for part in parts) == 1000
    keys = soup_of(report).select(".key li")
    assert len(parts) == len(keys) == len(counts_of(report))


def test_what_is_not_lost_does_not_look_lost(report: Report) -> None:
    soup = soup_of(report)
    told = counts_of(report)
    spared = [key.get_text(" ") for key in soup.select(".key li:has(.is-spared)")]
    assert [word.split()[:4] for word in spared] == [
        [fate_of(part), "nothing", "lost", f"{number:,}"]
        for part, number in told.items()
        if is_spared_part(part)
    ]
    assert len(soup.select(".bar .is-spared")) == len(spared)
    marked = {
        str(around["id"])
        for mark in soup.select(".fate.is-spared")
        for around in mark.find_parents(id=True)
    }
    for place, finding in enumerate(report.findings, 1):
        assert soup.find(id=f"finding-{place}") is not None
        assert (f"finding-{place}" in marked) is is_spared(finding.fate, finding.loss)


@pytest.mark.parametrize(
    ("code", "fate", "is_spared"),
    [
        ("EV402", "dropped", False),
        ("EV403", "lossy", False),
        ("EV404", "dropped", True),
        ("EV409", "dropped", True),
    ],
)
def test_a_fate_of_a_loss_is_marked_where_another_value_or_the_request_explains_it(
    code: str, fate: str, is_spared: bool
) -> None:
    soup = soup_of(report_of_code(code))
    row = next(one for one in soup.select("tr") if one.select("th") and code in one.th.get_text())  # type: ignore[union-attr]
    (mark,) = row.select(f".fate-{fate}")
    assert ("is-spared" in mark["class"]) is is_spared
    told = [key.get_text(" ") for key in soup.select(f".key li:has(.fate-{fate}.is-spared)")]
    assert ["nothing lost" in text for text in told] == [True] * is_spared
    assert len(soup.select(f".bar .fate-{fate}.is-spared")) == is_spared


def test_a_fate_is_always_a_line_and_a_word(report: Report) -> None:
    for mark in soup_of(report).select(".fate"):
        line = mark.select_one("use")
        assert line is not None
        assert line["href"] == f"#line-{mark.get_text()}"


def test_the_report_fits_and_is_accessible(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(render(everything(), "html").decode())
    assert problems(page) == []
    page.close()
