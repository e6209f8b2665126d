"""`evmap convert` beside jq, gojq and a straightforward Python script, in one run.

    python -m benchmarks.conversion [--stations 20000] [--rounds 5]

The others do the plain mapping (plain.jq, sparse.jq, plain.py): no ledger, no findings, no checks.
Whether all write the same locations is compared, so that like is measured with like. Each command
runs once in every round, in turn, so that all meet the same machine; figures are medians. CPU is
user and system time of a command and all its processes, which hardly depends on what else runs.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import dirty, generate, sparse
from evmap.conversion import fixture_guide

HERE = Path(__file__).parent

EVMAP, TWO = "evmap, 1 process", "evmap, 2 processes"
SCRIPT = "Python script (json)"
FLOOR = "msgspec: decode and encode alone"
#: What may be installed, and reads a program for jq.
JQS = ("jq", "gojq")

#: Memory is measured again at this many times the input.
LARGER = 10

#: Wall seconds, CPU seconds, peak MB of a run.
Run = tuple[float, float, float]


@dataclass(frozen=True)
class Data:
    """Stations to convert, and the program for jq that maps them; "" where no other can.

    `times` as many of them are made, as they are small.
    """

    name: str
    write: Callable[[int, Path], None]
    program: str = ""
    times: int = 1


DATA = (
    Data("stations with everything", generate.write, "plain.jq"),
    Data("sparse stations in pools", partial(sparse.write, "stations"), "sparse.jq", 5),
    Data("evses/bulk", partial(sparse.write, "evses"), "sparse.jq", 5),
)
DIRTY = Data("stations with everything, half of them damaged", dirty.write)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    missing = [name for name in JQS if shutil.which(name) is None]
    print(f"Python {platform.python_version()}, medians of {arguments.rounds} rounds")
    print(f"not installed, so left out: {', '.join(missing)}\n" if missing else "")
    with tempfile.TemporaryDirectory(prefix="evmap-bench-") as folder:
        run(Path(folder), arguments.stations, arguments.rounds)


def run(folder: Path, stations: int, rounds: int) -> None:
    """Measure and print."""
    guide = folder / "guide.json"
    guide.write_text(json.dumps(plain_guide()))
    tables: dict[str, dict[str, list[Run]]] = {}
    commands: dict[str, dict[str, list[str]]] = {}
    for data in (*DATA, DIRTY):
        file = folder / f"{len(tables)}.json"
        make(data, stations * data.times, file)
        commands[data.name] = commands_for(data, file, guide, folder)
        tables[data.name] = figures = measure(commands[data.name], rounds)
        number = records_of(folder / "report.json")
        print(f"## {data.name}: {number:,} records, {file.stat().st_size / 1e6:.0f} MB\n")
        print(table(figures, number), end="\n\n", flush=True)
    clean, damaged = (cpu_of(tables[each.name][EVMAP]) for each in (DATA[0], DIRTY))
    print(f"damaged stations take {damaged / clean:.2f} times the CPU of clean ones")
    for each in (DATA[0], DATA[-1]):
        print(memory(folder, each, stations))
    version = [sys.executable, "-m", "evmap.cli", "--version"]
    start = statistics.median(once(version, folder)[1] for _ in range(5))
    print(f"evmap --version: {start:.2f} s CPU")
    # Last: it takes much memory, see make().
    for data in DATA:
        compare(commands[data.name], folder)


def make(data: Data, number: int, file: Path) -> None:
    """Write so many stations in a process of its own.

    What is in this process's memory counts as that of the commands that it starts.
    """
    process = get_context("fork").Process(target=data.write, args=(number, file))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{data.name}: they could not be written.")


def plain_guide() -> dict[str, dict[str, str]]:
    """The mapping tables in the form that the plain mappings read."""
    guide = fixture_guide()
    return {
        "connectors": {str(k): v.standards[0] for k, v in guide.connectors.items() if v.standards},
        "statuses": {v2: v3[0] for v2, v3 in guide.statuses.items()},
    }


def records_of(report: Path) -> int:
    """How many records a report tells of: stations, or pools of evses/bulk."""
    found: int = json.loads(report.read_bytes())["input"]["records"]
    return found


def commands_for(data: Data, file: Path, guide: Path, folder: Path) -> dict[str, list[str]]:
    """Name -> command; each writes its document to standard output."""
    report = ["--report", str(folder / "report.json")]
    evmap = [sys.executable, "-m", "evmap.cli", "convert", str(file), *report]
    found = {EVMAP: evmap, TWO: [*evmap, "--workers", "2"]}
    if not data.program:
        return found
    for name in JQS:
        program = shutil.which(name)
        if program is not None:
            tables = ["--slurpfile", "guide", str(guide)]
            found[name] = [program, "-c", *tables, "-f", str(HERE / data.program), str(file)]
    found[SCRIPT] = [sys.executable, "-m", "benchmarks.plain", str(guide), str(file)]
    if data is DATA[0]:
        found[FLOOR] = [sys.executable, "-m", "benchmarks.floor", str(file)]
    return found


def compare(commands: dict[str, list[str]], folder: Path) -> None:
    """Stop where somebody writes other locations than evmap, but for uids that are made."""
    ours = _locations(commands[EVMAP], folder)
    others = [name for name in commands if name not in (EVMAP, FLOOR)]
    for name in others:
        theirs = _locations(commands[name], folder)
        different = [key for key in theirs | ours if theirs.get(key) != ours.get(key)]
        if different or not ours:
            raise SystemExit(f"{name} differs in {len(different)} locations: {different[:3]}")
    print(f"The same {len(ours):,} locations: {', '.join((EVMAP, *others))}.")


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


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, list[Run]]:
    """Name -> the run of each round."""
    figures: dict[str, list[Run]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory(prefix="evmap-bench-") as folder:
        for _ in range(rounds):
            for name, command in commands.items():
                figures[name].append(once(command, Path(folder)))
    return figures


def once(command: list[str], folder: Path) -> Run:
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


def cpu_of(runs: list[Run]) -> float:
    """The CPU seconds of runs."""
    return statistics.median(cpu for _, cpu, _ in runs)


def table(figures: dict[str, list[Run]], records: int) -> str:
    """The figures as a Markdown table; ratios are of CPU time."""
    heads = ["wall s", "CPU s", "us a record", "peak MB", *_peers(figures)]
    rows = [["command", *heads], ["---", *("--:" for _ in heads)]]
    for name, runs in figures.items():
        wall, _, peak = (statistics.median(column) for column in zip(*runs, strict=True))
        cpu = cpu_of(runs)
        ratios = [f"{cpu / cpu_of(figures[peer]):.2f}" for peer in _peers(figures).values()]
        rows.append(
            [
                name,
                f"{wall:.2f}",
                f"{cpu:.2f}",
                f"{cpu / records * 1e6:.0f}",
                f"{peak:.0f}",
                *ratios,
            ]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _peers(figures: dict[str, list[Run]]) -> dict[str, str]:
    """What the CPU time of all is divided by: head of the column -> command."""
    return {f"CPU / {name}": name for name in (*JQS, SCRIPT) if name in figures}


def memory(folder: Path, data: Data, stations: int) -> str:
    """Peak memory at the given and at a larger input."""
    peaks = list(_peaks(folder, data, (stations, stations * LARGER)))
    return (
        f"peak memory, {data.name}: {peaks[0]:.0f} MB, "
        f"at {LARGER} times the input {peaks[1]:.0f} MB ({peaks[1] / peaks[0]:.2f} times)"
    )


def _peaks(folder: Path, data: Data, sizes: tuple[int, int]) -> Iterator[float]:
    for number in sizes:
        file = folder / "memory.json"
        make(data, number, file)
        yield once([sys.executable, "-m", "evmap.cli", "convert", str(file)], folder)[2]
        file.unlink()


if __name__ == "__main__":
    main()
