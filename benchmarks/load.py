"""A small load generator for HTTP on this machine: a few connections, a few seconds, no more."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

#: What one run may do at most, whatever is asked for.
MAX_CONNECTIONS, MAX_SECONDS, MAX_REQUESTS = 16, 30.0, 200_000


@dataclass
class Measured:
    """What came of a run."""

    seconds: float = 0.0
    #: Milliseconds of each request.
    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    size: int = 0

    @property
    def rate(self) -> float:
        """Return the requests of a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return the milliseconds that this share of the requests stayed below."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def fetch(url: str) -> bytes:
    """Return the body behind a URL of this machine. Raises OSError where nobody answers."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request("GET", parts.path or "/")
    body = connection.getresponse().read()
    connection.close()
    return body


def measure(url: str, connections: int = 4, seconds: float = 3.0) -> Measured:
    """Ask for a URL again and again. Raises ValueError for a host that is not this machine."""
    parts = urlsplit(url)
    if not ip_address(parts.hostname or "").is_loopback:
        raise ValueError(f"{parts.hostname} is not this machine")
    measured = Measured()
    asyncio.run(_all(url, min(connections, MAX_CONNECTIONS), min(seconds, MAX_SECONDS), measured))
    return measured


async def _all(url: str, connections: int, seconds: float, measured: Measured) -> None:
    start = time.perf_counter()
    await asyncio.gather(*(_one(url, start + seconds, measured) for _number in range(connections)))
    measured.seconds = time.perf_counter() - start


async def _one(url: str, end: float, measured: Measured) -> None:
    """One connection; opened anew when the server closes it."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: */*\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while time.perf_counter() < end and len(measured.latencies) < MAX_REQUESTS:
        start = time.perf_counter()
        try:
            writer.write(request)
            status, size, stays = await _answer(reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            continue
        measured.latencies.append((time.perf_counter() - start) * 1000)
        measured.errors += status != 200
        measured.size = size
        if not stays:
            writer.close()
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int, bool]:
    """Read an answer: (status, bytes of its body, whether the connection stays)."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if headers.get("transfer-encoding") == "chunked":
        size = await _chunks(reader)
    else:
        size = int(headers.get("content-length", "0"))
        await reader.readexactly(size)
    return int(head.split(" ", 2)[1]), size, headers.get("connection") != "close"


async def _chunks(reader: asyncio.StreamReader) -> int:
    size = 0
    while length := int(await reader.readline(), 16):
        await reader.readexactly(length + 2)
        size += length
    await reader.readline()
    return size
