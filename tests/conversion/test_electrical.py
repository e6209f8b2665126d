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
    codes,
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
    found = one_connector(payload)
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
        ("31", {"voltsRange": "400V AC", "phases": 2, "amps": 16}, None, ("AC_2_PHASE", 400, 16)),
        ("34", {"voltsRange": "600V DC", "ampsRange": "200A"}, 50.0, ("DC", 600, 200)),
        ("34", {"volts": 400, "amps": 125}, 50.0, ("DC", 400, 125)),
        ("68", {"voltsRange": "400 V DC", "ampsRange": "6-32 A"}, None, ("DC", 400, 32)),
        ("68", {"chargeMode": "4", "volts": 400}, None, ("DC", 400, None)),
        ("68", {"chargeMode": "Mode 4", "volts": 400}, None, ("DC", 400, None)),
        ("9", {"volts": 230, "amps": 16}, None, ("AC_1_PHASE", 230, 16)),
        ("36", {"volts": 400, "amps": 32}, None, ("AC_3_PHASE", 230, 32)),
        # 230 beside three phases is already line to neutral
        ("31", {"volts": 230, "phases": 3}, None, ("AC_3_PHASE", 230, None)),
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


@pytest.mark.parametrize("text", ["Other", "viel Strom", "0VAC, 1-phase at max 0 A"])
def test_a_charge_capacity_of_another_form_is_dropped(text: str) -> None:
    conversion = run(_payload("31", {}, chargeCapacity=text))
    assert fate_of(conversion, f"{GROUP}/chargeCapacity") == "dropped"
    assert ("EV410", f"{GROUP}/chargeCapacity") in codes(conversion)


@pytest.mark.parametrize(
    ("kilowatts", "watts", "fate"),
    [
        (22.08, 22080, "converted"),
        (0.1, 100, "converted"),
        (150, 150000, "converted"),
        (3.45, 3450, "converted"),
        (22.0805, 22080, "lossy"),
        (22.0806, 22081, "lossy"),
        (0, None, "invalid"),
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
