"""evmap --version, explain, lookup: what they print and how they end."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from evmap import __version__
from tests.commands.support import evmap


def test_the_version_is_printed() -> None:
    done = evmap("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"evmap {__version__}\n")


def test_a_finding_is_explained() -> None:
    done = evmap("explain", "ev301")
    assert done.returncode == 0
    assert "EV301" in done.stdout.decode()


def test_an_unknown_code_is_wrong_usage() -> None:
    done = evmap("explain", "EV999")
    assert done.returncode == 2
    assert "EV999" in done.stderr.decode()


def test_codes_are_looked_up() -> None:
    done = evmap("lookup", "36", "ccs2")
    assert done.returncode == 0
    assert "IEC_60309_2_THREE_16" in done.stdout.decode()
    assert "IEC_62196_T2_COMBO" in done.stdout.decode()


@pytest.mark.parametrize("name", ["report", "accept"])
def test_schemas_are_printed(name: str) -> None:
    done = evmap("schema", name)
    assert done.returncode == 0
    Draft202012Validator.check_schema(json.loads(done.stdout))
    assert json.loads(done.stdout)["properties"]["format"] == {"const": f"evmap-{name}/1"}


def test_another_schema_is_wrong_usage() -> None:
    assert evmap("schema", "ledger").returncode == 2


def test_help_names_the_commands() -> None:
    text = evmap("--help").stdout.decode()
    assert all(name in text for name in ("convert", "lookup", "explain", "request", "schema"))
