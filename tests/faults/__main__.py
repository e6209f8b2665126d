"""Break what the site stands on, one thing after the other.

    python -m tests.faults [--only NAME] [--database sqlite|postgresql] [--write docs/faults.md]

Exit code 1: something was lost, wrong, or not told.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.faults import databases, processes
from tests.faults.support import Ground
from tests.support.postgres import INSTALL, find_programs, running_server

Fault = Callable[[Ground], str]

FAULTS: tuple[Fault, ...] = (
    processes.a_worker_killed_in_a_conversion,
    processes.a_child_killed_in_a_conversion,
    processes.a_client_that_leaves,
    processes.the_end_under_load,
    processes.new_workers_under_load,
    processes.three_that_start_at_once,
    processes.eight_at_once_for_three_tokens,
    databases.gone_and_back,
    databases.no_migrations,
    databases.read_only,
    databases.a_full_disk,
    databases.a_clock_that_jumps,
)
#: Faults that have nothing to do with the database are made once.
ONCE = {
    processes.a_child_killed_in_a_conversion,
    processes.a_client_that_leaves,
    processes.new_workers_under_load,
}


@contextmanager
def ground(database: str) -> Iterator[Ground]:
    """Give a folder, and a database server if it is PostgreSQL's turn."""
    with tempfile.TemporaryDirectory(prefix="evmap-fault-", ignore_cleanup_errors=True) as folder:
        if database == "sqlite":
            yield Ground(Path(folder), None)
            return
        programs = find_programs()
        if programs is None:
            raise databases.NotHere(f"PostgreSQL is not installed. {INSTALL}")
        with running_server(programs) as server:
            yield Ground(Path(folder), server)


def outcome(fault: Fault, database: str) -> tuple[str, str]:
    """Make a fault; return how it went: held, failed or not made, and what was seen."""
    try:
        with ground(database) as found:
            return "held", fault(found)
    except databases.NotHere as reason:
        return "not made", str(reason)
    except Exception as error:
        traceback.print_exc()
        return "failed", str(error).partition("\n")[0][:200]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="faults whose name has this")
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--write", type=Path, help="a page for the results")
    given = parser.parse_args()
    rows = []
    for fault in FAULTS:
        for database in ("sqlite", "postgresql"):
            once = fault in ONCE and database == "postgresql" and not given.database
            if given.only not in fault.__name__ or given.database not in (None, database) or once:
                continue
            began = time.monotonic()
            how, seen = outcome(fault, database)
            name = fault.__name__.replace("_", " ")
            rows.append((name, inspect.getdoc(fault) or "", database, how, seen))
            print(f"{how:9} {database:11} {name}: {seen} ({time.monotonic() - began:.0f} s)")
    if given.write:
        given.write.write_text(_page(rows), encoding="utf-8")
    failed = sum(how == "failed" for *_, how, _ in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _page(rows: list[tuple[str, str, str, str, str]]) -> str:
    lines = [
        "# Faults",
        "",
        "What `make faults` last saw: gunicorn, SQLite and PostgreSQL as in production, broken one",
        f"after the other. Written on {datetime.now(UTC):%d %B %Y}.",
        "",
        "| fault | what has to hold | database | | seen |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {what} | {database} | {how} | {seen} |"
            for name, what, database, how, seen in rows
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
