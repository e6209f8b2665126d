"""evmap convert --accept and --write-accept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.support import POOL, evmap
from tests.reports.conftest import SITE

LOSS = json.dumps(SITE | {"colour": "blue"}).encode()
MORE = LOSS.replace(b"{", b'{"shade":"dark",', 1)


def test_what_was_there_is_accepted_and_what_comes_new_is_not(tmp_path: Path) -> None:
    accept = tmp_path / "accept.json"
    done = evmap("convert", "-", "--write-accept", accept, "--reason", "Ours.", given=LOSS)
    assert done.returncode == 0
    assert f"{accept}: 1 new accept entries, 0 kept.\n" in done.stderr.decode()
    (entry,) = json.loads(accept.read_bytes())["entries"]
    del entry["date"]
    assert entry == {"code": "EV101", "pattern": "/colour", "fate": "unknown", "reason": "Ours."}

    strict = ("--accept", accept, "--fail-on", "warning")
    known = evmap("convert", "-", *strict, given=LOSS)
    assert known.returncode == 0
    assert "\n  accepted: 1 warning\n" in (known.stderr.decode())
    new = evmap("convert", "-", *strict, given=MORE)
    assert new.returncode == 1
    assert "x1 /shade" in new.stderr.decode()
    assert "/colour" not in new.stderr.decode()


def test_the_file_can_be_brought_up_to_date_in_place(tmp_path: Path) -> None:
    accept = tmp_path / "accept.json"
    evmap("convert", "-", "--write-accept", accept, "--reason", "First.", given=LOSS)
    done = evmap("convert", "-", "--accept", accept, "--write-accept", accept, given=MORE)
    assert "1 new accept entries, 1 kept" in done.stderr.decode()
    reasons = {e["pattern"]: e["reason"] for e in json.loads(accept.read_bytes())["entries"]}
    assert reasons == {"/colour": "First.", "/shade": "Known when this file was written."}


def test_entries_that_fit_nothing_are_told(tmp_path: Path) -> None:
    accept = tmp_path / "accept.json"
    evmap("convert", "-", "--write-accept", accept, given=MORE)
    done = evmap("convert", "-", "--accept", accept, given=LOSS)
    assert "  1 accept entry fits no finding:\n    EV101 /shade (unknown)\n" in done.stderr.decode()


def test_errors_are_accepted_too_and_are_told(tmp_path: Path) -> None:
    accept = tmp_path / "accept.json"
    deprecated = POOL.parent / "deprecated.json"
    done = evmap("convert", deprecated, "--write-accept", accept, "--fail-on", "error")
    assert done.returncode == 1
    assert "3 of the findings are errors: look at these." in done.stderr.decode()
    again = evmap("convert", deprecated, "--accept", accept, "--fail-on", "warning")
    assert again.returncode == 0


def test_the_report_has_the_reasons(tmp_path: Path) -> None:
    accept, report = tmp_path / "accept.json", tmp_path / "report.json"
    evmap("convert", POOL, "--write-accept", accept, "--reason", "Ours.")
    evmap("convert", POOL, "--accept", accept, "--report", report)
    told = json.loads(report.read_bytes())
    open_ones = [one for one in told["findings"] if one["severity"] != "notice"]
    assert {finding["accepted"] for finding in open_ones} == {"Ours."}
    assert told["summary"]["accepted"] == {**told["summary"]["findings"], "notice": 0}
    assert told["score"]["grade"] == "A"
    assert told["accept"] == {"entries": len(open_ones), "unused": []}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file or directory"),
        (b"{", "line 1, column 2: this is not JSON"),
        (b"{}", "format: is missing"),
        (
            b'{"format":"evmap-accept/1","entries":[{"code":"EV402","reason":""}]}',
            "entries[0].reason: say why",
        ),
    ],
)
def test_a_file_that_cannot_be_used_exits_with_2_before_anything_is_written(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    accept, out = tmp_path / "accept.json", tmp_path / "out.json"
    if content is not None:
        accept.write_bytes(content)
    done = evmap("convert", POOL, "-o", out, "--accept", accept)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"evmap: --accept {accept}: {message}")
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [("--reason", "r"), ("--reason", " ", "--write-accept", "a.json")],
    ids=" ".join,
)
def test_a_reason_without_a_file_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    done = evmap("convert", POOL, *arguments)
    assert done.returncode == 2
    assert b"--reason" in done.stderr


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.json"
    source.write_bytes(LOSS)
    assert evmap("convert", source, "--write-accept", source).returncode == 2
    assert source.read_bytes() == LOSS
