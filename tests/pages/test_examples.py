"""Examples on row pages: made by the converter, and true to the tables."""

from __future__ import annotations

import json

import pytest

from evmap.mappings import snapshot
from evmap.mappings.rows import examples
from evmap.plan.models import Decision
from tests.pages.conftest import See


def blocks(see: See, address: str) -> list[str]:
    return [block.get_text() for block in see(address).soup.select(".copied pre")]


def test_36_shows_both_sides_as_json(see: See) -> None:
    before, after = map(json.loads, blocks(see, "/connectors/36/"))
    assert before["connectorType"]["id"] == "36"
    assert after["standard"] == "IEC_60309_2_THREE_16"


def test_a_deprecated_id_leaves_nothing(see: See) -> None:
    assert len(blocks(see, "/connectors/45/")) == 1
    assert "Nothing of it is in the v3 document." in see("/connectors/45/").main


def test_the_status_of_the_editors_is_written(see: See) -> None:
    _before, after = blocks(see, "/statuses/v2/OUT_OF_SERVICE/")
    assert json.loads(after)["status"] == "INOPERATIVE"
    Decision.objects.create(subject="status/OUT_OF_SERVICE", choice="OUTOFORDER", reason="Ours.")
    _before, after = blocks(see, "/statuses/v2/OUT_OF_SERVICE/")
    assert json.loads(after)["status"] == "OUTOFORDER"


def test_each_block_can_be_copied(see: See) -> None:
    page = see("/connectors/31/")
    for button in page.soup.select("[data-copy]"):
        assert page.one(f"#{button['data-copy']}").name == "pre"
    assert page.texts("[data-copy]") == ["Copy v2 JSON", "Copy v3 JSON"]


@pytest.mark.django_db
def test_connectors_and_standards_become_what_the_tables_say() -> None:
    tables = snapshot.current()
    for row in tables.connectors:
        after = examples.of_connector(row).after
        standards = [one.standard.code for one in row.equivalences.all()]
        assert (json.loads(after)["standard"] in standards) if standards else not after
    for standard in tables.standards:
        example = examples.of_standard(standard)
        assert (example is not None) == bool(standard.equivalences.all())
        if example:
            assert json.loads(example.after)["standard"] == standard.code


@pytest.mark.django_db
def test_fields_have_an_example_exactly_where_it_shows_something() -> None:
    shown = 0
    for row in snapshot.current().fields:
        example = examples.of_field(row)
        if example is None:
            continue
        shown += 1
        target = row.targets.get(target="v3")
        assert bool(example.after) == bool(target.v3_paths), row.path
        assert json.loads(example.before)
    assert shown > 50


def test_rows_name_versions_and_their_address_in_the_api(see: See) -> None:
    page = see("/connectors/31/")
    assert page.fact("Has the standard") == ["HERE v3, OCPI 2.1.1, 2.2.1, 2.3.0"]
    assert "/api/v1/connectors/31" in page.links(".source a")
    mcs = next(row for row in snapshot.current().connectors if "MCS" in str(row))
    assert see(f"/connectors/{mcs.v2_id}/").fact("Has the standard") == [
        "HERE v3 since 3.4.1, OCPI 2.3.0"
    ]
