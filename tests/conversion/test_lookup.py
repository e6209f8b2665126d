"""The list look-up: what a text holds, and what each code means."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evmap.lookup import (
    MAX_CHARACTERS,
    MAX_PIECES,
    Lookup,
    TooMuch,
    fixture_index,
    look_up,
    look_up_codes,
)
from evmap.lookup.pieces import pieces_of


def seen(found: Lookup) -> list[tuple[str, str]]:
    return [(one.given, one.meaning.code) for one in found.answers]


def unknown(found: Lookup) -> list[str]:
    return [one.given for one in found.unknown]


@pytest.mark.parametrize(
    ("code", "table", "means"),
    [
        ("36", "connector", ["36"]),
        ("036", "connector", ["36"]),
        ("36.0", "connector", ["36"]),
        ("ccs2", "standard", ["IEC_62196_T2_COMBO"]),
        ("type 2", "standard", ["IEC_62196_T2"]),
        ("IEC_60309_2_three_32", "standard", ["IEC_60309_2_THREE_32"]),
        ("OUTOFORDER", "v3-status", ["OUTOFORDER"]),
        ("outOfOrder", "v3-status", ["OUTOFORDER"]),
        ("out of service", "v2-status", ["OUT_OF_SERVICE"]),
        ("chargeCapacity", "field", ["connectors.connector[].chargeCapacity"]),
        (
            "connectorDetails.open24x7",
            "field",
            ["connectors.connector[].connectorDetails.open24x7"],
        ),
        ("DE: Schuko", "standard", ["DOMESTIC_F"]),
        ("Pool", "element", ["Location"]),
        ("CCS 2", "standard", ["IEC_62196_T2_COMBO"]),
        ("CCS", "standard", ["IEC_62196_T1_COMBO", "IEC_62196_T2_COMBO"]),
        ("Tesla Connector (spare mobile)", "connector", ["28"]),
    ],
)
def test_a_code_is_recognised_however_it_is_written(
    code: str, table: str, means: list[str]
) -> None:
    found = look_up_codes([code])
    assert {one.meaning.table for one in found.answers} == {table}
    assert [one.meaning.code for one in found.answers] == means
    assert not found.unknown


def test_every_code_of_the_tables_means_itself() -> None:
    index = fixture_index()
    own = [*index.ids.values(), *(one for group in index.named[0].values() for one in group)]
    for meaning in own:
        assert meaning in [one.meaning for one in look_up_codes([meaning.code]).answers]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("31\n36\n29", ["31", "36", "29"]),
        ("31, 36;29\t33", ["31", "36", "29", "33"]),
        ("31 36 29", ["31", "36", "29"]),
        ("36 CCS2", ["36", "IEC_62196_T2_COMBO"]),
        ("id 36", ["36"]),
        ('"31"\r\n"36"\r\n', ["31", "36"]),
        ("stations.json?prox=52.5,13.4,500&connectortype=30,31", ["30", "31"]),
        ('<connectorType name="a" id="31"/>', ["31"]),
        ('{"connectors": [{"typeId": "31"}, {"typ', ["31"]),
        ("a plug of type id 36 was OUT_OF_SERVICE", ["36", "OUT_OF_SERVICE"]),
        ("IEC 62196-2 type 2 (Type 2)", ["31"]),
        ('["31", 36, null]', ["31", "36"]),
        ('{"ids": [31]}', ["31"]),
    ],
)
def test_codes_are_found_in_lists_and_texts(text: str, codes: list[str]) -> None:
    found = look_up(text)
    assert [one.meaning.code for one in found.answers] == codes


def test_a_v2_answer_gives_its_codes_and_no_other_text() -> None:
    station = {
        "id": "31",
        "address": {"state": "Berlin", "street": "Type 2"},
        "connectors": {
            "connector": [
                {"connectorType": {"id": "31", "name": "x"}, "state": "OCCUPIED"},
                {"connectorType": {"id": "31"}, "typeId": "99"},
            ]
        },
    }
    found = look_up(json.dumps({"evStations": {"evStation": [station]}}))
    assert [(one.given, one.times) for one in found.answers] == [("31", 2), ("OCCUPIED", 1)]
    assert unknown(found) == ["99"]


def test_what_means_nothing_is_named_once_with_its_count() -> None:
    found = look_up("zzz\n36\nzzz\n69")
    assert [(one.given, one.times) for one in found.unknown] == [("zzz", 2), ("69", 1)]
    assert found.recognised == 1


def test_a_code_of_both_systems_has_two_answers_unless_one_is_asked_for() -> None:
    assert [one.meaning.table for one in look_up("AVAILABLE").answers] == [
        "v2-status",
        "v3-status",
    ]
    assert [one.meaning.table for one in look_up("AVAILABLE", "v3").answers] == ["v3-status"]
    assert unknown(look_up("36", "v3")) == ["36"]


def test_the_preferred_status_is_the_first_unless_another_is() -> None:
    (usual,) = look_up_codes(["OUT_OF_SERVICE"]).answers
    assert usual.preferred == "INOPERATIVE"
    (chosen,) = look_up_codes(
        ["OUT_OF_SERVICE"], preferred={"OUT_OF_SERVICE": "OUTOFORDER"}
    ).answers
    assert chosen.preferred == "OUTOFORDER"
    (plain,) = look_up_codes(["OCCUPIED"]).answers
    assert (plain.meaning.becomes, plain.preferred) == (("CHARGING",), "")


def test_a_deprecated_id_becomes_nothing_and_has_candidates() -> None:
    (one,) = look_up_codes(["45"]).answers
    assert (one.meaning.becomes, one.meaning.deprecated) == ((), True)
    assert one.meaning.candidates == ("IEC_62196_T1", "IEC_62196_T2")


def test_too_much_says_how_much_is_taken() -> None:
    with pytest.raises(TooMuch, match="500,000 are taken"):
        look_up("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(TooMuch, match="2,000 different codes"):
        look_up("\n".join(f"x{number}" for number in range(MAX_PIECES + 1)))


@pytest.mark.parametrize("text", ["", " \n ", "[]", "{}", "[[" * 5000, '{"a":' * 5000, "null"])
def test_texts_without_codes(text: str) -> None:
    assert look_up(text).answers == ()


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    look_up(text)


@pytest.mark.parametrize("length", [131_073, 400_000])
def test_a_quoted_cell_of_any_length_is_a_cell(length: int) -> None:
    found = look_up(f'36;"{"x" * length}"')
    assert seen(found) == [("36", "36")]


@pytest.mark.parametrize("length", [5_000, 131_072, 140_000])
def test_a_cell_in_quotes_may_have_any_length(length: int) -> None:
    # Python's reader of CSV refuses cells of more than 131,072 characters.
    line = f'36\t"{"x" * length}"'
    assert "36" in [piece.text for piece in pieces_of(line, fixture_index())]
