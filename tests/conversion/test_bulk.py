"""Large files: streamed, by one process or several, they give what the whole text gives."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import msgspec
import pytest

from benchmarks.generate import stations
from evmap.conversion import Options, ReadError, convert, fixture_guide
from evmap.conversion.batch import one, pieces
from evmap.conversion.batch.setup import Setup
from evmap.conversion.batch.source import Source
from evmap.conversion.read import stream
from evmap.conversion.reports.contract import make_report
from tests.conversion.large import Elsewhere, index_of, joined, read_as_whole, streamed
from tests.conversion.support import convert_file, no_progress

pytestmark = pytest.mark.usefixtures("everything_is_large")


def mixed_stations() -> list[dict[str, Any]]:
    """Stations in an order in which pools come back, some of them not as documented."""
    found = list(stations(120, seed=7))
    random.Random(3).shuffle(found)  # noqa: S311 - the same order in every run
    found[3]["unheardOf"] = {"deep": [1, None]}
    found[40]["connectors"]["connector"][0]["chargingPoint"]["phases"] = "3"
    found[77]["connectors"]["connector"] = found[77]["connectors"]["connector"][0]
    found[90]["evStationDetails"]["notes"] = 5
    return found


def as_answer(found: list[Any], indent: int | None = None) -> bytes:
    answer = {"hasMore": True, "count": 7, "evStations": {"evStation": found}}
    return json.dumps(answer, indent=indent, ensure_ascii=False).encode()


def as_lines(found: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(station).encode() + b"\n" for station in found)


@pytest.mark.parametrize("target", ["v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0"])
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("form", ["answer", "indented", "lines"])
def test_a_streamed_file_gives_the_bytes_and_the_report_of_the_whole_text(
    tmp_path: Path, target: Any, workers: int, form: str
) -> None:
    found = mixed_stations()
    texts = {
        "answer": as_answer(found),
        "indented": as_answer(found, 2),
        "lines": as_lines(found),
    }
    path = tmp_path / "input.json"
    path.write_bytes(texts[form])
    whole = convert(texts[form], Options(target=target), name=path.name)
    document, report = streamed(path, target, workers)
    assert document == whole.document
    assert msgspec.to_builtins(report) == msgspec.to_builtins(make_report(whole))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_large_file_in_another_encoding_is_read_as_a_small_one_is(
    tmp_path: Path, encoding: str, workers: int
) -> None:
    text = as_answer(mixed_stations()).decode().encode(encoding)
    path = tmp_path / "input.json"
    path.write_bytes(text)
    read_as_whole(path, workers)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("shape", [as_answer, as_lines], ids=["answer", "lines"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_large_file_in_latin_1_is_refused_as_a_small_one_is(
    tmp_path: Path,
    shape: Callable[[list[dict[str, Any]]], bytes],
    pack: Callable[[bytes], bytes],
    workers: int,
) -> None:
    found = mixed_stations()
    found[50]["name"] = "Größe"
    text = shape(found).replace("ö".encode(), b"\xf6").replace(b"\\u00f6", b"\xf6")
    path = tmp_path / "input.json"
    path.write_bytes(pack(text))
    with pytest.raises(ReadError) as small:
        convert(path.read_bytes())
    out = io.BytesIO()
    with pytest.raises(ReadError) as large:
        convert_file(path, out, Options(), workers)
    assert str(large.value) == str(small.value)
    assert "Byte 0xF6 is not UTF-8 text" in str(large.value)
    assert large.value.line is not None
    assert out.getvalue() == b""


@pytest.mark.parametrize("workers", [1, 2])
def test_of_a_list_that_comes_twice_the_last_counts_in_a_large_file_too(
    tmp_path: Path, workers: int
) -> None:
    again = b',"evStations":{"evStation":[]}}'
    path = tmp_path / "input.json"
    path.write_bytes(as_answer(mixed_stations())[:-1] + again)
    report = read_as_whole(path, workers)
    assert report.summary.locations == 0


def test_a_large_file_behind_a_url_is_shared_by_all_workers(tmp_path: Path) -> None:
    text = as_answer(mixed_stations())
    files = fsspec.filesystem("memory")
    files.pipe_file("/large.json", text)
    pool, out = Elsewhere(Setup(Options(), fixture_guide()), ""), io.BytesIO()
    one.convert_source(Source("memory://large.json"), "large.json", out, pool, no_progress)
    assert out.getvalue() == convert(text).document
    assert pool.jobs > 2 * pool.number


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    "odd", ['{"a": 1, "a": 2}', '{"a": {"b": 1, "b": [2]}, "c": 3}', '[{"a": 1, "a": {}}]']
)
def test_an_unknown_object_that_holds_a_key_twice_travels_between_processes(
    tmp_path: Path, odd: str, workers: int
) -> None:
    lines = as_lines(mixed_stations()).splitlines(keepends=True)
    for number in (2, 50, 99):
        lines[number] = b'{"odd": ' + odd.encode() + b", " + lines[number][1:]
    text = b"".join(lines)
    path = tmp_path / "input.ndjson"
    path.write_bytes(text)
    report = read_as_whole(path, workers)
    assert sum(found.code == "EV101" for found in report.findings) >= 1


@pytest.mark.parametrize("spooled", [True, False])
@pytest.mark.parametrize("form", ["answer", "lines"])
def test_pieces_that_travel_with_their_counts_give_the_same_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, spooled: bool
) -> None:
    monkeypatch.setattr(pieces, "MOST_BYTES", 10_000)
    text = {"answer": as_answer, "lines": as_lines}[form](mixed_stations())
    path, spool, out = tmp_path / "input.json", tmp_path / "spool", io.BytesIO()
    path.write_bytes(text)
    spool.mkdir()
    pool = Elsewhere(Setup(Options(), fixture_guide()), str(spool) if spooled else "")
    done = one.convert_source(Source(str(path)), path.name, out, pool, no_progress)
    whole = convert(text, Options(), name=path.name)
    assert out.getvalue() == whole.document
    assert msgspec.to_builtins(done.report) == msgspec.to_builtins(make_report(whole))
    assert list(spool.iterdir()) == []


def test_what_is_not_plain_is_read_as_a_whole() -> None:
    found = mixed_stations()[:3]
    for text in (
        as_answer([*found, {"poolId": 5}]),
        as_answer([*found, 5]),
        as_lines(found) + b'{"evStations": {"evStation": []}}',
        as_lines(found) + b"[]",
        as_lines(found) + b'{"poolId": 5}',
        as_lines(found[:1]),
        b'{"evStations":{"evStation":{}}}',
    ):
        assert index_of(text) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],
        lambda text: text + b"}",
        lambda text: text.replace(b'"}]', b'"},]', 1),
        lambda text: text.replace(b'},{"poolId"', b'},,{"poolId"', 1),
        lambda text: text.replace(b'},{"poolId"', b'} {"poolId"', 1),
        lambda text: text.replace(b'[{"poolId"', b'[,{"poolId"', 1),
        lambda text: text[: len(text) // 2],
    ],
    ids=["no end", "too much end", "comma inside", "two commas", "no comma", "first comma", "half"],
)
def test_damaged_text_is_never_streamed(damage: Any) -> None:
    text = json.dumps(
        {"evStations": {"evStation": [{"poolId": "A", "name": "a"}, {"poolId": "B"}]}},
        separators=(",", ":"),
    ).encode()
    assert damage(text) != text
    assert index_of(damage(text)) is None


def test_a_text_may_be_cut_anywhere_by_the_buffer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        {"poolId": "A", "distance": -15, "position": {"latitude": 1.5e1, "longitude": -0.25}},
        {"poolId": "AE\u00e9\U0001f600", "totalNumberOfConnectors": None, "name": 'q"\\'},
        {"poolId": "C", "evStationDetails": {"privateAccess": False, "restrictedAccess": True}},
    ]
    answer = {"hasMore": True, "evStations": {"evStation": found}}
    text = json.dumps(answer, indent=1).replace("AE", "\u00c4").encode()
    path = tmp_path / "input.json"
    path.write_bytes(text)
    head = text.index(b"[") + 1
    for chunk in range(head, len(text)):
        monkeypatch.setattr(stream, "CHUNK", chunk)
        with path.open("rb") as file:
            starts = [start for start, _ in stream.entries(file, head)]
        assert [text[start : start + 1] for start in starts] == [b"{"] * 3


def test_a_long_record_may_pass_the_buffer() -> None:
    long = {"poolId": "A", "name": "x" * 3_000_000}
    index = index_of(as_answer([long, {"poolId": "B"}, long]))
    assert index is not None
    assert len(index.records.starts) == 3
    later, skipped = index.repeats()
    assert (later, skipped) == ({0: [2]}, {2})


@pytest.mark.parametrize("form", ["answer", "indented", "lines"])
@pytest.mark.parametrize("number", [2, 3, 7, 40])
def test_ranges_join_to_the_index_of_the_whole_file(form: str, number: int) -> None:
    found = mixed_stations()
    text = {"answer": as_answer(found), "indented": as_answer(found, 2), "lines": as_lines(found)}
    assert joined(text[form], number) == index_of(text[form])


def test_a_wrong_guess_of_a_beginning_is_noticed(tmp_path: Path) -> None:
    """Entries inside a station that look like stations, at the beginning of a range."""
    inner = [{"x": 1}, *({"poolId": f"inner {n}"} for n in range(200))]
    found = [{"poolId": f"P{n}", "other": inner} for n in range(3)]
    path = tmp_path / "input.json"
    path.write_bytes(as_answer(found))
    assert joined(path.read_bytes(), 7) is None
    whole = convert(path.read_bytes(), name=path.name)
    document, report = streamed(path, "v3", 2)
    assert document == whole.document
    assert msgspec.to_builtins(report) == msgspec.to_builtins(make_report(whole))


@pytest.mark.parametrize("target", ["v3", "ocpi-2.2.1"])
@pytest.mark.parametrize("workers", [1, 2])
def test_lines_that_are_no_stations_do_not_stop_the_stream(
    tmp_path: Path, target: Any, workers: int
) -> None:
    found = mixed_stations()
    del found[5]["poolId"], found[6]["poolId"], found[6]["id"]
    found[9]["poolId"] = None
    lines = as_lines(found).splitlines(keepends=True)
    lines[20:20] = [
        b'{"hello": [1, 2]}\n',
        b"\n",
        b"not JSON\n",
        b"17\n",
        b'{"a":' + b"[" * 99 + b"\n",
    ]
    lines[50:50] = [lines[51].replace(b'"distance": ', b'"distance": NaN, "x": ')]
    text = b"".join(lines) + lines[3][:200]
    path = tmp_path / "input.ndjson"
    path.write_bytes(text)
    index = index_of(text)
    assert index is not None
    assert len(index.records.odd) == 9
    whole = convert(text, Options(target=target), name=path.name)
    document, report = streamed(path, target, workers)
    assert document == whole.document
    assert msgspec.to_builtins(report) == msgspec.to_builtins(make_report(whole))
