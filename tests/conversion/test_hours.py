"""Opening hours: day masks, ends of days, midnight, contradictions, groups that differ."""

from __future__ import annotations

from typing import Any

import pytest

from evmap.conversion import TARGETS
from tests.conversion import support
from tests.conversion.support import (
    GROUP,
    answer,
    ccs,
    check_both_ways,
    codes,
    encode,
    fate_of,
    fates,
    location,
    locations,
    run,
    station,
)

HOURS = f"{GROUP}/connectorDetails/openingHours/regularOpeningHours/*"

FROM, TO = f"{HOURS}/period/*/from", f"{HOURS}/period/*/to"

DAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"]


def _entry(mask: int | None, *periods: tuple[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"period": [{"from": begin, "to": end} for begin, end in periods]}
    return found if mask is None else {"daymask": mask, **found}


def _details(*entries: dict[str, Any], always: bool | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if always is not None:
        found["open24x7"] = always
    if entries:
        found["openingHours"] = {"regularOpeningHours": list(entries)}
    return found


def _payload(*details: dict[str, Any]) -> Any:
    return answer(station(*(ccs(connectorDetails=found) for found in details)))


def _ocpi(*details: dict[str, Any]) -> Any:
    return location(_payload(*details)).get("opening_times")


def _regular(*details: dict[str, Any]) -> list[tuple[int, str, str]]:
    times = _ocpi(*details)
    assert times["twentyfourseven"] is False
    return [
        (hour["weekday"], hour["period_begin"], hour["period_end"])
        for hour in times["regular_hours"]
    ]


def _here(*details: dict[str, Any]) -> Any:
    return location(_payload(*details), "here-v3").get("openingHours")


@pytest.mark.parametrize(
    ("mask", "days"),
    [
        (1, [7]),
        (2, [1]),
        (4, [2]),
        (8, [3]),
        (16, [4]),
        (32, [5]),
        (64, [6]),
        (62, [1, 2, 3, 4, 5]),
        (65, [6, 7]),
        (127, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_the_day_mask_begins_with_sunday(mask: int, days: list[int]) -> None:
    details = _details(_entry(mask, ("08:00:00", "18:00:00")))
    assert _regular(details) == [(day, "08:00", "18:00") for day in days]
    assert _here(details) == {
        "open24x7": False,
        "regularSchedule": [
            {
                "days": [DAYS[day - 1] for day in days],
                "periods": [{"from": "08:00:00", "to": "18:00:00"}],
            }
        ],
    }


def test_here_v3_keeps_days_with_the_same_periods_together() -> None:
    details = _details(
        _entry(2 | 8, ("08:00:00", "12:00:00"), ("13:00:00", "18:00:30")),
        _entry(4, ("10:00:00", "24:00:00")),
    )
    assert _here(details)["regularSchedule"] == [
        {
            "days": ["mo", "we"],
            "periods": [
                {"from": "08:00:00", "to": "12:00:00"},
                {"from": "13:00:00", "to": "18:00:30"},
            ],
        },
        {"days": ["tu"], "periods": [{"from": "10:00:00"}]},
    ]
    assert {code for code, _ in codes(run(_payload(details), "here-v3"))} == {
        "EV503",
        "EV515",
        "EV307",
        "EV613",
    }


def test_ocpi_loses_the_last_minute_and_the_seconds_with_a_warning() -> None:
    details = _details(_entry(2, ("08:00:30", "24:00:00")))
    assert _regular(details) == [(1, "08:00", "23:59")]
    conversion = run(_payload(details))
    assert {("EV439", TO), ("EV440", FROM)} <= codes(conversion)
    assert (fate_of(conversion, FROM), fate_of(conversion, TO)) == ("lossy", "lossy")


@pytest.mark.parametrize(
    ("period", "lossy"),
    [
        (("08:00:00", "20:00:00"), set()),
        (("08:00:30", "20:00:00"), {FROM}),
        (("08:00:00", "20:00:30"), {TO}),
        (("00:00:00", "24:00:00"), {TO}),
        (("22:00:00", "06:00:00"), {FROM}),
    ],
)
@pytest.mark.parametrize("target", TARGETS)
def test_a_time_is_lossy_where_something_of_it_is_cut(
    period: tuple[str, str], lossy: set[str], target: str
) -> None:
    conversion = run(_payload(_details(_entry(2, period))), target)
    cut = {place for place in (FROM, TO) if fate_of(conversion, place) == "lossy"}
    assert cut == (set() if target == "here-v3" else lossy)


@pytest.mark.parametrize("target", ["v3", "ocpi-2.2.1", "ocpi-2.3.0"])
def test_a_period_within_one_minute_is_not_written_where_ocpi_has_nothing_of_it(
    target: str,
) -> None:
    moment, last = ("08:00:10", "08:00:50"), ("23:59:00", "24:00:00")
    details = _details(_entry(2, moment, ("09:00:00", "18:00:00")), _entry(4, last), always=False)
    done = check_both_ways(encode(_payload(details)), target)
    hours = locations(done)[0]["opening_times"]["regular_hours"]
    assert hours == [{"weekday": 1, "period_begin": "09:00", "period_end": "18:00"}]
    told = {pattern for code, pattern in codes(done) if code == "EV608"}
    assert told >= {FROM, TO, f"{HOURS}/daymask"}
    assert fates(done)[FROM]["dropped"] == fates(done)[TO]["dropped"] == 2
    assert fates(done)[f"{HOURS}/daymask"]["dropped"] == 1
    nothing = check_both_ways(encode(_payload(_details(_entry(2, moment), always=False))), target)
    assert "opening_times" not in locations(nothing)[0]
    assert ("EV424", f"{GROUP}/connectorDetails/open24x7") in codes(nothing)


def test_hours_around_the_clock_lose_nothing() -> None:
    conversion = run(_payload(_details(_entry(127, ("00:00:00", "24:00:00")))))
    assert fate_of(conversion, TO) != "lossy"


def test_a_period_over_midnight_becomes_an_evening_and_a_morning() -> None:
    details = _details(_entry(2, ("22:00:00", "06:00:00")), _entry(1, ("20:00:00", "04:00:00")))
    assert _regular(details) == [
        (1, "00:00", "04:00"),
        (1, "22:00", "23:59"),
        (2, "00:00", "06:00"),
        (7, "20:00", "23:59"),
    ]
    assert ("EV425", f"{HOURS}/period/*/to") in codes(run(_payload(details)))


@pytest.mark.parametrize("end", ["24:00:00", "00:00:00"])
def test_all_days_around_the_clock_is_always_open(end: str) -> None:
    details = _details(_entry(127, ("00:00:00", end)))
    assert _ocpi(details) == {"twentyfourseven": True}
    assert _here(details) == {"open24x7": True}
    origins = {o.pattern: o.origin for o in support.report(run(_payload(details))).output}
    assert origins["/items/*/opening_times/twentyfourseven"] == "derived"


def test_periods_that_meet_make_a_day_whole() -> None:
    day = (("00:00:00", "12:00:00"), ("12:00:00", "24:00:00"))
    assert _ocpi(_details(_entry(127, *day))) == {"twentyfourseven": True}
    gap = (("00:00:00", "12:00:00"), ("12:00:01", "24:00:00"))
    assert _ocpi(_details(_entry(127, *gap)))["twentyfourseven"] is False


def test_open24x7_alone_is_enough() -> None:
    assert _ocpi(_details(always=True)) == {"twentyfourseven": True}


def test_not_always_open_without_hours_cannot_be_said() -> None:
    details = _details(always=False)
    assert _ocpi(details) is None
    place = f"{GROUP}/connectorDetails/open24x7"
    assert ("EV424", place) in codes(run(_payload(details)))
    assert support.fate_of(run(_payload(details)), place) == "dropped"


@pytest.mark.parametrize(
    ("details", "place"),
    [
        (_details(_entry(2, ("08:00:00", "18:00:00")), always=True), f"{HOURS}/daymask"),
        (
            _details(_entry(127, ("00:00:00", "24:00:00")), always=False),
            f"{GROUP}/connectorDetails/open24x7",
        ),
    ],
)
def test_of_a_contradiction_the_longer_opening_is_written(
    details: dict[str, Any], place: str
) -> None:
    assert _ocpi(details) == {"twentyfourseven": True}
    assert ("EV423", place) in codes(run(_payload(details)))
    assert support.fate_of(run(_payload(details)), place) == "dropped"


@pytest.mark.parametrize(
    ("target", "place"),
    [("v3", "/items/*/opening_times"), ("here-v3", "/items/*/openingHours")],
)
@pytest.mark.parametrize("begin", ["00:00:00", "08:00:00"])
def test_the_ledger_names_the_places_where_hours_are_written(
    target: str, place: str, begin: str
) -> None:
    conversion = run(_payload(_details(_entry(127, (begin, "24:00:00")))), target)
    report = support.report(conversion)
    written = {line.pattern for line in report.output}
    hours = [line.v3 for line in report.ledger if line.pattern.startswith(f"{HOURS}/")]
    assert hours
    assert all(places and written.issuperset(places) for places in hours)
    always = {f"{place}/twentyfourseven", f"{place}/open24x7"}
    (begins,) = [line.v3 for line in report.ledger if line.pattern == f"{HOURS}/period/*/from"]
    assert always.issuperset(begins) is (begin == "00:00:00")


@pytest.mark.parametrize("end", ["23:59", "23:59:59", "24:00:00", "00:00:00"])
def test_open24x7_and_days_to_their_last_minute_say_the_same(end: str) -> None:
    payload = _payload(_details(_entry(127, ("00:00:00", end)), always=True))
    assert location(payload)["opening_times"] == {"twentyfourseven": True}
    assert "EV423" not in {code for code, _ in codes(run(payload))}


@pytest.mark.parametrize(
    ("entry", "code", "place"),
    [
        (_entry(0, ("08:00:00", "18:00:00")), "EV421", "daymask"),
        (_entry(128, ("08:00:00", "18:00:00")), "EV421", "daymask"),
        (_entry(None, ("08:00:00", "18:00:00")), "EV422", "period/*/from"),
        (_entry(2, ("25:00:00", "18:00:00")), "EV422", "period/*/from"),
        (_entry(2, ("08:00:00", "08:00:00")), "EV422", "period/*/to"),
        (_entry(2, ("24:00:00", "08:00:00")), "EV422", "period/*/from"),
        (_entry(2, ("morgens", "abends")), "EV422", "period/*/to"),
        (_entry(2), "EV421", "daymask"),
    ],
)
def test_hours_that_make_no_sense_are_not_written(
    entry: dict[str, Any], code: str, place: str
) -> None:
    conversion = run(_payload(_details(entry)))
    assert "opening_times" not in support.locations(conversion)[0]
    assert (code, f"{HOURS}/{place}") in codes(conversion)
    assert support.fate_of(conversion, f"{HOURS}/{place}") in ("invalid", "dropped")


def test_hours_that_say_nothing_do_not_stand_in_the_way_of_others() -> None:
    good = _details(_entry(2, ("08:00:00", "18:00:00")))
    assert _regular(_details(always=False), good) == [(1, "08:00", "18:00")]
    assert _regular(_details(_entry(0, ("08:00:00", "18:00:00"))), good) == [(1, "08:00", "18:00")]


def test_groups_that_agree_are_no_finding_and_groups_that_differ_are() -> None:
    first = _details(_entry(2, ("08:00:00", "18:00:00")))
    same = _details(_entry(2, ("08:00", "18:00")))
    other = _details(_entry(4, ("08:00:00", "18:00:00")))
    assert "EV505" not in {code for code, _ in codes(run(_payload(first, same)))}
    assert _regular(first, other) == [(1, "08:00", "18:00")]
    conversion = run(_payload(first, other))
    assert ("EV505", f"{HOURS}/daymask") in codes(conversion)
    assert support.fates(conversion)[f"{HOURS}/daymask"] == {"restructured": 1, "dropped": 1}
