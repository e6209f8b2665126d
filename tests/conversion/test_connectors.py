"""Connector type ids: all 69 of the guide in each target, id 36 by size, deprecated and unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evmap.conversion import TARGETS
from tests.conversion import support
from tests.conversion.support import GROUP, answer, group, one_connector, run, station, status

GUIDE = json.loads((support.DATA / "migration_guide.json").read_bytes())

#: Mixed case in OCPI; capitals in the guide and in HERE's v3.
INDUSTRIAL = {
    "IEC_60309_2_SINGLE_16": "IEC_60309_2_single_16",
    "IEC_60309_2_THREE_16": "IEC_60309_2_three_16",
    "IEC_60309_2_THREE_32": "IEC_60309_2_three_32",
    "IEC_60309_2_THREE_64": "IEC_60309_2_three_64",
}
#: Not in OCPI 2.2.1; and in no system but the guide.
NEW_IN_2_3_0 = {"MCS", "SAE_J3400"}
PLACEHOLDERS = {"CONNECTOR_TYPE_UNDEFINED", "UNRECOGNIZED"}

targets = pytest.mark.parametrize("target", TARGETS)


def _guide() -> dict[int, list[str]]:
    """v2 id -> standards, straight from the guide's JSON."""
    return {row["v2_id"]: row["v3_standards"] for row in GUIDE["connectors"]}


def _spelled(standard: str, target: str) -> str | None:
    if target == "v3":
        return standard
    if standard in PLACEHOLDERS or (target == "ocpi-2.2.1" and standard in NEW_IN_2_3_0):
        return None
    return standard if target == "here-v3" else INDUSTRIAL.get(standard, standard)


def _payload(type_id: str, **more: Any) -> Any:
    return answer(station(group(type_id, status("1"), **more)))


def _standards(
    type_id: str, target: str, *, accept_successors: bool = False, **more: Any
) -> list[str]:
    payload = _payload(type_id, **more)
    (found,) = support.locations(run(payload, target, accept_successors=accept_successors))
    return [c["standard"] for evse in found.get("evses", ()) for c in evse["connectors"]]


@targets
@pytest.mark.parametrize("type_id", [n for n in range(69) if n != 36])
def test_an_id_gets_the_standard_of_the_guide_in_the_spelling_of_the_target(
    type_id: int, target: str
) -> None:
    standards = _guide()[type_id]
    wanted = [found for s in standards if (found := _spelled(s, target)) is not None]
    assert _standards(str(type_id), target) == wanted


def test_the_guide_has_69_ids_and_only_36_has_several_standards() -> None:
    guide = _guide()
    assert sorted(guide) == list(range(69))
    assert {n for n, standards in guide.items() if len(standards) > 1} == {36}


@targets
@pytest.mark.parametrize(
    ("amps", "kilowatts", "standard"),
    [
        ("16A", None, "IEC_60309_2_THREE_16"),
        ("32A", None, "IEC_60309_2_THREE_32"),
        ("63A", None, "IEC_60309_2_THREE_64"),
        ("64A", None, "IEC_60309_2_THREE_64"),
        ("16A-32A", None, "IEC_60309_2_THREE_32"),
        ("16A", 22.0, "IEC_60309_2_THREE_16"),
        (None, 11.04, "IEC_60309_2_THREE_16"),
        (None, 22.08, "IEC_60309_2_THREE_32"),
        (None, 43.65, "IEC_60309_2_THREE_64"),
        ("20A", 22.0, "IEC_60309_2_THREE_32"),
        (None, 18.0, "IEC_60309_2_THREE_32"),  # none of the classes, but 16 A don't carry it
        (None, 30.0, "IEC_60309_2_THREE_64"),
    ],
)
def test_id_36_goes_by_amperes_and_else_by_power(
    amps: str | None, kilowatts: float | None, standard: str, target: str
) -> None:
    point = {"voltsRange": "400V AC", "ampsRange": amps} if amps else {"voltsRange": "400V AC"}
    payload = _payload("36", chargingPoint=point, maxPowerLevel=kilowatts)
    conversion = run(payload, target)
    assert one_connector(payload, target)["standard"] == _spelled(standard, target)
    assert ("EV211", f"{GROUP}/connectorType/id") in support.codes(conversion)
    assert support.fate_of(conversion, f"{GROUP}/connectorType/id") == "converted"
    line = f"{conversion.root}/evses/*/connectors/*/standard"
    assert [o.origin for o in support.report(conversion).output if o.pattern == line] == ["derived"]


@pytest.mark.parametrize(
    ("kilowatts", "told"), [(90.0, {"EV213"}), (44.0, {"EV211"}), (6.9, {"EV204"})]
)
def test_more_power_than_any_size_of_id_36_carries_is_told(
    kilowatts: float, told: set[str]
) -> None:
    conversion = run(_payload("36", chargingPoint={"phases": 3}, maxPowerLevel=kilowatts))
    assert {code for code, _ in support.codes(conversion)} & {"EV204", "EV211", "EV213"} == told


@targets
def test_id_36_without_size_is_assumed_to_be_the_first_of_the_guide(target: str) -> None:
    payload = _payload("36", chargingPoint={"voltsRange": "400V AC"}, maxPowerLevel=None)
    conversion = run(payload, target)
    wanted = _spelled("IEC_60309_2_THREE_16", target)
    assert one_connector(payload, target)["standard"] == wanted
    (finding,) = [f for f in support.report(conversion).findings if f.code == "EV204"]
    assert "IEC_60309_2_THREE_32, IEC_60309_2_THREE_64" in finding.message
    assert support.fate_of(conversion, f"{GROUP}/connectorType/id") == "lossy"


@pytest.mark.parametrize(
    ("amps", "size", "code"),
    [("10A", 16, "EV211"), ("20A", 32, "EV211"), ("40A", 64, "EV211"), ("125A", 64, "EV213")],
)
def test_id_36_is_the_smallest_that_carries_the_current_and_else_the_largest(
    amps: str, size: int, code: str
) -> None:
    point = {"voltsRange": "400V AC", "ampsRange": amps}
    payload = _payload("36", chargingPoint=point, maxPowerLevel=None)
    conversion = run(payload)
    assert one_connector(payload)["standard"] == f"IEC_60309_2_THREE_{size}"
    place = f"{GROUP}/connectorType/id"
    assert {c for c, pattern in support.codes(conversion) if pattern == place} == {code}


@pytest.mark.parametrize("amps", [16, 32, 63])
def test_id_36_goes_by_the_deprecated_amps_as_well(amps: int) -> None:
    size = {16: 16, 32: 32, 63: 64}[amps]
    payload = _payload("36", chargingPoint={"voltsRange": "400V AC", "amps": amps})
    assert one_connector(payload)["standard"] == f"IEC_60309_2_THREE_{size}"


SINGLE = {
    14: "DOMESTIC_I",
    15: "DOMESTIC_I",
    16: "DOMESTIC_J",
    17: "DOMESTIC_J",
    18: "DOMESTIC_J",
    19: "DOMESTIC_J",
    21: "DOMESTIC_O",
    24: "DOMESTIC_N",
    37: "IEC_60309_2_SINGLE_16",
    38: "IEC_60309_2_SINGLE_16",
    47: "DOMESTIC_I",
    54: "IEC_62196_T2",
    60: "DOMESTIC_M",
}
DEPRECATED = sorted(
    row["v2_id"] for row in GUIDE["connectors"] if row["more_information"] == "Deprecated"
)


def test_26_ids_are_deprecated() -> None:
    assert len(DEPRECATED) == 26


@targets
@pytest.mark.parametrize("type_id", DEPRECATED)
def test_a_deprecated_id_is_left_out_as_an_error(type_id: int, target: str) -> None:
    conversion = run(_payload(str(type_id)), target)
    assert _standards(str(type_id), target) == []
    (finding,) = [f for f in support.report(conversion).findings if f.code == "EV201"]
    assert (finding.severity, finding.fate) == ("error", "dropped")
    assert SINGLE.get(type_id, "") in finding.message
    assert support.fate_of(conversion, f"{GROUP}/maxPowerLevel") == "dropped"


@targets
@pytest.mark.parametrize("type_id", DEPRECATED)
def test_an_accepted_successor_is_written_where_there_is_just_one(
    type_id: int, target: str
) -> None:
    wanted = SINGLE.get(type_id)
    written = _standards(
        str(type_id), target, accept_successors=True, chargingPoint={}, maxPowerLevel=None
    )
    assert written == ([_spelled(wanted, target)] if wanted else [])


@targets
@pytest.mark.parametrize(
    ("point", "kilowatts", "standard"),
    [
        ({"ampsRange": "16A"}, None, "IEC_60309_2_THREE_16"),
        ({"ampsRange": "20A"}, None, "IEC_60309_2_THREE_32"),
        ({"ampsRange": "63A"}, 11, "IEC_60309_2_THREE_64"),
        ({}, 22.08, "IEC_60309_2_THREE_32"),
        ({"ampsRange": "125A"}, None, None),
        ({}, 7.4, None),
    ],
)
def test_a_successor_in_several_sizes_goes_by_amperes_and_else_by_power(
    point: dict[str, Any], kilowatts: float | None, standard: str | None, target: str
) -> None:
    figures: dict[str, Any] = {"chargingPoint": point, "maxPowerLevel": kilowatts}
    wanted = [_spelled(standard, target)] if standard else []
    assert _standards("39", target, accept_successors=True, **figures) == wanted
    assert _standards("39", target, **figures) == []


def test_an_accepted_successor_is_assumed_and_lossy() -> None:
    conversion = run(_payload("14"), accept_successors=True)
    assert support.fate_of(conversion, f"{GROUP}/connectorType/id") == "lossy"
    assert ("EV205", f"{GROUP}/connectorType/id") in support.codes(conversion)
    origins = {o.pattern: o.origin for o in support.report(conversion).output}
    assert origins["/items/*/evses/*/connectors/*/standard"] == "assumed"


@pytest.mark.parametrize(
    ("type_id", "standard"), [("0", "CONNECTOR_TYPE_UNDEFINED"), ("1", "UNRECOGNIZED")]
)
def test_an_unused_id_is_a_placeholder_in_v3_and_left_out_elsewhere(
    type_id: str, standard: str
) -> None:
    assert _standards(type_id, "v3") == [standard]
    assert ("EV203", f"{GROUP}/connectorType/id") in support.codes(run(_payload(type_id)))
    for target in TARGETS[1:]:
        conversion = run(_payload(type_id), target)
        assert ("EV602", f"{GROUP}/connectorType/id") in support.codes(conversion)
        assert support.fate_of(conversion, f"{GROUP}/connectorType/id") == "dropped"


@pytest.mark.parametrize("type_id", [" 31 ", "31.0", "031", 31, 31.0, "31."])
def test_an_id_is_read_alike_however_it_is_written(type_id: Any) -> None:
    payload = answer(station(group(None, status("1"), connectorType={"id": type_id})))
    assert one_connector(payload)["standard"] == "IEC_62196_T2"


@pytest.mark.parametrize(
    "type_id", ["69", "999", "x", "-1", "3 1", "31.5", ".", "\u0663\u0661", "1" * 5000]
)
def test_an_unknown_id_is_left_out_without_a_candidate(type_id: str) -> None:
    conversion = run(_payload(type_id))
    assert _standards(type_id, "v3") == []
    assert ("EV202", f"{GROUP}/connectorType/id") in support.codes(conversion)


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("IEC 62196-2 type 2 (Type 2)", "IEC_62196_T2"),
        ("iec 62196-2 type 2  mennekes", "IEC_62196_T2"),
        ("JEVS G 105 (CHAdeMO)", "CHADEMO"),
    ],
)
def test_a_documented_name_stands_in_for_a_missing_id(name: str, standard: str) -> None:
    payload = answer(station(group(None, status("1"), connectorType={"name": name})))
    conversion = run(payload)
    assert one_connector(payload)["standard"] == standard
    assert ("EV212", f"{GROUP}/connectorType/name") in support.codes(conversion)
    origins = {o.pattern: o.origin for o in support.report(conversion).output}
    assert origins["/items/*/evses/*/connectors/*/standard"] == "assumed"


@pytest.mark.parametrize("kind", [None, {}, {"name": "Fancy plug"}])
def test_a_group_without_a_type_id_is_left_out(kind: Any) -> None:
    conversion = run(answer(station(group(None, status("1"), connectorType=kind))))
    assert "EV208" in {code for code, _ in support.codes(conversion)}
    assert "evses" not in support.locations(conversion)[0]


@pytest.mark.parametrize(
    ("type_id", "name", "code"),
    [
        ("31", "IEC 62196-2 type 2 (Mennekes)", None),
        ("31", "IEC 62196-2 type 2 (Type 2)", None),
        ("31", "iec 62196-2  TYPE 2 mennekes", None),
        ("31", "JEVS G 105 (CHAdeMO)", "EV206"),
        ("31", "Wunderstecker", "EV207"),
    ],
)
def test_a_name_that_the_id_does_not_carry_is_dropped(
    type_id: str, name: str, code: str | None
) -> None:
    conversion = run(answer(station(group(connectorType={"id": type_id, "name": name}))))
    place = f"{GROUP}/connectorType/name"
    assert support.fate_of(conversion, place) == ("dropped" if code else "restructured")
    assert {c for c, pattern in support.codes(conversion) if pattern == place} == (
        {code} if code else set()
    )


def test_the_type_id_of_evses_bulk_is_the_same_id() -> None:
    pool = {"id": "p", "stations": [{"evses": [{"cpoId": "1", "connectors": [{"typeId": "34"}]}]}]}
    assert one_connector(pool)["standard"] == "IEC_62196_T2_COMBO"


@pytest.mark.parametrize(("target", "fate"), [("v3", "lossy"), ("ocpi-2.2.1", "dropped")])
def test_a_charge_mode_that_tells_the_current_is_lost_with_its_group(
    target: Any, fate: str
) -> None:
    # OCPI 2.2.1 has no plug for id 43, whose current only the mode tells.
    point = {"chargeMode": "4", "ampsRange": "200A"}
    conversion = support.run(answer(station(group("43", status(), chargingPoint=point))), target)
    assert support.fate_of(conversion, f"{GROUP}/chargingPoint/chargeMode") == fate
    assert (("EV415", f"{GROUP}/chargingPoint/chargeMode") in support.codes(conversion)) is (
        fate == "lossy"
    )
