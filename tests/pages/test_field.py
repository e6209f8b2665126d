"""`/fields/<slug>/`."""

from __future__ import annotations

from evmap.mappings.models import Field, FieldTarget
from tests.pages.conftest import See


def slug(path: str) -> str:
    return Field.objects.get(answer="station", path=path).slug


def test_charge_capacity_shows_its_fate_in_all_four_targets(see: See) -> None:
    page = see(f"/fields/{slug('connectors.connector[].chargeCapacity')}/")
    labels = ", ".join(page.texts(".branch .term-label")).split(", ")
    assert sorted(labels) == sorted(FieldTarget.Target.values)
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
