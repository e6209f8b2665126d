"""evmap convert: files, folders, globs and pipes in; documents, a report and an exit code out."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evmap.conversion import convert
from tests.commands.support import BROKEN, POOL, evmap
from tests.reports.conftest import SITE


def outputs(folder: Path) -> set[str]:
    """The documents in an output folder; evmap's own notes are in .evmap."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in files if path.parts[0] != ".evmap"}


UNDECIDED = (
    b'{"evStations":{"evStation":[{"poolId":"P","id":"S",'
    b'"position":{"latitude":1,"longitude":2}}]}}'
)


def test_without_an_output_the_document_goes_to_standard_output_and_the_summary_beside_it() -> None:
    done = evmap("convert", POOL)
    assert done.returncode == 0
    assert done.stdout == convert(POOL.read_bytes()).document
    assert done.stderr.decode().startswith("pool.json: 2 records (stations) to v3\n  1 location, ")


def test_a_key_of_any_length_takes_little_of_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    file.write_bytes(b'{"poolId":"p","%s":1}' % (b"k" * 100_000))
    assert len(evmap("convert", file).stderr) < 2_000


def test_a_hyphen_as_the_output_is_standard_output_too() -> None:
    assert evmap("convert", POOL, "-o", "-").stdout == convert(POOL.read_bytes()).document


def test_an_output_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    assert evmap("convert", POOL, "-o", good).returncode == 0
    assert evmap("convert", BROKEN, "-o", bad).returncode == 3
    assert sorted(tmp_path.iterdir()) == [good]
    assert good.read_bytes() == convert(POOL.read_bytes()).document


@pytest.mark.parametrize("target", ["v3", "here-v3", "ocpi-2.2.1", "ocpi-2.3.0"])
def test_every_target_can_be_asked_for(target: str) -> None:
    done = evmap("convert", POOL, "--to", target)
    assert done.returncode == 0
    key = "data" if target.startswith("ocpi") else "items"
    assert len(json.loads(done.stdout)[key]) == 1


def test_a_pipe_is_read_and_ndjson_stays_ndjson() -> None:
    done = evmap("convert", "-", given=UNDECIDED + b"\n" + UNDECIDED.replace(b'"P"', b'"Q"'))
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["P", "Q"]


def test_a_gzip_file_gives_what_its_text_gives(tmp_path: Path) -> None:
    packed = tmp_path / "pool.json.gz"
    packed.write_bytes(gzip.compress(POOL.read_bytes()))
    assert evmap("convert", packed).stdout == evmap("convert", POOL).stdout


def test_xml_is_read_from_a_folder_and_its_name_shows_what_it_became(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    xml = b"<evStation><poolId>P</poolId></evStation>"
    (source / "a.xml").write_bytes(xml)
    (source / "b.xml.gz").write_bytes(gzip.compress(xml))
    shutil.copy(POOL, source / "a.json")
    assert evmap("convert", source, "-o", out).returncode == 0
    assert sorted(path.name for path in out.glob("*.json")) == [
        "a.json",
        "a.xml.json",
        "b.xml.json",
    ]
    assert (out / "a.xml.json").read_bytes() == (out / "b.xml.json").read_bytes()
    assert (out / "a.xml.json").read_bytes() == convert(b'{"poolId": "P"}').document


def test_a_folder_keeps_its_tree_and_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    shutil.copy(POOL, source / "one.json")
    shutil.copy(POOL, source / "deep" / "two.json")
    shutil.copy(BROKEN, source / "bad.json")
    (source / "notes.txt").write_text("not for us")
    done = evmap("convert", source, "-o", out, "--report", tmp_path / "report.json")
    assert done.returncode == 0
    assert "bad.json: line" in done.stderr.decode()
    assert outputs(out) == {"one.json", "deep/two.json"}
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["input"]["name"] == "2 inputs"
    assert report["input"]["records"] == 4
    leaves = sum(line["count"] for line in report["ledger"])
    assert leaves == report["summary"]["leaves"] > 0


def test_a_glob_takes_what_it_matches(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        shutil.copy(POOL, tmp_path / name)
    out = tmp_path / "out"
    assert evmap("convert", tmp_path / "*.json", "-o", out).returncode == 0
    assert {path.name for path in out.iterdir() if path.is_file()} == {"a.json", "b.json"}


def test_the_report_adds_up_to_the_input(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    assert evmap("convert", POOL, "--report", path).returncode == 0
    report = json.loads(path.read_text())
    assert report["format"] == "evmap-report/1"
    assert sum(report["summary"]["fates"].values()) == report["summary"]["leaves"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.json", b"{"),
        ("r.csv", b"code,"),
        ("r.md", b"#"),
        ("r.sarif", b"{"),
        ("r.html", b"<!"),
    ],
)
def test_the_suffix_tells_the_format_of_the_report(tmp_path: Path, name: str, start: bytes) -> None:
    assert evmap("convert", POOL, "--report", tmp_path / name).returncode == 0
    assert (tmp_path / name).read_bytes().lower().startswith(start)


def test_a_status_can_be_chosen() -> None:
    station = b'{"poolId":"P","connectors":{"connector":[{"connectorType":{"id":"31"},'
    station += b'"connectorStatuses":{"connectorStatus":[{"cpoEvseId":"1","state":"OFFLINE"}]}}]}}'
    chosen = evmap("convert", "-", "--status", "offline=removed", given=station)
    usual = evmap("convert", "-", given=station)
    assert json.loads(chosen.stdout)["items"][0]["evses"][0]["status"] == "REMOVED"
    assert json.loads(usual.stdout)["items"][0]["evses"][0]["status"] == "PLANNED"


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("warning", 1), ("error", 0)], ids=str)
def test_fail_on_turns_findings_into_exit_code_1(level: str, code: int) -> None:
    assert evmap("convert", "-", "--fail-on", level, given=UNDECIDED).returncode == code


@pytest.mark.parametrize(
    "arguments",
    [
        ("--to", "v4"),
        ("--status", "OFFLINE"),
        ("--status", "OFFLINE=AVAILABLE"),
        ("--party", "GERMANY"),
        ("--workers", "0"),
        ("--fail-on", "maybe"),
        ("--engine", "spark"),
        ("--scheduler", "tcp://127.0.0.1:1"),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2_and_says_why(arguments: tuple[str, ...]) -> None:
    done = evmap("convert", POOL, *arguments)
    assert done.returncode == 2
    assert arguments[0].encode() in done.stderr
    assert done.stdout == b""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "The input is empty."),
        (b"   ", "The input is empty."),
        (b"{", "line 1, column"),
        (b'{"a": 1,}', "line 1, column 9"),
        (b"[1, 2]", "This list holds no v2 stations."),
        (b'{"items": [], "missingItems": []}', "HERE EV Charge Points v3"),
        (b'{"Type": "Unauthorized", "Message": ["no"]}', "error response of v2"),
        (b'{"hello": 1}', "no v2 response"),
        (b"[" * 20_000, "nested more than 64 deep"),
        (b"\xff\xfe\xfa", "UTF"),
        (b"\x1f\x8b\x08\x00broken", "gzip"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_cannot_be_read_exits_with_3_and_says_where(given: bytes, said: str) -> None:
    done = evmap("convert", "-", given=given)
    assert done.returncode == 3
    assert said in done.stderr.decode()
    assert done.stdout == b""


def test_a_file_that_is_not_there_exits_with_3(tmp_path: Path) -> None:
    done = evmap("convert", tmp_path / "none.json")
    assert done.returncode == 3
    assert "no such file" in done.stderr.decode()


def test_several_files_need_a_folder(tmp_path: Path) -> None:
    shutil.copy(POOL, tmp_path / "a.json")
    shutil.copy(POOL, tmp_path / "b.json")
    done = evmap("convert", tmp_path / "a.json", tmp_path / "b.json")
    assert done.returncode == 2
    assert "-o FOLDER" in done.stderr.decode()


def test_inputs_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        shutil.copy(POOL, tmp_path / folder / "same.json")
    out = tmp_path / "out"
    done = evmap("convert", tmp_path / "x/same.json", tmp_path / "y/same.json", "-o", out)
    assert done.returncode == 2
    assert not out.exists()


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_an_input_is_never_overwritten(tmp_path: Path, option: str) -> None:
    source = tmp_path / "mine.json"
    shutil.copy(POOL, source)
    done = evmap("convert", source, option, source)
    assert done.returncode == 2
    assert "is an input" in done.stderr.decode()
    assert source.read_bytes() == POOL.read_bytes()


def test_a_folder_is_not_converted_into_itself(tmp_path: Path) -> None:
    shutil.copy(POOL, tmp_path / "mine.json")
    assert evmap("convert", tmp_path, "-o", tmp_path).returncode == 2
    assert (tmp_path / "mine.json").read_bytes() == POOL.read_bytes()


def test_an_unreadable_input_is_told_and_fails_on_error(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    shutil.copy(POOL, source / "good.json")
    shutil.copy(BROKEN, source / "bad.json")
    arguments = ("convert", source, "-o", tmp_path / "out")
    usual, strict = evmap(*arguments), evmap(*arguments, "--fail-on", "error")
    assert (usual.returncode, strict.returncode) == (0, 1)
    assert "1 of 2 inputs could not be read" in usual.stderr.decode()


def test_a_pipe_stays_a_pipe_and_a_link_a_link(tmp_path: Path) -> None:
    pipe, link, file = tmp_path / "pipe", tmp_path / "link.json", tmp_path / "file.json"
    os.mkfifo(pipe)
    link.symlink_to(file)
    with ThreadPoolExecutor(1) as readers:
        text = readers.submit(pipe.read_bytes)
        assert evmap("convert", POOL, "-o", pipe).returncode == 0
        assert text.result() == convert(POOL.read_bytes()).document
    assert pipe.is_fifo()
    assert evmap("convert", POOL, "-o", link).returncode == 0
    assert link.is_symlink()
    assert file.read_bytes() == convert(POOL.read_bytes()).document


def test_a_pipe_is_read_by_its_path_too(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as writers:
        writers.submit(pipe.write_bytes, POOL.read_bytes())
        done = evmap("convert", pipe)
    assert done.stdout == convert(POOL.read_bytes()).document


def test_a_value_that_is_lost_is_a_warning_however_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "station.json"
    lost = {"evStationDetails": {"restrictedAccess": "true"}}
    file.write_bytes(json.dumps(SITE | lost).encode())
    assert evmap("convert", file, "--fail-on", "warning").returncode == 1
    file.write_bytes(json.dumps(SITE).encode())
    assert evmap("convert", file, "--fail-on", "warning").returncode == 0
