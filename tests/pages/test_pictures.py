"""The status picture, and the ledger bars of the field map."""

from __future__ import annotations

from itertools import pairwise

import pytest

from evmap.mappings import snapshot
from evmap.options import TARGETS
from evmap.plan.models import Decision
from tests.pages.conftest import See


def test_the_picture_has_a_box_for_each_status_and_a_line_for_each_pair(see: See) -> None:
    page = see("/statuses/")
    tables = snapshot.current()
    boxes = page.texts(".matrix svg[role=group] a")
    codes = [str(row) for row in (*tables.v2_statuses, *tables.v3_statuses)]
    assert sorted(boxes) == sorted(codes)
    assert len(page.soup.select(".matrix svg[role=group] .matrix-link")) == len(tables.pairs)
    assert "/statuses/v2/OFFLINE/" in page.links(".matrix a")
    for status in tables.v3_statuses:
        assert f"/statuses/v3/{status.code}/" in page.links(".matrix a")


def test_the_picture_is_told_in_words(see: See) -> None:
    words = see("/statuses/").texts("#matrix-words li")
    assert words[0] == "AVAILABLE becomes AVAILABLE."
    assert "OUT_OF_SERVICE becomes INOPERATIVE (preferred) or OUTOFORDER." in words
    assert words[-1] == "UNKNOWN becomes UNKNOWN. evmap added this: it is not in the guide."


def test_the_picture_follows_the_preference_and_no_filter(see: See) -> None:
    Decision.objects.create(subject="status/OFFLINE", choice="REMOVED", reason="Ours.")
    page = see("/statuses/?q=OFFLINE")
    assert "OFFLINE becomes PLANNED or REMOVED (preferred)." in page.texts("#matrix-words li")
    assert len(page.soup.select(".matrix-preferred")) == 3 + 1, "three lines and the legend"


def test_no_two_boxes_of_a_side_overlap(see: See) -> None:
    boxes = [
        (rect["x"], float(str(rect["y"])))
        for rect in see("/statuses/").soup.select("rect.matrix-box")
    ]
    for side in {x for x, _y in boxes}:
        heights = sorted(y for x, y in boxes if x == side)
        assert all(low - high >= 32 for high, low in pairwise(heights))


@pytest.mark.parametrize("target", TARGETS)
def test_the_bar_is_of_the_chosen_target_and_adds_up(see: See, target: str) -> None:
    query = "" if target == "v3" else f"?target={target}"
    page = see(f"/fields/{query}")
    assert page.texts(".coverage h2") == [f"What becomes of them in {target}"]
    widths = [int(str(part["width"])) for part in page.soup.select(".ledger-part")]
    assert sum(widths) == 1000
    counts = map(int, page.texts(".ledger-key a > span:not(.fate):not(.count)"))
    assert sum(counts) == len(snapshot.current().fields)
    start = "/fields/?" if target == "v3" else f"/fields/?target={target}&"
    links = page.links(".ledger-key a")
    assert f"{start}fate=dropped&loss=information" in links
    assert f"{start}fate=dropped&loss=elsewhere&loss=request" in links


def test_areas_cover_the_field_map(see: See) -> None:
    page = see("/fields/?area=hours&per_page=25")
    assert page.sentence.endswith("v2 fields: about opening hours")
    paths = page.column("v2 field")
    assert all(
        "pening" in path or "open24x7" in path or "timeConstraints" in path for path in paths
    )
    every = "&".join(
        f"area={link.split('area=')[1].split('&')[0]}"
        for link in see("/fields/").links("#facets a")
        if "area=" in link
    )
    assert see(f"/fields.json?{every}").answer.status_code == 200
    count = len(snapshot.current().fields)
    assert see(f"/fields/?{every}", follow=True).sentence.startswith(
        f"{count} of {count} v2 fields"
    )
