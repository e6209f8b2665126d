"""The site under load, beside Datasette with the same 69 rows, in one run.

    python -m benchmarks.site --datasette .cache/datasette/bin/datasette

Both serve on 127.0.0.1 and are asked in turns: the filtered connector page, and the same rows as
JSON. evmap runs as it does in production, on two gunicorn workers; a further line shows it with
nothing kept, so that every page is rendered. Exit code 1: evmap is below its bar.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.load import Measured, fetch, measure
from tests.support.site import LiveSite, running_site

#: The bar: evmap's requests a second over Datasette's, and its p99 under Datasette's p50.
TIMES = 5.0
#: The same rows in both: those that v3 has no standard for.
FILTER = "fate=dropped"
ROUNDS, SECONDS, CONNECTIONS = 3, 3.0, 4

EVMAP, BARE, DATASETTE = "evmap", "evmap, nothing kept", "Datasette"


def main() -> int:
    """Measure, print a table, and return the exit code."""
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="evmap-bench-")))
        site = stack.enter_context(running_site(_made(folder / "site")))
        bare = stack.enter_context(_bare_site(folder / "bare"))
        rows = _rows(site)
        datasette = stack.enter_context(_datasette(options.datasette, folder, rows))
        results = {
            "page": _compare(
                {
                    EVMAP: f"{site.url}/connectors/?{FILTER}",
                    BARE: f"{bare.url}/connectors/?{FILTER}",
                    DATASETTE: f"{datasette}/connectors/connectors?{FILTER}",
                },
                options.seconds,
            ),
            ".json": _compare(
                {
                    EVMAP: f"{site.url}/connectors.json?{FILTER}",
                    BARE: f"{bare.url}/connectors.json?{FILTER}",
                    DATASETTE: f"{datasette}/connectors/connectors.json?{FILTER}&_shape=objects",
                },
                options.seconds,
            ),
        }
    if options.output:
        options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return _report(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--datasette", default="datasette", help="the datasette program")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each of three rounds")
    parser.add_argument("--output", type=Path, help="a file for the figures, as JSON")
    return parser.parse_args()


# --- The two servers ---


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def _bare_site(folder: Path) -> Iterator[LiveSite]:
    before = os.environ.get("EVMAP_KEPT_PAGES_BYTES")
    os.environ["EVMAP_KEPT_PAGES_BYTES"] = "0"
    with running_site(_made(folder)) as site:
        if before is None:
            del os.environ["EVMAP_KEPT_PAGES_BYTES"]
        yield site


def _rows(site: LiveSite) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(f"{site.url}/connectors.csv").decode())))


@contextmanager
def _datasette(program: str, folder: Path, rows: list[dict[str, str]]) -> Iterator[str]:
    """Serve the rows from SQLite, indexed by what is filtered."""
    database = folder / "connectors.db"
    columns = ", ".join(f'"{name}" TEXT' for name in rows[0] if name != "v2_id")
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE connectors (v2_id INTEGER PRIMARY KEY, {columns})")
        for row in rows:
            marks = ", ".join("?" * len(row))
            # Only marks are put into the statement.
            connection.execute(f"INSERT INTO connectors VALUES ({marks})", tuple(row.values()))  # noqa: S608
        connection.execute("CREATE INDEX fates ON connectors (fate)")
    port = _free_port()
    process = subprocess.Popen(
        [program, "serve", "--immutable", str(database), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _wait_for(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str) -> str:
    for _attempt in range(300):
        try:
            fetch(url)
        except OSError:
            time.sleep(0.1)
        else:
            return url
    raise SystemExit("Datasette did not start.")


# --- Measuring ---


def _compare(urls: dict[str, str], seconds: float) -> dict[str, dict[str, float]]:
    """Measure in turns, so that what else the machine does is shared by all."""
    runs: dict[str, list[Measured]] = {name: [] for name in urls}
    for url in urls.values():
        measure(url, CONNECTIONS, 0.5)
    for _round in range(ROUNDS):
        for name, url in urls.items():
            runs[name].append(measure(url, CONNECTIONS, seconds))
    return {name: _figures(found) for name, found in runs.items()}


def _figures(runs: list[Measured]) -> dict[str, float]:
    of_runs: dict[str, Callable[[Measured], float]] = {
        "requests_per_second": lambda run: run.rate,
        "p50_ms": lambda run: run.percentile(0.5),
        "p99_ms": lambda run: run.percentile(0.99),
    }
    figures = {name: round(median(map(of, runs)), 2) for name, of in of_runs.items()}
    return figures | {"bytes": runs[-1].size, "errors": sum(run.errors for run in runs)}


def _report(results: dict[str, dict[str, dict[str, Any]]]) -> int:
    kept = True
    head = ("", "requests/s", "p50 ms", "p99 ms", "bytes", "errors")
    print(f"{head[0]:28}" + "".join(f"{name:>12}" for name in head[1:]))
    for what, figures in results.items():
        for name, found in figures.items():
            print(f"{what + ', ' + name:28}" + "".join(f"{value:12}" for value in found.values()))
        times = figures[EVMAP]["requests_per_second"] / figures[DATASETTE]["requests_per_second"]
        quick = figures[EVMAP]["p99_ms"] < figures[DATASETTE]["p50_ms"]
        errors = sum(int(found["errors"]) for found in figures.values())
        kept &= times >= TIMES and quick and not errors
        print(f"{what}: {times:.1f} times Datasette, p99 {'under' if quick else 'over'} its p50\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
