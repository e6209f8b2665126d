"""The real server: its own refusals, slow clients, what it trusts, and its log."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from evmap.operations import server
from tests.support.site import LiveSite, running_site

#: A line of the log for people: time, level, logger, id in brackets.
LINE = re.compile(r"\d{4}-\d\d-\d\d [\d:,]+ (\w+) ([\w.]+) \[([^\]]+)\] (.*)")


def send(site: LiveSite, raw: bytes, seconds: float = 20) -> bytes:
    """Send bytes as they are; return all that comes back."""
    parts = urlsplit(site.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=seconds) as connection:
        connection.sendall(raw)
        answer = b""
        with suppress(ConnectionError):
            while piece := connection.recv(65536):
                answer += piece
        return answer


def request(path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def headers_of(answer: bytes) -> dict[str, str]:
    head = answer.split(b"\r\n\r\n")[0].decode("latin-1")
    return {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
    }


def lines_with(site: LiveSite, text: str, number: int = 1) -> list[str]:
    """The lines of the log with a text, once there are so many."""
    end = time.monotonic() + 5
    while True:
        found = [line for line in site.log().splitlines() if text in line]
        if len(found) >= number or time.monotonic() > end:
            return found
        time.sleep(0.05)


# --- What gunicorn refuses itself ---


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (request("/", f"X-Long: {'x' * 9000}"), 431),
        (request("/", "Bad Name: x"), 400),
        (request("/", "Transfer-Encoding: odd", method="POST"), 501),
        (request("/", "Expect: a miracle", method="POST"), 417),
        (request("/", "Content-Length: 3", "Content-Length: 4", method="POST", body=b"abc"), 400),
    ],
    ids=["line", "version", "address", "header", "name", "coding", "expect", "lengths"],
)
def test_its_own_refusals_have_the_headers_too(
    live_site: LiveSite, raw: bytes, status: int
) -> None:
    answer = send(live_site, raw)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    found = headers_of(answer)
    expected = {name.lower(): value for name, value in server.HEADERS.items()}
    assert {name: found.get(name) for name in expected} == expected
    assert re.fullmatch("[0-9a-f]{32}", found["x-request-id"])
    assert b"<" not in answer.split(b"\r\n\r\n", 1)[1]


# --- What it trusts ---


def test_no_header_moves_the_site_to_another_path(live_site: LiveSite) -> None:
    moved = send(live_site, request("/poisoned/standards/", "SCRIPT_NAME: /poisoned"))
    assert moved.startswith(b"HTTP/1.1 404 ")
    for name in ("SCRIPT_NAME", "Script-Name", "PATH_INFO", "X-Script-Name", "X-Forwarded-Prefix"):
        answer = send(live_site, request("/standards/", f"{name}: /poisoned"))
        assert b"poisoned" not in answer


def test_no_header_claims_https(live_site: LiveSite) -> None:
    answer = send(live_site, request("/opensearch.xml", "X-Forwarded-Proto: https"))
    assert b"http://localhost" in answer
    assert b"https://localhost" not in answer


# --- Slow clients ---


@pytest.fixture(scope="module")
def patient_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site with one process and few threads, which waits a second instead of a minute."""
    wait = {"EVMAP_CLIENT_SECONDS": "1"}
    few = {"WEB_CONCURRENCY": "1", "WEB_THREADS": "4", "EVMAP_CONVERSIONS_WAITING": "0"}
    with running_site(tmp_path_factory.mktemp("patient"), **few, **wait) as site:
        yield site
    assert "Traceback" not in site.log()


SLOW = {
    "head": request("/", "X-Slow: ").rstrip(b"\r\n"),
    "body": request("/api/v1/convert", "Content-Length: 1000", method="POST", body=b"{"),
    "form": request(
        "/convert/",
        *("Content-Length: 1000", "Content-Type: multipart/form-data; boundary=edge"),
        method="POST",
        body=b"--edge",
    ),
    "chunks": request(
        "/api/v1/convert", "Transfer-Encoding: chunked", method="POST", body=b"5\r\n"
    ),
}


@pytest.mark.parametrize("kind", SLOW)
def test_slow_clients_hold_a_thread_for_the_deadline_only(
    patient_site: LiveSite, kind: str
) -> None:
    parts = urlsplit(patient_site.url)
    with ExitStack() as stack:
        connections = [
            stack.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=9))
            for _ in range(8)
        ]
        for connection in connections:
            connection.sendall(SLOW[kind])
        began = time.monotonic()
        with urllib.request.urlopen(f"{patient_site.url}/healthz", timeout=9) as answer:
            assert answer.status == 200
        assert time.monotonic() - began < 8
        for connection in connections:
            with suppress(ConnectionError):
                answer_bytes = connection.recv(100)
                assert answer_bytes == b"" or answer_bytes.startswith(b"HTTP/1.1 408 ")


def test_who_reads_no_answer_is_left(patient_site: LiveSite) -> None:
    parts = urlsplit(patient_site.url)
    with ExitStack() as stack:
        for _ in range(8):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.connect((parts.hostname, parts.port))
            connection.sendall(request("/fields.csv") * 50)
        with urllib.request.urlopen(f"{patient_site.url}/healthz", timeout=9) as answer:
            assert answer.status == 200


# --- The log ---


def test_nothing_forges_a_line(live_site: LiveSite) -> None:
    forged = "/x%0a2026-11-28%2020:00:00,000%20INFO%20forged%20[0]%20line%1b[31m%c2%85%e2%80%ae"
    send(live_site, request(forged))
    lines = lines_with(live_site, "INFO forged", 2)
    assert len(lines) == 2
    for line in lines:
        assert LINE.match(line)
        assert line.isprintable()


def test_every_line_of_a_request_has_its_id(live_site: LiveSite) -> None:
    for number, path in enumerate(("/api/v1/connectors/999", "/no-such/", "/api/v1/convert")):
        request_id = f"trace-every-line-{number}"
        method = "POST" if path.endswith("convert") else "GET"
        send(live_site, request(path, f"X-Request-ID: {request_id}", method=method))
        lines = lines_with(live_site, request_id, 2)
        assert [LINE.match(line)[2] for line in lines] == ["django.request", "gunicorn.access"]  # type: ignore[index]
    without = [line for line in live_site.log().splitlines() if "django.request [-]" in line]
    assert without == []


def test_a_failed_log_in_is_logged_with_the_address_and_without_the_password(
    tmp_path: Path,
) -> None:
    proxied = {"BEHIND_PROXY": "on", "PROXY_HOPS": "1", "LOG_FORMAT": "json"}
    with running_site(tmp_path, **proxied, EVMAP_RATE_LOGIN="60") as site:
        site.add_superuser("ada", "correct horse battery")
        page = send(site, request("/admin/login/"))
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        cookie = headers_of(page)["set-cookie"].split(";")[0]
        for name in ("ada", "hunter2-in-the-wrong-field"):
            body = b"username=%b&password=hunter3&csrfmiddlewaretoken=%b" % (
                *(name.encode(), token[1] if token else b""),
            )
            send(
                site,
                request(
                    "/admin/login/",
                    *(f"Cookie: {cookie}", f"Content-Length: {len(body)}"),
                    "Content-Type: application/x-www-form-urlencoded",
                    "X-Forwarded-For: 6.6.6.6, 203.0.113.9",
                    method="POST",
                    body=body,
                ),
            )
        told = [json.loads(line) for line in lines_with(site, "log-in failed", 2)]
        assert [line["message"] for line in told] == [
            "log-in failed for account 'ada' from 203.0.113.9",
            "log-in failed for an unknown account from 203.0.113.9",
        ]
        assert {line["level"] for line in told} == {"WARNING"}
        (access, _) = [json.loads(line) for line in lines_with(site, '"POST"', 2)]
        assert (access["client"], access["status"], access["path"]) == (
            *("203.0.113.9", 200),
            "/admin/login/",
        )
        assert access["request_id"] == told[0]["request_id"]
        assert "hunter" not in site.log()


def test_a_line_of_json_is_one_object_whatever_is_asked_for(tmp_path: Path) -> None:
    with running_site(tmp_path, LOG_FORMAT="json") as site:
        send(site, request('/a"b%0a%1b%22%7d'))
        send(site, b"nonsense\r\n\r\n")
        lines_with(site, "nonsense")
        for line in site.log().splitlines():
            told = json.loads(line)
            assert {"time", "level", "logger", "request_id", "message"} <= told.keys()


def test_the_links_of_kept_reviews_are_masked_in_the_log(live_site: LiveSite) -> None:
    secret = "A-secret_link-of-a-kept-review-0123456789abc"
    for path in (f"/reviews/{secret}/", f"/reviews/{secret}/delete/", f"//reviews/{secret}/"):
        send(live_site, request(path, method="GET"))
    assert lines_with(live_site, "/reviews/...", 3)
    assert secret not in live_site.log()


def test_eight_conversions_at_once_are_all_answered_in_the_end(live_site: LiveSite) -> None:
    url = f"{live_site.url}/api/v1/convert?part=report"
    body = b'{"evStations":{"evStation":[{"poolId":"a"}]}}'

    def convert(_number: int) -> int:
        return int(urllib.request.urlopen(url, body, timeout=30).status)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(convert, range(8))) == {200}


@pytest.mark.parametrize(
    ("path", "size"), [("/lookup/", 20_000_000), ("/convert/", 40_000_000), ("/", 5_000_000)]
)
def test_who_sends_too_much_gets_an_answer_and_no_broken_connection(
    live_site: LiveSite, path: str, size: int
) -> None:
    with closing(http.client.HTTPConnection(urlsplit(live_site.url).netloc, timeout=30)) as client:
        client.request("POST", path, b" " * size, {"Content-Type": "text/plain"})
        answer = client.getresponse()
        assert (answer.status, b"Too large" in answer.read()) == (413, True)
