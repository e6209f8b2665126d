"""What one request costs a running site: seconds of the processor, memory, and its status."""

from __future__ import annotations

import http.client
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.hostile.requests import Request
from tests.support.site import LiveSite

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
#: Seconds between two looks at the memory.
LOOK = 0.02
#: Seconds that an answer may take.
PATIENCE = 120.0


@dataclass(frozen=True)
class Cost:
    """Of one request: its status (0 where the connection broke), seconds, and bytes of memory."""

    name: str
    sent: int
    status: int
    seconds: float
    cpu: float
    memory: int
    answered: int


def ask(site: LiveSite, request: Request) -> Cost:
    """Send a request alone, and return what it cost."""
    before, idle = cpu_seconds(site), _memory(site)
    watch = _Watch(site, idle)
    started = time.monotonic()
    with watch:
        status, answered = _send(site, request)
    seconds = time.monotonic() - started
    sent = len(request.body or b"")
    return Cost(
        request.name, sent, status, seconds, cpu_seconds(site) - before, watch.most, answered
    )


def _send(site: LiveSite, request: Request) -> tuple[int, int]:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=PATIENCE)
    method = "GET" if request.body is None else "POST"
    try:
        connection.request(method, request.path, request.body, request.headers)
        response = connection.getresponse()
        return response.status, len(response.read())
    except (OSError, http.client.HTTPException):
        return 0, 0
    finally:
        connection.close()


def processes(site: LiveSite) -> set[int]:
    """The processes of the site, without its master."""
    found: set[int] = set()
    left = [site.process.pid] if site.process is not None else []
    while left:
        try:
            text = Path(f"/proc/{left[-1]}/task/{left.pop()}/children").read_text(encoding="ascii")
        except OSError:
            continue
        children = [int(pid) for pid in text.split()]
        found.update(children)
        left += children
    return found


def cpu_seconds(site: LiveSite) -> float:
    """The processor's time of all processes of the site, of those that ended among them."""
    total = 0
    for pid in {*processes(site), site.process.pid if site.process is not None else 0}:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, stat[11:15]))
    return total / TICKS


def _memory(site: LiveSite) -> dict[int, int]:
    found = {}
    for pid in processes(site):
        try:
            pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            continue
        found[pid] = int(pages) * PAGE
    return found


class _Watch:
    """Looks at the memory while something runs: `most` is the most of any process over its idle.

    A process that was not there before counts over the smallest that was.
    """

    def __init__(self, site: LiveSite, idle: dict[int, int]) -> None:
        self.most = 0
        self._site = site
        self._idle = idle
        self._usual = min(idle.values(), default=0)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK):
            for pid, size in _memory(self._site).items():
                self.most = max(self.most, size - self._idle.get(pid, self._usual))
