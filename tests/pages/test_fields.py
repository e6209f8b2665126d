"""`/fields/`."""

from __future__ import annotations

import pytest

from evmap.mappings.models import Field, FieldTarget
from evmap.options import TARGETS
from tests.pages.conftest import See

PAGE = "/fields/?per_page=500"


def test_every_field_is_there_with_its_fate_in_v3(see: See) -> None:
    page = see(PAGE)
    assert len(page.column("v2 field")) == Field.objects.count()
    assert all(page.column("Fate"))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("fate", ["same", "lossy", "dropped"])
def test_fates_are_those_of_the_target(see: See, target: str, fate: str) -> None:
    chosen = "" if target == "v3" else f"target={target}&"
    page = see(f"/fields/?{chosen}fate={fate}&per_page=500")
    wanted = FieldTarget.objects.filter(target=target, fate=fate).count()
    assert len(page.column("v2 field")) == wanted
    assert {text.split()[0] for text in page.column("Fate")} <= {fate}


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("chargeCapacity", "connectors.connector[].chargeCapacity"),
        ("charge capacity", "connectors.connector[].chargeCapacity"),
        ("connectorDetails.open24x7", "connectors.connector[].connectorDetails.open24x7"),
        ("poolId", "poolId"),
        ("time_zone", "timeZone"),
    ],
)
def test_search_finds_paths_v3_paths_and_meanings(see: See, query: str, path: str) -> None:
    paths = [
        cell.removesuffix(" deprecated") for cell in see(f"/fields/?q={query}").column("v2 field")
    ]
    assert path in [cell.replace(" ", "") for cell in paths]


def test_deprecated_fields_are_marked(see: See) -> None:
    page = see("/fields/?deprecated=yes&per_page=500")
    assert len(page.column("v2 field")) == Field.objects.filter(deprecated=True).count()
    assert all(cell.endswith("deprecated") for cell in page.column("v2 field"))


def test_the_sentence_names_target_and_answer(see: See) -> None:
    page = see("/fields/?target=here-v3&answer=error")
    assert page.sentence == "4 of 169 v2 fields: in target here-v3, in error response"


def test_a_field_that_is_dropped_with_nothing_lost_says_why(see: See) -> None:
    page = see("/fields/?q=count")
    fates = dict(zip(page.column("v2 field"), page.column("Fate"), strict=True))
    assert fates["count"] == "dropped about the request"
