"""`evmap convert` beside jq and beside the floor, in one run.

    python -m benchmarks.conversion [--stations 20000] [--rounds 5]

Each command runs once in every round, in turn, so that all meet the same machine; the table shows
medians. CPU is user and system time of the command and its processes. jq does the plain mapping
(benchmarks/plain.jq): no ledger, no findings, no checks. Whether it writes the same locations is
compared, so that like is measured with like.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.generate import write
from evmap.conversion import fixture_guide

HERE = Path(__file__).parent

JQ = "jq, plain mapping"
EVMAP = "evmap, one document, 1 process"

#: Memory is measured again at this many times the input.
LARGER = 10


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="evmap-bench-") as folder:
        run(Path(folder), arguments.stations, arguments.rounds)


def run(folder: Path, stations: int, rounds: int) -> None:
    """Measure and print."""
    answer, lines, guide = folder / "a.json", folder / "a.ndjson", folder / "guide.json"
    write(stations, answer)
    write(stations, lines)
    guide.write_text(json.dumps(guide_for_jq()))
    size = answer.stat().st_size / 1e6
    commands = commands_for(answer, lines, guide, folder)
    figures = measure(commands, rounds)
    print(
        f"{stations:,} stations, {size:.0f} MB, medians of {rounds} rounds, "
        f"Python {platform.python_version()}\n"
    )
    print(table(figures, size))
    print()
    print(memory(folder, answer, stations))
    version = [sys.executable, "-m", "evmap.cli", "--version"]
    cpu = statistics.median(once(version, folder)[1] for _ in range(5))
    print(f"evmap --version: {cpu:.2f} s CPU")
    if JQ in commands:
        # Last: what is in this process's memory now counts as that of commands it starts.
        compare(commands[JQ], commands[EVMAP], folder)


def guide_for_jq() -> dict[str, dict[str, str]]:
    """The mapping tables in the form that plain.jq reads."""
    guide = fixture_guide()
    return {
        "connectors": {str(k): v.standards[0] for k, v in guide.connectors.items() if v.standards},
        "statuses": {v2: v3[0] for v2, v3 in guide.statuses.items()},
    }


def commands_for(answer: Path, lines: Path, guide: Path, folder: Path) -> dict[str, list[str]]:
    """Name -> command; each writes its document to standard output."""
    evmap = [sys.executable, "-m", "evmap.cli", "convert"]
    report = ["--report", str(folder / "report.json")]
    found = {
        "floor: msgspec decode + encode": [sys.executable, "-m", "benchmarks.floor", str(answer)],
        EVMAP: [*evmap, str(answer), *report],
        "evmap, one document, 2 processes": [*evmap, str(answer), *report, "--workers", "2"],
        "evmap, NDJSON, 1 process": [*evmap, str(lines), *report],
        "evmap, NDJSON, 2 processes": [*evmap, str(lines), *report, "--workers", "2"],
    }
    jq = shutil.which("jq")
    if jq is None:
        print("jq is not installed: its row is missing.\n")
        return found
    plain = [jq, "-c", "--slurpfile", "guide", str(guide), "-f", str(HERE / "plain.jq")]
    return {JQ: [*plain, str(answer)], **found}


def compare(jq: list[str], evmap: list[str], folder: Path) -> None:
    """Stop where jq writes other locations than evmap, but for the uids that evmap makes."""
    theirs, ours = _locations(jq, folder), _locations(evmap, folder)
    different = [name for name in theirs | ours if theirs.get(name) != ours.get(name)]
    if different or not ours:
        raise SystemExit(f"jq and evmap differ in {len(different)} locations: {different[:3]}")
    print(f"jq and evmap write the same {len(ours):,} locations.")


def _locations(command: list[str], folder: Path) -> dict[str, Any]:
    """The locations that a command writes, by id, without the uids of EVSEs that v2 gave none."""
    once(command, folder)
    found = {}
    for location in json.loads((folder / "out").read_bytes())["items"]:
        for evse in location.get("evses", ()):
            if "evse_id" not in evse:
                del evse["uid"]
        found[location["id"]] = location
    return found


Figures = dict[str, list[tuple[float, float, float]]]


def measure(commands: dict[str, list[str]], rounds: int) -> Figures:
    """Name -> (wall seconds, CPU seconds, peak MB) of each round."""
    figures: Figures = {name: [] for name in commands}
    with tempfile.TemporaryDirectory(prefix="evmap-bench-") as folder:
        for _ in range(rounds):
            for name, command in commands.items():
                figures[name].append(once(command, Path(folder)))
    return figures


def once(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Run a command: wall seconds, CPU seconds, peak MB of its largest process."""
    begin = time.perf_counter()
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=HERE.parent)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode:
        raise SystemExit(f"{command}: {(folder / 'err').read_text()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def table(figures: Figures, size: float) -> str:
    """The figures as a Markdown table; ratios against jq where it is there."""
    medians = {
        name: [statistics.median(x) for x in zip(*f, strict=True)] for name, f in figures.items()
    }
    base = medians.get(JQ)
    rows = [
        "| command | wall s | CPU s | MB/s | peak MB | times as fast as jq |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, (wall, cpu, peak) in medians.items():
        ratio = f"{base[0] / wall:.2f}" if base else ""
        rows.append(
            f"| {name} | {wall:.2f} | {cpu:.2f} | {size / wall:.0f} | {peak:.0f} | {ratio} |"
        )
    return "\n".join(rows)


def memory(folder: Path, answer: Path, stations: int) -> str:
    """Peak memory at the given and at a larger input."""
    large = folder / "large.json"
    write(stations * LARGER, large)
    command = [sys.executable, "-m", "evmap.cli", "convert"]
    small_peak = once([*command, str(answer)], folder)[2]
    large_peak = once([*command, str(large)], folder)[2]
    large.unlink()
    return (
        f"peak memory: {small_peak:.0f} MB, at {LARGER} times the input {large_peak:.0f} MB "
        f"({large_peak / small_peak:.2f} times)"
    )


if __name__ == "__main__":
    main()
