"""Large files of every shape that is streamed: lists, responses of evses/bulk, pools one a line."""

from __future__ import annotations

import io
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks import generate, sparse
from evmap.conversion import Options, ReadError, convert, fixture_guide
from evmap.conversion.batch import one, pieces
from evmap.conversion.batch.pools import pool_places, pools_of
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.batch.workers import ThisProcess
from evmap.conversion.limits import LOCAL
from evmap.conversion.read import ranges, stream
from evmap.conversion.read.identity import NO_POOL
from evmap.conversion.reports.contract import make_report
from tests.conversion.large import Elsewhere, index_of, joined, read_as_whole
from tests.conversion.support import no_progress
from tests.conversion.test_hostile import PATIENCE
from tests.fuzz.mutations import IN_VALUES, mangled

pytestmark = pytest.mark.usefixtures("everything_is_large")

Records = list[Any]


def some_stations(seed: int = 7, number: int = 60) -> Records:
    """Stations in an order in which pools come back, some of them not as documented."""
    found: Records = [*generate.stations(number // 2, seed), *sparse.stations(number // 2, seed)]
    random.Random(seed).shuffle(found)  # noqa: S311 - the same in every run
    found[3]["unheardOf"] = {"deep": [1, None]}
    del found[5]["poolId"]
    found[9]["position"]["latitude"] = "52.5"
    return found


def some_pools(seed: int = 3, number: int = 180) -> Records:
    """Pools of evses/bulk, some of which come again, some of them not as documented."""
    found: Records = list(sparse.pools(number, seed))
    found += json.loads(json.dumps(found[:4]))
    random.Random(seed).shuffle(found)  # noqa: S311 - the same in every run
    found[2]["unheardOf"] = {"deep": [1, None]}
    del found[5]["id"]
    found[7]["id"] = f" {found[8]['id']} "
    found[9] = {"id": found[20]["id"], "stations": found[9]["stations"][0]}
    found[11] = {"id": "nothing in it"}
    found[13]["stations"][0]["evses"][0]["connectors"][0]["typeId"] = 31
    found[15]["id"] = None
    return found


def as_list(found: Records) -> bytes:
    return b"[\n" + b",\n".join(json.dumps(each).encode() for each in found) + b"\n]\n"


def as_lines(found: Records) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in found)


def as_pools(found: Records) -> bytes:
    return json.dumps({"hasMore": True, "pools": found, "count": len(found)}).encode()


def indented(found: Records) -> bytes:
    return json.dumps({"pools": found}, indent=2).encode()


def under_stations(found: Records) -> bytes:
    return json.dumps({"stations": {"station": found}}).encode()


#: Name -> records, and how they are written.
SHAPES: dict[str, tuple[Callable[..., Records], Callable[[Records], bytes]]] = {
    "list of stations": (some_stations, as_list),
    "stations/station": (some_stations, under_stations),
    "evses/bulk": (some_pools, as_pools),
    "evses/bulk, indented": (some_pools, indented),
    "list of pools": (lambda: [each for each in some_pools() if "stations" in each], as_list),
    "lines of pools": (some_pools, as_lines),
}


def text_of(shape: str) -> bytes:
    make, write = SHAPES[shape]
    return write(make())


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_that_is_streamed_gives_what_the_whole_text_gives(
    tmp_path: Path, shape: str, workers: int
) -> None:
    text = text_of(shape)
    assert index_of(text) is not None
    path = tmp_path / "input.json"
    path.write_bytes(text)
    report = read_as_whole(path, workers)
    assert report.summary.locations > 30


@pytest.mark.parametrize("shape", SHAPES)
def test_ranges_of_every_shape_join_to_the_index_of_the_whole_file(shape: str) -> None:
    text = text_of(shape)
    for number in (2, 7, 20):
        assert joined(text, number) == index_of(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_keys_of_the_pools_are_those_of_the_whole_text(shape: str) -> None:
    text = text_of(shape)
    keys = [place.key for place in pool_places(text, LOCAL)]
    assert set(pools_of(text, LOCAL)) - {NO_POOL} == set(keys)
    assert len(set(keys)) > 30


@pytest.mark.parametrize("make", [some_stations, some_pools])
def test_a_wrong_guess_of_a_beginning_is_noticed_in_lists_too(
    tmp_path: Path, make: Callable[..., Records]
) -> None:
    """Entries inside a record that look like records, at the beginning of a range."""
    found = [each for each in make()[:3] if "poolId" in each or "id" in each]
    for each in found:
        each["other"] = [{"x": 1}, *({"id": "P", "poolId": "P", "stations": []} for _ in range(99))]
        if "poolId" in each:
            each["other"] = [{"x": 1}, *({"poolId": f"inner {n}"} for n in range(300))]
    assert joined(as_list(found), 5) is None
    path = tmp_path / "input.json"
    path.write_bytes(as_list(found))
    read_as_whole(path, 2)


POOL: dict[str, Any] = {"id": "P", "stations": [{"id": "S", "evses": []}]}
STATION: dict[str, Any] = {"poolId": "A", "connectors": {}}
OTHER = STATION | {"poolId": "B"}
HALF = {"poolId": "half a character: \ud800"}


@pytest.mark.parametrize(
    "found",
    [
        [STATION, POOL],
        [POOL, STATION],
        [STATION, {"evStations": {"evStation": [STATION]}}],
        [{"pools": [POOL]}, POOL],
        [STATION, STATION | {"pools": None}],
        [STATION, STATION | {"stations": {"station": []}}],
        [POOL, {"id": "Q", "stations": [STATION]}],
        [POOL, POOL | {"poolId": "A"}],
        [POOL, {"id": 5, "stations": POOL["stations"]}],
        [STATION, {"hello": 1}],
        [STATION, STATION | HALF | {"id": "1"}, OTHER, STATION | HALF | {"id": "2"}],
        [STATION, 5],
        [[STATION]],
        [None],
        [],
    ],
    ids=lambda found: json.dumps(found)[:70],
)
def test_lists_that_are_not_of_one_kind_are_read_as_a_whole(tmp_path: Path, found: Records) -> None:
    for write in (as_list, as_lines):
        assert write is as_lines or index_of(write(found)) is None
        same(tmp_path, write(found), ThisProcess(setup()))


@pytest.mark.parametrize(
    "text",
    [
        b'{"pools":[%s],"pools":[]}',
        b'{"pools":[%s],"pool\\u0073":[]}',
        b'{"pools":[%s],"evStations":{"evStation":[]}}',
        b'{"evStations":{"evStation":[%s],"evStatio\\u006e":[]}}',
        b'{"pools":[%s]}\n{"poolId":"x"}',
        b'{"pools":[%s],"hasMore":NaN,}',
        b"\x0b[%s]",
        b"[%s]]",
        b"[%s",
        b"[%s,]",
        b"[,%s]",
        b"[%s}",
        b'{"pools":[%s]',
        b'{"pools":[%s}]',
        b"%s\n",
    ],
)
def test_another_end_or_another_list_is_read_as_a_whole(tmp_path: Path, text: bytes) -> None:
    whole = text % b",".join([json.dumps(POOL).encode()] * 2)
    if text == b"%s\n":
        whole = text % json.dumps(POOL).encode()
    assert index_of(whole) is None
    same(tmp_path, whole, ThisProcess(setup()))


@pytest.mark.parametrize("write", [as_list, as_pools, under_stations])
@pytest.mark.parametrize("rest", [[], [STATION | {"id": "P", "stations": []}]])
def test_a_file_of_which_nothing_can_be_read_is_refused_as_a_small_one_is(
    tmp_path: Path, write: Callable[[Records], bytes], rest: Records
) -> None:
    deep: Any = []
    for _ in range(80):
        deep = [deep]
    record = POOL if write is as_pools else STATION
    text = write([record | {"deep": deep}, *rest])
    assert index_of(text) is not None
    same(tmp_path, text, ThisProcess(setup()))


def test_an_empty_list_of_pools_is_streamed_and_means_the_same(tmp_path: Path) -> None:
    assert index_of(b'{"pools": [ ]}') is not None
    same(tmp_path, b'{"pools": [ ]}', ThisProcess(setup()))


def setup() -> Setup:
    return Setup(Options(), fixture_guide())


def same(folder: Path, text: bytes, pool: Any) -> None:
    """Convert a file in pieces and as a whole: the same document and report, or error."""
    path, out = folder / "input.json", io.BytesIO()
    path.write_bytes(text)
    wanted: Any
    found: Any
    try:
        whole = convert(text, name=path.name)
        wanted = whole.document, msgspec.to_builtins(make_report(whole))
    except ReadError as error:
        wanted = str(error)
    try:
        done = one.convert_source(Source(str(path)), path.name, out, pool, no_progress)
        found = out.getvalue(), msgspec.to_builtins(done.report)
    except ReadError as error:
        found = str(error)
    assert found == wanted


WRITERS = (as_list, as_lines, as_pools, indented, under_stations)
IN_TEXT = ("flip", "cut", "take out", "insert", "repeat key", "token for value", "lines", "twice")


def damaged(number: int) -> bytes:
    """A file of some shape, in which a record, the text, or nothing is damaged."""
    chance = random.Random(number)  # noqa: S311 - the same in every run
    make: Any = chance.choice((some_stations, some_pools))
    found = make(seed=number, number=60)[: chance.randrange(1, 20)]
    if number % 5 == 0:
        found.insert(chance.randrange(len(found)), chance.choice([*some_pools(), *some_stations()]))
    if number % 3:
        place = chance.randrange(len(found))
        text = json.dumps(found[place]).encode()
        found[place] = json.loads(mangled(text, steps(chance, IN_VALUES)))
    whole = chance.choice(WRITERS)(found)
    return mangled(whole, steps(chance, IN_TEXT)) if number % 3 == 1 else whole


def steps(chance: random.Random, names: tuple[str, ...]) -> list[tuple[str, int, int]]:
    return [
        (chance.choice(names), chance.randrange(1 << 32), chance.randrange(1 << 32))
        for _ in range(chance.randrange(1, 3))
    ]


@pytest.mark.parametrize("part", range(4))
def test_damaged_files_of_all_shapes_give_what_the_whole_text_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    ways: Counter[str] = Counter()
    for number in range(part * 50, part * 50 + 50):
        text = damaged(number)
        with monkeypatch.context() as patch:
            patch.setattr(stream, "CHUNK", max(300, len(text) // (1 + number % 4)))
            patch.setattr(ranges, "SMALLEST", 300)
            patch.setattr(pieces, "MOST_BYTES", 5_000 if number % 2 else 1 << 22)
            index = index_of(text)
            ways["whole" if index is None else index.opening.shape] += 1
            same(tmp_path, text, Elsewhere(setup()) if number % 4 == 0 else ThisProcess(setup()))
    assert min(ways[way] for way in ("whole", "list", "ndjson", "evses-bulk")) > 0


HOSTILE = {
    "brackets": b"[" * 300_000,
    "pools in pools": b'{"pools":[' + b'{"id":"a","stations":[{},' * 20_000,
    "beginnings": b"[" + b"},{" * 300_000,
    "scalars": b"{" + b'"a":1,' * 300_000,
    "commas": b'{"pools":[' + b"," * 900_000,
    "small entries": b"[" + b'{"poolId":"a"},' * 60_000,
    "entries of nothing": b'{"pools":[' + b"{}," * 60_000 + b"5]}",
    "an entry without an end": b'[{"poolId":"' + b"x" * 2_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("chunk", [1 << 12, 1 << 20])
def test_looking_for_records_takes_time_as_the_size_does(
    monkeypatch: pytest.MonkeyPatch, text: bytes, chunk: int
) -> None:
    monkeypatch.setattr(stream, "CHUNK", chunk)
    started = time.monotonic()
    assert index_of(text) is None
    assert time.monotonic() - started < PATIENCE
