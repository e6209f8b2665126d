"""One budget for each input, enforced before objects are made; no work grows with a square."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from evmap.conversion import LOCAL, WEB, Limits, Options, ReadError, TooLarge, convert
from evmap.conversion.converter import CHUNK_BYTES
from evmap.conversion.reports.contract import make_report
from tests.conversion.support import answer, ccs, encode, explained, group, station, status

#: Twice the input may take so many times the seconds and the memory; a square takes four.
MOST = 3.0


def _document(data: bytes, limits: Limits) -> bytes:
    return convert(data, Options(limits=limits)).document


def _of_records(number: int) -> bytes:
    return encode([{"id": str(n), "poolId": str(n), "position": {}} for n in range(number)])


def _of_lines(number: int) -> bytes:
    return b"\n".join(encode(station(id=str(n), poolId=str(n))) for n in range(number))


def _one_pool(number: int) -> bytes:
    return encode(answer(*(station(id=str(n), poolId="p") for n in range(number))))


def _bulk_pool(number: int) -> bytes:
    return encode({"id": "p", "stations": [{"id": str(n), "evses": []} for n in range(number)]})


def _one_station(number: int) -> bytes:
    return encode(station(*(group(str(1000 + n), maxPowerLevel=None) for n in range(number))))


def _bulk_plugs(number: int) -> bytes:
    evse = {"id": "e", "connectors": [{"id": str(n)} for n in range(number - 1)]}
    return encode({"id": "p", "stations": [{"id": "1", "evses": [evse]}]})


def _members(number: int) -> bytes:
    return gzip.compress(_of_records(1)) + gzip.compress(b"") * (number - 1)


def _values(number: int) -> bytes:
    """As many values as `number` says: the station, its list, and what is in it."""
    return b'{"poolId": "p", "brand": [%s]}' % b",".join([b"1"] * (number - 3))


def _xml(number: int) -> bytes:
    return b"<evStation><poolId>p</poolId>%s</evStation>" % (b"<a/>" * (number - 2))


def _deep(number: int) -> bytes:
    """As deep as `number` says, and a list beside: brackets are counted before their depth is."""
    nested = b"[" * (number - 1) + b"]" * (number - 1)
    return b'{"poolId": "p", "connectors": [], "brand": %s}' % nested


def _deep_xml(number: int) -> bytes:
    nested = b"<a>" * (number - 1) + b"</a>" * (number - 1)
    return b"<evStation><poolId>p</poolId>%s</evStation>" % nested


LIMITED: dict[str, tuple[Callable[[int], bytes], Limits, str]] = {
    "records in a list": (_of_records, Limits(records=20), "more than 20 records"),
    "records on lines": (_of_lines, Limits(records=20), "more than 20 records"),
    "stations of a pool": (
        _one_pool,
        Limits(stations=20, connectors=99),
        "One pool has more than 20 stations",
    ),
    "stations of a pool of evses/bulk": (
        _bulk_pool,
        Limits(stations=20, connectors=99),
        "One pool has more than 20 stations",
    ),
    "connectors of a station": (
        _one_station,
        Limits(stations=9, connectors=20),
        "One station has more than 20 connectors",
    ),
    "connectors of a station of evses/bulk": (
        _bulk_plugs,
        Limits(stations=9, connectors=20),
        "One station has more than 20 connectors",
    ),
    "values of a location": (_values, Limits(location=20), "One location has more than 20 values"),
    "values of the document": (_values, Limits(total=20), "The document holds more than 20 values"),
    "elements of XML": (_xml, Limits(markup=20), "more than 20 elements"),
    "depth of JSON": (_deep, Limits(depth=20), "nested more than 20 deep"),
    "depth of XML": (_deep_xml, Limits(depth=20), "nested more than 20 deep"),
    "members of a gzip file": (_members, Limits(members=20), "more than 20 files"),
}


@pytest.mark.parametrize(("make", "limits", "words"), LIMITED.values(), ids=LIMITED)
def test_what_is_over_the_budget_is_refused_and_what_fits_is_converted(
    make: Callable[[int], bytes], limits: Limits, words: str
) -> None:
    assert _document(make(20), limits) == _document(make(20), LOCAL)
    with pytest.raises(ReadError) as caught:
        convert(make(21), Options(limits=limits))
    assert words in caught.value.message
    assert caught.value.advice
    assert _document(make(21), LOCAL)


def test_values_of_a_location_are_those_of_all_its_stations() -> None:
    limits = Limits(location=60)
    assert _document(_one_pool(2), limits) == _document(_one_pool(2), LOCAL)
    with pytest.raises(TooLarge, match="One location has more than 60 values"):
        convert(_one_pool(6), Options(limits=limits))


def test_commas_in_texts_are_no_values() -> None:
    data = encode(station(brand="," * 1000))
    assert _document(data, Limits(location=100, total=100)) == _document(data, LOCAL)


def test_a_conversion_that_takes_too_long_ends() -> None:
    with pytest.raises(TooLarge, match="takes more seconds than") as caught:
        convert(_of_lines(20_000), Options(limits=Limits(seconds=0.01)))
    assert "evmap convert FILE has no limit" in caught.value.advice


def test_the_time_to_count_heavy_locations_is_part_of_it() -> None:
    groups = [group(str(n % 70), chargeCapacity=f"{n} kW") for n in range(999)]
    heavy = [station(*groups, id=str(n), poolId=str(n)) for n in range(12)]
    data = encode(answer(*heavy))
    assert len(data) > 2 * CHUNK_BYTES
    # The first time loads what is loaded once.
    whole = min(_seconds(convert, data) for _ in range(3))
    # Their counting takes about as long as their conversion: the half of it is not enough.
    with pytest.raises(TooLarge, match="takes more seconds than"):
        convert(data, Options(limits=Limits(seconds=whole * 0.7)))


def test_a_list_of_numbers_is_refused_before_anything_is_made_of_them() -> None:
    data = b"[" + b"1," * 3_000_000 + b"1]"
    assert _peak(lambda: _refused(data, LOCAL)) < 4 * len(data)
    assert _peak(lambda: _refused(b'{"items":' + data + b"}", LOCAL)) < 4 * len(data)


def test_what_is_no_v2_is_named_whatever_its_size() -> None:
    data = b'{"missingItems": [], "items": [' + b"{}," * 200_000 + b"{}]}"
    assert "a response of HERE EV Charge Points v3" in _refused(data, msgspec.structs.replace(WEB))
    search = b'{"items": [{"title": "a"}%s]}' % (b",{}" * 1000)
    assert "HERE Search" in _refused(search, WEB)
    assert "first entry is a number" in _refused(b"[1]", WEB)
    assert "first entry is a list" in _refused(b"[[1]]", WEB)


def test_a_name_of_a_megabyte_makes_no_report_of_many() -> None:
    data = encode(station(**{"k" * 1_000_000: 1}))
    conversion = convert(data)
    report = msgspec.json.encode(make_report(conversion))
    assert len(report) < 50_000
    assert conversion.counts.findings["EV101", "/(others)", "unknown", ()] == 1


# --- No square ---


def _keys(number: int) -> bytes:
    return encode(station(ccs(status("A")), **{f"key {n}": n for n in range(number)}))


def _one_key(number: int) -> bytes:
    return b'{"poolId": "p", ' + b", ".join([b'"a": 1'] * number) + b"}"


def _phones(number: int) -> bytes:
    return encode(station(contacts={"phone": [{"value": f"+49 30 {n}"} for n in range(number)]}))


def _states(number: int) -> bytes:
    return encode(station(ccs(*(status(f"DE*A*E{n}", f"S{n}") for n in range(number)))))


def _long_line(number: int) -> bytes:
    """Findings at many places of one line."""
    return json.dumps([station(id=str(n), poolId=str(n), x=n) for n in range(number)]).encode()


def _line_ends(number: int) -> bytes:
    return b'{"poolId": "p", "x": 1, "brand": [%s]}' % (b"\n" * 500 * number)


def _xml_stations(number: int) -> bytes:
    one = b"<evStation><poolId>p</poolId><id>1</id><x a='b'>c</x></evStation>\n"
    return b"<evStations>%s</evStations>" % (one * number)


def _xml_attributes(number: int) -> bytes:
    many = b" ".join(b"a%d='1'" % n for n in range(number))
    return b"<evStation %s><poolId>p</poolId></evStation>" % many


def _xml_text(number: int) -> bytes:
    return b"<evStation><poolId>%s</poolId></evStation>" % (b"]] \n&amp;" * number)


def _different_stations(number: int) -> bytes:
    """A pool whose stations differ, and name one EVSE."""
    found = [station(ccs(status("A")), id=str(n), poolId="p", brand=str(n)) for n in range(number)]
    return encode(answer(*found))


def _same_station(number: int) -> bytes:
    times = [f"2026-01-01T00:00:00.{n:09}Z" for n in range(number)]
    return encode(answer(*(station(poolId="p", lastUpdateTimestamp=each) for each in times)))


def _paying_stations(number: int) -> bytes:
    """A pool whose EVSEs have their time, and the ways to pay, of all its stations."""
    paying = {"evStationDetails": {"paymentMethods": {"creditCard": {"accept": True}}}}
    dated = {"lastUpdateTimestamp": "2026-01-01T00:00:00Z", "poolId": "p"}
    plugs = [ccs(status(str(n))) for n in range(number)]
    return encode(
        answer(*(station(plug, id=str(n), **dated, **paying) for n, plug in enumerate(plugs)))
    )


def _same_evse(number: int) -> bytes:
    """A pool that is not as documented, with one EVSE many times."""
    evse = {"id": "e", "cpoId": "e", "connectors": [{"typeId": "34"}]}
    return encode({"id": "p", "x": 1, "stations": [{"id": "1", "evses": [evse] * number}]})


POOLS: dict[str, tuple[Callable[[int], bytes], int]] = {
    "stations of a pool that differ": (_different_stations, 400),
    "stations of a pool that pay alike": (_paying_stations, 400),
    "a station that comes again": (_same_station, 400),
    "an EVSE that comes again": (_same_evse, 1000),
}

GROWING: dict[str, tuple[Callable[[int], bytes], int]] = {
    "unknown connector ids": (_one_station, 500),
    "one pool of many stations": (_one_pool, 500),
    "one station of many plugs": (_states, 1000),
    "odd keys": (_keys, 4000),
    "one key many times": (_one_key, 4000),
    "entries of a list": (_phones, 2000),
    "gzip members": (_members, 20_000),
    "records of one line": (_long_line, 500),
    "line ends": (_line_ends, 10_000),
    "XML stations": (_xml_stations, 500),
    "XML attributes": (_xml_attributes, 4000),
    "XML texts": (_xml_text, 20_000),
    **POOLS,
}


@pytest.mark.parametrize(("make", "number"), GROWING.values(), ids=GROWING)
def test_twice_the_input_takes_about_twice_the_time(
    make: Callable[[int], bytes], number: int
) -> None:
    _compare_seconds(_converted, make(number), make(2 * number))


@pytest.mark.parametrize("target", ["v3", "here-v3"])
@pytest.mark.parametrize(("make", "number"), POOLS.values(), ids=POOLS)
def test_so_does_looking_at_it_closely(
    make: Callable[[int], bytes], number: int, target: str
) -> None:
    small, large = make(number // 2), make(number)
    _compare_seconds(lambda data: explained(data, target), small, large)


@pytest.mark.parametrize(("make", "number"), GROWING.values(), ids=GROWING)
def test_twice_the_input_takes_about_twice_the_memory(
    make: Callable[[int], bytes], number: int
) -> None:
    small, large = make(number // 4), make(number // 2)
    # Libraries that load at their first use, and caches of bounded size, are no part of the input.
    _converted(large)
    assert _peak(lambda: _converted(large)) < MOST * _peak(lambda: _converted(small))


def _converted(data: bytes) -> None:
    msgspec.json.encode(make_report(convert(data)))


def _compare_seconds(work: Callable[[bytes], Any], small: bytes, large: bytes) -> None:
    for _ in range(3):  # other work on the machine slows one of them, now and then
        if _seconds(work, large) < MOST * _seconds(work, small):
            return
    pytest.fail("it grows with the square of the input")


def _seconds(work: Callable[[bytes], Any], data: bytes) -> float:
    started = time.thread_time()
    work(data)
    return time.thread_time() - started


def _peak(work: Callable[[], Any]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _refused(data: bytes, limits: Limits) -> str:
    with pytest.raises(ReadError) as caught:
        convert(data, Options(limits=limits))
    return caught.value.message
