"""`/connectors/<v2 id>/`."""

from __future__ import annotations

import json

import pytest

from evmap.conversion import convert
from evmap.mappings.models import Connector
from evmap.mappings.rows.choosing import CLASSES
from evmap.mappings.rows.examples import STATION
from tests.pages.conftest import See


def test_36_shows_three_standards_and_how_the_converter_chooses(see: See) -> None:
    page = see("/connectors/36/")
    assert page.branches() == [
        ("lossy", "IEC_60309_2_THREE_16"),
        ("lossy", "IEC_60309_2_THREE_32"),
        ("lossy", "IEC_60309_2_THREE_64"),
    ]
    assert page.texts(".row-head ~ section h2")[0] == "Which standard to write"
    assert page.column("ampsRange or amps") == ["16 A", "32 A", "63 or 64 A", "neither"]
    assert page.column("else maxPowerLevel")[:3] == ["about 11 kW", "about 22 kW", "about 44 kW"]
    assert "Amperes decide" in page.main
    assert "All three standards come back as 36. Which one it was is lost." in page.main


def test_36_names_its_standards_where_they_say_something_new(see: See) -> None:
    page = see("/connectors/36/")
    for code in ("IEC_60309_2_THREE_32", "IEC_60309_2_THREE_64"):
        assert page.main.count(code) == 3, "the line, which one to write, the guide's own row"


@pytest.mark.parametrize("amperes", [True, False], ids=["amperes", "kilowatts"])
def test_the_table_on_36_says_what_the_converter_does(amperes: bool) -> None:
    for values, kilowatts, standard in CLASSES[36]:
        for value in values if amperes else (kilowatts,):
            told = {"ampsRange": f"{value}A"} if amperes else {}
            group = {
                "connectorType": {"id": "36"},
                "chargingPoint": {"voltsRange": "380-480V AC", "phases": 3, **told},
                **({} if amperes else {"maxPowerLevel": value}),
            }
            station = {**STATION, "connectors": {"connector": [group]}}
            done = json.loads(convert(json.dumps(station).encode()).document)
            connector = done["items"][0]["evses"][0]["connectors"][0]
            assert connector["standard"] == standard


def test_25_is_deprecated_and_has_no_v3_standard(see: See) -> None:
    page = see("/connectors/25/")
    assert page.branches() == [("dropped", "No v3 standard")]
    assert page.texts(".row-head .stamp") == ["deprecated"]
    assert page.fact("More information") == ["Deprecated"]
    assert "No v3 standard comes back as 25." in page.main


def test_45_names_suggested_successors(see: See) -> None:
    page = see("/connectors/45/")
    assert "What you can write instead" in page.texts("h2")
    assert "suggestions of evmap" in page.main
    assert page.fact("IEC_62196_T1") == ["The name contradicts itself: SAE J1772 is type 1."]
    assert "Written as IEC_62196_T2, it comes back as 31, not as 45." in page.main


def test_31_lists_other_names_and_loses_nothing(see: See) -> None:
    page = see("/connectors/31/")
    assert page.fact("Also called") == ["Type 2 Mennekes VDE-AR-E 2623-2-2 Typ 2"]
    assert page.fact("Older v2 names")[0].startswith("IEC 62196-2 type 2 (Mennekes)")
    assert "31 becomes IEC_62196_T2. Nothing is lost." in page.main
    assert "IEC_62196_T2 comes back as 31. Nothing is lost." in page.main


def test_every_connector_repeats_the_guide_to_the_character(see: See) -> None:
    for row in Connector.objects.prefetch_related("standards"):
        page = see(f"/connectors/{row.v2_id}/")
        assert page.status == 200
        assert page.fact("connectorType.name (v2)") == [" ".join(row.v2_name.split()) or "empty"]
        assert page.fact("More information") == [" ".join(row.more_information.split())]


def test_links_lead_to_the_standard_and_to_the_neighbours(see: See) -> None:
    page = see("/connectors/36/")
    links = set(page.links("main a"))
    assert {"/standards/IEC_60309_2_THREE_32/", "/connectors/35/", "/connectors/37/"} <= links
    assert see("/connectors/0/").links(".steps a") == ["/connectors/1/"]
    assert see("/connectors/68/").links(".steps a") == ["/connectors/67/"]


def test_the_source_is_cited(see: See) -> None:
    source = see("/connectors/36/").texts(".source")
    assert source[0].startswith(
        "HERE Technologies, Migration from HERE EV Charge Points API v2 to v3"
    )
    assert "Connector mapping table" in source[0]


def test_the_title_says_the_row(see: See) -> None:
    assert see("/connectors/29/").title == "29 JEVS G 105 (CHAdeMO), v2 connector type · evmap"


@pytest.mark.parametrize("v2_id", ["69", "999999999999999999999999", "4711"])
def test_an_id_that_the_guide_lacks_is_not_found(see: See, v2_id: str) -> None:
    page = see(f"/connectors/{v2_id}/")
    assert page.status == 404
    assert "HERE's guide lists 0 to 68." in page.main


def test_leading_zeros_lead_to_the_row(see: See) -> None:
    answer = see("/connectors/036/").answer
    assert (answer.status_code, answer["Location"]) == (302, "/connectors/36/")
