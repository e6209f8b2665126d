"""EVSE ids: their forms, the party that they prove, and when two spellings are one id."""

from __future__ import annotations

import pytest

from evmap.conversion.facts.evse_ids import id_key, is_evse_id, party_of, same_id

#: Text, whether it has the form, the party that it proves.
FORMS = [
    ("DE*ICT*E0001897", True, ("DE", "ICT")),
    ("DEICTE0001897", True, ("DE", "ICT")),
    ("de*ict*e0001897", True, ("DE", "ICT")),
    ("DE*ICT*E1", True, ("DE", "ICT")),
    ("DE*BSW*E603467*467", True, ("DE", "BSW")),
    ("DE*DES*E*BMW*0113*2", True, ("DE", "DES")),
    ("NL*EBG*E1", True, ("NL", "EBG")),
    ("DE*8EO*E1", True, ("DE", "8EO")),
    ("XK*ABC*E1", True, ("XK", "ABC")),
    # The form without a real country proves no party.
    ("XX*ABC*E1", True, None),
    ("UK*ABC*E1", True, None),
    ("AB123E55", True, None),
    # DIN SPEC 91286.
    ("+49*810*000*438", True, None),
    ("49*810*000*438", True, None),
    ("+1*123*456", True, None),
    # No EVSE ids, but found where v2 promises some.
    ("25070000033801", False, None),
    ("DE-ICT-E0001897", False, None),
    ("DE ICT E0001897", False, None),
    ("DE*ICT*0001897", False, None),
    ("DE*ICTX*E1", False, None),
    ("DEU*ICT*E1", False, None),
    ("D*ICT*E1", False, None),
    ("DE*ICT*E", False, None),
    ("DE*ICT*E1*", False, None),
    ("DE*ICT*C1", False, None),
    ("VN*VNF*HNO1100*1*1", False, None),
    ("https://example.com/e/DE*ICT*E0001897", False, None),
    ("+49810000438", False, None),
    ("DE*ICT*E" + "1" * 40, False, None),
    ("DE*ÏCT*E1", False, None),
    ("DE*ICT*E1\n", False, None),
    ("", False, None),
    ("*", False, None),
]


@pytest.mark.parametrize(("text", "form", "party"), FORMS)
def test_the_form_of_an_id_and_its_party(
    text: str, form: bool, party: tuple[str, str] | None
) -> None:
    assert is_evse_id(text) is form
    assert party_of(text) == party


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DE*ICT*E0001897", "DEICTE0001897"),
        ("DE*ICT*E0001897", "de*ict*e0001897"),
        ("DE*ICT*E0001897", "DE-ICT-E0001897"),
        ("DE*BSW*E603467*467", "DEBSWE603467467"),
        ("+49*810*000*438", "49*810*000*438"),
        ("evse-a", "EVSE-A"),
        ("1", "1"),
    ],
)
def test_two_spellings_of_one_id(one: str, other: str) -> None:
    assert same_id(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DE*ICT*E0001897", "DE*ICT*E0001898"),
        ("DE*AAA*E1", "DE*BBB*E1"),
        ("DE*ICT*E1", "NL*ICT*E1"),
        # Separators count in ids that are no EVSE ids.
        ("1-1", "11"),
        ("1*1", "11"),
        ("a b", "ab"),
        ("+49*810*000*438", "+49*810*0004*38"),
        ("01", "1"),
        ("", "1"),
    ],
)
def test_two_ids(one: str, other: str) -> None:
    assert not same_id(one, other)


def test_the_key_of_a_key_is_the_key() -> None:
    for text, _form, _party in FORMS:
        assert id_key(id_key(text)) == id_key(text)
