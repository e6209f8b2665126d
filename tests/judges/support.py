"""The command as a judge sees it: what goes in, the document and the report that come out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from typer import testing

from evmap.cli import app

# typer makes the command anew for each call, which takes longer than most calls.
testing._get_command = cache(testing._get_command)  # type: ignore[attr-defined]

Json = dict[str, Any]
TRUTH = Path(__file__).resolve().parents[1] / "data" / "truth"


class Outcome(NamedTuple):
    """What the command left behind; `document` and `report` are None where it wrote none."""

    code: int
    document: Any
    report: Any
    printed: str


def evmap(command: str, files: Mapping[str, bytes], *options: str) -> Outcome:
    """Run `evmap convert` or `evmap revert` over files, in this process.

    files: name -> content. One file gives one document; several give none, but a report.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = folder / "in"
        inputs.mkdir()
        for file, content in files.items():
            (inputs / file).write_bytes(content)
        one = next(iter(files)) if len(files) == 1 else ""
        output, report = folder / f"out{Path(one).suffix}", folder / "report.json"
        arguments = [command, str(inputs / one), "-o", str(output), "--report", str(report)]
        done = testing.CliRunner().invoke(app, [*arguments, *options])
        return Outcome(
            done.exit_code, _document(output), _read(report), f"{done.output}{done.exception or ''}"
        )


def printed(*arguments: str) -> Outcome:
    """Run a command that answers on the terminal, such as `evmap lookup 36`."""
    done = testing.CliRunner().invoke(app, list(arguments))
    return Outcome(done.exit_code, None, None, done.output)


def _document(file: Path) -> Any:
    if not file.is_file():
        return None
    if file.suffix == ".ndjson":
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return _read(file)


def _read(file: Path) -> Any:
    return json.loads(file.read_bytes()) if file.is_file() else None


# --- What a judge looks at ---


def locations(document: Any) -> list[Json]:
    """The locations of a document: its items, its data, its lines, or itself."""
    if isinstance(document, list):
        return document
    found: list[Json] = document.get("items", document.get("data", []))
    return found


def evses(document: Any) -> list[Json]:
    """All EVSEs of a document."""
    return [evse for location in locations(document) for evse in location.get("evses", [])]


def plugs(document: Any) -> list[Json]:
    """All connectors of a document."""
    return [plug for evse in evses(document) for plug in evse.get("connectors", [])]


def values(objects: Sequence[Json], name: str) -> list[Any]:
    """The values of one field, None where it is missing."""
    return [one.get(name) for one in objects]


def told(report: Json, about: str = "", *, at_least: str = "warning") -> list[Json]:
    """The findings of a severity and above whose pattern or message holds a text."""
    ranks = ("error", "warning", "notice")
    severities = ranks[: ranks.index(at_least) + 1]
    return [
        finding
        for finding in report["findings"]
        if finding["severity"] in severities
        and about.casefold() in (finding["pattern"] + finding["message"]).casefold()
    ]


def fates(report: Json, tail: str) -> set[str]:
    """The fates of the v2 values whose pattern ends so."""
    return {row["fate"] for row in report["ledger"] if row["pattern"].endswith(tail)}


def origins(report: Json, tail: str) -> set[str]:
    """The origins of the v3 values whose pattern ends so."""
    return {row["origin"] for row in report["output"] if row["pattern"].endswith(tail)}


#: Codes that any station may have, whatever is wrong with it.
USUAL = {
    *("EV204", "EV307", "EV402", "EV403", "EV408", "EV417", "EV418", "EV431", "EV432"),
    *("EV503", "EV515", "EV601", "EV605", "EV612", "EV613"),
}


def odd(report: Json) -> list[Json]:
    """The warnings and errors that not every station has."""
    return [finding for finding in told(report) if finding["code"] not in USUAL]
