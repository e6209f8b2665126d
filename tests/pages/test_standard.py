"""`/standards/<STANDARD>/`."""

from __future__ import annotations

import pytest

from evmap.mappings.models import Standard
from tests.pages.conftest import See


def test_sae_j3400_shows_v2_id_43(see: See) -> None:
    page = see("/standards/SAE_J3400/")
    assert page.branches() == [("converted", "43")]
    assert page.links(".branch .term a") == ["/connectors/43/"]
    assert page.fact("connectorType.id (v2)") == ["43"]
    assert page.title == "SAE_J3400, v3 connector standard · evmap"


def test_spellings_on_the_wire(see: See) -> None:
    page = see("/standards/IEC_60309_2_THREE_32/")
    assert page.fact("IEC_60309_2_THREE_32") == ["the guide and HERE v3"]
    assert page.fact("IEC_60309_2_three_32") == ["OCPI 2.1.1, OCPI 2.2.1 and OCPI 2.3.0"]
    mcs = see("/standards/MCS/")
    assert mcs.fact("MCS") == ["the guide, HERE v3 and OCPI 2.3.0"]
    assert mcs.fact("no such value") == ["OCPI 2.1.1 and OCPI 2.2.1"]
    assert mcs.fact("Since") == ["HERE v3 3.4.1"]


def test_coming_back_says_what_is_lost(see: See) -> None:
    assert (
        "IEC_60309_2_THREE_16 comes back as 36, as IEC_60309_2_THREE_32 and "
        "IEC_60309_2_THREE_64 do. Which one it was is lost."
    ) in see("/standards/IEC_60309_2_THREE_16/").main


def test_deprecated_ids_that_it_may_succeed_are_listed_as_added(see: See) -> None:
    page = see("/standards/IEC_62196_T2/")
    links = set(page.links(".facts a"))
    assert {"/connectors/45/", "/connectors/54/"} <= links
    assert "Suggested for deprecated ids added by evmap" in page.texts("h2")


def test_every_standard_has_a_page(see: See) -> None:
    assert {see(f"/standards/{row.code}/").status for row in Standard.objects.all()} == {200}


@pytest.mark.parametrize("code", ["sae_j3400", "Sae_J3400"])
def test_another_case_leads_to_the_row(see: See, code: str) -> None:
    answer = see(f"/standards/{code}/").answer
    assert (answer.status_code, answer["Location"]) == (302, "/standards/SAE_J3400/")


def test_an_unknown_standard_is_not_found(see: See) -> None:
    page = see("/standards/IEC_62196_T9/")
    assert page.status == 404
    assert "There is no v3 connector standard IEC_62196_T9." in page.main
