"""`/fields/<slug>/`."""

from __future__ import annotations

import pytest

from evmap.mappings.models import Field, FieldTarget
from evmap.mappings.models.base import Loss
from evmap.options import TARGETS
from tests.pages.conftest import See


def slug(path: str) -> str:
    return Field.objects.get(answer="station", path=path).slug


def test_charge_capacity_shows_its_fate_in_all_four_targets(see: See) -> None:
    page = see(f"/fields/{slug('connectors.connector[].chargeCapacity')}/")
    labels = ", ".join(page.texts(".branch .term-label")).split(", ")
    assert sorted(labels) == sorted(TARGETS)
    assert {fate for fate, _code in page.branches()} == {"lossy"}
    assert page.texts(".row-head .stamp") == ["deprecated"]
    assert "What to read instead" in page.texts("h2")
    assert "/fields/connectors-connector-chargingpoint-voltsrange/" in page.links(".todo a")


def test_a_dropped_field_says_why(see: See) -> None:
    row = FieldTarget.objects.filter(target="v3", fate="dropped").select_related("field")[0]
    page = see(f"/fields/{row.field.slug}/")
    assert ("dropped", "No place for it") in page.branches() or row.fate == "dropped"
    assert " ".join(row.reason.split()) in page.main


def test_every_field_has_a_page(see: See) -> None:
    for row in Field.objects.all():
        page = see(f"/fields/{row.slug}/")
        assert page.status == 200
        assert page.heading == row.path
        assert page.title == f"{row.path}, v2 field · evmap"


def test_an_unknown_field_is_not_found(see: See) -> None:
    assert see("/fields/no-such-field/").status == 404


@pytest.mark.parametrize("loss", Loss.values)
def test_what_is_not_lost_looks_so_nowhere(see: See, loss: str) -> None:
    others = FieldTarget.objects.exclude(fate="dropped", loss=loss)
    rows = Field.objects.filter(answer="station").exclude(targets__in=others)
    row = max(rows, key=lambda row: len(row.path))
    is_spared = loss != "information"
    page = see(f"/fields/{row.slug}/")
    assert bool(page.soup.select(".branch.is-spared")) is is_spared
    assert bool(page.soup.select(".facts .fate.is-spared")) is is_spared
    listed = see(f"/lookup/?codes={row.path}%0A36")
    assert bool(listed.soup.select("td .fate.is-spared")) is is_spared
    hits = see(f"/lookup/?q={row.path}", htmx=True)
    assert bool(hits.soup.select(".hit-answer.is-spared")) is is_spared
