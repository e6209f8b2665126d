"""`make load`: some minutes of mixed traffic on SQLite and PostgreSQL.

    python -m benchmarks.mixed [--seconds 120] [--database sqlite|postgresql] [--write docs/load.md]

Readers look at pages, lists and the API; others convert 200 kB, one converts 20 MB all the time,
and an editor writes notes in the admin. The site is gunicorn as in production, but without
limits for one client, and all traffic comes from this machine: rates say nothing about capacity,
times and memory do about holding. Exit code 1: an answer of 5xx other than "busy", or memory that
grows.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.generate import write
from tests.support.postgres import INSTALL, find_programs, running_server
from tests.support.site import LiveSite

#: Milliseconds below which 99 of 100 pages have to stay.
BAR = 300.0
ACCOUNT = {"username": "ada", "password": "correct horse battery"}
PAGES = (
    *(
        "/",
        "/connectors/",
        "/connectors/36/",
        "/standards/",
        "/statuses/",
        "/fields/",
        "/elements/",
    ),
    *("/connectors/?fate=lossy&sort=-fate", "/fields/?q=power", "/findings/", "/findings/EV301/"),
)
LOOKUPS = (
    "/lookup/?q=36",
    "/lookup/?q=ccs2",
    "/lookup/?codes=36,31,CCS2,OFFLINE",
    "/lookup/?q=tesla",
)
API = ("/api/v1/connectors", "/api/v1/connectors/36", "/api/v1/search?q=ccs2", "/api/v1/fields")


@dataclass
class Seen:
    """What one kind of traffic saw."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def share(self, part: float) -> float:
        """Return the milliseconds that this part of the requests stayed below."""
        ordered = sorted(self.milliseconds) or [0.0]
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]

    @property
    def errors(self) -> int:
        """Return the answers that should not have been: 5xx, and connections that were cut."""
        return sum((status >= 500 and status != 503) or not status for status in self.statuses)


class Client:
    """A visitor with one connection and its cookies."""

    def __init__(self, site: LiveSite) -> None:
        self._host = urlsplit(site.url).netloc
        self._connection = http.client.HTTPConnection(self._host, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        """Return status and text; (0, "") for a connection that was cut."""
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        try:
            self._connection.request("GET" if body is None else "POST", path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0, ""
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, _ = value.partition(";")
                self.cookies.__setitem__(*cookie.split("=", 1))
        return answer.status, text

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Open a form, fill it in and send it."""
        _, page = self.ask(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""})
        return self.ask(path, form.encode(), "application/x-www-form-urlencoded")


Work = Callable[[Client, random.Random], int]


def reading(paths: tuple[str, ...]) -> Work:
    """Look at one of some addresses."""
    return lambda client, dice: client.ask(dice.choice(paths))[0]


def converting(document: bytes) -> Work:
    """Convert a document."""
    return lambda client, _dice: client.ask("/api/v1/convert", document)[0]


def editing(client: Client, dice: random.Random) -> int:
    """Write a note in the admin, and wait a little."""
    if "sessionid" not in client.cookies:
        client.post("/admin/login/", **ACCOUNT)
    row = {"table": "connector", "key": str(dice.randrange(30, 60)), "text": f"{dice.random()}"}
    status, _ = client.post("/admin/mappings/note/add/", **row)
    time.sleep(0.5)
    return status if status != 302 else 200


def run(site: LiveSite, seconds: float) -> dict[str, Seen]:
    """Let all kinds of traffic run at once."""
    small, large = _documents()
    kinds: list[tuple[str, Work, int]] = [
        ("pages", reading(PAGES), 2),
        ("look-ups", reading(LOOKUPS), 1),
        ("API", reading(API), 1),
        ("conversions of 200 kB", converting(small), 1),
        ("conversions of 20 MB", converting(large), 1),
        ("notes in the admin", editing, 1),
    ]
    seen = {name: Seen() for name, _, _ in kinds}
    end = time.monotonic() + seconds

    def visit(name: str, work: Work, number: int) -> None:
        client, dice = Client(site), random.Random(number)
        while time.monotonic() < end:
            began = time.perf_counter()
            status = work(client, dice)
            seen[name].milliseconds.append((time.perf_counter() - began) * 1000)
            seen[name].statuses.append(status)
            # Nobody reads faster than that; and the machine is the server's, too.
            time.sleep(0.02)

    threads = [
        threading.Thread(target=visit, args=(name, work, number))
        for name, work, times in kinds
        for number in range(times)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _documents() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        found = []
        for stations in (75, 7_250):
            write(stations, path)
            found.append(path.read_bytes())
    return found[0], found[1]


def memory(site: LiveSite) -> int:
    """Return the megabytes that all processes of the site hold, shared ones counted once."""
    waiting = [site.process.pid if site.process else 0]
    kilobytes = 0
    while waiting:
        pid = waiting.pop()
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        except OSError:
            continue
        kilobytes += int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])
        waiting += map(int, below.split())
    return kilobytes // 1024


@contextmanager
def serving(database: str) -> Iterator[LiveSite]:
    """Serve a site on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="evmap-load-", ignore_cleanup_errors=True) as folder:
        if database == "sqlite":
            site = LiveSite(Path(folder), f"sqlite:///{folder}/site.sqlite3")
            yield from _served(site)
            return
        programs = find_programs()
        if programs is None:
            raise SystemExit(f"PostgreSQL is not installed. {INSTALL}")
        with running_server(programs) as server:
            yield from _served(LiveSite(Path(folder), server.url))


def _served(site: LiveSite) -> Iterator[LiveSite]:
    site.start()
    site.add_superuser(*ACCOUNT.values())
    try:
        yield site
    finally:
        site.stop()


def measure(database: str, seconds: float) -> tuple[list[str], bool]:
    """Return the lines of a table, and whether all held."""
    with serving(database) as site:
        # Warm: each child keeps the memory of its largest document, so each has to have had one.
        run(site, min(seconds / 2, 60))
        before = memory(site)
        seen = run(site, seconds)
        time.sleep(2)
        after = memory(site)
        log = site.log()
    lines = [
        f"## {database}, {seconds:.0f} s",
        "",
        "| traffic | requests | p50 ms | p99 ms | most ms | 503 busy | errors |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in seen.items():
        lines.append(
            f"| {name} | {len(one.statuses):,} | {one.share(0.5):.0f} | {one.share(0.99):.0f} | "
            f"{one.share(1):.0f} | {one.statuses.count(503)} | {one.errors} |"
        )
    held = not any(one.errors for one in seen.values()) and "Traceback" not in log
    # Which processes had a large document last makes a third of it, up or down.
    grown = after > 2 * before
    lines += ["", f"Memory of all processes: {before} MB before, {after} MB after.", ""]
    slow = seen["pages"].share(0.99) > BAR
    if slow:
        lines += [f"Pages are over the bar of {BAR:.0f} ms at p99.", ""]
    return lines, held and not grown


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--write", type=Path, help="a page for the results")
    given = parser.parse_args()
    lines: list[str] = []
    held = True
    for database in ("sqlite", "postgresql"):
        if given.database in (None, database):
            more, well = measure(database, min(given.seconds, 600))
            print("\n".join(more), flush=True)
            lines += more
            held &= well
    if given.write:
        head = [
            "# Load",
            "",
            "What `make load` last saw: mixed traffic of eight connections on one machine of two",
            "cores, clients and database included, while one of them converts 20 MB all the time.",
            f"Written on {datetime.now(UTC):%d %B %Y}.",
            "",
        ]
        given.write.write_text("\n".join([*head, *lines]).rstrip() + "\n", encoding="utf-8")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
