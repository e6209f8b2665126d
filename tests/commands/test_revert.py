"""evmap revert: v3 documents in, v2 answers out, an exit code; the difference to an original."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evmap.conversion import Options, convert
from evmap.revert import revert
from tests.commands.support import BROKEN, POOL, evmap


@pytest.fixture
def v3(tmp_path: Path) -> Path:
    """The pool sample, converted."""
    path = tmp_path / "pool-v3.json"
    path.write_bytes(convert(POOL.read_bytes()).document)
    return path


def test_without_an_output_the_answer_goes_to_standard_output_and_the_summary_beside_it(
    v3: Path,
) -> None:
    done = evmap("revert", v3)
    assert done.returncode == 0
    assert done.stdout == revert(v3.read_bytes()).document()
    assert done.stderr.decode().startswith(
        "pool-v3.json: 1 station with 5 connectors back to v2\n  findings: "
    )


def test_an_output_file_is_written_whole_or_not_at_all(v3: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    assert evmap("revert", v3, "-o", good).returncode == 0
    assert evmap("revert", BROKEN, "-o", bad).returncode == 3
    assert not bad.exists()
    assert json.loads(good.read_bytes())["count"] == 1


def test_the_difference_to_an_original_is_told(v3: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = evmap("revert", v3, "-o", tmp_path / "v2.json", "--diff", POOL, "--report", report)
    assert done.returncode == 0
    assert "  of 118 values came back: " in done.stderr.decode()
    found = json.loads(report.read_bytes())
    assert found["revert"]["format"] == "evmap-revert/1"
    assert found["revert"]["summary"]["connectors"] == 5
    assert sum(found["difference"]["outcomes"].values()) == 118
    assert found["difference"]["leaves"] == 118


def test_a_pipe_is_read_and_lines_stay_lines(v3: Path) -> None:
    (location,) = json.loads(v3.read_bytes())["items"]
    line = json.dumps(location).encode()
    done = evmap("revert", "-", given=line + b"\n" + line)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


def test_an_output_may_be_a_file_url_or_standard_output(v3: Path, tmp_path: Path) -> None:
    out = tmp_path / "v2.json"
    assert evmap("revert", v3, "-o", out.as_uri()).returncode == 0
    assert out.read_bytes() == evmap("revert", v3, "-o", "-").stdout


def test_a_folder_keeps_its_names_and_a_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "b").mkdir(parents=True)
    for name, target in (("a.json", "here-v3"), ("b/c.json", "ocpi-2.2.1")):
        options = Options(target=target)  # type: ignore[arg-type]
        (folder / name).write_bytes(convert(POOL.read_bytes(), options).document)
    (folder / "bad.json").write_bytes(b"{")
    done = evmap("revert", folder, "-o", out)
    assert done.returncode == 0
    assert b"bad.json: " in done.stderr
    written = {str(path.relative_to(out)) for path in out.rglob("*.json")}
    assert written == {"a.json", "b/c.json"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-", "x.json"], "a pipe cannot be mixed"),
        (["{v3}", "{pool}"], "give a folder"),
        (["{v3}", "-o", "{v3}"], "is an input"),
        (["{v3}", "--diff", "{pool}", "--report", "{pool}"], "is an input"),
        (["{v3}", "--diff", "{none}"], "--diff"),
        (["{v3}", "--diff", "{v3}"], "--diff"),
        (["{v3}", "{pool}", "-o", "{folder}", "--diff", "{pool}"], "give one input"),
    ],
)
def test_wrong_usage_says_what_to_give_and_exits_with_2(
    v3: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    names = {"v3": v3, "pool": POOL, "none": tmp_path / "none.json", "folder": tmp_path / "out"}
    done = evmap("revert", *[argument.format(**names) for argument in arguments])
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stdout == b""


@pytest.mark.parametrize("name", ["missing.json", "{pool}"])
def test_what_cannot_be_read_exits_with_3(tmp_path: Path, name: str) -> None:
    done = evmap("revert", name.format(pool=POOL))
    assert done.returncode == 3
    assert done.stderr.startswith(b"evmap: ")
