"""What the faults share: a site on a database that can be broken, and asking it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.generate import write
from tests.support.postgres import Server
from tests.support.site import LiveSite

#: A conversion of some seconds.
STATIONS = 7_000
SMALL = b'{"evStations":{"evStation":[{"poolId":"a"}]}}'


@dataclass
class Answer:
    """What came back: 0 for a connection that was cut."""

    status: int
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)


@dataclass
class Ground:
    """What a fault is tried on: a folder, and a database server where it is PostgreSQL."""

    folder: Path
    server: Server | None

    def site(self, **environment: str) -> LiveSite:
        """Return a site on a new database, not yet prepared."""
        return LiveSite(self.folder, self.database(), **environment)

    def database(self) -> str:
        """Return the URL of a database that is empty."""
        if self.server is None:
            return f"sqlite:///{self.folder}/site.sqlite3"
        return self.server.url


@contextmanager
def serving(site: LiveSite) -> Iterator[LiveSite]:
    """Prepare and serve a site, and stop it afterwards."""
    site.start()
    try:
        yield site
    finally:
        site.stop()


def ask(site: LiveSite, path: str, body: bytes | None = None, seconds: float = 60) -> Answer:
    """Ask once. A connection that is cut or refused is an answer with status 0."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=seconds)
    try:
        connection.request("GET" if body is None else "POST", path, body)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return Answer(answer.status, {n.lower(): v for n, v in answer.getheaders()}, text)
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()


def in_background(work: Callable[[], Answer]) -> Callable[[], Answer]:
    """Start asking, and return a function that waits for the answer."""
    found: list[Answer] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()

    def wait() -> Answer:
        thread.join()
        return found[0]

    return wait


def large_document() -> bytes:
    """Return a document whose conversion takes some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.json"
        write(STATIONS, path)
        return path.read_bytes()


def until(true: Callable[[], Any], what: str, seconds: float = 20) -> None:
    """Wait until something holds; fail with its name."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"in {seconds:.0f} s not seen: {what}")
        time.sleep(0.05)


def tree(pid: int) -> set[int]:
    """Return all processes below one."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii").split()
        except OSError:
            continue
        found |= {int(child) for child in children}
        waiting += map(int, children)
    return found


def master(site: LiveSite) -> int:
    """Return gunicorn's first process."""
    assert site.process is not None
    return site.process.pid


def workers(site: LiveSite) -> list[int]:
    """Return gunicorn's workers."""
    path = Path(f"/proc/{master(site)}/task/{master(site)}/children")
    return [int(pid) for pid in path.read_text(encoding="ascii").split()]


def busiest(site: LiveSite) -> int:
    """Return the child that converts: the one that uses most of the processor now."""

    def used(pid: int) -> int:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        except OSError:
            return 0
        return sum(map(int, fields.split()[11:13]))

    below = tree(master(site)) - set(workers(site))
    before = {pid: used(pid) for pid in below}
    for _ in range(200):
        time.sleep(0.05)
        if converting := [pid for pid in below if used(pid) - before[pid] > 5]:
            return converting[0]
    raise AssertionError("no child converts")


def frozen(site: LiveSite) -> int:
    """Return the child that converts, stopped in the middle of it."""
    until(lambda: len(tree(master(site))) > 6, "children")
    child = busiest(site)
    os.kill(child, signal.SIGSTOP)
    return child


def thaw(pid: int) -> None:
    """Let a process go on, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def lives(pid: int) -> bool:
    """Return whether a process runs."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False


def kill(pid: int) -> None:
    """End a process as the kernel would."""
    os.kill(pid, signal.SIGKILL)


def lines_since(site: LiveSite, mark: int, text: str) -> list[str]:
    """Return the lines of the log with a text, after a length that it had."""
    return [line for line in site.log()[mark:].splitlines() if re.search(text, line)]


def shell(site: LiveSite, code: str) -> str:
    """Run code with the site's settings, and return what it prints."""
    return site.manage("shell", "--no-imports", "--command", code).strip()


def write_note(site: LiveSite) -> None:
    """Write what must not be lost."""
    shell(
        site,
        "from evmap.mappings.models import Note;"
        "Note.objects.create(table='connector', key='36', text='kept-through-it', author='Ada')",
    )


def has_note(site: LiveSite) -> bool:
    """Return whether it is on its page."""
    return "kept-through-it" in ask(site, "/connectors/36/").text
