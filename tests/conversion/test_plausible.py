"""A connector's values against its standard and against each other."""

from __future__ import annotations

import pytest

from evmap.conversion.facts.plausible import (
    Contradiction,
    by_amperes,
    check,
    impossible,
    nominal_volts,
)
from evmap.conversion.guide import fixture_guide

LIMITS = fixture_guide().limits
THREE = fixture_guide().connectors[36].standards

Values = tuple[str | None, int | None, int | None, int | None]


@pytest.mark.parametrize(
    ("standard", "values"),
    [
        ("IEC_62196_T2", ("AC_3_PHASE", 230, 32, 22080)),
        ("IEC_62196_T2", ("AC_3_PHASE", 230, 63, 43000)),
        ("IEC_62196_T2", ("AC_1_PHASE", 230, 16, 3680)),
        ("IEC_62196_T2", ("AC_1_PHASE", 240, 32, 7400)),
        ("IEC_62196_T2", ("AC_2_PHASE", 230, 32, 14500)),
        # A 230 V delta grid, told as line to neutral.
        ("IEC_62196_T2", ("AC_3_PHASE", 133, 32, 12750)),
        ("IEC_62196_T1", ("AC_1_PHASE", 240, 80, 19200)),
        ("IEC_62196_T1", ("AC_2_PHASE_SPLIT", 120, 32, 7680)),
        ("IEC_62196_T1_COMBO", ("DC", 500, 125, 62500)),
        ("IEC_62196_T2_COMBO", ("DC", 1000, 500, 400000)),
        ("CHADEMO", ("DC", 500, 125, 62500)),
        ("CHADEMO", ("DC", 500, 125, 50000)),
        ("SAE_J3400", ("AC_1_PHASE", 277, 48, 13296)),
        ("SAE_J3400", ("DC", 500, 631, 250000)),
        ("TESLA_S", ("DC", 410, 330, 135000)),
        ("DOMESTIC_F", ("AC_1_PHASE", 230, 16, 3680)),
        ("DOMESTIC_J", ("AC_3_PHASE", 230, 16, 11040)),
        ("NEMA_14_50", ("AC_1_PHASE", 240, 40, 9600)),
        ("IEC_60309_2_THREE_64", ("AC_3_PHASE", 230, 63, 43470)),
        ("MCS", ("DC", 1250, 3000, 3750000)),
        ("GBT_AC", ("AC_3_PHASE", 220, 63, 41580)),
        ("PANTOGRAPH_TOP_DOWN", ("DC", 750, 600, 450000)),
        # What is not known contradicts nothing.
        ("CHADEMO", (None, None, None, None)),
        ("IEC_62196_T2", ("AC_3_PHASE", None, 32, 22080)),
        ("IEC_62196_T2", (None, 230, 32, 22080)),
        # Fifteen percent more than the product are the difference of nominal and highest volts.
        ("IEC_62196_T2", ("AC_1_PHASE", 200, 16, 3680)),
    ],
)
def test_what_fits_is_not_told(standard: str, values: Values) -> None:
    assert check(LIMITS[standard], *values) == []


@pytest.mark.parametrize(
    ("standard", "values", "found"),
    [
        ("CHADEMO", ("AC_3_PHASE", 133, 125, 49875), [("current", "AC", "DC")]),
        ("IEC_62196_T2_COMBO", ("AC_3_PHASE", 230, 32, 22080), [("current", "AC", "DC")]),
        ("GBT_DC", ("AC_1_PHASE", 220, 32, 7040), [("current", "AC", "DC")]),
        ("MCS", ("AC_3_PHASE", 230, 32, 22080), [("current", "AC", "DC")]),
        ("IEC_62196_T2", ("DC", 400, 60, 24000), [("current", "DC", "AC")]),
        ("DOMESTIC_F", ("DC", 400, 16, 3680), [("current", "DC", "AC")]),
        ("DOMESTIC_F", ("AC_3_PHASE", 230, 16, 3680), [("phases", "3", "1")]),
        ("IEC_62196_T1", ("AC_3_PHASE", 230, 32, 7400), [("phases", "3", "1 or 2")]),
        ("SAE_J3400", ("AC_3_PHASE", 230, 16, 3680), [("phases", "3", "1 or 2")]),
        ("IEC_60309_2_THREE_16", ("AC_1_PHASE", 230, 16, 3680), [("phases", "1", "3")]),
        ("DOMESTIC_J", ("AC_2_PHASE", 230, 16, 3680), [("phases", "2", "1 or 3")]),
        ("IEC_62196_T2", ("AC_1_PHASE", 480, 16, 3680), [("volts", "480 V", "277 V")]),
        ("CHADEMO", ("DC", 1500, 100, 50000), [("volts", "1500 V", "1000 V")]),
        (
            "IEC_60309_2_SINGLE_16",
            ("AC_1_PHASE", 230, 32, 7360),
            [("amperes", "32 A", "16 A"), ("watts", "7360 W", "4000 W")],
        ),
        ("IEC_60309_2_THREE_16", ("AC_3_PHASE", 230, 20, 11040), [("amperes", "20 A", "16 A")]),
        (
            "DOMESTIC_F",
            ("AC_1_PHASE", 230, 32, 7360),
            [("amperes", "32 A", "16 A"), ("watts", "7360 W", "4000 W")],
        ),
        (
            "IEC_62196_T2",
            ("AC_3_PHASE", 230, 32, 22_000_000),
            [("watts", "22000000 W", "52353 W"), ("product", "22000000 W", "22080 W")],
        ),
        ("IEC_62196_T2", ("AC_3_PHASE", 133, 32, 22080), [("product", "22080 W", "12768 W")]),
        ("CHADEMO", ("DC", 400, 125, 62500), [("product", "62500 W", "50000 W")]),
        ("IEC_62196_T2", ("AC_1_PHASE", 200, 16, 3681), [("product", "3681 W", "3200 W")]),
    ],
)
def test_what_contradicts_is_told(
    standard: str, values: Values, found: list[tuple[str, str, str]]
) -> None:
    assert check(LIMITS[standard], *values) == [Contradiction(*one) for one in found]


def test_a_placeholder_has_no_limits_but_its_product_counts() -> None:
    assert "CONNECTOR_TYPE_UNDEFINED" not in LIMITS
    assert check((), "AC_1_PHASE", 5000, 5000, 25_000_000) == []
    assert check((), "AC_1_PHASE", 230, 16, 22080) == [("product", "22080 W", "3680 W")]


@pytest.mark.parametrize(("watts", "is_so"), [(4_500_000, False), (5_000_000, False)])
def test_powers_that_can_be(watts: int, is_so: bool) -> None:
    assert impossible(watts) is is_so


@pytest.mark.parametrize("watts", [5_000_001, 22_000_000, 150_000_000])
def test_powers_that_are_watts_in_a_field_for_kilowatts(watts: int) -> None:
    assert impossible(watts)


@pytest.mark.parametrize(
    ("watts", "amperes", "phases", "volts"),
    [
        (22080, 32, 3, 230),
        (22000, 32, 3, 230),
        (43000, 63, 3, 230),
        (11000, 16, 3, 230),
        (14500, 32, 2, 230),
        (12750, 32, 3, 133),
        (21120, 32, 3, 220),
        (23040, 32, 3, 240),
        (11520, 32, 3, 120),
        (26592, 32, 3, 277),
        # Half-way between two: the more common one.
        (22560, 32, 3, 230),
        (22080, 16, 3, None),
        (1000, 32, 3, None),
    ],
)
def test_the_voltage_that_power_and_current_prove(
    watts: int, amperes: int, phases: int, volts: int | None
) -> None:
    assert next(iter(nominal_volts(watts, amperes, phases)), None) == volts


@pytest.mark.parametrize(
    ("amperes", "standard"),
    [
        (10, "IEC_60309_2_THREE_16"),
        (16, "IEC_60309_2_THREE_16"),
        (20, "IEC_60309_2_THREE_32"),
        (32, "IEC_60309_2_THREE_32"),
        (63, "IEC_60309_2_THREE_64"),
        (64, "IEC_60309_2_THREE_64"),
        (65, None),
        (125, None),
    ],
)
def test_the_socket_that_carries_a_current(amperes: int, standard: str | None) -> None:
    assert by_amperes(THREE, amperes, LIMITS) == standard


def test_a_standard_without_limits_carries_nothing() -> None:
    assert by_amperes(["UNRECOGNIZED"], 16, LIMITS) is None
    assert by_amperes([], 16, LIMITS) is None
