"""Reports of errors, by the real SDK to a server on this machine: no value of a request in them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import brotli
import pytest

from tests.support.site import ROOT

SECRETS = ("apiKey=hunter2", "DOCUMENT-7", "A-link_of_a_kept_review_0123", "cookie-8", "VALUE-9")
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}
FAIL = """
import django, logging
django.setup()
from django.test import Client
import evmap.mappings.views.lookup_list as view
document = "DOCUMENT-7"
def fail(*_, **__):
    local = document
    logging.getLogger("evmap").error("about %s", local)
    raise ValueError("VALUE-9 " + local)
view._looked_up = fail
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "cookie-8"
address = "/lookup/?apiKey=hunter2&x=/reviews/A-link_of_a_kept_review_0123/"
answer = client.post(address, {"codes": document})
assert answer.status_code == 500, answer.status_code
import sentry_sdk
sentry_sdk.flush(10)
"""


@pytest.fixture
def received() -> Iterator[tuple[str, list[bytes]]]:
    """The DSN of a server that takes reports, and what it took."""
    bodies: list[bytes] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(UNPACK.get(self.headers["Content-Encoding"], bytes)(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Taker) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://public@127.0.0.1:{server.server_port}/1", bodies
        server.shutdown()


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "NO_PROXY": "*"}
    return subprocess.run(
        [sys.executable, "-"],  # `-c` would be source lines in what is reported, since 3.13
        input=FAIL,
        cwd=ROOT,
        env={"PATH": "", "ALLOWED_HOSTS": "testserver", **settings, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_report_says_what_and_where_and_no_value(received: tuple[str, list[bytes]]) -> None:
    dsn, bodies = received
    done = run(SENTRY_DSN=dsn)
    assert done.returncode == 0, done.stderr
    events: list[dict[str, Any]] = [
        json.loads(line)
        for body in bodies
        for line in body.splitlines()
        if line.startswith(b"{") and b'"exception"' in line
    ]
    assert len(events) == 1
    error = events[0]["exception"]["values"][-1]
    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert len(events[0]["tags"]["request_id"]) == 32
    text = b"".join(bodies).decode()
    # Source lines are the code's own, and this code holds the words of this test.
    for frame in error["stacktrace"]["frames"]:
        assert "vars" not in frame
    assert [secret for secret in SECRETS if secret in text] == []


def test_without_a_dsn_nothing_is_sent(received: tuple[str, list[bytes]]) -> None:
    assert run().returncode == 0
    assert received[1] == []
