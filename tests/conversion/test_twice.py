"""The same station twice is one station: the newest record counts, and the others are told."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from evmap.conversion import Conversion, Options
from evmap.conversion.batch import one, pieces
from evmap.conversion.reports.contract import make_report
from tests.conversion.support import (
    Json,
    answer,
    check_both_ways,
    codes,
    convert_file,
    encode,
    group,
    locations,
    run,
    station,
    status,
)

OLD, NEW = "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"
STATION = "/evStations/evStation/*"


def at(time: str | None, state: str = "AVAILABLE", **more: Any) -> Json:
    return station(group("31", status("1", state)), lastUpdateTimestamp=time, **more)


def lines(*stations: Json) -> bytes:
    return b"".join(encode(each) + b"\n" for each in stations)


def evses(conversion: Conversion) -> list[tuple[str, str, int]]:
    return [
        (evse["uid"], evse["status"], len(evse["connectors"]))
        for location in locations(conversion)
        for evse in location["evses"]
    ]


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_the_newest_record_counts_wherever_it_stands(order: tuple[str, str]) -> None:
    states = {OLD: "OCCUPIED", NEW: "AVAILABLE"}
    found = run(answer(*(at(time, states[time]) for time in order)))
    assert evses(found) == [("1", "AVAILABLE", 1)]
    assert ("EV521", STATION) in codes(found)


@pytest.mark.parametrize("times", [(OLD, OLD), (None, None), (OLD, None)])
def test_of_equal_times_the_first_counts(times: tuple[str | None, str | None]) -> None:
    found = run(answer(at(times[0], "OCCUPIED"), at(times[1], "AVAILABLE")))
    assert evses(found) == [("1", "CHARGING", 1)]


@pytest.mark.parametrize("own", [OLD, None])
@pytest.mark.parametrize("place", ["group", "chargingPoint"])
def test_where_stations_have_one_time_that_of_their_statuses_decides(
    own: str | None, place: str
) -> None:
    def record(time: str, state: str) -> Json:
        plugs = group("31", status("1", state))
        (plugs if place == "group" else plugs["chargingPoint"])["lastUpdateTimestamp"] = time
        return station(plugs, lastUpdateTimestamp=own)

    assert evses(run(answer(record(OLD, "OCCUPIED"), record(NEW, "AVAILABLE")))) == [
        ("1", "AVAILABLE", 1)
    ]


@pytest.mark.parametrize(("name", "plugs"), [("Hauptstrasse", 1), ("Other", 2)])
def test_a_record_without_an_id_that_comes_again_to_the_byte_is_one(name: str, plugs: int) -> None:
    found = run(answer(at(NEW, id=None), at(NEW, id=None, name=name)))
    assert evses(found) == [("1", "AVAILABLE", plugs)]
    assert (("EV521", STATION) in codes(found)) is (plugs == 1)


def test_every_leaf_of_the_older_record_is_dropped_and_told_once() -> None:
    older, newer = at(OLD, "OCCUPIED", brand="Example"), at(NEW)
    found = check_both_ways(encode(answer(older, newer)), "v3")
    fates = {(pattern, fate): n for (pattern, fate), n in found.counts.fates.items() if n}
    for pattern in ("name", "address/street", "position/latitude", "poolId", "brand"):
        assert fates[f"{STATION}/{pattern}", "dropped"] == 1
    told = {f.code: f.occurrences for f in found.findings if f.code in ("EV402", "EV521")}
    assert told == {"EV402": 1, "EV521": 1}  # EV402: the id of the record that counts


def test_two_stations_of_a_pool_are_two() -> None:
    other = station(group("31", status("2")), id="station-2", lastUpdateTimestamp=OLD)
    found = run(answer(at(OLD), other))
    assert evses(found) == [("1", "AVAILABLE", 1), ("2", "AVAILABLE", 1)]
    assert not {code for code, _ in codes(found)} & {"EV521"}


@pytest.mark.parametrize("form", ["response", "lines"])
@pytest.mark.parametrize("pool", [{}, {"poolId": None}])
@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_file_has_it_once_in_each_form_and_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, pool: Json, workers: int
) -> None:
    records = [at(OLD, "OCCUPIED", **pool), at(NEW, **pool), at(OLD, "RESERVED", **pool)]
    text = lines(*records) if form == "lines" else encode(answer(*records))
    if not workers:
        assert evses(run(text)) == [("1", "AVAILABLE", 1)]
        return
    monkeypatch.setattr(one, "STREAM_FROM", 1)
    monkeypatch.setattr(pieces, "LEAST", 1)
    path, out = tmp_path / "in.json", io.BytesIO()
    path.write_bytes(text)
    done = convert_file(path, out, Options(), workers)
    assert out.getvalue() == run(text).document
    assert done.report.ledger == make_report(run(text)).ledger


# -- evses/bulk -----------------------------------------------------------------------------


def evse(name: str = "here-1", **more: Any) -> Json:
    plug = {"id": "1", "typeId": "31", "maxPowerLevel": 22}
    found = {"id": name, "cpoId": "1", "state": "AVAILABLE", "last_updated": OLD, **more}
    return {**found, "connectors": [plug]}


def pool(*found: Json, station_id: str = "s1") -> Json:
    return {"id": "pool-1", "stations": [{"id": station_id, "evses": list(found)}]}


BULK = {
    "a pool": [pool(evse()), pool(evse(state="OCCUPIED", last_updated=NEW))],
    "an EVSE": [pool(evse(), evse(state="OCCUPIED", last_updated=NEW))],
}


@pytest.mark.parametrize("what", BULK)
def test_what_comes_twice_in_evses_bulk_counts_once(what: str) -> None:
    found = check_both_ways(json.dumps({"pools": BULK[what]}).encode(), "v3")
    assert evses(found) == [("1", "CHARGING", 1)]
    assert "EV521" in {code for code, _ in codes(found)}


def test_stations_of_a_pool_in_two_records_make_one_location() -> None:
    records = [pool(evse()), pool(evse("here-2", cpoId="2"), station_id="s2")]
    found = run({"pools": records})
    assert evses(found) == [("1", "AVAILABLE", 1), ("2", "AVAILABLE", 1)]
    assert "EV521" not in {code for code, _ in codes(found)}
