"""What one request costs a running site: seconds of the processor, memory, and its status."""

from __future__ import annotations

import http.client
import os
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from email.message import Message
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
#: Seconds of a quick processor for the work of `slowness`.
QUICK = 0.12
#: Of a connection that is closed without an answer, after something that is no HTTP.
NO_WORD = 444
#: What no page may have, and no cell of a table: both are what strangers sent.
RAW_MARKUP = (b"<script>alert(1)", b"<img src=x")
FORMULA = re.compile(rb"(?m)(?:^|,)\"?(?:[=+@|\t]|\xef\xbc\x9d)[^,\r\n]")


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
    #: Where the answer leads to, and what it set.
    location: str = ""
    cookies: str = ""
    #: What is wrong with what the answer says, if anything is.
    says: str = ""


def ask(site: LiveSite, request: Request) -> Cost:
    """Send a request alone, and return what it cost."""
    before, idle = cpu_seconds(site), _memory(site)
    watch = _Watch(site, idle)
    started = time.monotonic()
    with watch:
        answer = _send(site, request)
    seconds = time.monotonic() - started
    sent = len(request.body or b"")
    cpu = cpu_seconds(site) - before
    head = answer.headers
    return Cost(
        *(request.name, sent, answer.status, seconds, cpu, watch.most, len(answer.body)),
        location=head.get("Location", ""),
        cookies="; ".join(text.partition(";")[0] for text in head.get_all("Set-Cookie", [])),
        says=wrong_in(answer),
    )


def slowness() -> float:
    """Return how many times as long as a quick processor this one takes now; at least 1."""
    started = time.process_time()
    sum(number * number for number in range(2_000_000))
    return max(1.0, (time.process_time() - started) / QUICK)


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where the connection broke."""

    status: int
    headers: Message = field(default_factory=Message)
    body: bytes = b""


def _send(site: LiveSite, request: Request) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=PATIENCE)
    method = request.method or ("GET" if request.body is None else "POST")
    try:
        if method == "raw":
            return _sent_raw(connection, request.body or b"")
        connection.putrequest(
            *(method, request.path),
            skip_host="Host" in request.headers,
            skip_accept_encoding=True,
        )
        for name, value in request.headers.items():
            connection.putheader(name, value.encode("latin-1", "replace"))
        if request.body is not None and "Content-Length" not in request.headers:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()


def _sent_raw(connection: http.client.HTTPConnection, data: bytes) -> Answer:
    """Send bytes as they are. A connection that is closed without a word is an answer, too."""
    connection.connect()
    sock: socket.socket = connection.sock
    sock.sendall(data)
    # Whatever is wrong with the lengths, nothing else comes.
    sock.shutdown(socket.SHUT_WR)
    response = http.client.HTTPResponse(sock)
    try:
        response.begin()
        return Answer(response.status, response.headers, response.read())
    except (OSError, http.client.HTTPException):
        return Answer(NO_WORD)
    finally:
        response.close()


def wrong_in(answer: Answer) -> str:
    """What is wrong with what an answer says: markup of strangers, headers that are forged."""
    kind = answer.headers.get("Content-Type", "")
    if "html" in kind and any(mark in answer.body for mark in RAW_MARKUP):
        return "markup"
    if "csv" in kind and FORMULA.search(answer.body):
        return "a formula"
    if any(name.lower() in ("x", "x-forged") for name in answer.headers):
        return "a forged header"
    if b"Traceback" in answer.body:
        return "a traceback"
    if (
        answer.status
        and answer.status != NO_WORD
        and "X-Content-Type-Options" not in answer.headers
    ):
        return "no headers of ours"
    return ""


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
