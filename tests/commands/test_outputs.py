"""Exit codes and outputs never lie: what can't be written is 4, whatever the options."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import msgspec
import pytest

from evmap import cli
from evmap.conversion.batch import state
from evmap.conversion.batch.written import write_whole
from tests.commands.support import BROKEN, POOL, evmap

#: A device on which there is never any room.
FULL = Path("/dev/full")

needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.json", "b.json"):
        shutil.copy(POOL, folder / name)
    return folder


@pytest.mark.parametrize("fail_on", ["never", "error"])
@pytest.mark.parametrize("option", ["-o", "--report", "--write-accept"])
def test_an_output_that_cannot_be_written_is_4_whatever_the_options(
    tmp_path: Path, option: str, fail_on: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    target = tmp_path / "file" / "x.json"
    done = evmap("convert", POOL, option, target, "--fail-on", fail_on)
    assert done.returncode == 4
    assert (
        f"evmap: {target} could not be written: {target.parent} is not a folder"
        in done.stderr.decode()
    )
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@needs_full
def test_a_full_disk_is_4_and_no_input_that_cannot_be_read(tmp_path: Path, inputs: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.json").symlink_to(FULL)
    done = evmap("convert", inputs, "-o", out, "--report", tmp_path / "r.json")
    said = done.stderr.decode()
    assert done.returncode == 4
    assert f"{out / 'a.json'} could not be written: No space left on device" in said
    assert "the documents of 1 of 2 inputs are not written" in said
    assert "could not be read" not in said
    assert (out / "b.json").stat().st_size > 0
    assert not [path for path in out.rglob("*") if path.name.endswith(".part")]
    assert b"No space left" in (tmp_path / "r.json").read_bytes()


@needs_full
@pytest.mark.parametrize("command", ["convert", "revert"])
def test_a_full_disk_behind_standard_output_is_4(command: str, tmp_path: Path) -> None:
    v3 = tmp_path / "v3.json"
    assert evmap("convert", POOL, "-o", v3).returncode == 0
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "evmap.cli", command, POOL if command == "convert" else v3],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 4
    assert b"standard output could not be written: No space left on device" in done.stderr
    assert b"Exception" not in done.stderr


def test_a_reader_that_has_gone_is_no_finding() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "evmap.cli", "convert", POOL, "--fail-on", "error"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert done.returncode == 4
    assert b"standard output could not be written: Broken pipe" in done.stderr
    assert b"Exception" not in done.stderr


def test_a_standard_output_that_is_closed_is_told() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m evmap.cli convert "$1" >&-', sys.executable, POOL],
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    assert done.returncode == 4
    assert b"standard output could not be written" in done.stderr
    assert b"Traceback" not in done.stderr


def test_inputs_of_one_output_are_both_named_and_only_these_stop(
    tmp_path: Path, inputs: Path
) -> None:
    packed = inputs / "a.json.gz"
    packed.write_bytes(subprocess.run(["gzip", "-c", POOL], capture_output=True, check=True).stdout)
    out = tmp_path / "out"
    done = evmap("convert", inputs, "-o", out)
    said = done.stderr.decode()
    assert done.returncode == 4
    assert (
        f"{inputs / 'a.json'} and {packed} would be written to one file, {out / 'a.json'}" in said
    )
    assert [path.name for path in out.iterdir() if path.is_file()] == ["b.json"]


@pytest.mark.parametrize("kind", ["json", "csv", "sarif", "markdown", "html"])
def test_a_name_that_is_not_utf_8_reaches_every_report(
    tmp_path: Path, inputs: Path, kind: str
) -> None:
    odd = os.fsencode(inputs) + b"/z\xe9.json"
    shutil.copy(os.fsencode(POOL), odd)
    (inputs / "b.json").unlink()
    report = tmp_path / "report"
    done = evmap(
        "convert", inputs, "-o", tmp_path / "out", "--report", report, "--report-format", kind
    )
    assert done.returncode == 0
    text = report.read_text(encoding="utf-8")
    assert "EV520" in text
    assert "udce9.json" in text


def test_resume_does_an_output_again_that_was_altered_at_the_same_size(
    tmp_path: Path, inputs: Path
) -> None:
    out = tmp_path / "out"
    assert evmap("convert", inputs, "-o", out).returncode == 0
    whole = (out / "a.json").read_bytes()
    (out / "a.json").write_bytes(b"x" * len(whole))
    done = evmap("convert", inputs, "-o", out, "--resume")
    assert "1 of 2 inputs were done before" in done.stderr.decode()
    assert (out / "a.json").read_bytes() == whole


def test_an_output_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, to_disk, seen = tmp_path / "x.json", os.fsync, []

    def look(descriptor: int) -> None:
        to_disk(descriptor)
        seen.append((os.fstat(descriptor).st_size, output.exists()))

    monkeypatch.setattr(os, "fsync", look)
    with write_whole(str(output)) as file:
        file.write(b"whole")
    assert seen == [(5, False)]
    assert output.read_bytes() == b"whole"


def test_a_note_of_an_earlier_run_that_unfolds_without_end_is_no_note(
    tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert evmap("convert", inputs, "-o", tmp_path / "out").returncode == 0
    (note, *_) = (tmp_path / "out" / state.FOLDER).iterdir()
    assert state.read_entry(str(note)) is not None
    monkeypatch.setattr(state, "LARGEST", 100)
    assert state.read_entry(str(note)) is None
    note.write_bytes(zlib.compress(b"0" * 10_000))
    assert state.read_entry(str(note)) is None


def test_what_is_no_file_in_a_folder_is_told(tmp_path: Path, inputs: Path) -> None:
    os.mkfifo(inputs / "pipe.json")
    (inputs / "gone.json").symlink_to(tmp_path / "nowhere")
    arguments = ("convert", inputs, "-o", tmp_path / "out")
    done = evmap(*arguments, "--report", tmp_path / "r.json")
    said = done.stderr.decode()
    assert done.returncode == 0
    assert "pipe.json: this is a pipe or a device, not a file; it was passed over" in said
    assert "gone.json: No such file or directory" in said
    assert "1 of 3 inputs could not be read" in said
    assert evmap(*arguments, "--fail-on", "error").returncode == 1


@pytest.mark.parametrize("name", ["r.pdf", "r.XLSX", "r.yaml"])
def test_a_report_in_a_format_that_evmap_does_not_write_is_refused(
    tmp_path: Path, name: str
) -> None:
    done = evmap("convert", POOL, "-o", tmp_path / "out.json", "--report", tmp_path / name)
    assert done.returncode == 2
    assert "evmap writes json, csv, markdown, sarif, html" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []
    told = evmap("convert", POOL, "--report", tmp_path / name, "--report-format", "csv")
    assert told.returncode == 0


def test_a_report_of_any_other_name_is_json(tmp_path: Path) -> None:
    assert evmap("convert", POOL, "--report", tmp_path / "r.out").returncode == 0
    assert msgspec.json.decode((tmp_path / "r.out").read_bytes())["format"] == "evmap-report/1"


def test_dask_without_its_extra_says_so(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "distributed"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'distributed'\", name='distributed')\n"
    )
    done = evmap(
        *("convert", POOL, "-o", tmp_path / "out.json", "--engine", "dask"),
        PYTHONPATH=str(hidden.parent),
    )
    assert done.returncode == 2
    assert "--engine dask needs Dask; install evmap[bulk]." in done.stderr.decode()


def test_nothing_read_is_3_and_a_broken_input_beside_others_is_countable(
    tmp_path: Path, inputs: Path
) -> None:
    assert evmap("convert", BROKEN).returncode == 3
    shutil.copy(BROKEN, inputs / "c.json")
    arguments = ("convert", inputs, "-o", tmp_path / "out")
    assert evmap(*arguments).returncode == 0
    assert evmap(*arguments, "--fail-on", "error").returncode == 1


@pytest.mark.parametrize("command", [("lookup", "36"), ("explain", "EV301"), ("schema", "report")])
def test_texts_end_quietly_when_their_reader_has_gone(command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "evmap.cli", *command],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert done.returncode not in (0, 1)
    assert done.stderr == b""


@pytest.mark.parametrize("time", [1, 2])
def test_a_command_in_a_test_leaves_no_test_to_die_of_a_pipe(time: int) -> None:
    assert signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN, time
    cli._end_with_reader()
