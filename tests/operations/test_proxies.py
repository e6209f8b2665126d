"""The examples of docs/operating.md, run by the real nginx and the real Caddy."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.operations.test_server import lines_with
from tests.support.require import skip_or_fail
from tests.support.site import ROOT, LiveSite, running_site

Proxy = Callable[[], http.client.HTTPConnection]


def example(language: str) -> str:
    """A block of code of the page for operators."""
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


def program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if found is None:
        skip_or_fail(
            f"{name} is not installed. Debian: apt-get install {name}.", "EVMAP_REQUIRE_PROXIES"
        )
    return str(found)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    environment = {"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": str(folder)}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.DEVNULL
    ) as process:
        end = time.monotonic() + 15
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < end
                assert process.poll() is None
                time.sleep(0.05)
        yield
        process.terminate()


@pytest.fixture(scope="module")
def proxied_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    environment = {"BEHIND_PROXY": "on", "HTTPS": "on", "ALLOWED_HOSTS": "evmap.example.org"}
    with running_site(tmp_path_factory.mktemp("proxied"), **environment) as site:
        yield site


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest,
    proxied_site: LiveSite,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    """A function that connects to the site through a proxy."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    make = nginx if request.param == "nginx" else caddy
    command = make(folder, port, proxied_site.url.removeprefix("http://"))
    trusting = ssl._create_unverified_context()  # noqa: S323 - a certificate of this test

    def connect() -> http.client.HTTPConnection:
        return http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=trusting)

    with running(command, port, folder):
        yield connect


def certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=evmap.example.org", "-out", "evmap.pem", "-keyout", "evmap.key"),
        ],
        cwd=folder,
        capture_output=True,
        check=True,
    )


def nginx(folder: Path, port: int, site: str) -> list[str]:
    certificate(folder)
    text = example("nginx").replace("/etc/ssl/", f"{folder}/").replace("127.0.0.1:8000", site)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    assert str(port) in text
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if Path("/root").stat().st_uid == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{paths}{text}}}\n"
    )
    return [program("nginx"), "-c", str(file)]


def caddy(folder: Path, port: int, site: str) -> list[str]:
    certificate(folder)
    tls = f"tls {folder}/evmap.pem {folder}/evmap.key"
    text = example("caddy").replace("127.0.0.1:8000", site)
    text = text.replace("evmap.example.org {", f"https://evmap.example.org:{port} {{\n\t{tls}")
    assert str(port) in text
    options = "admin off\nauto_https disable_redirects\ndefault_sni evmap.example.org"
    (folder / "Caddyfile").write_text(f"{{\n{options}\n}}\n{text}")
    return [
        program("caddy"),
        "run",
        "--config",
        str(folder / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]


def ask(
    proxy: Proxy, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = proxy()
    sent = {"Host": "evmap.example.org"} | {n.replace("_", "-"): v for n, v in headers.items()}
    connection.request("GET" if body is None else "POST", path, body, sent)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, {n.lower(): v for n, v in answer.getheaders()}, text


def test_pages_come_over_https_with_their_headers(proxy: Proxy) -> None:
    status, headers, text = ask(proxy, "/opensearch.xml")
    assert status == 200
    assert "https://evmap.example.org" in text
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_log_has_the_clients_address_whatever_the_client_says(
    proxy: Proxy, proxied_site: LiveSite
) -> None:
    mark = f"/no-such-{time.monotonic_ns()}/"
    ask(proxy, mark, X_Forwarded_For="6.6.6.6", X_Real_IP="6.6.6.6", Forwarded="for=6.6.6.6")
    (line,) = [one for one in lines_with(proxied_site, mark, 2) if "gunicorn.access" in one]
    assert f'127.0.0.1 "GET {mark}" 404' in line


def test_no_header_moves_the_site(proxy: Proxy) -> None:
    connection = proxy()
    connection.putrequest("GET", "/standards/", skip_host=True)
    connection.putheader("Host", "evmap.example.org")
    for name in ("SCRIPT_NAME", "Script-Name", "X-Forwarded-Prefix", "X-Forwarded-Host"):
        connection.putheader(name, "/poisoned")
    connection.endheaders()
    text = connection.getresponse().read()
    connection.close()
    assert b"poisoned" not in text


def test_documents_get_through_up_to_the_limit_of_the_site(proxy: Proxy) -> None:
    document = b'{"evStations":{"evStation":[{"poolId":"a"}]}}'
    assert ask(proxy, "/api/v1/convert", document + b" " * 19_000_000)[0] == 200
    assert ask(proxy, "/api/v1/convert", document + b" " * 20_980_000)[0] == 413


def test_slow_senders_stop_nobody(proxy: Proxy, request: pytest.FixtureRequest) -> None:
    if request.node.callspec.params["proxy"] == "caddy":
        pytest.skip("Caddy 2.6 does not buffer; since 2.7 it can, see docs/operating.md")
    with ExitStack() as stack:
        for _ in range(40):
            connection = proxy()
            stack.callback(connection.close)
            connection.putrequest("POST", "/api/v1/convert")
            connection.putheader("Content-Length", "1000000")
            connection.endheaders(b"{")
        for _ in range(5):
            began = time.monotonic()
            assert ask(proxy, "/connectors/36/")[0] == 200
            assert time.monotonic() - began < 3
