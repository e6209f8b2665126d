"""The samples in every target: all values are marked, all links lead on."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from evmap.conversion import TARGETS, Options, convert
from evmap.conversion.reports.contract import make_report
from evmap.samples import SAMPLES
from tests.pages.conftest import See, Seen
from tests.reviews.conftest import Convert, Make

READABLE = sorted(set(SAMPLES) - {"broken"})
TABS = ("", "findings/", "fields/", "document/", "roundtrip/", "checklist/", "options/")

every_sample = pytest.mark.parametrize("name", READABLE)
every_target = pytest.mark.parametrize("target", TARGETS)


def marked_fates(page: Seen) -> Counter[str]:
    """Count the marks in the v2 text by fate."""
    return Counter(
        name.removeprefix("fate-")
        for mark in page.soup.select("#v2 .v")
        for name in mark["class"]
        if name.startswith("fate-")
    )


@every_sample
@every_target
def test_every_value_is_marked_and_the_marks_add_up_to_the_report(
    make: Make, client: Client, name: str, target: str
) -> None:
    page = Seen(client.get(f"{make(sample=name, to=target)}document/"))
    report = make_report(convert(SAMPLES[name].read(), Options(target=target)))  # type: ignore[arg-type]
    fates = {fate: count for fate, count in report.summary.fates.items() if count}
    assert dict(marked_fates(page)) == fates
    assert sum(fates.values()) == report.summary.leaves


@every_sample
def test_the_bar_of_the_fields_has_the_figures_of_the_marks(
    make: Make, client: Client, name: str
) -> None:
    address = make(sample=name)
    document, fields = (Seen(client.get(f"{address}{tab}/")) for tab in ("document", "fields"))
    found: Counter[str] = Counter()
    for item in fields.texts(".ledger-key a"):
        word, count, _percent, _ = item.replace(" nothing lost", "").split()
        found[word] += int(count)
    assert found == marked_fates(document)


@every_sample
def test_every_link_of_every_page_leads_somewhere(make: Make, client: Client, name: str) -> None:
    address = make(sample=name)
    seen: set[str] = set()
    for tab in TABS:
        page = Seen(client.get(address + tab))
        ids = [str(element["id"]) for element in page.soup.select("[id]")]
        assert len(ids) == len(set(ids)), tab
        inside = {str(link["href"])[1:] for link in page.soup.select('a[href^="#"]')}
        assert inside - set(ids) == set()
        for attribute in ("aria-describedby", "aria-labelledby"):
            words = {
                word
                for element in page.soup.select(f"[{attribute}]")
                for word in str(element[attribute]).split()
            }
            assert words - set(ids) == set()
        for link in page.links("main a[href^='/']"):
            path = link.partition("#")[0].partition("?")[0]
            if path not in seen:
                seen.add(path)
                assert client.get(link).status_code == 200, link


def test_the_two_stations_of_a_pool_become_one_location(convert: Convert) -> None:
    page = convert(sample="pool")
    assert "2 stations became 1 location with 4 EVSEs and 5 connectors." in page.main


def test_broken_json_is_an_error_with_its_place(convert: Convert) -> None:
    page = convert(sample="broken")
    assert page.status == 400
    assert page.texts("#problem-text")[0].startswith("Sample “Broken JSON” , line 18, column 13")


def test_a_sample_may_be_chosen_by_its_address(see: See) -> None:
    assert see("/convert/?sample=pool").status == 200
