"""The samples in every target: all values are marked, all figures add up, all links lead on."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from evmap.conversion import TARGETS, Options, convert
from evmap.conversion.reports.contract import make_report
from evmap.samples import SAMPLES
from tests.pages.conftest import See, Seen, text

READABLE = sorted(set(SAMPLES) - {"broken"})

every_sample = pytest.mark.parametrize("name", READABLE)
every_target = pytest.mark.parametrize("target", TARGETS)


def marked_fates(page: Seen) -> Counter[str]:
    """Count the marks in the v2 text by fate."""
    shown = BeautifulSoup(
        page.answer.getvalue(), "html.parser", parse_only=SoupStrainer(class_=re.compile("text-v2"))
    )
    fates = [
        name.removeprefix("fate-")
        for mark in shown.select(".v")
        for name in mark["class"]
        if name.startswith("fate-")
    ]
    return Counter(fates)


@every_sample
@every_target
def test_every_value_is_marked_and_the_marks_add_up_to_the_report(
    see: See, name: str, target: str
) -> None:
    page = see(f"/convert/?sample={name}&to={target}")
    report = make_report(convert(SAMPLES[name].read(), Options(target=target)))  # type: ignore[arg-type]
    fates = {fate: count for fate, count in report.summary.fates.items() if count}
    assert page.status == 200
    assert dict(marked_fates(page)) == fates
    assert sum(fates.values()) == report.summary.leaves


@every_sample
def test_bar_and_numbers_have_the_same_figures_and_add_up(see: See, name: str) -> None:
    page = see(f"/convert/?sample={name}")
    keys = [item.split() for item in page.texts(".verdict .ledger-key a")]
    assert {word: int(count) for word, count, *_ in keys} == dict(marked_fates(page))
    whole = sum(marked_fates(page).values())
    assert [share for _, _, share, _ in keys] == [
        f"{int(count) * 100 / whole:.1f}" for _, count, *_ in keys
    ]
    numbers = [int(text) for text in page.texts(".numbers strong")]
    assert page.texts(".numbers dt") == ["kept", "changed", "lost"]
    assert sum(numbers) == sum(marked_fates(page).values())


@pytest.mark.parametrize(
    ("name", "target"),
    [*((name, "v3") for name in READABLE), *(("deprecated", target) for target in TARGETS[1:])],
)
def test_every_link_inside_the_page_leads_somewhere(see: See, name: str, target: str) -> None:
    page = see(f"/convert/?sample={name}&to={target}")
    ids = [str(element["id"]) for element in page.soup.select("[id]")]
    assert len(ids) == len(set(ids))
    links = {str(link["href"])[1:] for link in page.soup.select('a[href^="#"]')}
    assert links - set(ids) == set()
    described = page.soup.select("[aria-describedby]")
    words = {word for element in described for word in str(element["aria-describedby"]).split()}
    assert words - set(ids) == set()


@every_sample
def test_every_mark_of_a_v2_field_leads_to_the_row_that_decides(see: See, name: str) -> None:
    page = see(f"/convert/?sample={name}")
    for mark in page.soup.select(".text-v2 a.v:not(.fate-unknown)"):
        why = page.soup.select_one(str(mark["href"]))
        assert why is not None
        row = why.select_one('a[href^="/fields/"]')
        if row is None:
            assert "Empty: v3 leaves out what has no data." in text(why)
            continue
        assert see(str(row["href"])).status == 200


def test_the_two_stations_of_a_pool_become_one_location(see: See) -> None:
    page = see("/convert/?sample=pool")
    assert "2 stations became 1 location with 4 EVSEs and 5 connectors." in page.main


def test_broken_json_is_an_error_with_its_place(see: See) -> None:
    page = see("/convert/?sample=broken")
    assert page.status == 400
    assert page.texts("#problem-text")[0].startswith("Sample “Broken JSON” , line 18, column 13")


def test_options_in_the_address_count(see: See) -> None:
    page = see("/convert/?sample=pool&status_OUT_OF_SERVICE=OUTOFORDER")
    assert '"OUTOFORDER"' in page.texts(".text-v3")[0]
    assert '"INOPERATIVE"' not in page.texts(".text-v3")[0]


def test_a_sample_has_a_link_to_its_result(see: See) -> None:
    address = "/convert/?sample=pool&to=ocpi-2.2.1&status_OFFLINE=REMOVED&accept_successors=on"
    link = see(address).soup.find("a", string="Link to this result")
    assert link is not None
    assert see(str(link["href"])).heading == see(address).heading
    assert "status_OFFLINE=REMOVED" in str(link["href"])
