"""`evmap lookup` and `evmap request`."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from evmap.cli import app

URL = (
    "https://ev-v2.cc.api.here.com/ev/stations.json?prox=52.5,13.4,500&connectortype=31&apiKey=hush"
)


def test_codes_become_a_plain_table() -> None:
    done = CliRunner().invoke(app, ["lookup", "36", "ccs2", "OUT_OF_SERVICE", "45", "zzz"])
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert lines[0].split() == ["given", "is", "code", "fate", "becomes"]
    assert [line.split()[0] for line in lines[1:]] == ["36", "ccs2", "OUT_OF_SERVICE", "45"]
    assert lines[1].endswith("IEC_60309_2_THREE_16, IEC_60309_2_THREE_32, IEC_60309_2_THREE_64")
    assert "(written: INOPERATIVE)" in lines[3]
    assert "(suggested by evmap: IEC_62196_T1, IEC_62196_T2)" in lines[4]
    assert done.stderr == "evmap: zzz: not in the mapping tables\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("OUTOFODER", "not in the mapping tables; did you mean OUTOFORDER?"),
        ("ev301", "not in the mapping tables; it is a finding: evmap explain EV301"),
    ],
)
def test_what_is_no_code_is_told_with_a_way_on(given: str, said: str) -> None:
    done = CliRunner().invoke(app, ["lookup", given])
    assert (done.exit_code, done.stderr) == (1, f"evmap: {given}: {said}\n")


def test_nothing_recognised_is_exit_code_1() -> None:
    done = CliRunner().invoke(app, ["lookup", "zzz"])
    assert (done.exit_code, done.stdout) == (1, "")


def test_a_request_becomes_calls_without_its_key() -> None:
    done = CliRunner().invoke(app, ["request", URL])
    assert done.exit_code == 0
    assert "https://browse.search.hereapi.com/v1/browse?at=52.5,13.4" in done.stdout
    assert "https://evcp.hereapi.com/v3/locations?ids={ids}" in done.stdout
    assert "connectortype 31: restructured" in done.stdout
    assert "hush" not in done.output
    assert "Taken out: apiKey" in done.stderr


def test_a_request_can_come_from_a_pipe() -> None:
    piped = CliRunner().invoke(app, ["request", "-"], input=URL)
    assert piped.stdout == CliRunner().invoke(app, ["request", URL]).stdout


@pytest.mark.parametrize("text", ["hello", "stations.json"])
def test_rubbish_is_wrong_usage(text: str) -> None:
    done = CliRunner().invoke(app, ["request", text])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("evmap: ")
