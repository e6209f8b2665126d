"""One pool is one location in a file; in several files it is a finding of the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evmap.conversion.batch import pools
from evmap.conversion.batch.pools import PoolsSeen
from tests.archives.support import make_archive
from tests.commands.support import evmap


def station(pool: str) -> str:
    return json.dumps({"poolId": pool, "id": f"S-{pool}"})


def run(folder: Path, **files: str) -> list[dict[str, Any]]:
    """Convert files and return the findings EV520 of the run."""
    source = folder / "in"
    source.mkdir()
    for name, text in files.items():
        (source / f"{name}.json").write_text(text)
    report = folder / "r.json"
    done = evmap("convert", source, "-o", folder / "out", "--report", report)
    assert done.returncode == 0, done.stderr
    found = json.loads(report.read_text())["findings"]
    return [finding for finding in found if finding["code"] == "EV520"]


def test_a_pool_in_two_files_is_told_with_its_place_in_the_later_one(tmp_path: Path) -> None:
    later = f'{{"evStations":\n{{"evStation":[{station("Q")},\n {station("P")}]}}}}'
    [finding] = run(tmp_path, a=station("P"), b=later, c=station("R"))
    assert finding["severity"] == "warning"
    assert finding["occurrences"] == 1
    assert finding["pattern"] == "/evStations/evStation/*/poolId"
    assert finding["examples"] == [
        {
            "v2_pointer": "b.json#/evStations/evStation/1/poolId",
            "line": 3,
            "column": 2,
            "value": "P",
            "v3_pointer": None,
        }
    ]


def test_pools_of_evses_bulk_count_by_their_own_id(tmp_path: Path) -> None:
    pool = '{"pools": [{"id": "P", "stations": [{"id": "S", "evses": []}]}]}'
    [finding] = run(tmp_path, a=station("P"), b=pool)
    assert finding["examples"][0]["v2_pointer"] == "b.json#/pools/0/id"


def test_pools_of_xml_are_told_with_their_places(tmp_path: Path) -> None:
    text = "<evStationsResult><evStations>\n<evStation><poolId>P</poolId></evStation></evStations>"
    text += "</evStationsResult>"
    [finding] = run(tmp_path, a=text, b=text)
    [example] = finding["examples"]
    assert example["v2_pointer"] == "b.json#/evStations/evStation/0/poolId"
    assert (example["line"], example["column"]) == (2, 1)


def test_a_pool_that_comes_back_in_one_file_only_is_no_finding(tmp_path: Path) -> None:
    assert run(tmp_path, a=f"[{station('P')}, {station('P')}]", b=station("Q")) == []


def test_stations_without_a_pool_count_by_their_id(tmp_path: Path) -> None:
    text = '{"evStations": {"evStation": [{"id": "S", "name": "x"}]}}'
    [finding] = run(tmp_path, a=text, b=text)
    assert finding["examples"][0]["v2_pointer"] == "b.json#/evStations/evStation/0/id"


def test_other_stations_without_a_pool_are_no_finding(tmp_path: Path) -> None:
    text = '{"evStations": {"evStation": [{"id": "S", "name": "x"}]}}'
    assert run(tmp_path, a=text, b=text.replace('S"', 'T"')) == []


def test_all_pools_of_an_archive_are_counted(tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    source = make_archive(tmp_path / "in")
    assert evmap("convert", source, "-o", tmp_path / "out", "--report", report).returncode == 0
    [found] = [f for f in json.loads(report.read_text())["findings"] if f["code"] == "EV520"]
    assert found["occurrences"] == 10
    assert {e["v2_pointer"].partition("#")[0] for e in found["examples"]} == {"2023/b.ndjson"}
    assert len(found["examples"]) == 5


@pytest.mark.parametrize("compared", [2, 5, 1000])
def test_any_number_of_pools_is_compared_in_parts(
    monkeypatch: pytest.MonkeyPatch, compared: int
) -> None:
    monkeypatch.setattr(pools, "MOST_COMPARED", compared)
    seen = PoolsSeen()
    for name, keys in {"b": [1, 2, -3, 40], "a": [2, -3], "c": [40, 2, 7]}.items():
        seen.add(name, b"".join(key.to_bytes(8, "little", signed=True) for key in keys))
    count, first = seen.again(3)
    seen.close()
    assert count == 4
    assert first == [("b", -3), ("b", 2), ("c", 2)]
