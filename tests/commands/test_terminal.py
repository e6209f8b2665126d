"""Nothing of an input steers the terminal of whoever converts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evmap.masking import harmless
from tests.commands.support import evmap

ODD = "\x1b[31mKEY\x07\x9b31m\x1b]0;title\x07\u202e\u2028\x85"


@pytest.mark.parametrize("command", ["convert", "revert"])
@pytest.mark.parametrize("good", [True, False])
def test_keys_and_values_are_spelled_out(tmp_path: Path, command: str, good: bool) -> None:
    v2 = {"evStations": {"evStation": [{"id": ODD, "poolId": ODD, ODD: ODD}]}}
    v3 = {"items": [{"id": ODD, "name": ODD, ODD: ODD, "evses": [{ODD: 1}]}]}
    document = (v2 if command == "convert" else v3) if good else {ODD: ODD}
    file = tmp_path / "in.json"
    file.write_text(json.dumps(document))
    done = evmap(command, file, "-o", tmp_path / "out.json")
    said = done.stderr.decode()
    assert said
    assert all(line.isprintable() for line in said.split("\n"))


def test_a_name_of_a_file_is_spelled_out_too(tmp_path: Path) -> None:
    (tmp_path / f"{ODD.replace('/', '')}.json").write_text("nonsense")
    done = evmap("convert", tmp_path, "-o", tmp_path / "out")
    assert all(line.isprintable() for line in done.stderr.decode().split("\n"))
    assert evmap("lookup", ODD.replace("\0", "")).stderr.decode().strip().isprintable()


@pytest.mark.parametrize("text", ["plain", "Straße 1 — ü 日本", "C:\\folder", ""])
def test_ordinary_text_stays(text: str) -> None:
    assert harmless(text) == text


def test_controls_are_written_as_in_python() -> None:
    assert harmless("a\nb\x1bc\x9bd\u202ee") == "a\\nb\\x1bc\\x9bd\\u202ee"
