"""`evmap convert` over an archive: processes of this machine, and Dask workers.

    python -m benchmarks.archives [--megabytes 1000] [--rounds 3]

The archive is NDJSON, once in 20 files and once in one. Each command runs once in every round, in
turn; the table shows medians of wall and CPU seconds, the rate, how many times as fast it is as one
worker of its engine, and the peak memory of the largest worker process. Dask's start (a scheduler
and two processes that load Python anew) is in its figures. Exit code 1: a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.generate import write

HERE = Path(__file__).parent

FILES = 20
STATION_BYTES = 2738

#: (engine, workers) -> how many times as fast as one worker of the engine it has to be.
BARS = {("local", 2): 1.8, ("dask", 2): 1.7}
#: MiB of a worker.
MEMORY_BAR = 200

Case = tuple[str, str, int]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=("local", "dask"), action="append")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="evmap-bench-") as folder:
        inputs = make_archive(Path(folder), arguments.megabytes)
        cases: list[Case] = [
            (name, engine, workers)
            for name in inputs
            for engine in arguments.engine or ("local", "dask")
            for workers in (1, 2)
        ]
        figures: dict[Case, list[tuple[float, float, float]]] = {case: [] for case in cases}
        for _round in range(arguments.rounds):
            for case in cases:
                figures[case].append(once(case, inputs[case[0]], Path(folder) / "out"))
    print(f"{arguments.megabytes} MB of NDJSON, medians of {arguments.rounds} rounds\n")
    return table(figures, arguments.megabytes)


def make_archive(folder: Path, megabytes: int) -> dict[str, Path]:
    """The same stations in 20 files and in one."""
    many, one = folder / "many", folder / "one.ndjson"
    many.mkdir()
    stations = megabytes * 1_000_000 // STATION_BYTES // FILES
    with one.open("wb") as whole:
        for number in range(FILES):
            path = many / f"{number:02}.ndjson"
            write(stations, path, number)
            whole.write(path.read_bytes())
    return {"20 files": many, "one file": one}


def once(case: Case, source: Path, out: Path) -> tuple[float, float, float]:
    """Run a command: wall seconds, CPU seconds, peak MiB of its largest worker."""
    _, engine, workers = case
    subprocess.run(["rm", "-rf", str(out)], check=True)
    out.mkdir()
    command = [sys.executable, "-m", "evmap.cli", "convert", str(source), "-o", f"{out}/"]
    command += ["--engine", engine, "--workers", str(workers), "--report", f"{out}.json"]
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, cwd=HERE.parent, start_new_session=True
    )
    watch = Watch(process.pid, alone=engine == "local" and workers == 1)
    watch.start()
    told = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    watch.join()
    if process.returncode:
        raise SystemExit(f"{command}: {told.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, watch.peak


class Watch(threading.Thread):
    """Looks at the memory of a command's workers until it ends."""

    def __init__(self, session: int, *, alone: bool) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.alone = alone
        self.peak = 0.0

    def run(self) -> None:
        """Keep the peak of the largest process; the first one only where it works alone."""
        while Path(f"/proc/{self.session}").exists():
            for folder in Path("/proc").iterdir():
                if folder.name.isdigit() and (self.alone or int(folder.name) != self.session):
                    self.peak = max(self.peak, self._peak_of(folder))
            time.sleep(0.1)

    def _peak_of(self, folder: Path) -> float:
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) != self.session:
                return 0.0
            lines = (folder / "status").read_text().splitlines()
        except (OSError, ValueError, IndexError):
            return 0.0
        high = [line for line in lines if line.startswith("VmHWM")]
        return int(high[0].split()[1]) / 1024 if high else 0.0


def table(figures: dict[Case, list[tuple[float, float, float]]], megabytes: int) -> int:
    """Print the figures as a Markdown table; 1 where a bar is missed."""
    missed = []
    medians = {
        case: [statistics.median(x) for x in zip(*rounds, strict=True)]
        for case, rounds in figures.items()
    }
    print("| archive | engine | workers | wall s | CPU s | MB/s | times one | worker MiB |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for (name, engine, workers), (wall, cpu, peak) in medians.items():
        times = medians[name, engine, 1][0] / wall
        print(
            f"| {name} | {engine} | {workers} | {wall:.1f} | {cpu:.1f} | {megabytes / wall:.1f} "
            f"| {times:.2f} | {peak:.0f} |"
        )
        bar = BARS.get((engine, workers), 0.0)
        if times < bar:
            missed.append(f"{name}, {engine}, {workers} workers: {times:.2f} of {bar} times one")
        if peak > MEMORY_BAR:
            missed.append(f"{name}, {engine}: {peak:.0f} of {MEMORY_BAR} MiB")
    print("\n" + ("\n".join(f"missed: {line}" for line in missed) or "All bars are met."))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
