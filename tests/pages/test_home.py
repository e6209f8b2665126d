"""`/`."""

from __future__ import annotations

from tests.pages.conftest import See


def test_says_what_it_is_and_has_a_look_up_box(see: See) -> None:
    page = see("/")
    assert page.heading == "What HERE EV Charge Points v2 becomes in v3"
    assert len(page.soup.select("form[action='/lookup/']")) == 1


def test_shows_the_tables_at_a_glance(see: See) -> None:
    page = see("/")
    for text in ("69 v2 ids", "44 v3 standards", "26 deprecated", "3 data elements"):
        assert text in page.main


def test_the_ledger_bar_adds_up_and_leads_to_the_fields(see: See) -> None:
    page = see("/")
    widths = [int(str(part["width"])) for part in page.soup.select(".ledger-part")]
    assert sum(widths) == 1000
    links = page.links(".ledger-key a")
    counts = list(map(int, page.texts(".ledger-key a > span:not(.fate):not(.count)")))
    assert sum(counts) == 169
    for link, count in zip(links, counts, strict=True):
        assert see(f"{link}&per_page=500").sentence.startswith(f"{count} of 169 ")


def test_leads_to_the_converter_and_names_the_command(see: See) -> None:
    page = see("/")
    assert page.soup.select("main a[href='/convert/']")
    assert "evmap convert stations.json" in page.main
