"""What gunicorn does differently here: its own errors have our headers, its log our form, and
nobody holds a thread for long by sending or reading slowly."""

from __future__ import annotations

import logging
import os
import socket
import time
import uuid
from contextlib import suppress
from errno import ECONNRESET
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from evmap.masking import TokenFilter, without_tokens
from evmap.operations import environment
from evmap.operations.clients import address_of
from evmap.operations.logs import JsonFormatter, LineFormatter

#: Seconds for a client to send all of a request, and to take all of its answer; and for the head.
CLIENT = environment.number("EVMAP_CLIENT_SECONDS", 60, least=1, most=3600)
HEAD = max(CLIENT / 6, 1.0)
#: Seconds for which a refused body is still taken off the line.
LINGER = 5.0

#: What gunicorn says itself is short text and starts nothing in a browser.
HEADERS = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Connection": "close",
}


class Deadline:
    """A socket whose bytes have to come by a time. Everything else is the socket's."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.until = time.monotonic() + HEAD

    def recv(self, size: int) -> bytes:
        """Return what has come. Raise ConnectionResetError when the time is up."""
        left = self.until - time.monotonic()
        try:
            self._sock.settimeout(max(left, 0.01))
            return self._sock.recv(size)
        except TimeoutError:
            # gunicorn passes over a client that has gone.
            raise ConnectionResetError(ECONNRESET, "the client sends too slowly") from None
        finally:
            # For the answer: sendall counts the time for all of it.
            self._sock.settimeout(CLIENT)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _Init:
    """Prepares a connection, and each time sets the deadline for its next request."""

    def __init__(self, conn: Any) -> None:
        self._conn, self._init = conn, conn.init

    def __call__(self) -> None:
        self._init()
        self._conn.parser.unreader.sock = Deadline(self._conn.sock)


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, with deadlines, and errors that look like ours."""

    def handle(self, conn: Any) -> Any:
        """Handle a connection's next request, whose head has to come in time."""
        if not isinstance(conn.init, _Init):
            conn.init = _Init(conn)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Handle a request whose head is there."""
        deadline = conn.parser.unreader.sock
        deadline.until = time.monotonic() + CLIENT
        try:
            stays = super().handle_request(req, conn)
        except TimeoutError:
            raise ConnectionResetError(ECONNRESET, "the client reads too slowly") from None
        left = int(getattr(getattr(req.body, "reader", None), "length", 0) or 0)
        if not left:
            return stays
        if time.monotonic() < deadline.until:
            _take_off(conn.sock, left)
        return False

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what gunicorn refuses itself, with the headers of every other answer."""
        sender = _Refusal(client)
        super().handle_error(req, sender, addr, exc)
        sender.send_once()


def _take_off(sock: socket.socket, size: int) -> None:
    """Read what a client is still sending, for a while.

    Without this the client would meet a broken connection, and never see that it was refused.
    """
    until = time.monotonic() + LINGER
    with suppress(OSError):
        while size > 0 and (left := until - time.monotonic()) > 0:
            sock.settimeout(left)
            size -= len(sock.recv(65536)) or size


class _Refusal:
    """Takes the page that gunicorn writes, and sends the same refusal in our form."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._status = b""

    def sendall(self, data: bytes, *_flags: int) -> None:
        """Keep the status line of gunicorn's page."""
        self._status = self._status or data.split(b"\r\n", 1)[0]

    send = sendall

    def send_once(self) -> None:
        """Send the refusal; a client that has gone does not matter."""
        status = self._status or b"HTTP/1.1 400 Bad Request"
        body = status.split(b" ", 1)[1] + b"\n"
        headers = {**HEADERS, "X-Request-ID": uuid.uuid4().hex, "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        try:
            self._sock.settimeout(1)
            self._sock.sendall(status + b"\r\n" + lines.encode("ascii") + b"\r\n" + body)
        except OSError:
            pass

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's log in the form of the site's: one stream, one formatter, nothing to forge."""

    def setup(self, cfg: Any) -> None:
        """Set both logs up."""
        super().setup(cfg)
        json = environment.choice("LOG_FORMAT", "line", ("line", "json")) == "json"
        for logger in (self.error_log, self.access_log):
            for handler in logger.handlers:
                handler.setFormatter(JsonFormatter() if json else LineFormatter())
                handler.addFilter(_with_id)
                handler.addFilter(TokenFilter())

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Return what the line is made of: the client's own address, the path masked."""
        found: dict[str, Any] = super().atoms(*args)
        environ = args[2] if len(args) > 2 else {}
        found["U"] = without_tokens(str(found.get("U", "")))
        found["h"] = address_of(environ, _hops()) or "-"
        return found

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write a line of a request, with its figures beside it for programs."""
        atoms = self.atoms(resp, req, environ, request_time)
        beside = {
            "request_id": str(atoms.get("{x-request-id}o", "-")),
            "client": atoms["h"],
            "method": str(atoms["m"]),
            "path": str(atoms["U"]),
            "status": int(str(atoms["s"]) or 0),
            "bytes": atoms["B"] or 0,
            "milliseconds": atoms["M"],
        }
        self.access_log.info(
            '%(client)s "%(method)s %(path)s" %(status)s %(bytes)s bytes %(milliseconds)s ms',
            beside,
            extra=beside,
        )


def _hops() -> int:
    """As the settings read it; they can't be asked before the application is loaded."""
    behind = environment.flag("BEHIND_PROXY", default=False)
    return environment.number("PROXY_HOPS", int(behind), most=10)


def _with_id(record: logging.LogRecord) -> bool:
    if not hasattr(record, "request_id"):
        record.request_id = f"process {os.getpid()}"
    return True
