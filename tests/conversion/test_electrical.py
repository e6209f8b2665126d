"""Power, current, voltage and format of connectors."""

from __future__ import annotations

import time
from typing import Any

import pytest

from evmap.conversion import TARGETS
from tests.conversion import support
from tests.conversion.support import (
    GROUP,
    answer,
    check_both_ways,
    codes,
    encode,
    fate_of,
    group,
    one_connector,
    run,
    station,
)

POINT = f"{GROUP}/chargingPoint"


def _payload(type_id: str, point: dict[str, Any], **more: Any) -> Any:
    return answer(station(group(type_id, chargingPoint={"numberOfConnectors": 1, **point}, **more)))


def _figures(payload: Any) -> tuple[Any, ...]:
    found = one_connector(payload, accept_successors=True)
    return tuple(found.get(key) for key in ("power_type", "max_voltage", "max_amperage"))


@pytest.mark.parametrize(
    ("type_id", "point", "power", "figures"),
    [
        # 22.08 kW / (3 * 32 A) = 230 V between line and neutral
        (
            "31",
            {"voltsRange": "380-480V AC", "phases": 3, "ampsRange": "32A"},
            22.08,
            ("AC_3_PHASE", 230, 32),
        ),
        ("31", {"voltsRange": "400V AC", "phases": 3}, None, ("AC_3_PHASE", 230, None)),
        ("31", {"voltsRange": "208V AC", "phases": 3}, None, ("AC_3_PHASE", 120, None)),
        # a power that doesn't fit the range is no witness
        (
            "31",
            {"voltsRange": "380-480V AC", "phases": 3, "ampsRange": "16A"},
            22.0,
            ("AC_3_PHASE", 230, 16),
        ),
        (
            "30",
            {"voltsRange": "100-120V AC", "phases": 1, "ampsRange": "12A-16A"},
            1.92,
            ("AC_1_PHASE", 120, 16),
        ),
        ("31", {"voltsRange": "400V AC", "phases": 2, "amps": 16}, None, ("AC_2_PHASE", 230, 16)),
        ("34", {"voltsRange": "600V DC", "ampsRange": "200A"}, 50.0, ("DC", 600, 200)),
        ("34", {"volts": 400, "amps": 125}, 50.0, ("DC", 400, 125)),
        ("68", {"voltsRange": "400 V DC", "ampsRange": "6-32 A"}, None, ("DC", 400, 32)),
        ("68", {"chargeMode": "4", "volts": 400}, None, ("DC", 400, None)),
        ("68", {"chargeMode": "Mode 4", "volts": 400}, None, ("DC", 400, None)),
        ("9", {"volts": 230, "amps": 16}, None, ("AC_1_PHASE", 230, 16)),
        ("36", {"volts": 400, "amps": 32}, None, ("AC_3_PHASE", 230, 32)),
        # 230 beside three phases is already line to neutral
        ("31", {"volts": 230, "phases": 3}, None, ("AC_3_PHASE", 230, None)),
        ("31", {"voltsRange": "230V AC", "phases": 3}, None, ("AC_3_PHASE", 230, None)),
        # half of the current is no proof of 120 V
        (
            "31",
            {"voltsRange": "380-480V AC", "phases": 3, "ampsRange": "32A"},
            11.0,
            ("AC_3_PHASE", 230, 32),
        ),
        ("31", {"voltsRange": "600V AC", "phases": 3}, None, ("AC_3_PHASE", 346, None)),
        # plugs for one number of phases
        ("17", {"voltsRange": "400V AC"}, None, ("AC_3_PHASE", 230, None)),
        ("42", {"voltsRange": "230V AC"}, None, ("AC_1_PHASE", 230, None)),
        ("43", {"voltsRange": "240V AC"}, None, ("AC_1_PHASE", 240, None)),
        ("31", {}, 11.0, (None, None, None)),
        ("31", {"voltsRange": "?", "ampsRange": "viel", "phases": 7}, None, (None, None, None)),
        ("34", {"voltsRange": "0V DC", "ampsRange": "0A"}, None, ("DC", None, None)),
    ],
)
def test_figures_come_from_ranges_and_else_from_the_deprecated_fields(
    type_id: str, point: dict[str, Any], power: float | None, figures: tuple[Any, ...]
) -> None:
    assert _figures(_payload(type_id, point, maxPowerLevel=power)) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("380-480VAC, 3-phase at max. 32 A", ("AC_3_PHASE", 230, 32)),
        ("100-120VAC, 1-phase at max 16 A", ("AC_1_PHASE", 120, 16)),
        ("200-240VAC, 1-phase at max 32A", ("AC_1_PHASE", 240, 32)),
        (
            "380-480VAC, 3-phase at max. 63 A;200-240VAC, 1-phase at max 16 A",
            ("AC_3_PHASE", 230, 63),
        ),
    ],
)
def test_charge_capacity_is_read_when_nothing_better_is_there(
    text: str, figures: tuple[Any, ...]
) -> None:
    payload = _payload("31", {}, chargeCapacity=text, maxPowerLevel=None)
    assert _figures(payload) == figures
    assert fate_of(run(payload), f"{GROUP}/chargeCapacity") == "lossy"
    assert ("EV420", f"{GROUP}/chargeCapacity") in codes(run(payload))


def test_charge_capacity_of_direct_current_is_read() -> None:
    payload = _payload("34", {}, chargeCapacity="400VDC, at max. 125 A")
    assert _figures(payload) == ("DC", 400, 125)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("viel Strom", "EV410"),
        ("0VAC, 1-phase at max 0 A", "EV410"),
        ("Other;viel Strom", "EV410"),
        ("Other", "EV466"),
        ("other;", "EV466"),
    ],
)
def test_a_charge_capacity_without_figures_is_dropped(text: str, code: str) -> None:
    conversion = run(_payload("31", {}, chargeCapacity=text))
    place = f"{GROUP}/chargeCapacity"
    assert fate_of(conversion, place) == "dropped"
    assert {c for c, pattern in codes(conversion) if pattern == place} == {code}


SMALL, LARGE = "200-240VAC, 1-phase at max 16A", "380-480VAC, 3-phase at max 32 A"


@pytest.mark.parametrize(
    ("text", "kilowatts", "figures"),
    [
        (f"{SMALL};{LARGE}", 22.08, ("AC_3_PHASE", 230, 32)),
        (f"{LARGE};{SMALL}", 3.7, ("AC_1_PHASE", 240, 16)),
        (f"{SMALL}; {LARGE} ", None, ("AC_3_PHASE", 230, 32)),
        (f"{SMALL};{LARGE}", 22080, ("AC_3_PHASE", 230, 32)),
        (f"{SMALL};{LARGE}", 0.0001, ("AC_3_PHASE", 230, 32)),
    ],
)
def test_of_several_charge_capacities_the_one_that_fits_the_power_is_read(
    text: str, kilowatts: float | None, figures: tuple[Any, ...]
) -> None:
    payload = _payload("31", {}, chargeCapacity=text, maxPowerLevel=kilowatts)
    assert _figures(payload) == figures
    place = f"{GROUP}/chargeCapacity"
    assert {c for c, p in codes(run(payload)) if p == place} >= {"EV420", "EV467"}


def test_of_several_charge_capacities_one_may_say_what_the_other_fields_say() -> None:
    point = {"voltsRange": "400V AC", "phases": 3, "ampsRange": "32A"}
    conversion = run(_payload("31", point, chargeCapacity=f"{SMALL};{LARGE}"))
    place = f"{GROUP}/chargeCapacity"
    assert fate_of(conversion, place) == "lossy"
    assert {c for c, pattern in codes(conversion) if pattern == place} == {"EV467"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("380-480VAC, 3-phase at max 16 A", set()),
        ("200-240VAC, 1-phase at max 16A", {"EV412"}),
        ("380-480VAC, 3-phase at max 32 A", {"EV412"}),
        ("400VDC, at max. 16 A", {"EV412"}),
    ],
)
def test_a_charge_capacity_that_says_something_else_is_told(text: str, told: set[str]) -> None:
    point = {"voltsRange": "400V AC", "phases": 3, "ampsRange": "16A"}
    conversion = run(_payload("31", point, chargeCapacity=text))
    place = f"{GROUP}/chargeCapacity"
    assert {c for c, pattern in codes(conversion) if pattern == place} == told


@pytest.mark.parametrize(
    ("kilowatts", "watts", "fate"),
    [
        (22.08, 22080, "converted"),
        (0.1, 100, "converted"),
        (150, 150000, "converted"),
        (3.45, 3450, "converted"),
        (22.0805, 22080, "lossy"),
        (22.0806, 22081, "lossy"),
        (0.0006, 1, "lossy"),
        (0.0005, None, "invalid"),
        (5e-324, None, "invalid"),
        (0, None, "invalid"),
        (-0.0001, None, "invalid"),
        (-5, None, "invalid"),
        (1e9, None, "invalid"),
    ],
)
@pytest.mark.parametrize("target", TARGETS)
def test_kilowatts_become_watts_exactly(
    kilowatts: float, watts: int | None, fate: str, target: str
) -> None:
    payload = _payload("34", {"voltsRange": "400V DC"}, maxPowerLevel=kilowatts)
    name = "maxPower" if target == "here-v3" else "max_electric_power"
    assert one_connector(payload, target).get(name) == watts
    assert fate_of(run(payload, target), f"{GROUP}/maxPowerLevel") == fate


@pytest.mark.parametrize(
    ("point", "field", "fate", "code"),
    [
        ({"ampsRange": "12A-80A"}, "ampsRange", "lossy", "EV408"),
        ({"ampsRange": "80A"}, "ampsRange", "converted", None),
        ({"ampsRange": "80A", "amps": 80}, "amps", "restructured", "EV411"),
        ({"ampsRange": "80A", "amps": 90}, "amps", "dropped", "EV412"),
        ({"ampsRange": "?"}, "ampsRange", "invalid", "EV414"),
        ({"voltsRange": "380-480V DC"}, "voltsRange", "lossy", "EV408"),
        ({"voltsRange": "400V DC"}, "voltsRange", "converted", None),
        ({"voltsRange": "400V DC", "volts": 90}, "volts", "dropped", "EV412"),
        ({"voltsRange": "volle Kraft"}, "voltsRange", "invalid", "EV414"),
        ({"voltsRange": "400V DC", "phases": 3}, "phases", "dropped", "EV416"),
        ({"volts": 0}, "volts", "invalid", "EV414"),
        ({"amps": -1}, "amps", "invalid", "EV414"),
    ],
)
def test_a_figure_has_the_fate_of_what_became_of_it(
    point: dict[str, Any], field: str, fate: str, code: str | None
) -> None:
    conversion = run(_payload("34", point))
    assert fate_of(conversion, f"{POINT}/{field}") == fate
    found = {c for c, pattern in codes(conversion) if pattern == f"{POINT}/{field}"}
    assert found == ({code} if code else set())


@pytest.mark.parametrize(
    ("type_id", "fixed", "written", "code"),
    [
        ("31", True, "CABLE", None),
        ("31", False, "SOCKET", None),
        ("34", False, "SOCKET", None),
        ("34", None, "CABLE", "EV419"),
        ("31", None, None, "EV210"),
    ],
)
def test_the_format_is_that_of_the_cable(
    type_id: str, fixed: bool | None, written: str | None, code: str | None
) -> None:
    volts = "400V DC" if type_id == "34" else "400V AC"
    payload = _payload(type_id, {"voltsRange": volts}, fixedCable=fixed)
    assert one_connector(payload).get("format") == written
    found = {c for c, pattern in codes(run(payload)) if c in ("EV419", "EV210")}
    assert found == ({code} if code else set())
    origins = {o.pattern: o.origin for o in support.report(run(payload)).output}
    expected = "assumed" if code == "EV419" else "converted" if written else None
    assert origins.get("/items/*/evses/*/connectors/*/format") == expected


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("voltsRange", "230 {} AC {} 1"),
        ("ampsRange", "16 {} - {} 32 {} B"),
        ("chargeCapacity", "400V DC {} , {} at max. 125 A {} B"),
    ],
)
def test_long_blanks_in_a_figure_take_no_long_time(where: str, text: str) -> None:
    long = text.replace("{}", " " * 50_000)
    extra = {where: long} if where == "chargeCapacity" else {}
    point = {} if extra else {where: long}
    started = time.process_time()
    run(_payload("34", point, **extra))
    assert time.process_time() - started < 5


def test_blanks_of_any_kind_and_number_are_one() -> None:
    point = {"voltsRange": " 380  -\t480 V \n AC ", "phases": 3, "ampsRange": "32   A"}
    assert _figures(_payload("31", point, maxPowerLevel=22.08)) == ("AC_3_PHASE", 230, 32)


@pytest.mark.parametrize("text", ["32 63A", "3 2A", "230 400V AC"])
def test_figures_are_not_read_across_a_blank(text: str) -> None:
    field = "ampsRange" if text.endswith("A") else "voltsRange"
    conversion = run(_payload("31", {field: text}))
    assert fate_of(conversion, f"{POINT}/{field}") == "invalid"


@pytest.mark.parametrize(
    ("point", "kilowatts", "said"),
    [
        ({"voltsRange": "230V AC", "phases": 3, "ampsRange": "32A"}, 22.08, None),
        ({"voltsRange": "400V AC", "phases": 3, "ampsRange": "32A"}, 22.08, ("EV417", "230 V")),
        ({"voltsRange": "400V AC", "phases": 3, "ampsRange": "32A"}, None, ("EV418", "230 V")),
        ({"voltsRange": "600V AC", "phases": 3, "ampsRange": "32A"}, None, ("EV468", "346 V")),
        # 235 / sqrt 3 is nearly that of a delta, which is proven or not at all.
        ({"voltsRange": "235V AC", "phases": 3, "ampsRange": "32A"}, None, ("EV468", "136 V")),
        ({"voltsRange": "400V AC", "phases": 1, "ampsRange": "32A"}, None, None),
    ],
)
def test_it_is_told_how_the_voltage_between_line_and_neutral_was_found(
    point: dict[str, Any], kilowatts: float | None, said: tuple[str, str] | None
) -> None:
    conversion = run(_payload("31", point, maxPowerLevel=kilowatts))
    told = [
        (f.code, f.message)
        for f in support.report(conversion).findings
        if f.pattern == f"{POINT}/voltsRange" and f.code in ("EV417", "EV418", "EV468")
    ]
    assert [code for code, _ in told] == ([said[0]] if said else [])
    assert not said or said[1] in told[0][1]


@pytest.mark.parametrize(
    ("type_id", "point", "kilowatts", "told"),
    [
        ("29", {"voltsRange": "230V AC", "phases": 1}, None, {("EV460", "voltsRange")}),
        ("9", {"voltsRange": "230V DC"}, None, {("EV460", "voltsRange")}),
        ("9", {"voltsRange": "400V AC", "phases": 3}, None, {("EV461", "phases")}),
        ("9", {"voltsRange": "400V AC", "phases": 1}, None, {("EV462", "voltsRange")}),
        ("35", {"voltsRange": "230V AC", "ampsRange": "32A"}, None, {("EV462", "ampsRange")}),
        ("34", {}, 1500, {("EV462", "maxPowerLevel")}),
        ("34", {"voltsRange": "400V DC", "ampsRange": "100A"}, 60, {("EV463", "maxPowerLevel")}),
        ("34", {"voltsRange": "400V DC", "ampsRange": "100A"}, 46, set()),
        ("34", {"voltsRange": "1000V DC", "ampsRange": "500A"}, 20, set()),
        ("34", {"voltsRange": "400V DC", "ampsRange": "100A"}, 0.1, {("EV463", "maxPowerLevel")}),
        ("31", {"voltsRange": "400V AC", "phases": 3, "ampsRange": "63A"}, 43, set()),
        ("68", {"voltsRange": "400V DC", "ampsRange": "300A"}, 120, set()),
    ],
)
def test_figures_that_contradict_the_plug_or_each_other_are_told_and_stay(
    type_id: str, point: dict[str, Any], kilowatts: float | None, told: set[tuple[str, str]]
) -> None:
    payload = _payload(type_id, point, maxPowerLevel=kilowatts)
    conversion = run(payload)
    found = {
        (code, pattern.rpartition("/")[2])
        for code, pattern in codes(conversion)
        if code in ("EV460", "EV461", "EV462", "EV463")
    }
    assert found == told
    written = one_connector(payload)
    assert written.get("max_electric_power") == (kilowatts * 1000 if kilowatts else None)
    assert [written.get("max_amperage")] == [
        int(text[:-1]) if (text := point.get("ampsRange")) else None
    ]


@pytest.mark.parametrize(("kilowatts", "written"), [(5000, 5_000_000), (5000.1, None)])
def test_a_power_that_no_charger_has_is_an_error_and_left_out(
    kilowatts: float, written: int | None
) -> None:
    payload = _payload("67", {"voltsRange": "1500V DC"}, maxPowerLevel=kilowatts)
    assert one_connector(payload).get("max_electric_power") == written
    told = [f for f in support.report(run(payload)).findings if f.code == "EV464"]
    assert [(f.severity, f.fate) for f in told] == ([] if written else [("error", "invalid")])


def test_a_pantograph_is_not_said_to_have_a_cable() -> None:
    found = {
        code for code, _ in codes(run(_payload("64", {"voltsRange": "750V DC"}, fixedCable=None)))
    }
    assert "EV465" in found
    assert "EV419" not in found


@pytest.mark.parametrize(
    ("point", "kilowatts", "figures", "told"),
    [
        ({"voltsRange": "230V AC", "ampsRange": "32A"}, 7.4, ("AC_1_PHASE", 230, 32), {"EV470"}),
        ({"voltsRange": "400V AC", "ampsRange": "32A"}, 22, ("AC_3_PHASE", 230, 32), {"EV470"}),
        ({"voltsRange": "200-240V AC", "amps": 16}, 11, ("AC_3_PHASE", 230, 16), {"EV470"}),
        ({"volts": 230, "amps": 16}, 3.68, ("AC_1_PHASE", 230, 16), {"EV470"}),
        # What power and current don't prove is not said.
        ({"voltsRange": "230V AC", "ampsRange": "32A"}, 14.7, (None, 230, 32), {"EV405"}),
        ({"voltsRange": "230V AC", "ampsRange": "32A"}, None, (None, 230, 32), {"EV405"}),
        # 400 V are between lines, also where the phases are not known: 7.4 kW / 32 A = 231 V.
        ({"voltsRange": "400V AC", "ampsRange": "32A"}, 7.4, ("AC_1_PHASE", 230, 32), {"EV470"}),
        ({"voltsRange": "400V AC", "ampsRange": "32A"}, 14.7, (None, 230, 32), {"EV405"}),
        # v2's own word counts.
        ({"voltsRange": "400V AC", "ampsRange": "32A", "phases": 1}, 22, None, {"EV462"}),
    ],
)
def test_power_and_current_tell_the_phases_where_v2_does_not(
    point: dict[str, Any], kilowatts: float | None, figures: Any, told: set[str]
) -> None:
    payload = _payload("31", point, maxPowerLevel=kilowatts)
    assert figures is None or _figures(payload) == figures
    found = {code for code, _ in codes(check_both_ways(encode(payload), "v3"))}
    assert found & {"EV405", "EV462", "EV470"} == told


@pytest.mark.parametrize(("kilowatts", "volts"), [(7.36, 127), (13.2, 220), (None, 220)])
def test_of_nominal_voltages_near_the_power_the_one_counts_that_the_range_holds(
    kilowatts: float | None, volts: int
) -> None:
    # 7360 W / 3 x 20 A = 122.7 V: 120 V is nearer, but 220 V between lines are 127 V to neutral.
    point = {"voltsRange": "220V AC", "phases": 3, "ampsRange": "20A"}
    assert _figures(_payload("31", point, maxPowerLevel=kilowatts))[1] == volts


@pytest.mark.parametrize(
    ("point", "kilowatts", "volts", "code"),
    [
        ({"voltsRange": "380-480V AC", "ampsRange": "16A"}, 3.68, 230, "EV417"),
        ({"voltsRange": "480V AC", "ampsRange": "30A"}, 8.3, 277, "EV417"),
        ({"volts": 400, "amps": 32}, 7.36, 230, "EV417"),
        # Not proven: what v2 says stays, and is more than the plug carries.
        ({"voltsRange": "380-480V AC", "ampsRange": "16A"}, None, 480, "EV462"),
        ({"voltsRange": "380-480V AC", "ampsRange": "16A"}, 7.5, 480, "EV462"),
    ],
)
def test_one_phase_of_a_grid_has_its_voltage_to_neutral_where_power_and_current_prove_it(
    point: dict[str, Any], kilowatts: float | None, volts: int, code: str
) -> None:
    payload = _payload("31", {"phases": 1, **point}, maxPowerLevel=kilowatts)
    assert _figures(payload)[:2] == ("AC_1_PHASE", volts)
    found = {code for code, _ in codes(check_both_ways(encode(payload), "v3"))}
    assert found & {"EV417", "EV462"} == {code}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("type_id", ["43", "68"])
def test_what_has_phases_is_alternating_current_where_nothing_else_tells(
    type_id: str, target: str
) -> None:
    payload = _payload(type_id, {"phases": 1, "volts": 240, "amps": 32}, maxPowerLevel=7.7)
    assert _figures(payload) == ("AC_1_PHASE", 240, 32)
    done = check_both_ways(encode(payload), target)
    assert not {"EV405", "EV414"} & {code for code, _ in codes(done)}
    by_mode = _payload(type_id, {"phases": 1, "chargeMode": "4", "volts": 400, "amps": 125})
    assert _figures(by_mode)[0] == "DC"


@pytest.mark.parametrize("dash", "-\u2010\u2011\u2012\u2013\u2014\u2212")
def test_a_range_is_read_with_any_dash(dash: str) -> None:
    point = {"voltsRange": f"380{dash}480V AC", "phases": 3, "ampsRange": f"6A {dash} 32A"}
    assert _figures(_payload("31", point, maxPowerLevel=22.08)) == ("AC_3_PHASE", 230, 32)


@pytest.mark.parametrize(("kilowatts", "volts"), [(7.7, 120), (14.7, 230), (None, 240)])
def test_the_voltage_of_a_split_phase_is_half_of_that_between_its_lines(
    kilowatts: float | None, volts: int
) -> None:
    point = {"voltsRange": "240V AC", "phases": 2, "ampsRange": "32A"}
    assert _figures(_payload("30", point, maxPowerLevel=kilowatts))[1] == volts


def test_a_text_of_no_documented_form_beside_a_charge_capacity_is_told() -> None:
    payload = _payload("31", {}, chargeCapacity=f"solar; {LARGE}; Other", maxPowerLevel=22.08)
    (finding,) = [f for f in support.report(run(payload)).findings if f.code == "EV467"]
    assert finding.message.endswith("Left out: solar.")
    assert fate_of(run(payload), f"{GROUP}/chargeCapacity") == "lossy"
