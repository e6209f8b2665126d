"""Every kind of answer carries the same security headers."""

from __future__ import annotations

import http.client
import json
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from tests.support.site import LiveSite

CONTENT_SECURITY_POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def check(headers: dict[str, str]) -> None:
    policy = headers["content-security-policy"]
    assert {part.strip() for part in policy.split(";")} == CONTENT_SECURITY_POLICY
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in headers["permissions-policy"]
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])


def ask(
    site: LiveSite, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def static_path(site: LiveSite, name: str) -> str:
    """Return the path of a static file with the digest of its content in the name."""
    manifest = Path(site.environment["STATIC_ROOT"]) / "staticfiles.json"
    hashed = json.loads(manifest.read_text(encoding="utf-8"))["paths"][name]
    return f"/static/{hashed}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/no-such-page/", 404),
        ("/static/no-such-file.css", 404),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_headers_of_the_real_server(live_site: LiveSite, path: str, status: int) -> None:
    given, headers, _body = ask(live_site, path)
    assert given == status
    check(headers)


def test_headers_of_static_files(live_site: LiveSite) -> None:
    path = static_path(live_site, "admin/css/base.css")
    status, headers, body = ask(live_site, path, headers={"Accept-Encoding": "br"})
    assert status == 200
    assert body
    check(headers)
    assert headers["content-encoding"] == "br"
    assert "immutable" in headers["cache-control"]


def test_headers_of_a_refused_host(live_site: LiveSite) -> None:
    status, headers, _body = ask(live_site, "/", headers={"Host": "evil.example.org"})
    assert status == 400
    check(headers)


def test_headers_of_a_form_without_its_token(live_site: LiveSite) -> None:
    status, headers, _body = ask(live_site, "/admin/login/", "POST")
    assert status == 403
    check(headers)


def test_headers_of_a_request_that_is_too_large(live_site: LiveSite) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=edge"}
    for path, sent, told in (
        ("/convert/", form, b"larger than 20.0\xc2\xa0MB"),
        ("/", {}, b"This address takes 2,000,000 bytes, and more were sent."),
    ):
        length = {"Content-Length": "30000000"}
        status, headers, body = ask(live_site, path, "POST", length | sent)
        assert status == 413
        assert told in body
        check(headers)


@pytest.mark.parametrize(
    ("path", "status"), [("/fail/", 500), ("/forbid/", 403), ("/suspect/", 400), ("/gone/", 404)]
)
@override_settings(ROOT_URLCONF="tests.support.failing_urls")
def test_error_pages_need_no_database_and_tell_no_secret(path: str, status: int) -> None:
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == status
    check({name.lower(): value for name, value in response.items()})
    assert b"secret of the code" not in response.content
    assert b"Traceback" not in response.content


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000)
def test_plain_http_is_redirected_and_https_is_asked_for() -> None:
    client = Client()
    plain = client.get("/admin/login/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/admin/login/")
    assert client.get("/healthz", secure=True)["Strict-Transport-Security"] == "max-age=31536000"


def test_the_log_has_the_id_of_the_request_but_not_its_query(live_site: LiveSite) -> None:
    ask(live_site, "/healthz?token=abc", headers={"X-Request-ID": "trace-me-1234"})
    deadline = time.monotonic() + 5
    while not (lines := [line for line in live_site.log().splitlines() if "trace-me-1" in line]):
        # The server answers first and writes its log afterwards.
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(lines) == 1
    assert '"GET /healthz" 200' in lines[0]
