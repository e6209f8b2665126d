"""`/standards/`."""

from __future__ import annotations

import pytest

from tests.pages.conftest import See


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("SAE_J3400", ["SAE_J3400"]),
        ("mennekes", ["IEC_62196_T2", "IEC_62196_T2_COMBO"]),
        ("IEC_60309_2_three_32", ["IEC_60309_2_THREE_32"]),
        ("CEE blue", ["IEC_60309_2_SINGLE_16"]),
        ("zzz", []),
    ],
)
def test_search_finds_codes_synonyms_and_wire_spellings(
    see: See, query: str, codes: list[str]
) -> None:
    assert see(f"/standards/?q={query}&sort=code").column("v3 standard") == codes


def test_every_standard_leads_back_to_its_v2_id(see: See) -> None:
    page = see("/standards/")
    assert page.sentence == "All 44 v3 connector standards"
    assert all(page.column("v2 id"))
    assert page.links('td[data-label="v2 id"] a')[0] == "/connectors/0/"


def test_values_that_a_version_of_ocpi_lacks_can_be_picked(see: See) -> None:
    only_2_3_0 = set(see("/standards/?where=ocpi-2.3.0").column("v3 standard")) - set(
        see("/standards/?where=ocpi-2.2.1").column("v3 standard")
    )
    assert only_2_3_0 == {"MCS", "SAE_J3400"}
    nowhere = see("/standards/?where=none&sort=code").column("v3 standard")
    assert nowhere == ["CONNECTOR_TYPE_UNDEFINED", "UNRECOGNIZED"]
